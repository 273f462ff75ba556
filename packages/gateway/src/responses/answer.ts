import { isJsonObject, type JsonObject, type JsonValue } from '@ringwall/core'
import type { CallEstimate, Denial } from '@ringwall/host'
import { errorResponse, fail, type ClientError } from '../errors.ts'
import { PART_BYTES, Spending } from '../spending.ts'
import { SSE_HEADERS } from '../sse.ts'
import { answerTurn, outcomeHeader, type TurnOptions } from '../turn.ts'
import { ClientItems } from './client-items.ts'
import { envelopeOf, refusalOf, sentence } from './envelope.ts'
import { guardResponsesRequest } from './inbound.ts'
import { CONTENT_SLOT } from './items.ts'
import { inOrderOf } from './order.ts'
import { guardResponse } from './reply.ts'
import { errorIn } from './reply-shape.ts'
import { parseResponses, type ResponsesRequest } from './request.ts'
import { ResponseStream } from './response-stream.ts'
import { jsonReply } from '../json-reply.ts'

/** What one turn needs besides its body. */
export interface ResponsesTurn extends TurnOptions {
  readonly unscannedParts: readonly string[]
}

/** One turn in the protocol of OpenAI's responses. Throws GatewayError before the first byte. */
export async function answerResponses(
  body: JsonObject,
  { unscannedParts, ...options }: ResponsesTurn,
): Promise<Response> {
  const request = parseResponses(body, unscannedParts)
  const { exit, call } = options
  const format = numbered()
  return answerTurn(
    {
      path: '/responses',
      isStream: request.stream,
      guard: async () => {
        const { value, denial } = await guardResponsesRequest(request, exit)
        return denial ? { denial } : { value: inOrderOf(body, value) as JsonObject }
      },
      reserve: (checked) => Spending.open(exit, estimate(call.provider, request, checked), checked),
      whole: (text, answered) => guardResponse(text, request, exit, answered),
      stream: (send) => new ResponseStream(request, exit, send),
      denied: (denial) => deniedResponse(request, denial, options),
      error: errorResponse,
      errorEvent: ({ code, message, param }: ClientError) => ({ type: 'error', code, message, param }),
      format,
      errorIn,
      isEnd: (data) => data === '[DONE]', // some providers send it as with chats
    },
    options,
  )
}

/** What is asked of responses that a provider keeps: the wall has seen none of them as it keeps them. Throws PROVIDER_STATE. */
export function refuseKept(method: string, path: string): never {
  throw fail('PROVIDER_STATE', { param: `${method} ${path.slice(0, 200)}` })
}

/** Events as text, with their type as their name and their number. */
function numbered(): (data: unknown) => string {
  let next = 0
  return (data) => {
    const { type, ...event } = data as JsonObject & { readonly type: string } // every event here is an object of the protocol
    return `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: next++, ...event })}\n\n`
  }
}

/** Everything is read by the model; an image or a file is not counted by its bytes. Only where parts can stand: anywhere else a text could call itself a file. */
function estimate(
  provider: string,
  { model, maxOutputTokens }: ResponsesRequest,
  { input = '', ...body }: JsonObject,
): CallEstimate {
  let files = 0
  const withoutFiles = (item: JsonValue): JsonValue => {
    if (!isJsonObject(item)) return item
    const slot = CONTENT_SLOT[typeof item.type === 'string' ? item.type : 'message'] ?? ''
    const content = item[slot]
    if (content === undefined || typeof content === 'string') return item
    const parts: readonly JsonValue[] = Array.isArray(content) ? content : [content]
    const texts = parts.filter((part) => !isFile(part))
    files += parts.length - texts.length
    return { ...item, [slot]: texts }
  }
  const items: JsonValue = Array.isArray(input) ? input.map((item: JsonValue) => withoutFiles(item)) : input
  const inputBytes = Buffer.byteLength(JSON.stringify({ ...body, input: items })) + files * PART_BYTES
  return { provider, model, choices: 1, inputBytes, maxOutputTokens }
}

function isFile(part: JsonValue): boolean {
  return (
    isJsonObject(part) &&
    ['input_image', 'input_file', 'input_audio', 'computer_screenshot'].some((type) => type === part.type)
  )
}

/** A denied request, answered as the protocol answers filtered content: with a message to show, and status 200. */
function deniedResponse(request: ResponsesRequest, denial: Denial, { exit }: TurnOptions): Response {
  const envelope = envelopeOf({}, request)
  const headers = outcomeHeader(denial)
  const end = refusalOf(denial)
  if (!request.stream)
    return jsonReply({ ...envelope, ...end, output: [sentence(denial.message)], usage: null }, { headers })
  const nowhere = async (): Promise<void> => undefined
  const items = new ClientItems(exit, request.model, { send: nowhere, deny: nowhere })
  const words = items.lastWords(denial.message)
  const started = { ...envelope, status: 'in_progress', output: [], usage: null }
  const events = [
    { type: 'response.created', response: started },
    ...words,
    { type: 'response.incomplete', response: { ...envelope, ...end, output: items.output, usage: null } },
  ]
  return new Response(events.map(numbered()).join(''), { headers: { ...SSE_HEADERS, ...headers } })
}
