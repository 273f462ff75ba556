/** One line of a stream, without its line feed. */
export interface Line {
  /** From 1. */
  readonly number: number
  /** Undefined where the line was longer than allowed; it was passed over without being kept. */
  readonly bytes: Uint8Array | undefined
}

const LINE_FEED = 0x0a

/** The lines of a stream as they arrive, holding at most one line and one chunk. What follows the last line feed is a line if it is not empty. */
export async function* splitLines(stream: AsyncIterable<unknown>, maxBytes: number): AsyncGenerator<Line, void> {
  let parts: Uint8Array[] = []
  let size = 0
  let number = 0
  const add = (part: Uint8Array): void => {
    size += part.length
    if (size <= maxBytes) parts.push(part)
    else parts = []
  }
  const take = (): Line => {
    const bytes = size <= maxBytes ? Buffer.concat(parts) : undefined
    parts = []
    size = 0
    return { number: ++number, bytes }
  }
  for await (const chunk of stream) {
    const bytes = toBytes(chunk)
    let from = 0
    for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, from)) {
      add(bytes.subarray(from, end))
      yield take()
      from = end + 1
    }
    add(bytes.subarray(from))
  }
  if (size > 0) yield take()
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
