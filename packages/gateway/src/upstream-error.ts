import { isJsonObject, type JsonValue } from '@ringwall/core'
import { z } from 'zod'
import { fail, toClientError, type ClientError } from './errors.ts'
import type { ReplyHead } from './exchange.ts'
import { guardText, type Exit } from './outbound.ts'
import { readText, type UpstreamCall } from './upstream-call.ts'

const MAX_ERROR_BYTES = 64 * 1024
const Label = z
  .string()
  .regex(/^[\w.-]{1,64}$/)
  .optional()
  .catch(undefined)
const ErrorShape = z.object({ error: z.object({ message: z.string(), type: Label, code: Label, param: Label }) })

/** Upstream's refusal as the client may see it: same status, and the message only if every layer passes it, since it can quote the key. */
export async function upstreamError(call: UpstreamCall, response: ReplyHead, exit: Exit): Promise<ClientError> {
  const { status } = response
  if (status < 400 || status > 599)
    return toClientError(fail('UPSTREAM_INVALID', { problem: `its status is ${status}` }))
  const told = await errorFrom(await readText(call, MAX_ERROR_BYTES).catch(() => ''), status, exit)
  return { ...told, headers: retryHeaders(response.headers) }
}

/** The error in a body or an event; a general one if there is none that can be shown. */
export async function errorFrom(text: string, status: number, exit: Exit): Promise<ClientError> {
  const general = { ...toClientError(fail('UPSTREAM_ERROR', { status })), status }
  const parsed = ErrorShape.safeParse(parse(text))
  if (!parsed.success) return general
  const { message, type, code, param } = parsed.data.error
  const { value } = await guardText(exit, { destination: 'api', body: message, meta: { status } })
  return {
    status,
    message: value ?? general.message,
    type: type ?? general.type,
    code: code ?? general.code,
    param: param ?? null,
  }
}

/** True for the data of an event that is an error. */
export function isErrorEvent(data: string): boolean {
  const value = parse(data)
  return value !== undefined && isJsonObject(value) && value.error !== undefined && value.error !== null
}

function parse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    return undefined
  }
}

function retryHeaders(headers: ReplyHead['headers']): Record<string, string> {
  const kept = (['retry-after', 'retry-after-ms'] as const).flatMap((name) => {
    const value = headers.get(name)
    return value && /^[\w ,:.]{1,64}$/.test(value) ? [[name, value]] : []
  })
  return Object.fromEntries(kept) as Record<string, string>
}
