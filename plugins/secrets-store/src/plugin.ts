import { definePlugin, messageOf, type Manifest, type Plugin, type SetupContext } from '@ringwall/core'
import { formatReference, parseReference, resolveSecret } from '@ringwall/references'
import { StoreToken } from '@ringwall/store'
import { KnownSecretsToken, SECRET_WINDOW } from '@ringwall/text'
import { createCallGuard } from './calls.ts'
import { secretsStoreConfig, type SecretsStoreConfig } from './config.ts'
import { createScrubber, REDACTED } from './detect.ts'
import { fail } from './errors.ts'
import { createJudge } from './grants.ts'
import { Known } from './known.ts'
import { NAME } from './name.ts'
import { openSecrets, type OpenSecrets } from './open.ts'
import { placeholder } from './placeholders.ts'
import { SecretReader, type Request } from './reader.ts'
import { isSecretName } from './row.ts'
import { SecretRefsToken, SecretsToken, type Reader, type SecretRefs, type Secrets } from './services.ts'

const manifest: Manifest = {
  api: 1,
  hooks: {
    onInbound: { normalize: ['rewrite'] },
    onToolCall: { judge: ['deny', 'flag'], finish: ['deny', 'rewrite'] },
    onOutbound: { normalize: ['rewrite'] },
    onMemoryWrite: { normalize: ['deny', 'rewrite'] },
  },
  rewrites: ['', '/**'],
  optional: ['Store'],
  provides: ['Secrets', 'SecretRefs', 'KnownSecrets'],
  effects: ['secrets', 'fs', 'exec', 'net'],
  streaming: { window: SECRET_WINDOW },
  deadlineMs: 45_000,
}

/** The layer: secrets are filled into approved tool calls for declared destinations, and taken out of all that comes back. */
export const secretsStore: Plugin<typeof secretsStoreConfig> = definePlugin({
  name: NAME,
  version: '0.1.0',
  manifest,
  codes: {
    SECRETS_FILLED: 'Secrets were filled into the arguments.',
    SECRET_UNAVAILABLE: 'The call asks for a secret that does not exist, cannot be read, or is not for this agent.',
    SECRET_DESTINATION: 'The call asks for a secret that is not for this tool, or not for the hosts that it leads to.',
    SECRET_PLACE_REFUSED: 'The value of the secret cannot stand where the call wants it.',
    SECRET_REFERENCE_INVALID: 'The arguments hold something like a reference to a secret that is not written as one.',
    SECRET_LITERAL: 'The model wrote the value of a secret itself.',
    SECRET_SCRUBBED: 'The value of a secret was taken out of a text.',
    SECRET_IN_MEMORY: 'The key, the provenance or the meta of a memory holds the value of a secret; it is not stored.',
  },
  config: secretsStoreConfig,
  async setup(context) {
    const { config, mode, events, logger, find, provide } = context
    const store = find(StoreToken)
    const opened = store && openSecrets(store, config)
    const known = new Known()
    const judge = createJudge(config.grants)
    const reader = new SecretReader({ vault: opened?.vault, keeper: opened?.keeper, judge, known, events, logger })
    let scrubber = createScrubber([])
    known.onChange(() => void (scrubber = createScrubber(known.values())))
    const stop = opened && (await follow(opened, known, context))
    provide(KnownSecretsToken, known)
    provide(SecretsToken, createSecrets(reader))
    provide(SecretRefsToken, createRefs(config, known, context))
    const calls = createCallGuard(reader, config, mode === 'observe')
    return {
      onInbound: {
        normalize({ payload, session }) {
          // An agent that may use a secret reads its name, so that it can use it again.
          const mark = (name: string): string =>
            isSecretName(name) && judge(name, asAgent(session.agentId)) !== 'unknown' ? placeholder(name) : REDACTED
          const { findings, edits } = scrubber.text(payload.text, mark)
          return edits.length === 0 ? undefined : { kind: 'rewrite', code: 'SECRET_SCRUBBED', findings, edits }
        },
      },
      onToolCall: {
        judge: (event) => calls.judge(event, scrubber),
        finish: (event) => calls.finish(event),
      },
      onOutbound: {
        normalize({ payload: { body } }) {
          const mark = (): string => REDACTED
          if (typeof body === 'string') {
            const { findings, edits } = scrubber.text(body, mark)
            return edits.length === 0 ? undefined : { kind: 'rewrite', code: 'SECRET_SCRUBBED', findings, edits }
          }
          const { findings, value } = scrubber.value(body, mark)
          if (findings.length === 0) return undefined
          return { kind: 'rewrite', code: 'SECRET_SCRUBBED', findings, set: [{ path: '', value }] }
        },
      },
      onMemoryWrite: {
        normalize({ payload: { text, key = '', provenance = {}, meta = {} } }) {
          const beside = scrubber.value([key, provenance, meta], () => REDACTED).findings
          if (beside.length > 0) return { kind: 'deny', code: 'SECRET_IN_MEMORY', findings: beside, message: MEMORY }
          const { findings, edits } = scrubber.text(text, () => REDACTED)
          return edits.length === 0 ? undefined : { kind: 'rewrite', code: 'SECRET_SCRUBBED', findings, edits }
        },
      },
      pending: (text) => scrubber.pending(text),
      async dispose() {
        await stop?.()
      },
    }
  },
})

