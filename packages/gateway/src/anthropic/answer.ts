import { isJsonObject, type JsonObject, type JsonValue } from '@ringwall/core'
import type { CallEstimate, Denial } from '@ringwall/host'
import { fail } from '../errors.ts'
import { PART_BYTES, Spending } from '../spending.ts'
import { SSE_HEADERS } from '../sse.ts'
import { answerTurn, outcomeHeader, type TurnOptions } from '../turn.ts'
import { messagesErrorBody, messagesErrorResponse } from './errors.ts'
import { guardMessagesRequest } from './inbound.ts'
import { MessageStream } from './message-stream.ts'
import { envelopeOf, refusalOf, usageOf } from './reply-shape.ts'
import { guardMessage } from './reply.ts'
import { parseMessages, type MessagesRequest } from './request.ts'
import { jsonReply } from '../json-reply.ts'

/** The versions of the protocol whose events are known here; they differ in what a request may hold, which the provider judges. */
const VERSIONS: readonly string[] = ['2023-06-01', '2026-10-21']
const BETAS = /^[\w.-]{1,64}(?:, ?[\w.-]{1,64}){0,31}$/

/** What one turn needs besides its body. */
export interface MessagesTurn extends TurnOptions {
  readonly header: (name: string) => string | undefined
  readonly unscannedParts: readonly string[]
}

/** One turn in the protocol of Anthropic's messages. Throws GatewayError before the first byte. */
export async function answerMessages(
  body: JsonObject,
  { header, unscannedParts, ...options }: MessagesTurn,
): Promise<Response> {
  const headers = protocolHeaders(header)
  const request = parseMessages(body, unscannedParts)
  const { exit, call } = options
  return answerTurn(
    {
      path: '/messages',
      headers,
      isStream: request.stream,
      guard: () => guardMessagesRequest(request, exit),
      reserve: (checked) => Spending.open(exit, estimate(call.provider, request, checked), checked),
      whole: (text, answered) => guardMessage(text, request, exit, answered),
      stream: (send) => new MessageStream(request, exit, send),
      denied: (denial) => deniedResponse(request, denial),
      error: messagesErrorResponse,
      errorEvent: messagesErrorBody,
      format: formatEvent,
      isEnd: isStopEvent,
    },
    options,
  )
}

/** What of the client's headers goes upstream. Throws REQUEST_INVALID for another version of the protocol. */
export function protocolHeaders(header: MessagesTurn['header']): Record<string, string> {
  const version = header('anthropic-version') ?? ''
  if (!VERSIONS.includes(version))
    throw fail('REQUEST_INVALID', {
      param: 'anthropic-version',
      problem: `the header must be ${VERSIONS.join(' or ')}`,
    })
  const betas = header('anthropic-beta')
  if (betas !== undefined && !BETAS.test(betas))
    throw fail('REQUEST_INVALID', { param: 'anthropic-beta', problem: 'the header must be a list of names' })
  return { 'anthropic-version': version, ...(betas === undefined ? {} : { 'anthropic-beta': betas }) }
}

/** An event has its type as its name, too. */
function formatEvent(data: unknown): string {
  const { type } = data as { readonly type: string } // every event here is an object of the protocol
  return `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`
}

function isStopEvent(data: string): boolean {
  return /^\s*\{\s*"type"\s*:\s*"message_stop"\s*\}\s*$/.test(data)
}

/** Everything is read by the model; an image or a file is not counted by its bytes. */
function estimate(provider: string, { model, maxTokens }: MessagesRequest, body: JsonObject): CallEstimate {
  let parts = 0
  const withoutFiles = (value: JsonValue): JsonValue => {
    if (!Array.isArray(value)) return value
    const blocks = (value as readonly JsonValue[]).filter((block) => !isFile(block))
    parts += value.length - blocks.length
    return blocks.map(withoutFilesWithin)
  }
  const withoutFilesWithin = (value: JsonValue): JsonValue =>
    isJsonObject(value) && value.content !== undefined && (value.type ?? 'tool_result') === 'tool_result'
      ? { ...value, content: withoutFiles(value.content) }
      : value
  const messages = body.messages as readonly JsonValue[] // the gateway wrote the body
  const readable = { ...body, messages: messages.map(withoutFilesWithin) }
  const inputBytes = Buffer.byteLength(JSON.stringify(readable)) + parts * PART_BYTES
  return { provider, model, choices: 1, inputBytes, maxOutputTokens: maxTokens || undefined }
}

/** In base64 or behind a name. */
function isFile(block: JsonValue): boolean {
  if (!isJsonObject(block) || (block.type !== 'image' && block.type !== 'document')) return false
  const { source } = block
  return source !== undefined && isJsonObject(source) && source.type !== 'text' && source.type !== 'content'
}

/** A denied request, answered as the protocol answers refusals: with a message to show, and status 200. */
function deniedResponse(request: MessagesRequest, denial: Denial): Response {
  const { stop, extension } = refusalOf(denial)
  const envelope = envelopeOf({}, request.model)
  const text = { type: 'text', text: denial.message }
  const headers = outcomeHeader(denial)
  if (!request.stream)
    return jsonReply({ ...envelope, content: [text], ...stop, usage: usageOf(), ...extension }, { headers })
  const open = { stop_reason: null, stop_sequence: null, usage: usageOf() }
  const events = [
    { type: 'message_start', message: { ...envelope, content: [], ...open } },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: denial.message } },
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: stop, usage: usageOf(), ...extension },
    { type: 'message_stop' },
  ]
  return new Response(events.map(formatEvent).join(''), { headers: { ...SSE_HEADERS, ...headers } })
}
