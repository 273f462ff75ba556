import { definePlugin, type Finding, type Outbound, type Plugin, type VerdictIn } from '@ringwall/core'
import { createEngine, SECRET_WINDOW, type Secret } from '@ringwall/text'
import { cleanBody, mark, type Cleaned } from './body.ts'
import { outputGuardConfig, type OutputGuardConfig } from './config.ts'
import { createDetector, type Detector } from './detect.ts'

type Said = VerdictIn<'finish'>

/** What one payload calls for: its findings by kind, and the rewrite that takes the secrets out. */
interface Report {
  readonly critical: readonly Finding[]
  readonly warnings: readonly Finding[]
  readonly leaks: readonly Finding[]
  readonly rewrite: Pick<Said & { kind: 'rewrite' }, 'edits' | 'set'>
}

/** The layer: redacts secrets in what leaves, reports warnings and recited system prompts. */
export const outputGuard: Plugin<typeof outputGuardConfig> = definePlugin({
  name: 'output-guard',
  version: '0.1.0',
  manifest: {
    api: 1,
    hooks: { onOutbound: { finish: ['rewrite', 'flag', 'deny'] } },
    rewrites: [''],
    streaming: { window: SECRET_WINDOW },
  },
  codes: {
    SECRET_REDACTED: 'Secrets were replaced by a mark that names their format.',
    SECRET_DENIED: 'The reply holds a secret, and the operator wants such replies stopped.',
    SECRET_WARNED: 'The reply holds a bearer header or a JWT; nothing was changed.',
    PROMPT_LEAK: 'The reply recites its system prompt.',
    PROMPT_LEAK_DENIED: 'The reply recites its system prompt, and the operator wants such replies stopped.',
  },
  config: outputGuardConfig,
  setup({ config, logger }) {
    const engine = createEngine({ warn: (message) => logger.warn(message) })
    const { ignore, warnings } = config
    const detector = createDetector(engine, { ignore, redactsWarnings: warnings === 'redact' })
    return {
      onOutbound: {
        finish(event) {
          const report = inspect(event.payload, detector)
          const { critical, leaks } = report
          if (critical.length + report.warnings.length + leaks.length === 0) return undefined
          event.score(critical.length > 0 ? 1 : 0.5)
          return toVerdicts(report, config)
        },
      },
      pending: (text) => detector.pending(text),
    }
  },
})

function inspect({ body }: Outbound, detector: Detector): Report {
  if (typeof body !== 'string') return inStructure(cleanBody(body, detector))
  const { critical, warnings, leaks } = detector.scan(body)
  return {
    critical: critical.map((secret) => finding(secret, 'critical')),
    warnings: warnings.map((secret) => finding(secret, 'medium')),
    leaks: leaks.map((phrase) => finding(phrase, 'high')),
    rewrite: { edits: critical.map((secret) => ({ start: secret.start, end: secret.end, text: mark(secret) })) },
  }
}

/** A structured body has no text for spans to refer to. */
function inStructure({ body, critical, warnings, leaks }: Cleaned): Report {
  return {
    critical: critical.map((rule) => ({ rule, severity: 'critical' })),
    warnings: warnings.map((rule) => ({ rule, severity: 'medium' })),
    leaks: leaks.map((rule) => ({ rule, severity: 'high' })),
    rewrite: { set: [{ path: '', value: body }] },
  }
}

function finding({ rule, start, end }: Secret, severity: Finding['severity']): Finding {
  return { rule, severity, span: { start, end } }
}

function toVerdicts({ critical, warnings, leaks, rewrite }: Report, config: OutputGuardConfig): readonly Said[] {
  const said: Said[] = []
  if (critical.length > 0) {
    said.push(
      config.secrets === 'deny'
        ? {
            kind: 'deny',
            code: 'SECRET_DENIED',
            findings: critical,
            message: 'The reply was withheld because it holds a secret.',
          }
        : { kind: 'rewrite', code: 'SECRET_REDACTED', findings: critical, ...rewrite },
    )
  }
  if (warnings.length > 0) said.push({ kind: 'flag', code: 'SECRET_WARNED', findings: warnings })
  if (leaks.length > 0) {
    said.push(
      config.promptLeaks === 'deny'
        ? {
            kind: 'deny',
            code: 'PROMPT_LEAK_DENIED',
            findings: leaks,
            message: 'The reply was withheld because it recites instructions.',
          }
        : { kind: 'flag', code: 'PROMPT_LEAK', findings: leaks },
    )
  }
  return said
}
