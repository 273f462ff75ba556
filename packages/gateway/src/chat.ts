import type { JsonObject } from '@ringwall/core'
import type { Denial } from '@ringwall/host'
import { denialExtension } from './denial.ts'
import { errorBody, errorResponse } from './errors.ts'
import { guardRequest } from './inbound.ts'
import { guardReply } from './reply.ts'
import { envelopeOf } from './reply-shape.ts'
import type { ChatRequest } from './request.ts'
import { chatEstimate, Spending } from './spending.ts'
import { formatEvent, SSE_HEADERS } from './sse.ts'
import { StreamReply } from './stream-reply.ts'
import { answerTurn, outcomeHeader, type TurnOptions } from './turn.ts'
import { jsonReply } from './json-reply.ts'

const END = '[DONE]'

/** What one turn of a chat needs. */
export interface Turn extends TurnOptions {
  readonly request: ChatRequest
}

/** One turn in the protocol of OpenAI's chat completions. Throws GatewayError before the first byte. */
export async function answerChat({ request, ...options }: Turn): Promise<Response> {
  const { exit, call } = options
  return answerTurn(
    {
      path: '/chat/completions',
      isStream: request.stream,
      guard: () => guardRequest(request, exit.kernel, exit.session),
      reserve: (body) => {
        // A stream tells its usage only if it is asked to; who did not ask is not told.
        const counted = request.stream ? { ...body, stream_options: { include_usage: true } } : body
        return Spending.open(exit, chatEstimate(call.provider, request, body), body, counted)
      },
      whole: (text, answered) => guardReply(text, request, exit, answered),
      stream: (send) => new StreamReply(request, exit, send),
      denied: (denial) => deniedResponse(request, denial),
      error: errorResponse,
      errorEvent: errorBody,
      format: formatEvent,
      isEnd: (data) => data === END,
      end: END,
    },
    options,
  )
}

/** A denied request, answered as the protocol answers filtered content: with a message to show, and status 200. */
function deniedResponse(request: ChatRequest, denial: Denial): Response {
  const envelope = envelopeOf({}, request.model)
  const extension = { ringwall: denialExtension(denial) }
  const headers = outcomeHeader(denial)
  if (!request.stream) {
    const message = { role: 'assistant', content: denial.message, refusal: null }
    const choices = indices(request).map((index) => ({ index, message, finish_reason: 'content_filter' }))
    return jsonReply({ ...envelope, object: 'chat.completion', choices, ...extension }, { headers })
  }
  const chunk = (index: number, delta: JsonObject, reason: string | null): JsonObject => ({
    ...envelope,
    object: 'chat.completion.chunk',
    choices: [{ index, delta, finish_reason: reason }],
  })
  const chunks = indices(request).flatMap((index) => [
    chunk(index, { role: 'assistant', content: denial.message }, null),
    { ...chunk(index, {}, 'content_filter'), ...extension },
  ])
  return new Response([...chunks, END].map(formatEvent).join(''), { headers: { ...SSE_HEADERS, ...headers } })
}

function indices({ choices }: ChatRequest): readonly number[] {
  return Array.from({ length: choices }, (_, index) => index)
}
