import type { Readable } from 'node:stream'

const LINE_FEED = 0x0a

/**
 * The lines of a stream, each as its bytes without the line feed. Only the line feed ends one: a carriage return and the
 * separators of Unicode belong to the line, so that a log written with them is not the same log. What follows the last line
 * feed is a line if it is not empty. Of a line that is longer than `maxBytes` nothing is kept, and undefined stands for it.
 */
export async function* linesIn(stream: Readable, maxBytes: number): AsyncGenerator<Uint8Array | undefined, void, void> {
  let parts: Uint8Array[] = []
  let length = 0
  const add = (part: Uint8Array): void => {
    length += part.length
    if (length > maxBytes) parts = []
    else parts.push(part)
  }
  const taken = (): Uint8Array | undefined => {
    const line = length > maxBytes ? undefined : Buffer.concat(parts)
    parts = []
    length = 0
    return line
  }
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Uint8Array)
    let from = 0
    for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, from)) {
      add(bytes.subarray(from, end))
      yield taken()
      from = end + 1
    }
    if (from < bytes.length) add(bytes.subarray(from))
  }
  if (length > 0) yield taken()
}
