import { definePlugin, type Finding, type JsonValue, type Plugin, type VerdictIn } from '@ringwall/core'
import { createEngine, KnownSecretsToken, LEAST_KNOWN_VALUE, SECRET_WINDOW, type FoundSecret } from '@ringwall/text'
import { logSanitizerConfig } from './config.ts'
import { createDetector, mark, type Detector } from './detect.ts'

type Said = VerdictIn<'finish'>

const REDACTED = 'LOG_REDACTED'
const SHORTENED = 'LOG_SHORTENED'

/** The layer: takes secrets out of what goes to a log, and drops what is too long to be read. */
export const logSanitizer: Plugin<typeof logSanitizerConfig> = definePlugin({
  name: 'log-sanitizer',
  version: '0.1.0',
  manifest: {
    api: 1,
    hooks: { onOutbound: { finish: ['rewrite', 'flag'] } },
    rewrites: [''],
    optional: [KnownSecretsToken.name],
    streaming: { window: SECRET_WINDOW },
  },
  codes: {
    LOG_REDACTED: 'Secrets in a log record were replaced by marks that say what they were.',
    LOG_SHORTENED: 'A log record was too long, deep or wide to be read whole; the rest was dropped.',
  },
  config: logSanitizerConfig,
  setup({ config, logger, find }) {
    const engine = createEngine({ warn: (message) => logger.warn(message) })
    const known = find(KnownSecretsToken)
    const build = (): Detector => {
      const values = known?.values() ?? []
      const short = values.filter(({ value }) => value.length < LEAST_KNOWN_VALUE).map(({ name }) => name)
      if (short.length > 0)
        logger.warn(`Known values of less than ${LEAST_KNOWN_VALUE} characters stay in logs: ${short.join(', ')}`)
      return createDetector(engine, { ...config, values })
    }
    let detector = build()
    const stop = known?.onChange(() => void (detector = build()))
    return {
      onOutbound: {
        finish(event) {
          const { destination, body } = event.payload
          if (destination !== 'log') return undefined
          const said = typeof body === 'string' ? forText(body, detector) : forStructure(body, detector)
          if (said.some(({ code }) => code === REDACTED)) event.score(1)
          return said
        },
      },
      pending: (text) => detector.finder.pending(text),
      dispose: () => stop?.(),
    }
  },
})

function forText(body: string, { finder, maxLength }: Detector): readonly Said[] {
  const isWhole = body.length <= maxLength
  const head = isWhole ? body : body.slice(0, maxLength)
  const end = isWhole ? body.length : finder.pending(head)
  const secrets = finder.find(body.slice(0, end)).critical
  const edits = secrets.map(({ start, end: to, rule, quote }) => ({
    start,
    end: to,
    text: quote + mark({ rule }) + quote,
  }))
  if (end < body.length)
    edits.push({ start: end, end: body.length, text: `[DROPPED: ${body.length - end} characters]` })
  return verdicts(secrets.map(findingOf), !isWhole, edits.length > 0 ? { edits } : undefined)
}

function forStructure(body: JsonValue, detector: Detector): readonly Said[] {
  const { value, found, isShortened } = detector.redact(body)
  const findings = found.map(({ rule }): Finding => ({ rule, severity: 'critical' }))
  // What comes of JSON is JSON.
  return verdicts(
    findings,
    isShortened,
    value === body ? undefined : { set: [{ path: '', value: value as JsonValue }] },
  )
}

function findingOf({ rule, start, end }: FoundSecret): Finding {
  return { rule, severity: 'critical', span: { start, end } }
}

function verdicts(
  findings: readonly Finding[],
  isShortened: boolean,
  rewrite: Pick<Said & { kind: 'rewrite' }, 'edits' | 'set'> | undefined,
): readonly Said[] {
  if (!rewrite) return []
  if (findings.length === 0) return [{ kind: 'rewrite', code: SHORTENED, ...rewrite }]
  const said: Said[] = [{ kind: 'rewrite', code: REDACTED, findings, ...rewrite }]
  if (isShortened) said.push({ kind: 'flag', code: SHORTENED })
  return said
}
