import { HookError } from './errors.ts'

/** A JSON object as it was read. */
export type Fields = Readonly<Record<string, unknown>>

/** The events that the hook judges. */
export const EVENTS = [
  'SessionStart',
  'UserPromptSubmit',
  'PreToolUse',
  'PermissionRequest',
  'PostToolUse',
  'PostToolUseFailure',
  'Stop',
  'SubagentStop',
  'PreCompact',
] as const
/** One of EVENTS. */
export type EventName = (typeof EVENTS)[number]

/** Events that carry nothing to judge: what they report enters no context and runs nothing. */
const SILENT: ReadonlySet<string> = new Set(['Notification', 'SessionEnd', 'SubagentStart'])

/** What the agent tells of one moment. */
export interface HookInput {
  readonly event: EventName
  readonly sessionId: string
  readonly cwd: string | undefined
  readonly mode: string | undefined
  /** The folder of the project as the agent writes it, and what it is without links. */
  readonly project?: { readonly written: string; readonly real: string }
  readonly fields: Fields
}

const SESSION_ID = /^[A-Za-z0-9._-]{1,128}$/

/** The name of the event, as far as it can be known; for saying no to what cannot be read further. */
export function eventOf(fields: Fields): EventName | undefined {
  return EVENTS.find((name) => name === fields.hook_event_name)
}

/** Reads the object on standard input. Throws HOOK_INPUT_INVALID. */
export function parseInput(bytes: Uint8Array): Fields {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new HookError('HOOK_INPUT_INVALID', { problem: 'it is not JSON in UTF-8' }, cause)
  }
  if (!isFields(value)) throw new HookError('HOOK_INPUT_INVALID', { problem: 'it is not a JSON object' })
  return value
}

/** Checks what every event has; undefined for an event that carries nothing to judge. Throws HOOK_INPUT_INVALID and HOOK_EVENT_UNKNOWN. */
export function readInput(fields: Fields): HookInput | undefined {
  const name = textOf(fields, 'hook_event_name')
  if (SILENT.has(name)) return undefined
  const event = eventOf(fields)
  if (event === undefined) throw new HookError('HOOK_EVENT_UNKNOWN', { event: JSON.stringify(name.slice(0, 64)) })
  const sessionId = textOf(fields, 'session_id')
  // Without its name a session would begin anew: no budget is spent yet, and nothing came in from outside.
  if (!SESSION_ID.test(sessionId)) throw invalid('session_id', 'it is no name of a session')
  return { event, sessionId, cwd: optionalText(fields, 'cwd'), mode: optionalText(fields, 'permission_mode'), fields }
}

/** A text that must be there. Throws HOOK_INPUT_INVALID. */
export function textOf(fields: Fields, name: string): string {
  const value = fields[name]
  if (typeof value !== 'string') throw invalid(name, 'it is missing, or not a text')
  return value
}

/** A text that may be missing. Throws HOOK_INPUT_INVALID where it is something else. */
export function optionalText(fields: Fields, name: string): string | undefined {
  return fields[name] === undefined || fields[name] === null ? undefined : textOf(fields, name)
}

/** An object that must be there. Throws HOOK_INPUT_INVALID. */
export function objectOf(fields: Fields, name: string): Fields {
  const value = fields[name]
  if (!isFields(value)) throw invalid(name, 'it is missing, or not an object')
  return value
}

/** True for a JSON object. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function invalid(name: string, problem: string): HookError {
  return new HookError('HOOK_INPUT_INVALID', { problem: `${name}: ${problem}` })
}
