import { isJsonObject, type Inbound, type JsonObject, type JsonValue } from '@ringwall/core'
import type { Checked, Denial } from '@ringwall/host'
import { textView } from '@ringwall/text'
import { firstDenial, guardDefinition, guardFields } from '../inbound.ts'
import { InboundGuard } from '../inbound-guard.ts'
import { guardArguments } from '../messages.ts'
import { guardOpaque } from '../opaque.ts'
import type { Exit } from '../outbound.ts'
import { showTools, type ShownTools } from '../shown-tools.ts'
import { compact, type Block, type MessageParam, type MessagesRequest, type ResultBlock } from './request.ts'

/** Where a text comes from. */
type Origin = Pick<Inbound, 'source'> & { readonly meta: JsonObject }

/** The body for upstream, built from checked values alone; or the denial that answers the request. */
export async function guardMessagesRequest(
  request: MessagesRequest,
  { kernel, session }: Exit,
): Promise<Checked<JsonObject>> {
  const guard = new InboundGuard(kernel, session)
  const messages = await guardMessages(request, guard)
  if (messages.denial) return messages
  // Behind the messages, since what they bring into the session can take tools away.
  const shown = await showTools(request, kernel, session, narrowChoice)
  if (shown.denial) return shown
  const { tools, fields } = shown.value
  const stops = request.stopSequences.length > 0 ? { stop_sequences: [...request.stopSequences] } : {}
  const denial =
    (await guardTools(shown.value, guard)) ?? (await guardFields({ fields: { ...fields, ...stops } }, guard))
  if (denial) return { denial }
  const system = withInstructions(request.system, [...guard.instructions])
  return {
    value: {
      ...fields,
      ...stops,
      model: request.model,
      ...(request.maxTokens === undefined ? {} : { max_tokens: request.maxTokens }),
      ...(system === undefined ? {} : { system }),
      messages: messages.value,
      ...(tools.length > 0 ? { tools: tools.map(({ tool }) => tool) } : {}),
      ...(request.stream ? { stream: true } : {}),
    },
  }
}

/** A denied new turn denies the request; a denied old one loses its content, so that the conversation can go on. */
async function guardMessages({ messages }: MessagesRequest, guard: InboundGuard): Promise<Checked<JsonObject[]>> {
  const lastReply = messages.findLastIndex(({ role }) => role === 'assistant')
  const toolNames = new Map<string, string>()
  const checked: JsonObject[] = []
  for (const [at, message] of messages.entries()) {
    if (typeof message.content !== 'string')
      for (const block of message.content) if (block.type === 'tool_use') toolNames.set(block.id, block.name)
    if (message.role === 'system') {
      checked.push({ role: message.role, content: plain(message.content) })
      continue
    }
    const isUser = message.role === 'user'
    const origin: Origin = isUser ? { source: 'user', meta: {} } : { source: 'channel', meta: { role: 'assistant' } }
    const { value, denial } = await guardContent(message.content, origin, guard, toolNames)
    if (denial && at > lastReply) return { denial }
    checked.push({ role: message.role, content: denial ? withoutContent(message, denial) : value })
  }
  return { value: checked }
}

/** The operator's own words are not scanned. They are text alone, or what the operator lets through. */
function plain(content: string | readonly Block[]): JsonValue {
  if (typeof content === 'string') return content
  return content.map((block) => compact(block.type === 'opaque' ? block.block : block))
}

async function guardContent(
  content: string | readonly Block[],
  origin: Origin,
  guard: InboundGuard,
  toolNames: ReadonlyMap<string, string>,
): Promise<Checked<JsonValue>> {
  if (typeof content === 'string') return guard.text({ ...origin, text: content })
  const out: JsonValue[] = []
  for (const block of content) {
    const { value, denial } = await guardBlock(block, origin, guard, toolNames)
    if (denial) return { denial }
    if (value !== null) out.push(value)
  }
  // The model reads blocks in one go, so a sentence cut into blocks is judged in one go too.
  const texts = content.flatMap((block) => (block.type === 'text' ? [block.text] : []))
  if (texts.length < 2) return { value: out }
  const { denial } = await guard.text({ ...origin, text: texts.join(' '), meta: { ...origin.meta, joined: true } })
  return denial ? { denial } : { value: out }
}

