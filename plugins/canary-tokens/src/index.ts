export { canaryTokens } from './plugin.ts'
export type { CanaryTokensConfig } from './config.ts'
