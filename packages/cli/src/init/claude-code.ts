import type { JsonObject, JsonValue } from '@ringwall/core'
import { quoted, type OwnCommand } from './command.ts'
import { failInit } from './errors.ts'
import { appendJsonc, isObject, parseJsonc, replaceJsonc } from './jsonc.ts'

/** How the hooks are called. */
export interface HookSettings {
  readonly command: OwnCommand
  /** Relative to the project. */
  readonly config: string
  readonly gateway: string | undefined
  readonly tokenFile: string | undefined
}

interface Entry {
  readonly event: string
  readonly matcher?: string
  /** True where exit code 2 stops what was about to happen. */
  readonly blocks: boolean
}

/** Those that have something to hold back. PermissionRequest is left out: PreToolUse has judged the call by then. */
const ENTRIES: readonly Entry[] = [
  { event: 'UserPromptSubmit', blocks: true },
  { event: 'PreToolUse', matcher: '*', blocks: true },
  { event: 'PostToolUse', matcher: '*', blocks: true },
  { event: 'PostToolUseFailure', matcher: '*', blocks: false },
  { event: 'Stop', blocks: false },
  { event: 'SubagentStop', blocks: false },
  { event: 'PreCompact', blocks: true },
]
const TIMEOUT_SECONDS = 60

/** The settings of Claude Code with the hooks in them, once; all else stays. Throws INIT_FILE_BROKEN. */
export function withHooks(text: string | undefined, file: string, settings: HookSettings): string {
  const parsed = parseJsonc(text, file)
  let result = text ?? ''
  if (parsed.hooks === undefined) {
    const all = ENTRIES.map((entry) => [entry.event, [groupOf(entry, settings)]] as const)
    return appendJsonc(result, [], Object.fromEntries(all), 'hooks')
  }
  const { hooks } = parsed
  if (!isObject(hooks)) throw failInit('INIT_FILE_BROKEN', { file, problem: '`hooks` is not an object' })
  for (const entry of ENTRIES) {
    const wanted = groupOf(entry, settings)
    const groups = hooks[entry.event]
    if (groups === undefined) result = appendJsonc(result, ['hooks'], [wanted], entry.event)
    else if (!Array.isArray(groups))
      throw failInit('INIT_FILE_BROKEN', { file, problem: `\`hooks.${entry.event}\` is not a list` })
    else result = withGroup(result, entry.event, groups, wanted)
  }
  return result
}

function withGroup(text: string, event: string, groups: readonly JsonValue[], wanted: JsonObject): string {
  const at = groups.findIndex(isOurs)
  if (at < 0) return appendJsonc(text, ['hooks', event], wanted)
  return isSame(groups[at], wanted) ? text : replaceJsonc(text, ['hooks', event, at], wanted)
}

function groupOf({ matcher, blocks }: Entry, { command, config, gateway, tokenFile }: HookSettings): JsonObject {
  const way = gateway === undefined ? '' : ` --gateway ${quoted(gateway)} --token-file ${quoted(tokenFile ?? '')}`
  const line = `${command.shell} hook claude-code --config "$CLAUDE_PROJECT_DIR"/${config}${way}`
  const hook: JsonObject = {
    type: 'command',
    // A program that is not there, or was killed, ends with another code, and of all codes 2 alone blocks.
    command: blocks ? `${line} || exit 2` : line,
    timeout: TIMEOUT_SECONDS,
    ...(blocks ? { onFailure: 'block' } : {}),
  }
  return { ...(matcher === undefined ? {} : { matcher }), hooks: [hook] }
}

function isOurs(group: JsonValue): boolean {
  if (!isObject(group) || !Array.isArray(group.hooks)) return false
  // A group with others' hooks in it is not replaced, and so not taken for ours.
  const commands = group.hooks.map((hook) => (isObject(hook) ? hook.command : undefined))
  return commands.length === 1 && commands.every((command) => typeof command === 'string' && isOurHook(command))
}

function isSame(a: JsonValue | undefined, b: JsonObject): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

function isOurHook(command: string): boolean {
  const at = command.indexOf('ringwall')
  return at >= 0 && /\bhook claude-code\b/.test(command.slice(at))
}
