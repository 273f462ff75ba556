import { isJsonObject, type JsonObject } from '@ringwall/core'
import { standInResponse } from './responses/stand-in.ts'
import { formatEvent, SSE_HEADERS } from './sse.ts'
import { answerTo, pieces, usage, type Answer } from './stand-in-answers.ts'
import type { Upstream } from './upstream.ts'

/** The one model that the stand-in knows. */
export const STAND_IN_MODEL = 'ringwall-stand-in'

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
    if (request.url.endsWith('/responses')) return standInResponse(body)
    return body.stream === true ? streamed(body) : whole(body)
  }
}

function unknownProtocol(): Response {
  const message =
    'The built-in stand-in knows chat completions and responses alone. Set gateway.upstream.url to a provider of messages.'
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

function envelope(object: string): JsonObject {
  return {
    id: `chatcmpl-${crypto.randomUUID()}`,
    object,
    created: Math.floor(Date.now() / 1000),
    model: STAND_IN_MODEL,
  }
}
