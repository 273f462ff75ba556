import type { JsonObject, JsonValue } from '@ringwall/core'
import type { Checked, Denial } from '@ringwall/host'
import { textView } from '@ringwall/text'
import { guardDefinition, guardFields } from '../inbound.ts'
import { InboundGuard } from '../inbound-guard.ts'
import type { Exit } from '../outbound.ts'
import { showTools } from '../shown-tools.ts'
import { checkToolCall } from '../tool-calls.ts'
import { guardItem, nameOf, noteInstead } from './guard-item.ts'
import type { Item, ResponsesRequest } from './request.ts'
import { narrowChoice, type OfferedTool } from './tools.ts'

/** The body for upstream, built from checked values alone; or the denial that answers the request. */
export async function guardResponsesRequest(request: ResponsesRequest, exit: Exit): Promise<Checked<JsonObject>> {
  const { kernel, session } = exit
  const guard = new InboundGuard(kernel, session)
  const input = await guardInput(request.input, guard)
  if (input.denial) return input
  // Behind the input, since what it brings into the session can take tools away.
  const shown = await showTools(request, kernel, session, narrowChoice)
  if (shown.denial) return shown
  const { fields } = shown.value
  const names = new Set(shown.value.tools.map(({ name }) => name))
  const tools = request.tools.filter(({ name }) => names.has(name))
  const denial =
    (await guardTools(tools, guard)) ?? (await guardFields({ fields }, guard)) ?? (await askForProviders(tools, exit))
  if (denial) return { denial }
  const instructions = [request.instructions ?? '', ...guard.instructions].filter((text) => text !== '').join('\n\n')
  return {
    value: {
      ...fields,
      model: request.model,
      ...(instructions === '' ? {} : { instructions }),
      input: input.value,
      ...(tools.length > 0 ? { tools: tools.map(({ tool }) => tool) } : {}),
      ...(request.maxOutputTokens === undefined ? {} : { max_output_tokens: request.maxOutputTokens }),
      ...(request.stream ? { stream: true } : {}),
    },
  }
}

/** A denied new item denies the request; a denied old one loses its content, so that the conversation can go on. */
async function guardInput(input: string | readonly Item[], guard: InboundGuard): Promise<Checked<JsonValue>> {
  if (typeof input === 'string') return guard.text({ source: 'user', text: input, meta: {} })
  const lastReply = input.findLastIndex(({ isModels }) => isModels)
  const toolNames = new Map<string, string>()
  const checked: JsonValue[] = []
  for (const [at, item] of input.entries()) {
    const { call_id: callId, name } = item.value
    if (item.isModels && typeof callId === 'string' && typeof name === 'string')
      toolNames.set(callId, nameOf(item.value))
    const { value, denial } = await guardItem(item, guard, toolNames)
    if (denial && at > lastReply) return { denial }
    const passed = denial ? noteInstead(item, denial) : value
    if (passed !== null) checked.push(passed)
  }
  return { value: checked }
}

/** Descriptions of tools are text that a stranger may have written: an MCP server, a skill. */
async function guardTools(tools: readonly OfferedTool[], guard: InboundGuard): Promise<Denial | undefined> {
  for (const { name, tool } of tools) {
    // A definition has one hash, whatever the protocol that brings it.
    const { type: _type, ...definition } = tool
    if (textView(definition) === '') continue
    const denial = await guardDefinition(name, definition, {}, guard)
    if (denial) return denial
  }
  return undefined
}

/** What the provider runs is asked about before it can: its calls pass no hook later. */
async function askForProviders(tools: readonly OfferedTool[], exit: Exit): Promise<Denial | undefined> {
  for (const { name, tool } of tools.filter(({ isProviders }) => isProviders)) {
    const { type: _type, ...args } = tool
    const { value, denial } = await checkToolCall(exit, { id: '', name, args: JSON.stringify(args) })
    if (denial) return denial
    if (value.name !== name || JSON.stringify(value.args) !== JSON.stringify(args))
      return new InboundGuard(exit.kernel, exit.session).cannotRewrite()
  }
  return undefined
}
