import {
  copyJson,
  isJsonObject,
  type Destination,
  type Hook,
  type JsonObject,
  type Payloads,
  type Source,
} from '@ringwall/core'
import { fail } from './errors.ts'

/** The options of `check` that say what is checked. */
export interface SubjectOptions {
  readonly hook?: Hook
  readonly source?: Source
  readonly destination?: Destination
  readonly tool?: string
  readonly args?: string
}

/** One payload and the hook that it is for. */
export interface Subject {
  readonly hook: Hook
  readonly payload: Payloads[Hook]
}

/** The hook that the options mean. Throws USAGE where they contradict each other. */
export function hookOf(options: SubjectOptions): Hook {
  const { source, destination, tool, args } = options
  const hook = options.hook ?? impliedHook(options)
  refuse(source !== undefined && hook !== 'onInbound', '--source is for the hook onInbound')
  refuse(destination !== undefined && hook !== 'onOutbound', '--destination is for the hook onOutbound')
  refuse((tool !== undefined || args !== undefined) && hook !== 'onToolCall', '--tool and --args are for onToolCall')
  refuse(tool === undefined && hook === 'onToolCall', 'onToolCall needs --tool NAME, and --args JSON')
  return hook
}

function impliedHook({ source, destination, tool, args }: SubjectOptions): Hook {
  if (tool !== undefined || args !== undefined) return 'onToolCall'
  return destination !== undefined && source === undefined ? 'onOutbound' : 'onInbound'
}

/** A tool call from the options. Throws USAGE where its args are no JSON object. */
export function toolCallOf({ tool = '', args = '{}' }: SubjectOptions): Subject {
  refuse(tool === '', '--tool is empty')
  return { hook: 'onToolCall', payload: { tool, args: parseArgs(args) } }
}

/** A text as the payload of a hook; text to remember counts as external, the least trust. */
export function textSubject(hook: Exclude<Hook, 'onToolCall'>, text: string, options: SubjectOptions): Subject {
  const { source = 'user', destination = 'user' } = options
  if (text === '') throw fail('INPUT_EMPTY')
  if (hook === 'onOutbound') return { hook, payload: { destination, body: text } }
  if (hook === 'onMemoryWrite') return { hook, payload: { text, trust: 'external' } }
  return { hook, payload: { source, text } }
}

function parseArgs(text: string): JsonObject {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw usage('--args is not JSON')
  }
  const args = copyJson(value)
  if (!isJsonObject(args)) throw usage('--args must be a JSON object')
  return args
}

function refuse(isWrong: boolean, problem: string): void {
  if (isWrong) throw usage(problem)
}

function usage(problem: string): Error {
  return fail('USAGE', { problem, command: 'ringwall check' })
}
