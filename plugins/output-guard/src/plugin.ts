import { definePlugin, type Outbound, type Plugin, type VerdictIn } from '@ringwall/core'
import { createEngine, KnownSecretsToken, LEAST_KNOWN_VALUE, SECRET_WINDOW } from '@ringwall/text'
import { createBodyCleaner, type BodyCleaner } from './body.ts'
import { outputGuardConfig, type OutputGuardConfig } from './config.ts'
import { createDetector, type Detector } from './detect.ts'
import { report, type Action, type Report } from './report.ts'

type Said = VerdictIn<'finish'>

/** What a client is told where a reply is stopped. */
const DENIALS: Partial<Record<Action, string>> = {
  SECRET_DENIED: 'The reply was withheld because it holds a secret.',
  LINK_DENIED: 'The reply was withheld because an address in it carries data out.',
  PROMPT_LEAK_DENIED: 'The reply was withheld because it recites instructions.',
}

/** The layer: redacts secrets in what leaves, reports warnings and recited system prompts. */
export const outputGuard: Plugin<typeof outputGuardConfig> = definePlugin({
  name: 'output-guard',
  version: '0.1.0',
  manifest: {
    api: 1,
    hooks: { onOutbound: { finish: ['rewrite', 'flag', 'deny'] } },
    rewrites: [''],
    optional: [KnownSecretsToken.name],
    streaming: { window: SECRET_WINDOW },
  },
  codes: {
    SECRET_REDACTED:
      'What must not leave was replaced by a mark that names it: secrets, and what else the operator wants out.',
    SECRET_DENIED: 'The reply holds a secret, and the operator wants such replies stopped.',
    SECRET_WARNED: 'The reply holds a bearer header or a JWT; nothing was changed.',
    LINK_WARNED: 'An address in the reply carries data out; nothing was changed.',
    LINK_DENIED: 'An address in the reply carries data out, and the operator wants such replies stopped.',
    PII_WARNED: 'The reply holds personal data; nothing was changed.',
    PROMPT_LEAK: 'The reply recites its system prompt.',
    PROMPT_LEAK_DENIED: 'The reply recites its system prompt, and the operator wants such replies stopped.',
  },
  config: outputGuardConfig,
  setup({ config, logger, find }) {
    const engine = createEngine({ warn: (message) => logger.warn(message) })
    const known = find(KnownSecretsToken)
    const build = (): Detector => {
      const values = known?.values() ?? []
      for (const { name } of values.filter(({ value }) => value.length < LEAST_KNOWN_VALUE))
        logger.warn(`the known secret ${name} is too short to be looked for`)
      return createDetector(engine, {
        known: values,
        ignore: config.ignore,
        redactsWarnings: config.warnings === 'redact',
        readsLinks: config.links.images !== 'off' || config.links.others !== 'off',
        allowHosts: config.links.allowHosts,
        readsPii: config.pii !== 'off',
      })
    }
    let detector = build()
    let cleanBody = createBodyCleaner(detector, config)
    const stop = known?.onChange(() => {
      detector = build()
      cleanBody = createBodyCleaner(detector, config)
    })
    return {
      onOutbound: {
        finish(event) {
          const said = judge(event.payload, detector, cleanBody, config)
          if (said.length === 0) return undefined
          const isCritical = said.some(({ code }) => code === 'SECRET_REDACTED' || code === 'SECRET_DENIED')
          event.score(isCritical ? 1 : 0.5)
          return said
        },
      },
      pending: (text) => detector.pending(text),
      dispose: () => stop?.(),
    }
  },
})

function judge(
  { body }: Outbound,
  detector: Detector,
  cleanBody: BodyCleaner,
  config: OutputGuardConfig,
): readonly Said[] {
  if (typeof body === 'string') {
    const { findings, edits } = report(detector.scan(body), config)
    return toVerdicts(findings, { edits })
  }
  const { findings, body: value } = cleanBody(body)
  return toVerdicts(findings, { set: [{ path: '', value }] })
}

function toVerdicts(
  findings: Report['findings'],
  rewrite: Pick<Said & { kind: 'rewrite' }, 'edits' | 'set'>,
): readonly Said[] {
  return Array.from(findings, ([code, list]): Said => {
    if (code === 'SECRET_REDACTED') return { kind: 'rewrite', code, findings: list, ...rewrite }
    const message = DENIALS[code]
    return message === undefined
      ? { kind: 'flag', code, findings: list }
      : { kind: 'deny', code, findings: list, message }
  })
}
