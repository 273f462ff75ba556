import {
  definePlugin,
  type Deny,
  type Finding,
  type Flag,
  type Instruct,
  type Manifest,
  type Plugin,
  type Severity,
} from '@ringwall/core'
import { createEngine, viewsOf } from '@ringwall/text'
import { configSchema, type Config } from './config.ts'
import { createDetector, type Assessment, type Evidence } from './detect.ts'

const manifest: Manifest = {
  api: 1,
  hooks: { onInbound: { judge: ['deny', 'flag', 'instruct'] } },
  after: ['input-validation'],
}

const codes = {
  JAILBREAK_MEDIUM: 'The text has phrases that try to change the instructions of the agent.',
  JAILBREAK_HIGH: 'The text looks like an attempt to take over the instructions of the agent.',
} as const

/** Scores inbound text for phrases of instruction override and jailbreaks, in every reading of it. */
export const jailbreakDetection: Plugin<typeof configSchema> = definePlugin({
  name: 'jailbreak-detection',
  version: '0.1.0',
  manifest,
  codes,
  config: configSchema,
  setup({ config, logger }) {
    const detect = createDetector(createEngine({ warn: (message) => logger.warn(message) }), config.quotedWeight)
    return {
      onInbound: {
        judge(event) {
          const { payload } = event
          const assessment = detect(viewsOf(payload, payload.text))
          event.score(assessment.score)
          return toVerdicts(assessment, config, config.trustedSources.includes(payload.source))
        },
      },
    }
  },
})

function toVerdicts(
  { score, evidence }: Assessment,
  config: Config,
  isTrusted: boolean,
): readonly (Deny | Flag | Instruct)[] | undefined {
  const medium = isTrusted ? config.mediumThreshold : config.untrustedMediumThreshold
  const high = isTrusted ? config.highThreshold : config.untrustedHighThreshold
  if (score < medium) return undefined
  const findings = evidence.map(toFinding)
  const detail = `score ${score}, from ${medium} medium, from ${high} high`
  if (score < high) return [{ ...reinforce('JAILBREAK_MEDIUM', config), findings, detail }]
  const message = codes.JAILBREAK_HIGH
  const kind = config.action === 'block' ? 'deny' : 'flag'
  const verdict = { kind, code: 'JAILBREAK_HIGH', findings, message, detail } as const
  return kind === 'deny' ? [verdict] : [verdict, reinforce('JAILBREAK_HIGH', config)]
}

function reinforce(code: keyof typeof codes, { reinforcement }: Config): Instruct {
  return { kind: 'instruct', code, text: reinforcement }
}

function toFinding({ rule, span, weight }: Evidence): Finding {
  return { rule, span, score: weight, severity: severityOf(weight) }
}

function severityOf(weight: number): Severity {
  if (weight >= 0.5) return 'high'
  return weight >= 0.3 ? 'medium' : 'low'
}
