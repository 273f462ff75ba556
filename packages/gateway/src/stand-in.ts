import { randomInt } from 'node:crypto'
import { isJsonObject, type JsonObject, type JsonValue } from '@ringwall/core'
import { formatEvent, SSE_HEADERS } from './sse.ts'
import type { Upstream } from './upstream.ts'

/** The one model that the stand-in knows. */
export const STAND_IN_MODEL = 'ringwall-stand-in'

const CAPITALS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
/** Lengths of streamed pieces, in code points: odd on purpose, so that nothing falls on a border by luck. */
const PIECES = [1, 3, 2, 7, 5]

interface Answer {
  readonly text: string
  readonly call?: { readonly id: string; readonly name: string; readonly args: string }
}

/**
 * A stand-in for a model, without a network: repeats what it is told, leaks a made-up secret if the text has the words
 * "planted secret", and calls a tool if the text has `call TOOL JSON`. It understands nothing and says so.
 */
export function standInModel(): Upstream {
  return async (request) => {
    if (request.url.endsWith('/models'))
      return Response.json({
        object: 'list',
        data: [{ id: STAND_IN_MODEL, object: 'model', created: 0, owned_by: 'ringwall' }],
      })
    if (request.url.includes('/messages')) return unknownProtocol()
    const body = (await request.json()) as JsonObject // the gateway wrote it
    if (body.model !== STAND_IN_MODEL) return unknownModel(String(body.model))
    return body.stream === true ? streamed(body) : whole(body)
  }
}

function unknownProtocol(): Response {
  const message =
    'The built-in stand-in knows chat completions alone. Set gateway.upstream.url to a provider of messages.'
  return Response.json({ error: { message, type: 'not_found_error' } }, { status: 404 })
}

function unknownModel(model: string): Response {
  const message = `The model \`${model}\` does not exist here. This is the built-in stand-in; its only model is ${STAND_IN_MODEL}.`
  const error = { message, type: 'invalid_request_error', param: 'model', code: 'model_not_found' }
  return Response.json({ error }, { status: 404 })
}

function whole(body: JsonObject): Response {
  const answers = answersTo(body)
  const choices = answers.map(({ text, call }, index) => ({
    index,
    message: {
      role: 'assistant',
      content: call ? null : text,
      refusal: null,
      ...(call
        ? { tool_calls: [{ id: call.id, type: 'function', function: { name: call.name, arguments: call.args } }] }
        : {}),
    },
    finish_reason: call ? 'tool_calls' : 'stop',
  }))
  return Response.json({ ...envelope('chat.completion'), choices, usage: usage(body, answers) })
}

function streamed(body: JsonObject): Response {
  const base = envelope('chat.completion.chunk')
  const answers = answersTo(body)
  const deltas = answers.flatMap(({ text, call }, index) => {
    const chunk = (delta: JsonObject, reason: string | null = null): JsonObject => ({
      ...base,
      choices: [{ index, delta, finish_reason: reason }],
    })
    const said = call
      ? [
          chunk({
            tool_calls: [{ index: 0, id: call.id, type: 'function', function: { name: call.name, arguments: '' } }],
          }),
          ...pieces(call.args).map((piece) => chunk({ tool_calls: [{ index: 0, function: { arguments: piece } }] })),
        ]
      : pieces(text).map((content) => chunk({ content }))
    return [chunk({ role: 'assistant', content: '' }), ...said, chunk({}, call ? 'tool_calls' : 'stop')]
  })
  const { stream_options: options = null } = body
  const isCounted = isJsonObject(options) && options.include_usage === true
  const events = [...deltas, ...(isCounted ? [{ ...base, choices: [], usage: usage(body, answers) }] : []), '[DONE]']
  const encoder = new TextEncoder()
  const chunks = events.map((event) => encoder.encode(formatEvent(event)))
  return new Response(ReadableStream.from(chunks), { headers: SSE_HEADERS })
}

function answersTo(body: JsonObject): readonly Answer[] {
  const count = typeof body.n === 'number' ? body.n : 1
  return Array.from({ length: count }, () => answerTo(body))
}

function answerTo(body: JsonObject): Answer {
  const messages = objects(body.messages)
  const last = messages.at(-1)
  const text = textOf(last?.content)
  if (last?.role === 'tool') return { text: `stand-in model: the tool said ${JSON.stringify(text)}` }
  const call = callIn(text, objects(body.tools))
  if (call) return { text: '', call: { ...call, id: `call_${crypto.randomUUID().replaceAll('-', '')}` } }
  if (text.toLowerCase().includes('planted secret'))
    return {
      text:
        `stand-in model: the deploy key is AKIA${random(CAPITALS, 16)} and the token is ghp_${random(ALPHANUMERIC, 36)}, ` +
        'both made up for this reply.',
    }
  return { text: `stand-in model: you said ${JSON.stringify(text)}` }
}

/** `call TOOL JSON`, for the first of the request's tools that is named so. */
function callIn(text: string, tools: readonly JsonObject[]): { name: string; args: string } | undefined {
  for (const tool of tools) {
    const name = isJsonObject(tool.function ?? null) ? String((tool.function as JsonObject).name) : ''
    const mark = `call ${name} `
    const at = text.indexOf(mark)
    if (at >= 0) return { name, args: text.slice(at + mark.length).trim() }
  }
  return undefined
}

function textOf(content: JsonValue | undefined): string {
  if (typeof content === 'string') return content
  return objects(content)
    .map(({ text }) => (typeof text === 'string' ? text : ''))
    .join(' ')
}

function objects(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter((item: JsonValue) => isJsonObject(item)) : []
}

function pieces(text: string): readonly string[] {
  const points = Array.from(text)
  const out: string[] = []
  for (let at = 0, turn = 0; at < points.length; turn++) {
    const size = PIECES[turn % PIECES.length] ?? 1
    out.push(points.slice(at, at + size).join(''))
    at += size
  }
  return out
}

function random(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('')
}

function envelope(object: string): JsonObject {
  return {
    id: `chatcmpl-${crypto.randomUUID()}`,
    object,
    created: Math.floor(Date.now() / 1000),
    model: STAND_IN_MODEL,
  }
}

/** Counted as four characters a token: the stand-in has no tokenizer. */
function usage(body: JsonObject, answers: readonly Answer[]): JsonObject {
  const tokens = (text: string): number => Math.ceil(text.length / 4)
  const prompt = objects(body.messages).reduce((sum, { content }) => sum + tokens(textOf(content)), 0)
  const completion = answers.reduce((sum, { text, call }) => sum + tokens(text + (call?.args ?? '')), 0)
  return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion }
}
