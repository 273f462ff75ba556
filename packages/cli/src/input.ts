import type { Readable } from 'node:stream'
import { fail } from './errors.ts'

/** The most that `check` reads from standard input, and the longest line of `check --batch`, in bytes. */
export const MAX_INPUT_BYTES: number = 16 * 1024 * 1024

/** All of a stream as text. Throws INPUT_TOO_LARGE or INPUT_NOT_UTF8. */
export async function readText(stream: Readable, maxBytes: number = MAX_INPUT_BYTES): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of stream) {
    const bytes = toBytes(chunk)
    size += bytes.length
    if (size > maxBytes) throw fail('INPUT_TOO_LARGE', { limit: maxBytes })
    chunks.push(bytes)
  }
  return decodeUtf8(Buffer.concat(chunks)) ?? raise()
}

/** The text, or undefined for bytes that are no UTF-8: replacing them would check something else than what is there. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined // the only failure there is; the caller says what it means
  }
}

/** A chunk of a stream as bytes, also of one that was made from strings. */
export function toBytes(chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk
  if (typeof chunk === 'string') return Buffer.from(chunk)
  throw new TypeError('a stream of neither bytes nor text')
}

function raise(): never {
  throw fail('INPUT_NOT_UTF8')
}
