import { definePlugin, type Plugin, type VerdictIn } from '@ringwall/core'
import { createClassify } from './classify.ts'
import { actionClassifierConfig, type ActionClassifierConfig, type Level } from './config.ts'
import { fail } from './errors.ts'
import { Registry } from './registry.ts'
import { ACTION_GROUPS } from './registry/actions.ts'
import { ActionsToken, type ActionEntry, type Classification } from './services.ts'
import { checkEntries } from './entries.ts'
import { findLowered } from './shell/book.ts'

type Said = VerdictIn<'admit'>
const NAME = 'action-classifier'

/** The layer: what a call does, from its tool and its arguments; a person is asked before what takes away. */
export const actionClassifier: Plugin<typeof actionClassifierConfig> = definePlugin({
  name: NAME,
  version: '0.1.0',
  manifest: {
    api: 1,
    hooks: { onToolCall: { admit: ['deny', 'ask'] } },
    provides: ['Actions'],
    after: ['tool-policy'],
  },
  codes: {
    ACTION_DESTRUCTIVE: 'The call takes away, or cannot be taken back.',
    ACTION_UNKNOWN: 'No entry has the tool, so it may take away.',
    ACTION_SENSITIVE: 'The call reaches people, money, secrets, rights or production.',
    ACTION_MUTATES: 'The call changes something, and `ask` names `mutate`.',
    ACTION_DENIED: 'The call is of a class that `deny` names.',
  },
  config: actionClassifierConfig,
  setup({ config, provide, logger }) {
    const registry = new Registry(ACTION_GROUPS, config.servers)
    const strange = Object.entries(config.servers).find(([, known]) => !registry.hasServer(known))
    if (strange)
      throw fail('ACTION_INVALID', {
        source: 'servers',
        problem: `the table has no server ${strange[1]}${registry.suggestServer(strange[1])}`,
      })
    registry.register(checkEntries(config.actions, 'the config'), 'the config')
    if (config.trust.length > 0 || config.trustNames)
      logger.warn('action-classifier: the config trusts tools beyond the table', {
        tools: config.trust.flatMap(({ tools }) => tools),
        trustNames: config.trustNames,
      })
    const lowered = findLowered(config.programs)
    if (lowered)
      throw fail('ACTION_LOWERED', {
        tool: lowered.name,
        class: lowered.entry.class,
        source: 'the config, under programs,',
        known: lowered.known,
      })
    const classifyCall = createClassify(registry, config)
    const classify = (call: Parameters<typeof classifyCall>[0]): Classification => {
      registry.lock()
      return classifyCall(call)
    }
    provide(ActionsToken, {
      classify,
      register: (entries: readonly ActionEntry[], source: string) =>
        registry.register(checkEntries(entries, source), String(source)),
    })
    return { onToolCall: { admit: ({ payload }) => rule(classify(payload), config) } }
  },
})

/** What is said of a call of this class. */
function rule(found: Classification, config: ActionClassifierConfig): Said | undefined {
  const levels: readonly (Level | 'read')[] = [
    ...(found.group === 'unknown' ? ['unknown' as const] : []),
    found.class,
    ...(found.sensitive ? ['sensitive' as const] : []),
  ]
  const denied = levels.find((level) => config.deny.includes(level))
  if (denied) return say('deny', 'ACTION_DENIED', found, `deny has ${denied}`)
  const asked = levels.find((level) => level !== 'read' && config.ask.includes(level))
  if (!asked) return undefined
  const code =
    asked === 'mutate'
      ? 'ACTION_MUTATES'
      : asked === 'sensitive'
        ? 'ACTION_SENSITIVE'
        : found.group === 'unknown'
          ? 'ACTION_UNKNOWN'
          : 'ACTION_DESTRUCTIVE'
  return say('ask', code, found, `ask has ${asked}`)
}

const MESSAGES = {
  ACTION_DENIED: 'Calls of this kind are not permitted.',
  ACTION_DESTRUCTIVE: 'This call may take away what cannot be brought back; a person decides.',
  ACTION_UNKNOWN: 'What this tool does is not known; a person decides.',
  ACTION_SENSITIVE: 'This call reaches people, money, secrets, rights or production; a person decides.',
  ACTION_MUTATES: 'This call changes something; a person decides.',
} as const

function say(kind: 'deny' | 'ask', code: keyof typeof MESSAGES, found: Classification, why: string): Said {
  const { class: of, sensitive, action, reasons } = found
  const severity = of === 'destructive' ? 'high' : 'medium'
  const findings =
    reasons.length > 0
      ? reasons.map(({ rule: name }) => ({ rule: name, severity }) as const)
      : [{ rule: action, severity } as const]
  const told = reasons.map(({ text }) => text).join('; ')
  return {
    kind,
    code,
    findings,
    message: MESSAGES[code],
    detail: `${action}: ${of}${sensitive ? ', sensitive' : ''}${told === '' ? '' : ` (${told})`}; ${why}`,
  }
}
