import type { JsonObject, JsonValue } from '@ringwall/core'
import { Said, type Denial } from '@ringwall/host'
import { guardText, type Exit } from '../outbound.ts'
import type { GuardedReply } from '../reply.ts'
import type { Seen } from '../spending.ts'
import { CallIds, checkToolCall } from '../tool-calls.ts'
import {
  envelopeOf,
  parseMessage,
  refusalOf,
  saidBytes,
  spentOf,
  stopOf,
  usageOf,
  type ReplyBlock,
  type ReplyMessage,
} from './reply-shape.ts'
import type { MessagesRequest } from './request.ts'

/** What passed of the content, and the first thing in it that was stopped. */
interface GuardedContent {
  readonly content: readonly JsonObject[]
  readonly denial?: Denial | undefined
}

/** Builds the client's message from the checked parts of upstream's; whatever is not on the list is dropped. Throws UPSTREAM_INVALID. */
export async function guardMessage(
  text: string,
  request: MessagesRequest,
  exit: Exit,
  answered: (seen: Seen) => void,
): Promise<GuardedReply> {
  const message = parseMessage(text)
  answered({
    usage: spentOf(message.usage),
    outputBytes: message.content.reduce((sum, block) => sum + saidBytes(block), 0),
  })
  const { content, denial } = await guardContent(message, exit, message.model ?? request.model)
  const refusal = denial && refusalOf(denial)
  return {
    body: {
      ...envelopeOf(message, request.model),
      content: denial ? [...content, { type: 'text', text: denial.message }] : content,
      ...(refusal ? refusal.stop : stopOf(message, request.stopSequences)),
      usage: usageOf(message.usage),
      ...refusal?.extension,
    } as JsonObject,
    denial,
  }
}

/** A denied text leaves nothing of the reply; a denied call leaves the rest. */
async function guardContent({ content }: ReplyMessage, exit: Exit, model: string): Promise<GuardedContent> {
  const out: JsonObject[] = []
  const said = new Said()
  let first: Denial | undefined
  const ids = new CallIds()
  for (const block of content) if (block.type === 'tool_use') ids.add(block.id)
  for (const block of joined(content)) {
    switch (block.type) {
      case 'text': {
        const { value, denial } = await said.text('text', block.text, (text) =>
          guardText(exit, toUser(text, model, 'text')),
        )
        if (denial) return { content: [], denial }
        out.push({ type: 'text', text: value })
        break
      }
      case 'thinking': {
        const { value, denial } = await guardText(exit, toUser(block.thinking, model, 'thinking'))
        if (denial) return { content: [], denial }
        out.push({
          type: 'thinking',
          thinking: value,
          signature: signatureOf(block.signature, value === block.thinking),
        })
        break
      }
      case 'redacted_thinking':
        out.push({ type: 'redacted_thinking', data: block.data })
        break
      case 'tool_use': {
        const { id, name, input } = block
        const args = input === undefined ? '' : JSON.stringify(input)
        const { value, denial } = await checkToolCall(exit, { id, name, args })
        if (value) out.push({ type: 'tool_use', id: value.id, name: value.name, input: value.args })
        first ??= denial
        break
      }
      case 'held':
        break
    }
  }
  return { content: out, denial: first }
}

function toUser(body: string, model: string, field: string): Parameters<typeof guardText>[1] {
  return { destination: 'user', body, meta: { model, field } satisfies Record<string, JsonValue> }
}

/** No signature stands under words that a layer changed; a request with such a block leaves it out. */
export function signatureOf(signature: string | undefined, isUnchanged: boolean): string {
  return isUnchanged ? (signature ?? '') : ''
}

/** Texts that follow each other are read as one, so they are judged as one. */
function joined(content: readonly ReplyBlock[]): readonly ReplyBlock[] {
  const out: ReplyBlock[] = []
  for (const block of content) {
    if (block.type === 'held') continue
    const last = out.at(-1)
    if (block.type === 'text' && last?.type === 'text')
      out[out.length - 1] = { type: 'text', text: last.text + block.text }
    else out.push(block)
  }
  return out
}
