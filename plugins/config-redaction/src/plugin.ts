import { randomBytes } from 'node:crypto'
import { definePlugin, type Plugin, type VerdictIn } from '@ringwall/core'
import { keptKey, scoped, StoreToken } from '@ringwall/store'
import { createEngine } from '@ringwall/text'
import { configRedactionConfig } from './config.ts'
import { createDetector, type Outcome } from './detect.ts'

const NAME = 'config-redaction'
const KEY_BYTES = 32

/** Takes secrets out of a config before an operator or an API sees it. */
export const configRedaction: Plugin<typeof configRedactionConfig> = definePlugin({
  name: NAME,
  version: '0.1.0',
  manifest: {
    api: 1,
    hooks: { onOutbound: { finish: ['rewrite'] } },
    rewrites: [''],
    // The pointers of a payload hold for the body as the host passed it.
    before: ['output-guard'],
    optional: ['Store'],
    // A config is understood as a whole.
    streaming: { window: 0, whole: ['operator', 'api'] },
  },
  codes: { CONFIG_REDACTED: 'Secrets of a config were replaced by a mark.' },
  config: configRedactionConfig,
  async setup({ config, logger, find }) {
    const engine = createEngine({ warn: (message) => logger.warn(message) })
    const { redactUnknown, fingerprints } = config
    const store = find(StoreToken)
    const keep = async (): Promise<Uint8Array> =>
      store === undefined ? randomBytes(KEY_BYTES) : keptKey(scoped(store, NAME), 'fingerprint')
    const detect = createDetector(engine, { redactUnknown, ...(fingerprints ? { key: await keep() } : {}) })
    return {
      onOutbound: {
        finish: ({ payload }) => {
          const found = detect(payload)
          return found && toVerdict(found)
        },
      },
    }
  },
})

function toVerdict(found: Outcome): VerdictIn<'finish'> {
  if (found.kind === 'structure') {
    const findings = [{ rule: 'field', severity: 'high' } as const]
    const set = [{ path: '', value: found.body }]
    return { kind: 'rewrite', code: 'CONFIG_REDACTED', findings, detail: `${found.count} redacted`, set }
  }
  const { edits } = found
  const findings = edits.map(({ start, end }) => ({ rule: 'field', severity: 'high', span: { start, end } }) as const)
  return { kind: 'rewrite', code: 'CONFIG_REDACTED', findings, edits }
}
