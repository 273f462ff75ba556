import type { JsonObject } from '@ringwall/core'
import type { Checked, Denial } from '@ringwall/host'
import { fail, toClientError, type ClientError } from './errors.ts'
import type { ReplyHead, UpstreamPath } from './exchange.ts'
import type { Exit } from './outbound.ts'
import type { GuardedReply } from './reply.ts'
import type { Seen, Spending } from './spending.ts'
import { readEvents, SSE_HEADERS, SseSink } from './sse.ts'
import { readText, UpstreamCall, type CallOptions } from './upstream-call.ts'
import { errorFrom, isErrorEvent, upstreamError } from './upstream-error.ts'
import { jsonReply } from './json-reply.ts'

/** The status of an error that comes inside a stream, which has none of its own. */
const STREAM_ERROR_STATUS = 502

/** A streamed reply under construction. It sends what the layers released. */
export interface StreamedReply extends Seen {
  /** Resolves once the reply has ended while upstream is, or may be, still speaking. */
  readonly stopped: Promise<void>
  /** True once the client has the end of everything that it asked for. */
  readonly isOver: boolean
  /** True once the reply has ended before upstream had ended it. */
  readonly isCut: boolean
  readonly outputBytes: number
  /** Takes the data of one event. Throws UPSTREAM_INVALID. */
  accept(data: string): Promise<void>
  /** Checks that the reply was whole and sends what comes last. Throws UPSTREAM_INTERRUPTED. */
  finish(): Promise<void>
  /** Delivers the text held so far; for a reply that breaks off. */
  flush(): Promise<void>
  /** Drops everything held. */
  cancel(): void
}

/** One request of a client, in the words of its protocol. */
export interface Protocol {
  readonly path: UpstreamPath
  /** What goes upstream beside the headers of every call. */
  readonly headers?: Readonly<Record<string, string>>
  readonly isStream: boolean
  /** The body for upstream, from checked values alone. */
  guard(): Promise<Checked<JsonObject>>
  reserve(body: JsonObject): Promise<Checked<Spending>>
  /** Upstream's whole reply as the client may have it. `answered` is told what it cost before anything is checked, which does not wait for it. Throws UPSTREAM_INVALID. */
  whole(text: string, answered: (seen: Seen) => void): Promise<GuardedReply>
  stream(send: (data: unknown) => Promise<void>): StreamedReply
  /** A request that was stopped, as an answer. */
  denied(denial: Denial): Response
  error(error: ClientError): Response
  /** The data of an error in the middle of a stream. */
  errorEvent(error: ClientError): unknown
  /** One event as text. */
  format(data: unknown): string
  /** Upstream's error in an event, as `{"error": …}`, for protocols whose events have no such key. */
  errorIn?(data: string): string | undefined
  /** The data of upstream's last event. */
  isEnd(data: string): boolean
  /** What is sent behind a reply that is whole. */
  readonly end?: unknown
}

/** What one conversation turn needs, whatever its protocol. */
export interface TurnOptions {
  readonly exit: Exit
  readonly call: CallOptions
  /** Told of every error that a client is told of in the middle of a stream. */
  readonly onError: (error: unknown) => void
}

/** One turn: the request through onInbound, upstream, the reply through onToolCall and onOutbound. Throws GatewayError before the first byte. */
export async function answerTurn(protocol: Protocol, options: TurnOptions): Promise<Response> {
  const { value, denial } = await protocol.guard()
  if (denial) return protocol.denied(denial)
  const { value: spending, denial: refusal } = await protocol.reserve(value)
  if (refusal) return protocol.denied(refusal)
  if (options.call.signal.aborted) {
    await spending.end('cancelled') // the client left while it was reserved: nothing was sent
    throw fail('CLIENT_GONE')
  }
  const call = new UpstreamCall(options.call)
  // Beside the call: what upstream is told is on record by the time that anybody hears of it.
  options.exit.flush().catch(() => undefined) // the reply waits for it too, and is told
  try {
    const response = await call.send(protocol.path, spending.body, protocol.headers)
    if (!response.ok) {
      await spending.endWithStatus(response.status)
      return protocol.error(await upstreamError(call, response, options.exit))
    }
    checkType(response, protocol.isStream)
    if (protocol.isStream) return await answerStream(protocol, options, call, spending)
    let settled: Promise<void> | undefined
    // While the reply is checked: what was begun is settled whatever is found in it.
    const answered = (seen: Seen): void => {
      settled = spending.end('answered', seen)
      settled.catch(() => undefined) // it is awaited below; one that fails before must not end the process
    }
    const { body, denial } = await protocol.whole(await readText(call), answered).finally(() => settled)
    return jsonReply(body, { headers: outcomeHeader(denial) })
  } catch (error) {
    call.abort()
    await spending.endWithError(error)
    throw error
  } finally {
    if (!protocol.isStream) call.abort()
  }
}

