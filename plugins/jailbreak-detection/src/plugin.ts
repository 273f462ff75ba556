import {
  definePlugin,
  type Deny,
  type Finding,
  type Flag,
  type Inbound,
  type Instruct,
  type Manifest,
  type Plugin,
  type Session,
  type Severity,
} from '@ringwall/core'
import { openSqliteStore, scoped, StoreToken, type Store } from '@ringwall/store'
import { createEngine, RecentTexts, viewsOf } from '@ringwall/text'
import { createAssess } from './assess.ts'
import { configSchema, type Config } from './config.ts'
import type { Assessment, Evidence } from './detect.ts'
import { loadModel } from './load-model.ts'
import { createSessionScore } from './session-score.ts'

const NAME = 'jailbreak-detection'

const manifest: Manifest = {
  api: 1,
  hooks: { onInbound: { judge: ['deny', 'flag', 'instruct'] } },
  after: ['input-validation'],
  optional: ['Store'],
  effects: ['fs'],
}

const codes = {
  JAILBREAK_MEDIUM: 'The text has phrases that try to change the instructions of the agent.',
  JAILBREAK_HIGH: 'The text looks like an attempt to take over the instructions of the agent.',
  JAILBREAK_SESSION: 'The texts of this session together look like an attempt to take over the agent.',
} as const

type Said = Deny | Flag | Instruct

/** Scores inbound text for attempts to take over the agent, in every reading of it, by patterns and by a classifier. */
export const jailbreakDetection: Plugin<typeof configSchema> = definePlugin({
  name: NAME,
  version: '0.1.0',
  manifest,
  codes,
  config: configSchema,
  async setup({ config, mode, logger, find }) {
    const regexes = createEngine({ warn: (message) => logger.warn(message) })
    const { engine, quotedWeight } = config
    const assess = createAssess({ engine, regexes, quotedWeight, loadModel })
    const shared = find(StoreToken)
    // A host without a store is one process, and what it adds up ends with it.
    const own = shared === undefined ? await openSqliteStore({ file: ':memory:' }) : undefined
    const sums = createSessionScore(scoped(shared ?? (own as Store), NAME), config.sessionWindowMs)

    const silent = Math.min(config.mediumThreshold, config.untrustedMediumThreshold, config.sessionMinScore)
    /** Scores of texts of which nothing is said, wherever they come from. */
    const known = new RecentTexts<number>()

    async function judgeSession(payload: Inbound, session: Session, score: number): Promise<readonly Said[]> {
      const sum = await (mode === 'observe' ? sums.predict(session, score) : sums.add(session, payload.text, score))
      return sum < config.sessionThreshold ? [] : toSessionVerdicts(sum, config)
    }

    return {
      onInbound: {
        judge(event) {
          const { payload, session } = event
          const before = known.get(payload.text)
          if (before !== undefined) {
            event.score(before)
            return undefined
          }
          const assessment = assess(viewsOf(payload, payload.text))
          event.score(assessment.score)
          if (assessment.score < silent) known.set(payload.text, assessment.score)
          const said = toVerdicts(assessment, config, config.trustedSources.includes(payload.source))
          if (assessment.score < config.sessionMinScore) return said.length === 0 ? undefined : said
          return judgeSession(payload, session, assessment.score).then((more) => [...said, ...more])
        },
      },
      dispose: () => own?.close(),
    }
  },
})

function toVerdicts(assessment: Assessment, config: Config, isTrusted: boolean): readonly Said[] {
  const { score } = assessment
  const medium = isTrusted ? config.mediumThreshold : config.untrustedMediumThreshold
  const high = isTrusted ? config.highThreshold : config.untrustedHighThreshold
  if (score < medium) return NOTHING
  const findings = assessment.evidence.map(toFinding)
  const detail = `score ${score}, from ${medium} medium, from ${high} high`
  if (score < high) return [{ ...reinforce('JAILBREAK_MEDIUM', config), findings, detail }]
  return act('JAILBREAK_HIGH', config, { findings, detail })
}

const NOTHING: readonly Said[] = Object.freeze([])

function toSessionVerdicts(sum: number, config: Config): readonly Said[] {
  const detail = `the scores of this session add up to ${sum}, from ${config.sessionThreshold} on it is reported`
  return act('JAILBREAK_SESSION', config, { findings: [{ rule: 'session', severity: 'high' }], detail })
}

/** What the operator wants to follow: a denial, or a flag and a reminder. */
function act(code: keyof typeof codes, config: Config, rest: Pick<Flag, 'findings' | 'detail'>): readonly Said[] {
  const statement = { code, message: codes[code], ...rest }
  if (config.action === 'block') return [{ kind: 'deny', ...statement }]
  return [{ kind: 'flag', ...statement }, reinforce(code, config)]
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
