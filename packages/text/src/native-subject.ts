import type { Span, Subject } from './engine.ts'

/**
 * A text as native RE2 reads it. The module turns a JavaScript string into UTF-8 on every search; given a buffer it
 * searches that, so one conversion serves every pattern and every part. It is made when first searched.
 */
export class NativeSubject implements Subject {
  readonly engine = 'native'
  readonly text: string
  #bytes: Buffer | undefined
  /** Byte offset of each code unit and of the end; undefined where both count alike, as in ASCII. */
  #offsets: Uint32Array | undefined

  constructor(text: string) {
    this.text = text
  }

  /** The bytes of a part; they are not copied. A lone surrogate is the three bytes of U+FFFD. */
  bytesOf({ start, end }: Span): Buffer {
    const bytes = (this.#bytes ??= this.#convert())
    const from = this.#offsets?.[start] ?? start
    const to = this.#offsets?.[end] ?? end
    return from === 0 && to === bytes.length ? bytes : bytes.subarray(from, to)
  }

  /** Where a span of the bytes of a part that starts at `origin` stands in the text. */
  locate(origin: number, start: number, end: number): Span {
    const offsets = this.#offsets
    if (offsets === undefined) return { start: origin + start, end: origin + end }
    const base = offsets[origin] ?? 0
    return { start: unitAt(offsets, base + start), end: unitAt(offsets, base + end) }
  }

  #convert(): Buffer {
    const bytes = Buffer.from(this.text, 'utf8')
    if (bytes.length !== this.text.length) this.#offsets = byteOffsets(this.text)
    return bytes
  }
}

/** A subject for the native matchers. */
export function createNativeSubject(text: string): Subject {
  return new NativeSubject(text)
}

function byteOffsets(text: string): Uint32Array {
  const offsets = new Uint32Array(text.length + 1)
  let bytes = 0
  for (let i = 0; i < text.length; i++) {
    offsets[i] = bytes
    const unit = text.charCodeAt(i)
    if (unit < 0x80) bytes += 1
    else if (unit < 0x800) bytes += 2
    else if (isPair(unit, text.charCodeAt(i + 1))) {
      // Inside a pair there is no byte to point at; no part starts or ends there.
      offsets[++i] = bytes
      bytes += 4
    } else bytes += 3
  }
  offsets[text.length] = bytes
  return offsets
}

function isPair(high: number, low: number): boolean {
  return (high & 0xfc00) === 0xd800 && (low & 0xfc00) === 0xdc00
}

/** The first unit at a byte offset, by bisection. */
function unitAt(offsets: Uint32Array, byte: number): number {
  let low = 0
  let high = offsets.length - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((offsets[middle] ?? 0) < byte) low = middle + 1
    else high = middle
  }
  return low
}
