import type { JsonObject } from '@ringwall/core'
import { denialExtension, type Denial } from './denial.ts'
import { errorBody, errorResponse, fail, toClientError, type ClientError } from './errors.ts'
import { guardRequest } from './inbound.ts'
import type { Exit } from './outbound.ts'
import { guardReply } from './reply.ts'
import { envelopeOf } from './reply-shape.ts'
import type { ChatRequest } from './request.ts'
import { Spending, type Seen } from './spending.ts'
import { formatEvent, readEvents, SSE_HEADERS, SseSink } from './sse.ts'
import { StreamReply } from './stream-reply.ts'
import { readText, UpstreamCall, type CallOptions } from './upstream-call.ts'
import { errorFrom, isErrorEvent, upstreamError } from './upstream-error.ts'

const END = '[DONE]'
/** The status of an error that comes inside a stream, which has none of its own. */
const STREAM_ERROR_STATUS = 502

/** What one conversation turn needs. */
export interface Turn {
  readonly request: ChatRequest
  readonly exit: Exit
  readonly call: CallOptions
  /** Told of every error that a client is told of in the middle of a stream. */
  readonly onError: (error: unknown) => void
}

/** One turn: the request through onInbound, upstream, the reply through onToolCall and onOutbound. Throws GatewayError before the first byte. */
export async function answerChat(turn: Turn): Promise<Response> {
  const { request, exit } = turn
  const { value, denial } = await guardRequest(request, exit.kernel, exit.session)
  if (denial) return deniedResponse(request, denial)
  const { value: spending, denial: refusal } = await Spending.open(exit, turn.call.provider, request, value)
  if (refusal) return deniedResponse(request, refusal)
  const call = new UpstreamCall(turn.call)
  try {
    const response = await call.send('/chat/completions', spending.body)
    if (!response.ok) {
      await spending.endWithStatus(response.status)
      return errorResponse(await upstreamError(call, response, exit))
    }
    checkType(response, request.stream)
    if (request.stream) return await answerStream(turn, call, spending)
    const answered = (seen: Seen): Promise<void> => spending.end('answered', seen)
    const { body, denial } = await guardReply(await readText(call), request, exit, answered)
    return Response.json(body, { headers: outcomeHeader(denial) })
  } catch (error) {
    call.abort()
    await spending.endWithError(error)
    throw error
  } finally {
    if (!request.stream) call.abort()
  }
}

/** Waits for upstream's first event, so that an early failure still has its HTTP status; the rest runs on behind the response. */
async function answerStream(turn: Turn, call: UpstreamCall, spending: Spending): Promise<Response> {
  const events = readEvents(call)
  const first = await events.next()
  if (first.done) throw fail('UPSTREAM_INTERRUPTED')
  if (isErrorEvent(first.value)) {
    call.abort()
    await spending.endWithEvent(first.value)
    return errorResponse(await errorFrom(first.value, STREAM_ERROR_STATUS, turn.exit))
  }
  const sink = new SseSink(call.abort)
  void pump(turn, { call, spending, events, first: first.value, sink })
  return new Response(sink.body, { headers: SSE_HEADERS })
}

/** What a stream is made of. */
interface Pumped {
  readonly call: UpstreamCall
  readonly spending: Spending
  readonly events: AsyncGenerator<string, void>
  readonly first: string
  readonly sink: SseSink
}

/** Carries a stream to its end, whichever that is. Never rejects. */
async function pump(turn: Turn, { call, spending, events, first, sink }: Pumped): Promise<void> {
  const reply = new StreamReply(turn.request, turn.exit, (chunk) => sink.send(chunk))
  try {
    const error = await relay(reply, events, first)
    if (error !== undefined) {
      await spending.endWithEvent(error, { outputBytes: reply.outputBytes })
      await breakOff(reply, sink, await errorFrom(error, STREAM_ERROR_STATUS, turn.exit))
    } else {
      await reply.finish()
      // Where every choice was stopped, upstream was not let speak to its end, where it tells its usage.
      await (reply.isCut
        ? spending.end('abandoned', { outputBytes: reply.outputBytes })
        : spending.end('answered', reply))
      await sink.send(END)
    }
  } catch (error) {
    turn.onError(error)
    await spending.endWithError(error, reply)
    await breakOff(reply, sink, toClientError(error))
  } finally {
    reply.cancel()
    call.abort()
    await sink.end()
  }
}

/** Feeds the events to the reply; the answer is the event that is upstream's error, if it sent one. */
async function relay(
  reply: StreamReply,
  events: AsyncGenerator<string, void>,
  first: string,
): Promise<string | undefined> {
  const stopped = reply.stopped.then(() => undefined)
  let data: string | void = first
  while (data !== undefined && data !== END) {
    if (isErrorEvent(data)) return data
    await reply.accept(data)
    const next = await Promise.race([stopped, events.next()])
    data = next?.done === false ? next.value : undefined
  }
  return undefined
}

/** What was judged is delivered, then an error, and no end mark: a client must not take half a reply for a whole one. */
async function breakOff(reply: StreamReply, sink: SseSink, error: ClientError): Promise<void> {
  if (error.code === 'CLIENT_GONE') return
  await reply.flush()
  await sink.send(reply.isOver ? END : errorBody(error)) // a denial of the last words ends a choice as any other does
}

function checkType({ headers }: Response, isStream: boolean): void {
  const [type = ''] = (headers.get('content-type') ?? '').split(';')
  const expected = isStream ? 'text/event-stream' : 'application/json'
  if (type.trim().toLowerCase() !== expected) throw fail('UPSTREAM_INVALID', { problem: `it is not ${expected}` })
}

/** A denied request, answered as the protocol answers filtered content: with a message to show, and status 200. */
function deniedResponse(request: ChatRequest, denial: Denial): Response {
  const envelope = envelopeOf({}, request.model)
  const extension = { ringwall: denialExtension(denial) }
  const headers = outcomeHeader(denial)
  if (!request.stream) {
    const message = { role: 'assistant', content: denial.message, refusal: null }
    const choices = indices(request).map((index) => ({ index, message, finish_reason: 'content_filter' }))
    return Response.json({ ...envelope, object: 'chat.completion', choices, ...extension }, { headers })
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

function outcomeHeader(denial: Denial | undefined): Record<string, string> {
  const wait = denial?.retryAfterMs
  return {
    'x-ringwall-outcome': denial?.outcome ?? 'allow',
    ...(wait === undefined ? {} : { 'retry-after': String(Math.ceil(wait / 1000)) }),
  }
}