/** The block as it may go on; null for one that is left out. */
async function guardBlock(
  block: Block,
  origin: Origin,
  guard: InboundGuard,
  toolNames: ReadonlyMap<string, string>,
): Promise<Checked<JsonValue>> {
  switch (block.type) {
    case 'text': {
      const { value, denial } = await guard.text({ ...origin, text: block.text })
      return denial ? { denial } : { value: compact({ ...block, text: value }) }
    }
    case 'thinking': {
      // A signature stands under the text as the model wrote it: it passes whole or not at all.
      if (block.signature === '') return { value: null }
      const denial = await guard.unchanged({ ...origin, text: block.thinking })
      return { value: denial ? null : compact(block) }
    }
    case 'redacted_thinking':
      return { value: compact(block) }
    case 'tool_use': {
      const { value, code } = await guardArguments(block.name, block.input as JsonObject, guard)
      return { value: compact({ ...block, input: code === undefined ? value : removed(code) }) }
    }
    case 'tool_result':
      return guardResult(block, guard, toolNames)
    case 'document':
      return guardDocument(block.block, guard)
    case 'search': {
      const denial = await guard.unchanged({
        source: 'search',
        text: textView(block.block),
        meta: { structured: true },
      })
      return denial ? { denial } : { value: block.block }
    }
    case 'opaque': {
      const denial = await guardOpaque(block.block, guard, origin)
      return denial ? { denial } : { value: block.block }
    }
  }
}

async function guardResult(
  { content, ...block }: ResultBlock,
  guard: InboundGuard,
  toolNames: ReadonlyMap<string, string>,
): Promise<Checked<JsonValue>> {
  if (content === undefined || content === null) return { value: compact(block) }
  const tool = toolNames.get(block.tool_use_id)
  const meta = { callId: block.tool_use_id, ...(tool === undefined ? {} : { tool }) }
  const { value, denial } = await guardContent(content, { source: 'tool', meta }, guard, toolNames)
  return denial ? { denial } : { value: compact({ ...block, content: value }) }
}

/** The text is a text; title and whatever else stands beside it pass as they are or not at all. */
async function guardDocument(block: JsonObject, guard: InboundGuard): Promise<Checked<JsonValue>> {
  const source = block.source as JsonObject // a document without one is none of this kind
  const { data, ...beside } = source
  const text = textView({ ...block, source: beside })
  const denial = await guard.unchanged({ source: 'document', text, meta: { structured: true } })
  if (denial) return { denial }
  const checked = await guard.text({
    source: 'document',
    text: typeof data === 'string' ? data : textView(data ?? ''),
    meta: {},
  })
  return checked.denial ? checked : { value: { ...block, source: { ...beside, data: checked.value } } }
}

/** A note in place of the content; ids and pairing of tool calls stay, or the provider would not accept it. */
function withoutContent({ content }: MessageParam, { code }: Denial): JsonValue {
  const note = `[removed by Ringwall: ${code}]`
  if (typeof content === 'string') return note
  const calls = content.flatMap((block) => {
    if (block.type === 'tool_use') return [compact({ ...block, input: removed(code) })]
    if (block.type === 'tool_result') return [compact({ ...block, content: note })]
    return []
  })
  const isResult = content.some(({ type }) => type === 'tool_result')
  const text = { type: 'text', text: note }
  // Results stand first in a turn, calls last.
  return isResult ? (calls.length === content.length ? calls : [...calls, text]) : [text, ...calls]
}

function removed(code: string): JsonObject {
  return { removed: `by Ringwall: ${code}` }
}

/** Descriptions of tools are text that a stranger may have written: an MCP server, a skill. */
async function guardTools({ tools }: ShownTools, guard: InboundGuard): Promise<Denial | undefined> {
  return firstDenial(tools, ({ name, tool }) => {
    const { type: _type, cache_control: cache, input_schema: inputSchema, ...rest } = tool
    // A definition has one hash, whatever the protocol that brings it.
    const definition = { ...rest, ...(inputSchema === undefined ? {} : { inputSchema }) }
    return guardDefinition(name, definition, cache ? { cache_control: cache } : {}, guard)
  })
}

function narrowChoice(
  choice: JsonValue | undefined,
  shown: ReadonlySet<string>,
  hasTools: boolean,
): JsonValue | undefined | 'impossible' {
  if (choice === undefined) return choice
  if (!isJsonObject(choice)) return 'impossible'
  if (choice.type === 'auto' || choice.type === 'none') return choice
  if (choice.type === 'any') return hasTools ? choice : 'impossible'
  return choice.type === 'tool' && typeof choice.name === 'string' && shown.has(choice.name) ? choice : 'impossible'
}

/** Behind the operator's own words, in a block of their own, so that a cached beginning stays what it was. */
function withInstructions(system: MessagesRequest['system'], instructions: readonly string[]): JsonValue | undefined {
  if (instructions.length === 0) return system
  const text = instructions.join('\n\n')
  if (system === undefined || system === '') return text
  const blocks = typeof system === 'string' ? [{ type: 'text', text: system }] : system
  return [...blocks, { type: 'text', text }]
}
