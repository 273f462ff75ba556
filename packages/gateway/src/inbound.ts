import type { JsonObject, JsonValue } from '@ringwall/core'
import type { Checked, Denial, TracedSession } from '@ringwall/host'
import { textView } from '@ringwall/text'
import { InboundGuard } from './inbound-guard.ts'
import { guardMessage, withoutContent } from './messages.ts'
import type { Guard } from './guard.ts'
import type { ChatRequest } from './request.ts'
import { showTools, type ShownTools } from './shown-tools.ts'

/** The body for upstream, built from checked values alone; or the denial that answers the request. */
export async function guardRequest(
  request: ChatRequest,
  kernel: Guard,
  session: TracedSession,
): Promise<Checked<JsonObject>> {
  const guard = new InboundGuard(kernel, session)
  const messages = await guardMessages(request, guard)
  if (messages.denial) return messages
  // Behind the messages, since what they bring into the session can take tools away.
  const shown = await showTools(request, kernel, session)
  if (shown.denial) return shown
  const denial = (await guardTools(shown.value, guard)) ?? (await guardFields(shown.value, guard))
  if (denial) return { denial }
  const { tools, fields } = shown.value
  const { model, stream, includeUsage, choices } = request
  return {
    value: {
      ...fields,
      model,
      messages: withInstructions(messages.value, [...guard.instructions]),
      ...(tools.length > 0 ? { tools: tools.map(({ tool }) => tool) } : {}),
      ...(choices > 1 ? { n: choices } : {}),
      stream,
      ...(stream && includeUsage ? { stream_options: { include_usage: true } } : {}),
    },
  }
}

/** A denied new turn denies the request; a denied old one loses its content, so that the conversation can go on. */
async function guardMessages({ messages }: ChatRequest, guard: InboundGuard): Promise<Checked<readonly JsonObject[]>> {
  const lastReply = messages.findLastIndex(({ role }) => role === 'assistant')
  const toolNames = new Map<string, string>()
  const checked: JsonObject[] = []
  for (const [at, message] of messages.entries()) {
    if (message.role === 'assistant')
      for (const call of message.tool_calls ?? []) toolNames.set(call.id, call.function.name)
    const { value, denial } = await guardMessage(message, guard, toolNames)
    if (denial && at > lastReply) return { denial }
    checked.push(denial ? withoutContent(message, denial) : value)
  }
  return { value: checked }
}

/** Descriptions of tools are text that a stranger may have written: an MCP server, a skill. */
async function guardTools({ tools }: ShownTools, guard: InboundGuard): Promise<Denial | undefined> {
  return firstDenial(tools, ({ name, tool }) => {
    const { function: definition = null, type: _type, ...extra } = tool
    return guardDefinition(name, definition, extra, guard)
  })
}

/** So many definitions are judged at a time: their records share a commit, and no deadline runs out while the others are read. */
const AT_A_TIME = 8

/** The denial of the first item that has one. None of them says anything of another, so they need not wait for each other. */
export async function firstDenial<T>(
  items: readonly T[],
  judge: (item: T) => Promise<Denial | undefined>,
): Promise<Denial | undefined> {
  for (let at = 0; at < items.length; at += AT_A_TIME) {
    const denials = await Promise.all(items.slice(at, at + AT_A_TIME).map(judge))
    const denial = denials.find((one) => one !== undefined)
    if (denial) return denial
  }
  return undefined
}

/** The definition of a tool, and whatever stands beside it. */
export async function guardDefinition(
  name: string,
  definition: JsonValue,
  extra: JsonObject,
  guard: InboundGuard,
): Promise<Denial | undefined> {
  const text = [textView(definition), textView(extra)].filter((view, at) => at === 0 || view !== '').join('\n')
  return guard.unchanged({ source: 'skill', text, meta: { tool: name, structured: true, definition } })
}

/** Fields that are no messages and no tools pass as they are or not at all. */
export async function guardFields(
  { fields }: Pick<ShownTools, 'fields'>,
  guard: InboundGuard,
): Promise<Denial | undefined> {
  for (const [field, value] of Object.entries(fields)) {
    const text = textView(value)
    if (text === '') continue // numbers, true and false
    const denial = await guard.unchanged({ source: 'api', text, meta: { field, structured: true } })
    if (denial) return denial
  }
  return undefined
}

/** One more system message behind the operator's own. */
function withInstructions(messages: readonly JsonObject[], instructions: readonly string[]): JsonValue {
  if (instructions.length === 0) return messages
  const first = messages.findIndex(({ role }) => role !== 'system' && role !== 'developer')
  const at = first < 0 ? messages.length : first
  return messages.toSpliced(at, 0, { role: 'system', content: instructions.join('\n\n') })
}