const MEMORY = 'The memory was not stored because it holds a secret.'

/** For the question whether an agent may know of a secret at all. */
function asAgent(agent: string): { readonly agent: string; readonly tool: string; readonly urls: undefined } {
  return { agent, tool: '', urls: undefined }
}

/** Knows all values from the start, and from each change on. A key that is missing or wrong stops the start: nothing could be kept in. */
async function follow(
  { vault, source }: OpenSecrets,
  known: Known,
  { logger }: SetupContext<SecretsStoreConfig>,
): Promise<() => Promise<void>> {
  const read = async (): Promise<void> => {
    known.replace(await vault.all())
    if (await vault.isReady()) known.addKeys(await source.read())
  }
  const refresh = (): void => {
    read().catch((error: unknown) => {
      if (isOpen) logger.error(`${NAME}: the secrets cannot be read`, { problem: messageOf(error) })
    })
  }
  let isOpen = true
  const unsubscribe = await vault.onChange(refresh, refresh)
  const stop = async (): Promise<void> => {
    isOpen = false
    await unsubscribe()
  }
  try {
    await read()
  } catch (error) {
    await stop()
    throw error
  }
  return stop
}

function createSecrets(reader: SecretReader): Secrets {
  const read = async (name: string, who: Reader): Promise<string | undefined> => {
    const url = who.url === undefined ? undefined : URL.parse(who.url)
    const request: Request = { ...who, urls: url === null ? undefined : url ? [url] : [] }
    if (reader.judge(name, request) !== 'granted') {
      reader.tell(name, request, 'denied')
      return undefined
    }
    const found = await reader.read(name, request)
    if ('value' in found) {
      reader.tell(name, request, 'granted')
      return found.value
    }
    reader.tell(name, request, found.outcome)
    if (found.outcome === 'failed') throw fail('SECRET_UNAVAILABLE', { name })
    return undefined
  }
  return {
    get: read,
    has: async (name, who) => (await read(name, who)) !== undefined,
    async require(name, who) {
      const value = await read(name, who)
      if (value === undefined) throw fail('SECRET_UNAVAILABLE', { name })
      return value
    },
  }
}

function createRefs(
  { helpers }: SecretsStoreConfig,
  known: Known,
  { events }: SetupContext<SecretsStoreConfig>,
): SecretRefs {
  return {
    async resolve(text, purpose) {
      const reference = parseReference(text)
      const resolved = await resolveSecret(text, process.env, helpers)
      if (!reference || !resolved) return undefined
      const name = formatReference(reference)
      if (resolved.ok) known.add({ name, value: resolved.value })
      const outcome = resolved.ok ? 'granted' : 'failed'
      events.emit('secret-access', { time: Date.now(), name, purpose, outcome, hosts: [] })
      return resolved
    },
  }
}
