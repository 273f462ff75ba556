export { gatewayAuth, GATEWAY_CHANNEL } from './plugin.ts'
export { gatewayAuthConfig } from './config.ts'
export type { GatewayAuthConfig, GatewayAuthInput, Requirement, TokenSettings } from './config.ts'
export { openTokens, stateOf } from './registry.ts'
export type { ListedToken, MadeToken, NewToken, TokenRegistry } from './registry.ts'
export type { TokenBinding, TokenEntry, TokenRecord } from './record.ts'
export { AGENT_SCOPES, isScope, SCOPES, type Scope } from './scopes.ts'
export { GatewayAuthToken, WebhooksToken } from './services.ts'
export type {
  Admission,
  AuthenticateOptions,
  AuthRefusedEvent,
  GatewayAuth,
  HostToken,
  Identity,
  RequestFacts,
} from './services.ts'
export type { HeaderPairs } from './credential.ts'
export { REFUSALS, type Refusal, type RefusalCode } from './refusals.ts'
export { WEBHOOK_REFUSALS, type WebhookDelivery, type Webhooks, type WebhookVerdict } from './webhook/verify.ts'
export type { SchemeName } from './webhook/schemes.ts'
export type { Algorithm } from './webhook/signature.ts'
export type { HeaderInput } from './webhook/headers.ts'
export { GATEWAY_AUTH_ERRORS } from './errors.ts'
