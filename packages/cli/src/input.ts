import type { Readable } from 'node:stream'
import { decodeUtf8, toBytes } from '@ringwall/text'
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

function raise(): never {
  throw fail('INPUT_NOT_UTF8')
}
