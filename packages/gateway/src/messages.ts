import type { Inbound, JsonObject, JsonValue } from '@ringwall/core'
import type { Checked, Denial } from '@ringwall/host'
import { mapStrings, textView } from '@ringwall/text'
import type { InboundGuard } from './inbound-guard.ts'
import { guardOpaque } from './opaque.ts'
import type {
  AssistantMessage,
  CallRecord,
  Content,
  ContentPart,
  Message,
  SpokenMessage,
  ToolMessage,
} from './request.ts'

/** Where the texts of one message come from. */
type Origin = Pick<Inbound, 'source'> & { readonly meta: JsonObject }

/** A structure, or the code of why it may not go on. */
type GuardedStructure =
  | { readonly value: JsonValue; readonly code?: undefined }
  | { readonly code: string; readonly value?: undefined }

/** The message as it may go upstream. The operator's own messages are not scanned. */
export async function guardMessage(
  message: Message,
  guard: InboundGuard,
  toolNames: ReadonlyMap<string, string>,
): Promise<Checked<JsonObject>> {
  switch (message.role) {
    case 'system':
    case 'developer':
      return { value: compact({ role: message.role, name: message.name, content: plain(message.content) }) }
    case 'user':
      return guardUser(message, guard)
    case 'tool':
      return guardResult(message, guard, toolNames.get(message.tool_call_id))
    case 'assistant':
      return guardReply(message, guard)
  }
}

/** The message with a note in place of its content; ids and pairing of tool calls stay, or no provider would accept it. */
export function withoutContent(message: Message, { code }: Denial): JsonObject {
  const content = `[removed by Ringwall: ${code}]`
  if (message.role === 'tool') return { role: 'tool', tool_call_id: message.tool_call_id, content }
  if (message.role !== 'assistant') return { role: message.role, content }
  const calls = message.tool_calls?.map((call) => ({
    ...call,
    function: { name: call.function.name, arguments: emptied(code) },
  }))
  return { role: 'assistant', content, ...(calls?.length ? { tool_calls: calls } : {}) }
}

async function guardUser(message: SpokenMessage, guard: InboundGuard): Promise<Checked<JsonObject>> {
  const { content, name } = message
  const denial = name ? await guard.unchanged({ source: 'user', text: name, meta: { part: 'name' } }) : undefined
  if (denial) return { denial }
  const checked = await guardContent(content, guard, { source: 'user', meta: {} })
  return checked.denial ? checked : { value: compact({ role: 'user', name, content: checked.value }) }
}

async function guardResult(
  message: ToolMessage,
  guard: InboundGuard,
  tool: string | undefined,
): Promise<Checked<JsonObject>> {
  const { content, tool_call_id } = message
  const meta = { callId: tool_call_id, ...(tool === undefined ? {} : { tool }) }
  const checked = await guardContent(content, guard, { source: 'tool', meta })
  return checked.denial ? checked : { value: { role: 'tool', tool_call_id, content: checked.value } }
}

/** What the assistant said before is the client's claim, so it is scanned like anything else. */
async function guardReply(message: AssistantMessage, guard: InboundGuard): Promise<Checked<JsonObject>> {
  const origin: Origin = { source: 'channel', meta: { role: 'assistant' } }
  const out: Record<string, JsonValue> = { role: 'assistant' }
  for (const field of ['content', 'refusal', 'reasoning_content'] as const) {
    const text = message[field]
    if (text === undefined || text === null) continue
    const { value, denial } = await guardContent(text, guard, origin)
    if (denial) return { denial }
    out[field] = value
  }
  out.content ??= null
  const calls: JsonValue[] = []
  for (const call of message.tool_calls ?? []) calls.push(await guardCall(call, guard))
  return { value: { ...out, ...(calls.length > 0 ? { tool_calls: calls } : {}) } }
}

async function guardCall(call: CallRecord, guard: InboundGuard): Promise<JsonObject> {
  const { name, arguments: written } = call.function
  return { ...call, function: { name, arguments: await guardWritten(name, written, guard) } }
}

