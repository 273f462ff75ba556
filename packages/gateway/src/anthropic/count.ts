import type { JsonObject } from '@ringwall/core'
import { z } from 'zod'
import { denialExtension } from '../denial.ts'
import { fail } from '../errors.ts'
import { parseJson } from '../reply-shape.ts'
import { outcomeHeader } from '../turn.ts'
import { readText, UpstreamCall } from '../upstream-call.ts'
import { upstreamError } from '../upstream-error.ts'
import { protocolHeaders, type MessagesTurn } from './answer.ts'
import { messagesErrorResponse } from './errors.ts'
import { guardMessagesRequest } from './inbound.ts'
import { parseMessages } from './request.ts'
import { jsonReply } from '../json-reply.ts'

const Count = z.object({ input_tokens: z.int().min(0) })

/** How many tokens a request has, with what the layers make of it. The protocol knows no refusal here, so a denial is an error. Throws GatewayError. */
export async function countTokens(
  body: JsonObject,
  { header, unscannedParts, exit, call: options }: MessagesTurn,
): Promise<Response> {
  const headers = protocolHeaders(header)
  const { value, denial } = await guardMessagesRequest(parseMessages(body, unscannedParts), exit)
  if (denial) {
    const error = { type: 'permission_error', message: denial.message }
    const told = { type: 'error', error, ringwall: denialExtension(denial) }
    return jsonReply(told, { status: 403, headers: outcomeHeader(denial) })
  }
  const call = new UpstreamCall(options)
  try {
    const response = await call.send('/messages/count_tokens', value, headers)
    if (!response.ok) return messagesErrorResponse(await upstreamError(call, response, exit))
    const counted = Count.safeParse(parseJson(await readText(call), 'it is not JSON'))
    if (!counted.success) throw fail('UPSTREAM_INVALID', { problem: 'it is not a count of tokens' }, counted.error)
    return jsonReply(counted.data, { headers: outcomeHeader(undefined) })
  } finally {
    call.abort()
  }
}
