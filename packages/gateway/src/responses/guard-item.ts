import { isJsonObject, type Inbound, type JsonObject, type JsonValue } from '@ringwall/core'
import type { Checked, Denial } from '@ringwall/host'
import type { InboundGuard } from '../inbound-guard.ts'
import { guardStructure, guardWritten } from '../messages.ts'
import { guardOpaque } from '../opaque.ts'
import { blanked, CONTENT_SLOT, isKnownItem, qualified, TOOL_OF_CALL } from './items.ts'
import type { Item } from './request.ts'

/** Where a text comes from. */
type Origin = Pick<Inbound, 'source'> & { readonly meta: JsonObject }

/** The keys of an item that hold structures with text in them; whatever else it holds are labels. */
const STRUCTURES: Readonly<Record<string, readonly string[]>> = {
  local_shell_call: ['action'],
  shell_call: ['action'],
  apply_patch_call: ['operation'],
  computer_call: ['action', 'actions', 'pending_safety_checks'],
  computer_call_output: ['acknowledged_safety_checks'],
}
/** What the provider ran by itself, with what came of it. */
const RECORDS: ReadonlySet<string> = new Set([
  'web_search_call',
  'file_search_call',
  'code_interpreter_call',
  'mcp_call',
  'mcp_list_tools',
])

const LABEL = /^[\w.:/+=|@-]{1,512}$/

/** The item as it may go on; null for one that is left out. The operator's own words are not scanned. */
export async function guardItem(
  item: Item,
  guard: InboundGuard,
  toolNames: ReadonlyMap<string, string>,
): Promise<Checked<JsonValue>> {
  const { type, role, value } = item
  if (role === 'system' || role === 'developer') return { value }
  if (!isKnownItem(type)) {
    const denial = await guardOpaque(value, guard, originOf(item, toolNames))
    return denial ? { denial } : { value }
  }
  if (RECORDS.has(type)) return guardRecord(item, guard)
  if (type === 'reasoning') return { value: await guardThoughts(value, guard) }
  if (type === 'function_call')
    return { value: { ...value, arguments: await guardWritten(nameOf(value), String(value.arguments), guard) } }
  const origin = originOf(item, toolNames)
  const out: Record<string, JsonValue> = { ...value }
  for (const key of STRUCTURES[type] ?? []) {
    if (value[key] === undefined) continue
    const { value: checked, denial } = await guardStructure(value[key], guard, origin)
    if (denial) return { denial }
    out[key] = checked
  }
  const slot = slotOf(type)
  const content = value[slot]
  if (content === undefined) return { value: out }
  const checked = await guardContent(content, guard, origin)
  if (checked.denial) return checked
  out[slot] = type === 'computer_call_output' ? single(checked.value) : checked.value
  return { value: out }
}

/** The item with a note in place of its content; ids and pairing of calls stay, or the provider would not accept it. Null for one that would be nothing then. */
export function noteInstead({ type, role, value }: Item, { code }: Denial): JsonValue {
  if (!isKnownItem(type) || RECORDS.has(type) || type === 'computer_call_output') return null
  const note = `[removed by Ringwall: ${code}]`
  const out: Record<string, JsonValue> = { ...value }
  for (const key of STRUCTURES[type] ?? []) if (value[key] !== undefined) out[key] = blanked(value[key], note)
  const slot = slotOf(type)
  if (value[slot] === undefined) return out
  if (type === 'shell_call_output') return { ...out, output: blanked(value[slot], note) }
  const part =
    role === 'assistant' ? { type: 'output_text', text: note, annotations: [] } : { type: 'input_text', text: note }
  return { ...out, [slot]: typeof value[slot] === 'string' ? note : [part] }
}

/** Where the text or the parts of an item stand. */
function slotOf(type: string): string {
  return CONTENT_SLOT[type] ?? (type === 'custom_tool_call' ? 'input' : 'output')
}

/** What the layers know the tool of a call by. */
export function nameOf({ name, namespace }: JsonObject): string {
  return qualified({ name: String(name), namespace })
}

function originOf({ type, role, isModels, value }: Item, toolNames: ReadonlyMap<string, string>): Origin {
  if (role === 'user') return { source: 'user', meta: {} }
  const id = value.call_id ?? value.id
  const named = typeof id === 'string' ? toolNames.get(id) : undefined
  const tool = TOOL_OF_CALL[type.replace(/_output$/, '')] ?? named
  const known = tool === undefined ? {} : { tool }
  if (isModels) return { source: 'channel', meta: { role: 'assistant', ...known } }
  return { source: 'tool', meta: { ...(typeof id === 'string' && { callId: id }), ...known } }
}

async function guardContent(content: JsonValue, guard: InboundGuard, origin: Origin): Promise<Checked<JsonValue>> {
  if (typeof content === 'string') return guard.text({ ...origin, text: content })
  const out: JsonValue[] = []
  const texts: string[] = []
  for (const part of content as readonly JsonObject[]) {
    const checked: Record<string, JsonValue> = { ...part }
    const keys = textKeys(part)
    const denial = keys.length > 0 ? undefined : await guardOpaque(part, guard, origin)
    if (denial) return { denial }
    for (const key of keys) {
      const text = String(part[key])
      if (text === '') continue
      const { value, denial } = await guard.text({ ...origin, text })
      if (denial) return { denial }
      checked[key] = value
      texts.push(text)
    }
    out.push(checked)
  }
  if (texts.length < 2) return { value: out }
  // The model reads parts in one go, so a sentence cut into parts is judged in one go too.
  const { denial } = await guard.text({ ...origin, text: texts.join(' '), meta: { ...origin.meta, joined: true } })
  return denial ? { denial } : { value: out }
}

/** Where the texts of a part stand; none in one whose type the operator lets through. What a shell said has no type. */
function textKeys({ type }: JsonObject): readonly string[] {
  if (type === undefined) return ['stdout', 'stderr']
  if (type === 'refusal') return ['refusal']
  return type === 'input_text' || type === 'output_text' ? ['text'] : []
}

/** Thoughts that a layer denies or would change are left out; what the provider sealed of them stays. */
async function guardThoughts(value: JsonObject, guard: InboundGuard): Promise<JsonValue> {
  const origin: Origin = { source: 'channel', meta: { role: 'assistant' } }
  const { summary = [], content = [], ...rest } = value
  for (const part of [summary, content].flat() as readonly JsonObject[])
    if (await guard.unchanged({ ...origin, text: String(part.text) }))
      return rest.encrypted_content === undefined && rest.id === undefined ? null : { ...rest, summary: [] }
  return value
}

/** What a server of MCP answered is a text of a tool as any other; the rest of a record is a structure. */
async function guardRecord({ type, value }: Item, guard: InboundGuard): Promise<Checked<JsonValue>> {
  const { type: _type, id = null, status = null, output = null, ...rest } = value
  if (![id, status].every((label) => label === null || (typeof label === 'string' && LABEL.test(label))))
    return { denial: guard.cannotRewrite() }
  const origin: Origin = { source: 'tool', meta: { tool: type } }
  const said =
    typeof output === 'string' && output !== ''
      ? await guard.text({ ...origin, text: output })
      : await guardStructure(output, guard, origin)
  if (said.denial) return { denial: said.denial }
  const { value: checked, denial } = await guardStructure(rest, guard, origin)
  if (denial) return { denial }
  if (!isJsonObject(checked)) return { denial: guard.cannotRewrite() }
  return { value: { ...value, ...checked, ...(output !== null && { output: said.value }) } }
}

function single(parts: JsonValue): JsonValue {
  return (parts as readonly JsonValue[])[0] ?? null
}
