import type { IncomingMessage } from 'node:http'
import { copyJson, isJsonObject, type JsonObject } from '@ringwall/core'
import type { Context } from 'hono'
import { fail } from './errors.ts'
import { arrivalOf } from './incoming.ts'

/** What a request body may cost. */
export interface BodyLimits {
  /** Bytes, counted while they arrive, whatever content-length says. */
  readonly maxBytes: number
  /** Milliseconds from the first look to the last byte. */
  readonly timeoutMs: number
}

/** The JSON object in a request's body. Throws BODY_TOO_LARGE, BODY_TIMEOUT, BODY_INCOMPLETE, NOT_JSON or REQUEST_INVALID. */
export async function readJsonBody(c: Context, limits: BodyLimits): Promise<JsonObject> {
  checkHeaders(c.req.raw.headers, limits)
  return parse(decode(await readBytes(c, limits)))
}

function checkHeaders(headers: Headers, { maxBytes }: BodyLimits): void {
  const [type = ''] = (headers.get('content-type') ?? '').split(';')
  // Besides naming the format, this keeps web pages out: a browser sends this type to another site only after asking.
  if (type.trim().toLowerCase() !== 'application/json')
    throw fail('NOT_JSON', { problem: 'the content-type is not application/json' })
  if ((headers.get('content-encoding') ?? 'identity') !== 'identity')
    throw fail('NOT_JSON', { problem: 'compressed bodies are not accepted' })
  if (Number(headers.get('content-length') ?? 0) > maxBytes) throw fail('BODY_TOO_LARGE', { limit: maxBytes })
}

/** The bytes of a body as they came. Throws BODY_TOO_LARGE, BODY_TIMEOUT or BODY_INCOMPLETE. */
export async function readBytes(c: Context, limits: BodyLimits): Promise<Buffer> {
  const incoming = arrivalOf(c)
  return isUntouched(incoming) ? readIncoming(incoming, limits) : readStream(c.req.raw.body, limits)
}

/** Whether the bytes can be had from Node itself, past Request and its streams, which cost several times as much. Else the adapter knows what became of them. */
function isUntouched(incoming: IncomingMessage | undefined): incoming is IncomingMessage {
  if (incoming === undefined || 'rawBody' in incoming) return false
  return !incoming.readableDidRead && !incoming.destroyed && incoming.readableEncoding === null
}

function readIncoming(incoming: IncomingMessage, { maxBytes, timeoutMs }: BodyLimits): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  const chunks: Buffer[] = []
  let size = 0
  const end = (): void => {
    clearTimeout(timer)
    incoming.off('data', take).off('end', finish).off('error', breakOff).off('close', breakOff)
  }
  const refuse = (error: Error): void => {
    end()
    incoming.pause() // the adapter drops the rest, or the connection
    reject(error)
  }
  const take = (chunk: Buffer): void => {
    size += chunk.byteLength
    if (size <= maxBytes) chunks.push(chunk)
    else refuse(fail('BODY_TOO_LARGE', { limit: maxBytes }))
  }
  const finish = (): void => {
    end()
    resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, size))
  }
  const breakOff = (cause?: Error): void => refuse(fail('BODY_INCOMPLETE', {}, cause))
  const timer = setTimeout(() => refuse(fail('BODY_TIMEOUT', { limit: timeoutMs })), timeoutMs)
  incoming.on('data', take).on('end', finish).on('error', breakOff).on('close', breakOff)
  return promise
}

async function readStream(body: Request['body'], { maxBytes, timeoutMs }: BodyLimits): Promise<Buffer> {
  const reader = body?.getReader()
  if (!reader) return Buffer.alloc(0)
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(fail('BODY_TIMEOUT', { limit: timeoutMs })), timeoutMs)
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for (;;) {
      const read = reader.read().catch((cause: unknown) => Promise.reject(fail('BODY_INCOMPLETE', {}, cause)))
      const { done, value } = await Promise.race([read, late])
      if (done) return Buffer.concat(chunks, size)
      size += value.byteLength
      if (!(size <= maxBytes)) throw fail('BODY_TOO_LARGE', { limit: maxBytes })
      chunks.push(value)
    }
  } catch (error) {
    reader.cancel().catch(() => undefined) // the connection is given up anyway
    throw error
  } finally {
    clearTimeout(timer)
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true })

function decode(bytes: Uint8Array): string {
  try {
    return UTF8.decode(bytes)
  } catch (cause) {
    throw fail('NOT_JSON', { problem: 'it is not UTF-8' }, cause)
  }
}

function parse(text: string): JsonObject {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    // The parser's own message quotes the body, which is not for logs or replies.
    throw fail('NOT_JSON', { problem: text.trim() === '' ? 'it is empty' : 'it cannot be parsed' }, cause)
  }
  try {
    const copy = copyJson(value)
    if (isJsonObject(copy)) return copy
  } catch (cause) {
    throw fail(
      'REQUEST_INVALID',
      { param: 'body', problem: 'it is nested too deep or has a number out of range' },
      cause,
    )
  }
  throw fail('REQUEST_INVALID', { param: 'body', problem: 'it must be a JSON object' })
}
