import type { ToolCall } from '@ringwall/core'
import { Grade, higher, isLower, type Action, type ActionClass } from './action.ts'
import { fieldsOf } from './arguments/fields.ts'
import type { ActionClassifierConfig, TrustEntry } from './config.ts'
import { examine, gradeMethods } from './examine.ts'
import { globOf } from './glob.ts'
import { parseToolName, selectorKey, wordsOf, type ToolName } from './name.ts'
import { raiseByAnnotations, raiseByReach, raiseByStages } from './raise.ts'
import type { Registry } from './registry.ts'
import type { Classification } from './services.ts'
import { createBook } from './shell/book.ts'
import { ownPrograms } from './shell/program.ts'

const LOOKING =
  /^(?:get|list|read|search|find|fetch|show|view|describe|query|lookup|count|check|status|info|retrieve|browse|preview|compare|explain|summarize|analyze)$/
const CHANGING =
  /^(?:create|add|update|write|set|edit|insert|put|post|save|append|rename|move|copy|upload|send|start|run|enable|open|mark|tag|assign|comment|reply|schedule|invite|link|import|sync|patch|modify|change|apply|merge|submit|store|register|configure)$/
const TAKING =
  /^(?:delete|remove|drop|destroy|purge|wipe|clear|reset|kill|terminate|revoke|cancel|truncate|erase|trash|uninstall|disable|ban|kick|block|refund|pay|transfer|withdraw|buy|sell|purchase|exec|execute|eval|shell|command|deploy|publish|force|all|stop|shutdown|archive|unpublish|release|rollback|restore|overwrite|share|grant|admin|sudo|bulk|batch|many)$/

/** Makes the function that classes calls. It never throws: what goes wrong in it is a destructive call. */
export function createClassify(registry: Registry, config: ActionClassifierConfig): (call: ToolCall) => Classification {
  const book = createBook(ownPrograms(config.programs))
  const trusted = config.trust.map((entry) => ({
    entry,
    matches: entry.tools.map((tool) => globOf(selectorKey(tool) ?? '')),
  }))
  const trustOf = ({ key }: ToolName): TrustEntry | undefined =>
    trusted.find(({ matches }) => matches.some((isMatch) => isMatch(key)))?.entry

  const classify = (call: ToolCall): Classification => {
    const grade = new Grade()
    const name = parseToolName(call.tool, call.meta?.['server'])
    if (!name) grade.raise('destructive', 'tool.name', 'the name has signs that no tool has')
    const found = name ? registry.find(name) : []
    const trust = name && trustOf(name)
    const fields = fieldsOf(call.args)
    if (!fields) grade.raise('destructive', 'arguments.limit', 'the arguments are more than is looked at')
    let worst: Action | undefined
    if (trust) {
      grade.raise(trust.class, 'trust', 'the operator has put the tool in this class')
      if (trust.sensitive) grade.mark('trust', 'the operator calls the tool sensitive')
      worst = found[0]
    } else {
      for (const action of found) {
        const before = grade.class
        if (isLower(before, floorOf(action))) grade.raise(floorOf(action), action.id, 'that is what the tool does')
        if (action.sensitive) grade.mark(action.id, 'the tool reaches what is sensitive')
        if (fields) examine({ action, call, fields, grade, book })
        if (!worst || grade.class !== before) worst = action
      }
      if (found.length === 0 && name) gradeUnknown(call.tool, config, grade)
    }
    raiseByAnnotations(call.meta?.['annotations'], grade)
    if (fields) {
      gradeMethods(fields, grade)
      if (found.some(({ group }) => group === 'documents_db')) raiseByStages(call.args, grade)
      raiseByReach(found, fields, config, grade)
    }
    return Object.freeze({
      class: grade.class,
      sensitive: grade.sensitive,
      group: worst?.group ?? 'unknown',
      action: worst?.id ?? 'unknown',
      reasons: Object.freeze([...grade.reasons]),
    })
  }
  return (call) => {
    try {
      return classify(call)
    } catch {
      return FAILED
    }
  }
}

/** What cannot be classified. */
const FAILED: Classification = Object.freeze({
  class: 'destructive',
  sensitive: true,
  group: 'unknown',
  action: 'unknown',
  reasons: [{ rule: 'failure', text: 'the call could not be classified' }],
})

/** What is left of an action if nothing in its arguments is known to be worse: one that its arguments tell begins as reading. */
function floorOf({ class: of, examine: how, verbs }: Action): ActionClass {
  if (verbs) return 'read'
  return how !== undefined && of === 'destructive' ? 'read' : of
}

/** A tool that no entry names is destructive; its name was chosen by a stranger. */
function gradeUnknown(tool: string, { trustNames }: ActionClassifierConfig, grade: Grade): void {
  const words = wordsOf(tool.slice(0, 400))
  const taking = words.some((word) => TAKING.test(word))
  const changing = words.some((word) => CHANGING.test(word))
  const looking = words.some((word) => LOOKING.test(word))
  if (!trustNames) {
    grade.raise('destructive', 'tool.unknown', 'no entry has the tool')
    if (taking) grade.raise('destructive', 'tool.verb', 'the tool is called after taking away')
    return
  }
  const of = taking || !(changing || looking) ? 'destructive' : changing ? 'mutate' : 'read'
  grade.raise(higher('read', of), 'tool.verb', 'what the tool is called after')
}
