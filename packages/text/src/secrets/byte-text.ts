/** What stands for a unit outside Latin-1 in the bytes of a text: no ASCII character, so that it joins nothing and hides nothing. */
const OTHER = 0x80
/** Stands for ſ (U+017F), which a case-blind regex takes for an s. */
export const LONG_S = 0x81
/** Stands for K (U+212A), which a case-blind regex takes for a k. */
export const KELVIN = 0x82
/** Bytes that are kept from one text to the next; a longer text gets bytes of its own, which go with it. */
const KEPT = 1 << 16
/** Zeros behind the text, so that four bytes can be read at once wherever it ends. */
const PADDING = 8

/** How four bytes stand in a word. */
export const IS_LITTLE_ENDIAN: boolean = new Uint16Array(Uint8Array.of(1, 0).buffer)[0] === 1

/** Two bytes as they are read at once. */
export function pairOf(first: number, second: number): number {
  return IS_LITTLE_ENDIAN ? first | (second << 8) : (first << 8) | second
}

/** A text as one byte for each UTF-16 code unit: offsets are those of the text. ASCII is itself; all else has the high bit. */
export interface ByteText {
  readonly bytes: Uint8Array
  /** The same memory, four bytes at a time. */
  readonly words: Int32Array
  readonly length: number
}

/** Reads texts into one buffer: what is read holds until the next text is. */
export function createByteReader(): (text: string) => ByteText {
  let kept: ByteBuffer | undefined
  let part: Buffer | undefined
  return (text) => {
    const isLong = text.length > KEPT
    const buffer = isLong ? allocate(text.length) : (kept ??= allocate(KEPT))
    buffer.memory.write(text, 0, 'latin1')
    // On a string that V8 holds in one byte per unit this is answered without reading it.
    if (WIDE.test(text)) maskWide(text, buffer, (part ??= Buffer.allocUnsafeSlow(2 * PART)))
    buffer.bytes.fill(0, text.length, text.length + PADDING)
    return { bytes: buffer.bytes, words: buffer.words, length: text.length }
  }
}

const WIDE = /[\u0100-\uffff]/

interface ByteBuffer {
  readonly memory: Buffer
  readonly bytes: Uint8Array
  readonly words: Int32Array
}

function allocate(length: number): ByteBuffer {
  const memory = Buffer.allocUnsafeSlow((length + PADDING + 3) & ~3)
  return { memory, bytes: new Uint8Array(memory.buffer), words: new Int32Array(memory.buffer) }
}

/** Units read at once; a part of the text at a time, so that little memory is needed. */
const PART = 1 << 14
const HIGH_BYTES = 0xff00ff00 | 0

/** Of a unit over 0xff the low byte was written, which may be that of any character. */
function maskWide(text: string, { bytes }: ByteBuffer, memory: Buffer): void {
  const units = new Uint16Array(memory.buffer)
  const words = new Int32Array(memory.buffer)
  for (let from = 0; from < text.length; from += PART) {
    const written = memory.write(text.slice(from, from + PART), 0, 'utf16le') / 2
    units.fill(0, written)
    for (let i = 0; i < written; i += 8) {
      const at = i >> 1
      const any = (words[at] ?? 0) | (words[at + 1] ?? 0) | (words[at + 2] ?? 0) | (words[at + 3] ?? 0)
      if ((any & HIGH_BYTES) === 0) continue
      for (let j = i; j < Math.min(i + 8, written); j++) {
        const unit = units[j] ?? 0
        if (unit > 0xff) bytes[from + j] = standIn(unit)
      }
    }
  }
}

function standIn(unit: number): number {
  if (unit === 0x017f) return LONG_S
  return unit === 0x212a ? KELVIN : OTHER
}
