import { copyJson, isJsonObject, type JsonObject } from '@ringwall/core'
import { decideToolCall, denialOf, type Checked } from '@ringwall/host'
import { ownDenial } from './denial.ts'
import { fail } from './errors.ts'
import type { Exit } from './outbound.ts'
import { TOOL_NAME } from './request.ts'

const INVALID = 'The model asked for a tool in a way that cannot be checked.'
const CALL_ID = /^[\w.:/+=|@-]{1,512}$/

/** A tool call as the model wrote it: `args` is the text of a JSON object, or empty for none. */
export interface RawCall {
  readonly id: string
  readonly name: string
  readonly args: string
}

/** A call that passed. */
export interface CheckedCall {
  readonly id: string
  readonly name: string
  readonly args: JsonObject
}

/** The ids of one reply's calls. */
export class CallIds {
  readonly #ids = new Set<string>()

  /**
   * Takes the id of the next call. Throws UPSTREAM_INVALID where another call has it: the client tells what came of a call by its id
   * alone, so the result of one would stand for the other's. What is no id is replaced by one, and is never another's.
   */
  add(id: string): void {
    if (!CALL_ID.test(id)) return
    if (this.#ids.has(id)) throw fail('UPSTREAM_INVALID', { problem: 'two of its tool calls have one id' })
    this.#ids.add(id)
  }
}

/** The call as a chat's client may run it. What was checked is what is sent: the arguments are written anew from the checked value. */
export async function guardToolCall(exit: Exit, call: RawCall): Promise<Checked<JsonObject>> {
  const { value, denial } = await checkToolCall(exit, call)
  if (denial) return { denial }
  const { id, name, args } = value
  return { value: { id, type: 'function', function: { name, arguments: JSON.stringify(args) } } }
}

/** The call as it may run, through onToolCall. */
export async function checkToolCall(exit: Exit, call: RawCall): Promise<Checked<CheckedCall>> {
  const { session } = exit
  const args = readArgs(call.args)
  if (!args) return { denial: ownDenial('TOOL_ARGS_INVALID', session.traceId, INVALID) }
  if (!TOOL_NAME.test(call.name)) return { denial: ownDenial('TOOL_NAME_INVALID', session.traceId, INVALID) }
  const id = CALL_ID.test(call.id) ? call.id : `call_${crypto.randomUUID()}`
  // Nobody is asked about a call that nobody would run.
  if (exit.signal.aborted) return { denial: ownDenial('CLIENT_GONE', session.traceId) }
  const decision = await decideToolCall(exit, { tool: call.name, args, meta: { callId: id } }, exit.signal)
  const denial = denialOf(decision)
  if (denial || !decision.payload) return { denial: denial ?? ownDenial('DENIED', session.traceId) }
  const { tool, args: checked } = decision.payload
  return { value: { id, name: tool, args: checked } }
}

function readArgs(text: string): JsonObject | undefined {
  if (text.trim() === '') return {} // how several models call a tool without parameters
  try {
    const value = copyJson(JSON.parse(text))
    return isJsonObject(value) ? value : undefined
  } catch {
    return undefined
  }
}
