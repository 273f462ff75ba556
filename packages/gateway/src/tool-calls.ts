import { copyJson, isJsonObject, type JsonObject } from '@ringwall/core'
import { denialOf, ownDenial, type Checked } from './denial.ts'
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

/** The call as the client may run it. What was checked is what is sent: the arguments are written anew from the checked value. */
export async function guardToolCall({ kernel, session }: Exit, call: RawCall): Promise<Checked<JsonObject>> {
  const args = readArgs(call.args)
  if (!args) return { denial: ownDenial('TOOL_ARGS_INVALID', session.traceId, INVALID) }
  if (!TOOL_NAME.test(call.name)) return { denial: ownDenial('TOOL_NAME_INVALID', session.traceId, INVALID) }
  const id = CALL_ID.test(call.id) ? call.id : `call_${crypto.randomUUID()}`
  const decision = await kernel.onToolCall({ tool: call.name, args, meta: { callId: id } }, session)
  const denial = denialOf(decision)
  if (denial || !decision.payload) return { denial: denial ?? ownDenial('DENIED', session.traceId) }
  const { tool, args: checked } = decision.payload
  return { value: { id, type: 'function', function: { name: tool, arguments: JSON.stringify(checked) } } }
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