/** Waits for upstream's first event, so that an early failure still has its HTTP status; the rest runs on behind the response. */
async function answerStream(
  protocol: Protocol,
  options: TurnOptions,
  call: UpstreamCall,
  spending: Spending,
): Promise<Response> {
  const events = readEvents(call)
  const first = await events.next()
  if (first.done) throw fail('UPSTREAM_INTERRUPTED')
  const error = errorIn(protocol, first.value)
  if (error !== undefined) {
    call.abort()
    await spending.endWithEvent(error)
    return protocol.error(await errorFrom(error, STREAM_ERROR_STATUS, options.exit))
  }
  const sink = new SseSink(call.abort, (data) => protocol.format(data), options.exit.flush)
  void pump(protocol, options, { call, spending, events, first: first.value, sink })
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
async function pump(
  protocol: Protocol,
  options: TurnOptions,
  { call, spending, events, first, sink }: Pumped,
): Promise<void> {
  const reply = protocol.stream((data) => sink.send(data))
  const sendEnd = async (): Promise<void> => (protocol.end === undefined ? undefined : sink.send(protocol.end))
  /** What was judged is delivered, then an error, and no end mark: a client must not take half a reply for a whole one. */
  const breakOff = async (error: ClientError): Promise<void> => {
    if (error.code === 'CLIENT_GONE') return
    await reply.flush()
    // A denial of the last words ends a reply as any other does.
    await (reply.isOver ? sendEnd() : sink.send(protocol.errorEvent(error)))
  }
  try {
    const error = await relay(protocol, reply, events, first)
    if (error !== undefined) {
      await spending.endWithEvent(error, { outputBytes: reply.outputBytes })
      await breakOff(await errorFrom(error, STREAM_ERROR_STATUS, options.exit))
    } else {
      await reply.finish()
      // Where everything was stopped, upstream was not let speak to its end, where it tells its usage.
      await (reply.isCut
        ? spending.end('abandoned', { outputBytes: reply.outputBytes })
        : spending.end('answered', reply))
      await sendEnd()
    }
  } catch (error) {
    options.onError(error)
    // Nobody waits for this: what fails here in turn must end neither the process nor the telling of the error.
    await spending.endWithError(error, reply).catch(options.onError)
    await breakOff(toClientError(error)).catch(options.onError)
  } finally {
    reply.cancel()
    call.abort()
    await sink.end()
  }
}

/** Feeds the events to the reply; the answer is the event that is upstream's error, if it sent one. */
async function relay(
  protocol: Protocol,
  reply: StreamedReply,
  events: AsyncGenerator<string, void>,
  first: string,
): Promise<string | undefined> {
  const stopped = reply.stopped.then(() => undefined)
  let data: string | void = first
  while (data !== undefined && !protocol.isEnd(data)) {
    const error = errorIn(protocol, data)
    if (error !== undefined) return error
    await reply.accept(data)
    const next = await Promise.race([stopped, events.next()])
    data = next?.done === false ? next.value : undefined
  }
  return undefined
}

function errorIn(protocol: Protocol, data: string): string | undefined {
  return isErrorEvent(data) ? data : protocol.errorIn?.(data)
}

function checkType({ headers }: ReplyHead, isStream: boolean): void {
  const [type = ''] = (headers.get('content-type') ?? '').split(';')
  const expected = isStream ? 'text/event-stream' : 'application/json'
  if (type.trim().toLowerCase() !== expected) throw fail('UPSTREAM_INVALID', { problem: `it is not ${expected}` })
}

/** What is said of the outcome where it is known before the first byte. */
export function outcomeHeader(denial: Denial | undefined): Record<string, string> {
  const wait = denial?.retryAfterMs
  return {
    'x-ringwall-outcome': denial?.outcome ?? 'allow',
    ...(wait === undefined ? {} : { 'retry-after': String(Math.ceil(wait / 1000)) }),
  }
}
