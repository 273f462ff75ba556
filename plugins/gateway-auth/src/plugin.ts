import { definePlugin, type Deny, type HookEvent, type Manifest, type Plugin } from '@ringwall/core'
import { keptKey, scoped, StoreToken } from '@ringwall/store'
import { createGatewayAuth } from './authenticate.ts'
import { gatewayAuthConfig, type Requirement } from './config.ts'
import { createLockout } from './lockout.ts'
import { NAME } from './name.ts'
import { createProver } from './proof.ts'
import { openTokens } from './registry.ts'
import { GatewayAuthToken, WebhooksToken, type AuthRefusedEvent } from './services.ts'
import { createReplayCache } from './webhook/replay.ts'
import { createWebhooks } from './webhook/verify.ts'

declare module '@ringwall/core' {
  interface KernelEvents {
    'auth-refused': AuthRefusedEvent
  }
}

/** The channel of sessions that a gateway makes. */
export const GATEWAY_CHANNEL = 'gateway'

const manifest: Manifest = {
  api: 1,
  hooks: { onInbound: { admit: ['deny'] } },
  before: ['budget-guard', 'email-sender-filter'],
  requires: ['Store'],
  provides: ['GatewayAuth', 'Webhooks'],
}

const codes = {
  AUTH_PROOF_MISSING: 'The event came by a gateway, or from outside, without the proof of a request that was let in.',
  AUTH_PROOF_INVALID: 'The proof is forged, expired, or of another session.',
} as const

/** Decides who may call the gateway, verifies webhooks, and lets nothing in that came by a gateway without a proof of it. */
export const gatewayAuth: Plugin<typeof gatewayAuthConfig> = definePlugin({
  name: NAME,
  version: '0.1.0',
  manifest,
  codes,
  config: gatewayAuthConfig,
  async setup({ config, mode, logger, events, require, provide }) {
    const store = require(StoreToken)
    const prover = createProver(await keptKey(scoped(store, NAME), 'proof'))
    const registry = openTokens(store)
    const lockout = createLockout(store, config)
    const onRefusal = (event: AuthRefusedEvent): void => {
      logger.debug(`${NAME}: refused`, { code: event.code, source: event.source, token: event.tokenId ?? null })
      events.emit('auth-refused', event)
    }
    const counts = mode === 'enforce'
    provide(GatewayAuthToken, createGatewayAuth({ config, registry, lockout, prover, logger, counts, onRefusal }))
    const time = (): Promise<number> => store.time()
    provide(WebhooksToken, createWebhooks({ config, replays: createReplayCache(store), prover, logger, time }))
    return {
      onInbound: {
        admit({ payload, session }) {
          if (!needsProof(config.require, payload.source, session)) return undefined
          const proof = payload.meta?.['auth']
          if (proof === undefined) return deny('AUTH_PROOF_MISSING')
          return prover.check(proof, session) ? undefined : deny('AUTH_PROOF_INVALID')
        },
      },
    }
  },
})

type Inbound = HookEvent<'onInbound'>

function needsProof(
  require: Requirement,
  source: Inbound['payload']['source'],
  { channel }: Inbound['session'],
): boolean {
  if (require === 'all' || channel === GATEWAY_CHANNEL) return true
  return require === 'remote' && (source === 'api' || source === 'webhook')
}

function deny(code: keyof typeof codes): Deny {
  return { kind: 'deny', code, message: 'The request could not be authenticated.', findings: [FINDING] }
}

const FINDING = { rule: 'proof', severity: 'high' } as const
