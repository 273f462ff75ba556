import { isJsonObject, type JsonObject, type JsonValue } from '@ringwall/core'
import { SSE_HEADERS } from '../sse.ts'
import { answerTo, pieces, usage } from '../stand-in-answers.ts'
import { itemId } from './envelope.ts'
import { callEvents, deltaOf, endOfPart, itemAdded, itemDone, startOfPart } from './events.ts'

/** The stand-in's answer as a response, whole or streamed. */
export function standInResponse(body: JsonObject): Response {
  const chat = chatOf(body)
  const answer = answerTo(chat)
  const { text, call } = answer
  const item: JsonObject = call
    ? {
        id: itemId('fc'),
        type: 'function_call',
        status: 'completed',
        call_id: call.id,
        name: call.name,
        arguments: call.args,
      }
    : messageOf(itemId('msg'), 'completed', text)
  const counted = usage(chat, [answer])
  const envelope = {
    id: itemId('resp'),
    object: 'response',
    created_at: Math.floor(Date.now() / 1000),
    model: body.model ?? null,
    error: null,
    incomplete_details: null,
  }
  const whole = {
    ...envelope,
    status: 'completed',
    output: [item],
    usage: {
      input_tokens: counted.prompt_tokens ?? 0,
      output_tokens: counted.completion_tokens ?? 0,
      total_tokens: counted.total_tokens ?? 0,
    },
  }
  if (body.stream !== true) return Response.json(whole)
  const open = { ...envelope, status: 'in_progress', output: [], usage: null }
  const events = [
    { type: 'response.created', response: open },
    { type: 'response.in_progress', response: open },
    ...(call ? callEvents(0, item) : textEvents(item, text)),
    { type: 'response.completed', response: whole },
  ]
  const encoder = new TextEncoder()
  const chunks = events.map((event) =>
    encoder.encode(`event: ${String(event.type)}\ndata: ${JSON.stringify(event)}\n\n`),
  )
  return new Response(ReadableStream.from(chunks), { headers: SSE_HEADERS })
}

function messageOf(id: string, status: string, text: string): JsonObject {
  const content = [{ type: 'output_text', annotations: [], logprobs: [], text }]
  return { id, type: 'message', status, role: 'assistant', content }
}

function textEvents(item: JsonObject, text: string): readonly JsonObject[] {
  const place = { item_id: String(item.id), output_index: 0, at: 0 }
  return [
    itemAdded(0, { ...item, status: 'in_progress', content: [] }),
    startOfPart('output_text', place),
    ...pieces(text).map((piece) => deltaOf('output_text', place, piece)),
    ...endOfPart('output_text', place, text),
    itemDone(0, item),
  ]
}

/** The input as the messages of a chat, since the stand-in understands no more than that. */
function chatOf({ input = '', tools = [] }: JsonObject): JsonObject {
  const messages = typeof input === 'string' ? [{ role: 'user', content: input }] : objects(input).map(messageFrom)
  return { messages, tools: objects(tools).map((tool) => ({ function: tool })) }
}

function messageFrom({ role = 'tool', content = '', output = content }: JsonObject): JsonObject {
  return { role, content: output }
}

function objects(value: JsonValue): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter((item: JsonValue) => isJsonObject(item)) : []
}
