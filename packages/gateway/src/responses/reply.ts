import type { JsonObject, JsonValue } from '@ringwall/core'
import { Said, type Checked, type Denial } from '@ringwall/host'
import { guardText, type Exit } from '../outbound.ts'
import type { GuardedReply } from '../reply.ts'
import type { Seen } from '../spending.ts'
import { parseJson } from '../reply-shape.ts'
import { CallIds } from '../tool-calls.ts'
import { guardCall } from './calls.ts'
import { envelopeOf, itemId, refusalOf, sentence, usageOf } from './envelope.ts'
import { inOrderOf } from './order.ts'
import { parseReply, saidBytes, spentOf } from './reply-shape.ts'
import type { MessageItem, ReasoningItem, ReplyEnd, ReplyItem, ReplyPart, ReplyResponse } from './reply-types.ts'
import type { ResponsesRequest } from './request.ts'

/** An item of a type that is known here. */
type ShownItem = Exclude<ReplyItem, { readonly type: 'held' }>
/** A text on its way to the user, behind those of its kind. */
type Judge = (kind: string, body: string) => Promise<Checked<string>>
/** What passed of the output, and the first thing in it that was stopped. */
interface GuardedOutput {
  readonly output: readonly JsonObject[]
  readonly denial?: Denial | undefined
}

/** Builds the client's response from the checked parts of upstream's; whatever is not on the list is dropped. Throws UPSTREAM_INVALID. */
export async function guardResponse(
  text: string,
  request: ResponsesRequest,
  exit: Exit,
  answered: (seen: Seen) => void,
): Promise<GuardedReply> {
  const written = parseJson(text, 'it is not JSON') as JsonValue
  const reply = parseReply(written)
  answered({
    usage: spentOf(reply.usage),
    outputBytes: reply.output.reduce((sum, item) => sum + saidBytes(item), 0),
  })
  const envelope = envelopeOf(reply, request)
  const model = String(envelope.model)
  const { output, denial } = await guardOutput(reply, exit, model)
  const body = {
    ...envelope,
    ...(await endOf(reply, exit)),
    output: denial ? [...output, sentence(denial.message)] : output,
    usage: usageOf(reply.usage),
    ...(denial ? refusalOf(denial) : {}),
  }
  return { body: inOrderOf(written, body as JsonObject) as JsonObject, denial }
}

/** How upstream says that it ended. Its error is shown only if every layer passes it, since it can quote the key. */
export async function endOf(
  { status = 'completed', incomplete_details: details, error }: ReplyEnd,
  exit: Exit,
): Promise<JsonObject> {
  const told = error && (await guardText(exit, { destination: 'api', body: error.message, meta: {} }))
  return {
    status,
    incomplete_details: details?.reason === undefined ? null : { reason: details.reason },
    error: error ? { code: error.code ?? 'server_error', message: told?.value ?? 'The model provider failed.' } : null,
  }
}

/** A denied text leaves nothing of the reply; a denied call leaves the rest. */
async function guardOutput({ output }: ReplyResponse, exit: Exit, model: string): Promise<GuardedOutput> {
  const out: JsonObject[] = []
  const said = new Said()
  const judge = (kind: string, body: string): Promise<Checked<string>> =>
    said.text(kind, body, (text) => guardText(exit, { destination: 'user', body: text, meta: { model, field: kind } }))
  let first: Denial | undefined
  const ids = new CallIds()
  for (const item of output) if ('call_id' in item && item.status !== 'incomplete') ids.add(item.call_id)
  for (const item of united(output)) {
    if (item.type === 'message' || item.type === 'reasoning') {
      const { value, denial } =
        item.type === 'message' ? await guardMessage(item, judge) : await guardReasoning(item, judge)
      if (denial) return { output: [], denial }
      out.push(value)
      continue
    }
    // What was cut off is no call: nobody is to run it.
    if (item.status === 'incomplete') continue
    const { value, denial } = await guardCall(exit, item)
    if (value) out.push(value)
    first ??= denial
  }
  return { output: out, denial: first }
}

async function guardMessage(message: MessageItem, judge: Judge): Promise<Checked<JsonObject>> {
  const content: JsonValue[] = []
  for (const part of joined(message.content)) {
    if (part.type === 'held') continue
    const isText = part.type === 'output_text'
    const body = isText ? part.text : part.refusal
    const { value, denial } = await judge(part.type, body)
    if (denial) return { denial }
    content.push(isText ? textPart(value, part.logprobs !== undefined) : { type: 'refusal', refusal: value })
  }
  return { value: { ...messageHead(message), status: statusOf(message.status), content } }
}

async function guardReasoning(item: ReasoningItem, judge: Judge): Promise<Checked<JsonObject>> {
  const lists: Record<string, JsonValue> = {}
  for (const key of ['summary', 'content'] as const) {
    const thoughts: JsonValue[] = []
    const type = key === 'summary' ? 'summary_text' : 'reasoning_text'
    for (const { text } of item[key] ?? []) {
      const { value, denial } = await judge(type, text)
      if (denial) return { denial }
      thoughts.push({ type, text: value })
    }
    if (key === 'summary' || item.content) lists[key] = thoughts
  }
  return {
    value: {
      ...reasoningHead(item),
      ...lists,
      ...(item.encrypted_content === undefined ? {} : { encrypted_content: item.encrypted_content }),
      ...(item.status === undefined ? {} : { status: statusOf(item.status) }),
    },
  }
}

/** A message without its content and its status. */
export function messageHead({
  id,
  phase,
}: {
  readonly id?: string | undefined
  readonly phase?: string | undefined
}): JsonObject {
  const isPhase = phase === 'commentary' || phase === 'final_answer'
  return { id: id ?? itemId('msg'), type: 'message', role: 'assistant', ...(isPhase && { phase }) }
}

/** Reasoning without its texts. */
export function reasoningHead({ id }: { readonly id?: string | undefined }): JsonObject {
  return { id: id ?? itemId('rs'), type: 'reasoning' }
}

/** A text of a message. What stands beside it, citations and probabilities, is held back. */
function textPart(text: string, hasLogprobs: boolean): JsonObject {
  return { type: 'output_text', annotations: [], ...(hasLogprobs && { logprobs: [] }), text }
}

/** The status of an item that has ended. */
export function statusOf(status: string | undefined): string {
  return status === 'incomplete' ? 'incomplete' : 'completed'
}

/** Messages of one phase that follow each other are read as one, so they are judged as one. */
function united(output: readonly ReplyItem[]): readonly ShownItem[] {
  const out: ShownItem[] = []
  for (const item of output) {
    const last = out.at(-1)
    if (item.type === 'held') continue
    if (item.type === 'message' && last?.type === 'message' && messageHead(last).phase === messageHead(item).phase)
      out[out.length - 1] = { ...last, status: item.status, content: [...last.content, ...item.content] }
    else out.push(item)
  }
  return out
}

/** Texts that follow each other are read as one, so they are judged as one. */
function joined(content: readonly ReplyPart[]): readonly ReplyPart[] {
  const out: ReplyPart[] = []
  for (const part of content) {
    const last = out.at(-1)
    if (part.type === 'held') continue
    if (part.type === 'output_text' && last?.type === 'output_text')
      out[out.length - 1] = { ...last, text: last.text + part.text }
    else out.push(part)
  }
  return out
}
