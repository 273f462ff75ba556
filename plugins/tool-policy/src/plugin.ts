import {
  definePlugin,
  isRingwallError,
  type Deny,
  type Manifest,
  type Plugin,
  type Session,
  type VerdictIn,
} from '@ringwall/core'
import { scoped, StoreToken } from '@ringwall/store'
import { toolPolicyConfig } from './config.ts'
import { fail } from './errors.ts'
import { normalizeName } from './name.ts'
import { compilePolicy, deny, type Said } from './policy.ts'
import { findIdle } from './problems.ts'
import { readSkill, type Skill } from './read-skill.ts'
import { compileRates } from './rates.ts'
import { ToolPolicyToken } from './service.ts'
import { createSkills, type Skills } from './skills.ts'
import { compileSources, ProvenanceToken, sourcesOf } from './sources.ts'

const NAME = 'tool-policy'

const manifest: Manifest = {
  api: 1,
  hooks: { onToolCall: { admit: ['deny', 'ask'] }, onInbound: { finish: ['deny'] } },
  optional: ['Store', 'Provenance'],
  provides: ['ToolPolicy'],
}

const codes = {
  TOOL_DENIED: 'The profile does not have the tool, or the deny list names it.',
  TOOL_UNKNOWN: 'Nobody knows the tool: neither a group nor the config has it.',
  TOOL_ARGS_DENIED: 'An argument does not have a form that a rule allows.',
  TOOL_SOURCE_DENIED: 'The tool is not for sessions that hold content from outside.',
  TOOL_SKILL_DENIED: 'A skill in the session does not name the tool.',
  TOOL_RATE_LIMITED: 'The tool was called as often as its limit allows.',
  TOOL_ASK: 'A person must approve the call.',
  TOOLS_NOT_NARROWED: 'The tools of a skill could not be recorded; it is not loaded.',
} as const

/** The layer: which tools the agent may call, with which arguments, when, and how often. */
export const toolPolicy: Plugin<typeof toolPolicyConfig> = definePlugin({
  name: NAME,
  version: '0.1.0',
  manifest,
  codes,
  config: toolPolicyConfig,
  setup({ config, mode, logger, find, provide }) {
    const idle = findIdle(config)
    if (idle.length > 0) logger.warn(`${NAME}: entries that can never apply, as the tools are not permitted`, { idle })
    const policy = compilePolicy(config)
    const sources = compileSources(config)
    const shared = find(StoreToken)
    const store = shared && scoped(shared, NAME)
    if (config.rates.length > 0 && !store) throw fail('TOOL_POLICY_STORE_MISSING')
    const rates = store && config.rates.length > 0 ? compileRates(config, store) : undefined
    const skills = store && config.skills === 'narrow' ? createSkills(store) : undefined
    const provenance = find(ProvenanceToken)
    const sourcesIn = (session: Session): ReturnType<typeof sourcesOf> =>
      sourcesOf(session, provenance, (error) =>
        logger.error(`${NAME}: the provenance of a session is not known`, { error: String(error) }),
      )

    /** What is known of the session, and last what costs something. */
    const judgeIn = async (name: string, session: Session, asked: Said | undefined): Promise<Said | undefined> => {
      const [left, present] = await Promise.all([
        skills?.leftIn(session),
        sources.concerns(name) ? sourcesIn(session) : undefined,
      ])
      if (left?.(name) === false) return deny('TOOL_SKILL_DENIED', 'skill', 'a skill in the session does not name it')
      const bySource = present && sources.judge(name, present)
      if (bySource?.kind === 'deny') return bySource
      const spent = await (mode === 'observe' ? rates?.predict(name, session) : rates?.spend(name, session))
      return spent ?? asked ?? bySource
    }

    const requireSkills = (): Skills => {
      if (skills) return skills
      const problem = store ? '`skills` is ignore' : 'there is no store'
      throw fail('TOOL_POLICY_CANNOT_NARROW', { problem })
    }
    /** Only a store that does not answer makes it reject. */
    const narrowBy = async ({ name, lists }: Skill, session: Session): Promise<Deny | undefined> => {
      try {
        for (const list of lists) await requireSkills().narrow(session, name, list)
        return undefined
      } catch (error) {
        if (!isRingwallError(error) || error.code !== 'TOOL_POLICY_CANNOT_NARROW') throw error
        return {
          kind: 'deny',
          code: 'TOOLS_NOT_NARROWED',
          findings: [{ rule: 'skill', severity: 'high' }],
          message: 'The skill cannot be loaded.',
          detail: error.message,
        }
      }
    }
    provide(ToolPolicyToken, {
      async visible(tools, session) {
        if (mode === 'observe') return tools
        const known = tools.filter((tool) => policy.checkTool(tool) === undefined)
        const [left, present] = await Promise.all([
          skills?.leftIn(session),
          known.some((tool) => sources.concerns(normalizeName(tool))) ? sourcesIn(session) : [],
        ])
        return known.filter((tool) => {
          const name = normalizeName(tool)
          return left?.(name) !== false && sources.judge(name, present)?.kind !== 'deny'
        })
      },
      async narrow(session, skill, tools) {
        if (mode === 'enforce') await requireSkills().narrow(session, skill, tools)
      },
      async release(session, skill) {
        if (mode === 'enforce') await requireSkills().release(session, skill)
      },
    })

    return {
      onInbound: {
        finish({ payload, session }) {
          const skill = config.skills === 'narrow' ? readSkill(payload) : undefined
          if (skill === undefined) return undefined
          return mode === 'observe' && skills ? undefined : narrowBy(skill, session)
        },
      },
      onToolCall: {
        admit({ payload, session }) {
          const said = policy.checkCall(payload.tool, payload.args)
          if (said?.kind === 'deny') return toVerdict(said)
          const name = normalizeName(payload.tool)
          const needsSession = skills !== undefined || sources.concerns(name) || rates?.concerns(name) === true
          return needsSession
            ? judgeIn(name, session, said).then((late) => late && toVerdict(late))
            : said && toVerdict(said)
        },
      },
    }
  },
})

function toVerdict({ kind, code, rule, detail }: Said): VerdictIn<'admit'> {
  const message = kind === 'ask' ? 'This tool call needs approval.' : 'This tool call is not permitted.'
  return { kind, code, findings: [{ rule, severity: kind === 'ask' ? 'medium' : 'high' }], message, detail }
}
