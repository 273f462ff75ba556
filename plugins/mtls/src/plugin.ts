import { randomBytes } from 'node:crypto'
import { definePlugin, token, type Deny, type HookEvent, type Manifest, type Plugin, type Token } from '@ringwall/core'
import { keptKey, scoped, StoreToken } from '@ringwall/store'
import { configSchema, type Config } from './config.ts'
import type { OnConfig } from './files.ts'
import { judge, JUDGEMENTS, ownerOf, type Refusal } from './judge.ts'
import { Keeper } from './keeper.ts'
import { unseal } from './proof.ts'
import { TlsOptionsToken } from './services.ts'
import { createService, OFF, policyOf } from './tls-service.ts'

const NAME = 'mtls'

/** Provided by hosts that only try texts out, such as `ringwall check`: those come over no connection, so none is missed. */
const DryRunToken: Token<true> = token<true>('DryRun')

const manifest: Manifest = {
  api: 1,
  hooks: { onInbound: { admit: ['deny'] } },
  optional: ['Store', 'DryRun'],
  provides: ['TlsOptions'],
  effects: ['fs'],
}

/** The layer: TLS options for the gateway, and no text from a client whose certificate is not good at that moment. Off while no certificate is configured. */
export const mtls: Plugin<typeof configSchema> = definePlugin({
  name: NAME,
  version: '0.1.0',
  manifest,
  codes: JUDGEMENTS,
  config: configSchema,
  async setup({ config, mode, logger, events, find, provide }) {
    if (!isOn(config)) {
      provide(TlsOptionsToken, OFF)
      return { onInbound: { admit: () => undefined } }
    }
    const isDry = find(DryRunToken) === true
    const store = find(StoreToken)
    // Of the store, so that agents' kernels, other processes and the generation before a reload take each other's proofs.
    const proofKey = store ? await keptKey(scoped(store, NAME), 'proof') : randomBytes(32)
    const keeper = await Keeper.open(config, { logger, events })
    provide(
      TlsOptionsToken,
      createService({ config, keeper, proofKey, isEnforced: mode === 'enforce', logger, events }),
    )
    return {
      onInbound: {
        admit(event) {
          const refusal = findRefusal(event, config, keeper, proofKey)
          return refusal && !(isDry && refusal.code === 'PEER_MISSING') ? toDeny(refusal) : undefined
        },
      },
      dispose: () => keeper.close(),
    }
  },
})

function isOn(config: Config): config is OnConfig {
  return config.certificate !== undefined // the schema has a key beside it
}

function findRefusal(
  { payload: { source, meta }, session }: HookEvent<'onInbound'>,
  config: OnConfig,
  keeper: Keeper,
  proofKey: Uint8Array,
): Refusal | undefined {
  const { clientCertificate, sources } = config
  if (clientCertificate === 'none') return undefined
  const shown = meta?.['peerCertificate'] ?? undefined
  if (shown === undefined) {
    const isMissed = clientCertificate === 'required' && sources.includes(source)
    return isMissed ? { code: 'PEER_MISSING', detail: `a text of source ${source} without a certificate` } : undefined
  }
  const facts = unseal(shown, proofKey)
  if (facts === undefined) return { code: 'PEER_UNPROVEN', detail: 'its proof is missing or wrong' }
  const { refusal, line } = judge(facts, policyOf(config, keeper.material), Date.now())
  if (refusal) return refusal
  const { user, tenant, agent } = ownerOf(line, facts, config)
  const isOther =
    (user ?? session.userId) !== session.userId ||
    (tenant ?? session.tenantId) !== session.tenantId ||
    (agent ?? session.agentId) !== session.agentId
  return isOther ? { code: 'PEER_NOT_ALLOWED', detail: 'it is for another user, tenant or agent' } : undefined
}

function toDeny({ code, detail }: Refusal): Deny {
  return { kind: 'deny', code, message: 'The client certificate was not accepted.', detail }
}