/** Arguments of an old call as text: they pass, rewritten string by string where a layer wants it, or are emptied. They are parsed first, so that no escape hides a word. */
export async function guardWritten(tool: string, written: string, guard: InboundGuard): Promise<string> {
  const args = parseArguments(written)
  const { value, code } = await guardArguments(tool, args === undefined ? written : args, guard)
  if (code !== undefined) return emptied(code)
  // A text that is no JSON is no value to be changed either: the model reads it as it stands.
  if (args === undefined) return value === written ? written : emptied('REWRITE_IMPOSSIBLE')
  return JSON.stringify(value)
}

/** Arguments of an old call as they may go on, or the code of why not. */
export async function guardArguments(tool: string, args: JsonValue, guard: InboundGuard): Promise<GuardedStructure> {
  const { value, denial } = await guardStructure(args, guard, { source: 'channel', meta: { role: 'assistant', tool } })
  return denial ? { code: denial.code } : { value }
}

/** A structure as it may go on: rewritten string by string where a layer wants it. */
export async function guardStructure(
  structure: JsonValue,
  guard: InboundGuard,
  { source, meta }: Origin,
): Promise<Checked<JsonValue>> {
  const text = textView(structure)
  const origin: Origin = { source, meta: { ...meta, structured: true } }
  const { value, denial } = text === '' ? { value: text } : await guard.text({ ...origin, text })
  if (denial) return { denial }
  if (value === text) return { value: structure }
  const rewritten = await mapStrings(structure, async (part) => (await guard.text({ ...origin, text: part })).value)
  // Only where the parts come to what the whole was to become, it is known what goes on.
  if (rewritten === undefined || textView(rewritten) !== value) return { denial: guard.cannotRewrite() }
  return { value: rewritten }
}

/** Undefined for what is not JSON: the model reads it as it stands. */
function parseArguments(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    return undefined
  }
}

function emptied(code: string): string {
  return JSON.stringify({ removed: `by Ringwall: ${code}` })
}

async function guardContent(content: Content, guard: InboundGuard, origin: Origin): Promise<Checked<JsonValue>> {
  if (typeof content === 'string') return guard.text({ ...origin, text: content })
  const out: JsonObject[] = []
  for (const part of content) {
    const key = textKey(part)
    if (!key) {
      const denial = await guardOpaque(json(part), guard, origin)
      if (denial) return { denial }
      out.push(json(part))
      continue
    }
    const { value, denial } = await guard.text({ ...origin, text: String(part[key]) })
    if (denial) return { denial }
    out.push({ type: part.type, [key]: value })
  }
  const denial = await guardJoin(content, guard, origin)
  return denial ? { denial } : { value: out }
}

/** The model reads parts in one go, so a sentence cut into parts is judged in one go too. */
async function guardJoin(
  parts: readonly ContentPart[],
  guard: InboundGuard,
  origin: Origin,
): Promise<Denial | undefined> {
  const texts = parts.flatMap((part) => (part.type === 'text' ? [String(part.text)] : []))
  if (texts.length < 2) return undefined
  return (await guard.text({ ...origin, text: texts.join(' '), meta: { ...origin.meta, joined: true } })).denial
}

/** Parts rebuilt, so that nothing travels beside their text. */
function plain(content: Content): JsonValue {
  if (typeof content === 'string') return content
  return content.map((part) => {
    const key = textKey(part)
    return key ? { type: part.type, [key]: String(part[key]) } : json(part)
  })
}

function textKey({ type }: ContentPart): 'text' | 'refusal' | undefined {
  return type === 'text' || type === 'refusal' ? type : undefined
}

/** The body was JSON and zod's loose objects keep it so. */
function json(part: ContentPart): JsonObject {
  return part as JsonObject
}

function compact(message: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  const out: Record<string, JsonValue> = {}
  for (const [key, value] of Object.entries(message)) if (value !== undefined && value !== null) out[key] = value
  return out
}
