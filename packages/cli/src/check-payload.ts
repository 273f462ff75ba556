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
  readonly meta?: string
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
export function toolCallOf(options: SubjectOptions): Subject {
  const { tool = '', args = '{}' } = options
  refuse(tool === '', '--tool is empty')
  return { hook: 'onToolCall', payload: { tool, args: parseObject('--args', args), ...metaOf(options) } }
}

/** A text as the payload of a hook; text to remember counts as external, the least trust. */
export function textSubject(hook: Exclude<Hook, 'onToolCall'>, text: string, options: SubjectOptions): Subject {
  const { source = 'user', destination = 'user' } = options
  if (text === '') throw fail('INPUT_EMPTY')
  const meta = metaOf(options)
  if (hook === 'onOutbound') return { hook, payload: { destination, body: text, ...meta } }
  if (hook === 'onMemoryWrite') return { hook, payload: { text, trust: 'external', ...meta } }
  return { hook, payload: { source, text, ...meta } }
}

function metaOf({ meta }: SubjectOptions): { readonly meta?: JsonObject } {
  return meta === undefined ? {} : { meta: parseObject('--meta', meta) }
}

function parseObject(option: string, text: string): JsonObject {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw usage(`${option} is not JSON`)
  }
  const object = copyJson(value)
  if (!isJsonObject(object)) throw usage(`${option} must be a JSON object`)
  return object
}

function refuse(isWrong: boolean, problem: string): void {
  if (isWrong) throw usage(problem)
}

function usage(problem: string): Error {
  return fail('USAGE', { problem, command: 'ringwall check' })
}
