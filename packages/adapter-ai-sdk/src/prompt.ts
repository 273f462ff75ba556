import type { LanguageModelV4Message, LanguageModelV4Prompt, LanguageModelV4ToolResultPart } from '@ai-sdk/provider'
import { Denied } from './denied.ts'
import { guardFile, type Unscanned } from './files.ts'
import type { Inspector, Origin } from './inspector.ts'
import type { PassedResults } from './passed.ts'
import { guardJoin, json, unknown } from './parts.ts'
import { guardOutput } from './tool-output.ts'

type MessageOf<R extends LanguageModelV4Message['role']> = Extract<LanguageModelV4Message, { role: R }>
type AssistantPart = MessageOf<'assistant'>['content'][number]
type ToolPart = MessageOf<'tool'>['content'][number]

/** What prompts are judged with. */
export interface PromptRules {
  readonly passed: PassedResults
  readonly unscanned: ReadonlySet<Unscanned>
}

const ASSISTANT: Origin = { source: 'channel', meta: { role: 'assistant' } }

/**
 * The prompt as the model may read it. What is denied in the new turn is thrown as Denied; what is denied in an old one loses its content,
 * so that the conversation can go on. The operator's own messages are not judged.
 */
export async function guardPrompt(
  prompt: LanguageModelV4Prompt,
  inspector: Inspector,
  rules: PromptRules,
): Promise<LanguageModelV4Prompt> {
  const lastReply = prompt.findLastIndex(({ role }) => role === 'assistant')
  const out: LanguageModelV4Message[] = []
  for (const [at, message] of prompt.entries()) {
    try {
      out.push(await guardMessage(message, inspector, rules))
    } catch (error) {
      if (at > lastReply || !(error instanceof Denied)) throw error
      out.push(withoutContent(message, error))
    }
  }
  return out
}

/** The prompt with one more system message behind the operator's own. */
export function withInstructions(
  prompt: LanguageModelV4Prompt,
  instructions: ReadonlySet<string>,
): LanguageModelV4Prompt {
  if (instructions.size === 0) return prompt
  const first = prompt.findIndex(({ role }) => role !== 'system')
  const content = [...instructions].join('\n\n')
  return prompt.toSpliced(first < 0 ? prompt.length : first, 0, { role: 'system', content })
}

async function guardMessage(
  message: LanguageModelV4Message,
  inspector: Inspector,
  rules: PromptRules,
): Promise<LanguageModelV4Message> {
  switch (message.role) {
    case 'system':
      return message
    case 'user':
      return guardUser(message, inspector, rules)
    case 'assistant':
      return guardAssistant(message, inspector, rules)
    case 'tool':
      return guardTool(message, inspector, rules)
    default:
      throw unknown(message)
  }
}

async function guardUser(
  message: MessageOf<'user'>,
  inspector: Inspector,
  { unscanned }: PromptRules,
): Promise<MessageOf<'user'>> {
  const origin: Origin = { source: 'user', meta: {} }
  const content: MessageOf<'user'>['content'] = []
  const texts: string[] = []
  for (const part of message.content) {
    switch (part.type) {
      case 'text':
        texts.push(part.text)
        content.push({ ...part, text: await inspector.text(part.text, origin) })
        break
      case 'file': {
        const { file, text } = await guardFile(part, inspector, origin, unscanned)
        if (text !== undefined) texts.push(text)
        content.push(file)
        break
      }
      default:
        throw unknown(part)
    }
  }
  await guardJoin(texts, inspector, origin)
  return { ...message, content }
}

/** What the assistant said before may be a client's claim, so it is judged like anything else. */
async function guardAssistant(
  message: MessageOf<'assistant'>,
  inspector: Inspector,
  rules: PromptRules,
): Promise<MessageOf<'assistant'>> {
  const content: AssistantPart[] = []
  const texts: string[] = []
  for (const part of message.content) {
    if (part.type === 'text' || part.type === 'reasoning') texts.push(part.text)
    content.push(await guardAssistantPart(part, inspector, rules))
  }
  await guardJoin(texts, inspector, ASSISTANT)
  return { ...message, content }
}

async function guardAssistantPart(
  part: AssistantPart,
  inspector: Inspector,
  rules: PromptRules,
): Promise<AssistantPart> {
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return { ...part, text: await inspector.text(part.text, ASSISTANT) }
    case 'file':
    case 'reasoning-file':
      return (await guardFile(part, inspector, ASSISTANT, rules.unscanned)).file
    case 'tool-call': {
      const input = await inspector.value(json(part.input), withTool(ASSISTANT, part.toolName))
      return { ...part, input }
    }
    case 'tool-result':
      return guardResult(part, inspector, rules)
    case 'custom':
      // What it says stands in the provider's own fields.
      await inspector.unchanged(json(part.providerOptions ?? {}), ASSISTANT)
      return part
    default:
      throw unknown(part)
  }
}

async function guardTool(
  message: MessageOf<'tool'>,
  inspector: Inspector,
  rules: PromptRules,
): Promise<MessageOf<'tool'>> {
  const content: ToolPart[] = []
  for (const part of message.content) {
    switch (part.type) {
      case 'tool-result':
        content.push(await guardResult(part, inspector, rules))
        break
      case 'tool-approval-response':
        if (part.reason !== undefined) await inspector.unchanged(part.reason, { source: 'user', meta: {} })
        content.push(part)
        break
      default:
        throw unknown(part)
    }
  }
  return { ...message, content }
}

async function guardResult(
  part: LanguageModelV4ToolResultPart,
  inspector: Inspector,
  rules: PromptRules,
): Promise<LanguageModelV4ToolResultPart> {
  const origin: Origin = { source: 'tool', meta: { tool: part.toolName, callId: part.toolCallId } }
  const output = await guardOutput(part.output, part.toolCallId, inspector, { ...rules, origin })
  return { ...part, output }
}

/** The message with notes in place of its content; ids and pairing of tool calls stay, or no provider would accept it. */
function withoutContent(message: LanguageModelV4Message, { code }: Denied): LanguageModelV4Message {
  const text = `[removed by Ringwall: ${code}]`
  switch (message.role) {
    case 'system':
      return message
    case 'user':
      return { role: 'user', content: [{ type: 'text', text }] }
    case 'assistant': {
      const kept = message.content.flatMap((part): AssistantPart[] => {
        if (part.type === 'tool-result') return [emptied(part, text)]
        return part.type === 'tool-call' ? [{ ...part, input: { removed: `by Ringwall: ${code}` } }] : []
      })
      return { role: 'assistant', content: [{ type: 'text', text }, ...kept] }
    }
    case 'tool': {
      const kept = message.content.map((part) => (part.type === 'tool-result' ? emptied(part, text) : part))
      return { role: 'tool', content: kept.filter(({ type }) => type === 'tool-result') }
    }
  }
}

function emptied(part: LanguageModelV4ToolResultPart, value: string): LanguageModelV4ToolResultPart {
  return {
    type: 'tool-result',
    toolCallId: part.toolCallId,
    toolName: part.toolName,
    output: { type: 'error-text', value },
  }
}

function withTool(origin: Origin, tool: string): Origin {
  return { ...origin, meta: { ...origin.meta, tool } }
}
