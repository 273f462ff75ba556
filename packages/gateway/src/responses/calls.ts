import { isJsonObject, type JsonObject, type JsonValue } from '@ringwall/core'
import type { Checked } from '@ringwall/host'
import { ownDenial } from '../denial.ts'
import { guardText, type Exit } from '../outbound.ts'
import { checkToolCall, type CheckedCall, type RawCall } from '../tool-calls.ts'
import { itemId } from './envelope.ts'
import { qualified, TOOL_OF_CALL } from './items.ts'
import type { CallItem, SafetyCheck } from './reply-types.ts'

/** The call as the client may run it, through onToolCall. What was checked is what is sent. */
export async function guardCall(exit: Exit, item: CallItem): Promise<Checked<JsonObject>> {
  const raw = rawOf(item)
  const { value, denial } = await checkToolCall(exit, raw)
  if (denial) return { denial }
  const body = bodyOf(item, value, raw)
  if (!body) return { denial: ownDenial('TOOL_ARGS_INVALID', exit.session.traceId) }
  const checks =
    item.type === 'computer_call' ? await guardChecks(exit, item.pending_safety_checks ?? []) : { value: {} }
  if (checks.denial) return checks
  const id = item.id ?? itemId(item.type === 'function_call' ? 'fc' : item.type)
  return {
    value: {
      id,
      type: item.type,
      ...(item.type !== 'custom_tool_call' && { status: 'completed' }),
      call_id: value.id,
      ...('namespace' in item && item.namespace !== undefined && { namespace: item.namespace }),
      ...body,
      ...checks.value,
    },
  }
}

/** Tools that have no name are known by their kind, and what they are to do is their arguments. */
function rawOf(item: CallItem): RawCall {
  const { call_id: id } = item
  switch (item.type) {
    case 'function_call':
      return { id, name: qualified(item), args: item.arguments }
    case 'custom_tool_call':
      return { id, name: qualified(item), args: JSON.stringify({ input: item.input }) }
    case 'computer_call':
      return { id, name: 'computer', args: JSON.stringify({ action: item.action, actions: item.actions }) }
    case 'apply_patch_call':
      return { id, name: 'apply_patch', args: JSON.stringify(item.operation) }
    case 'local_shell_call':
    case 'shell_call':
      return { id, name: TOOL_OF_CALL[item.type] ?? item.type, args: JSON.stringify(item.action) }
  }
}

/** The keys of the item that the checked call makes; undefined where a layer made of it what the kind of call cannot be. */
function bodyOf(item: CallItem, { name, args }: CheckedCall, raw: RawCall): JsonObject | undefined {
  if (name !== raw.name && (!('name' in item) || item.namespace !== undefined)) return undefined
  const called = name === raw.name && 'name' in item ? item.name : name
  if (item.type === 'function_call') return { name: called, arguments: JSON.stringify(args) }
  if (item.type === 'custom_tool_call') {
    const { input, ...rest } = args
    return typeof input === 'string' && Object.keys(rest).length === 0 ? { name: called, input } : undefined
  }
  if (item.type === 'apply_patch_call') return { operation: args }
  if (item.type !== 'computer_call') return { action: args }
  const { action, actions, ...rest } = args
  const isWhole = [action, ...(isList(actions) ? actions : [])].every(
    (each) => each === undefined || isJsonObject(each),
  )
  return isWhole && Object.keys(rest).length === 0 ? args : undefined
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value)
}

async function guardChecks(exit: Exit, checks: readonly SafetyCheck[]): Promise<Checked<JsonObject>> {
  const out: JsonObject[] = []
  for (const { id = '', code = null, message } of checks) {
    const body = message ?? ''
    const { value, denial } = await guardText(exit, { destination: 'user', body, meta: { field: 'safety_check' } })
    if (denial) return { denial }
    out.push({ id, code, message: value })
  }
  return { value: { pending_safety_checks: out } }
}
