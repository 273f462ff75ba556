import type { Disguised } from './disguised.ts'
import { isProse } from './english.ts'

/** Fewer are no text. */
export const MIN_SELECTORS: number = 3
const MIN_BITS = 21

/** Bytes as variation selectors: 1 to 16 in one block, 17 to 256 in another. Emoji have one here and there. */
export function* readSelectors(text: string): Generator<Disguised> {
  const first = text.search(/[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u)
  if (first < 0) return
  const bytes: number[] = []
  let end = first
  for (let at = first; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit >= 0xfe00 && unit <= 0xfe0f) bytes.push(unit - 0xfe00)
    else if (unit === 0xdb40) {
      const low = text.charCodeAt(at + 1)
      if (!(low >= 0xdd00 && low <= 0xddef)) continue
      bytes.push(low - 0xdd00 + 16)
      at++
    } else continue
    end = at + 1
  }
  if (bytes.length < MIN_SELECTORS) return
  const span = { start: first, end }
  // The selector of an emoji is byte 15, a control character. Some tools count from the selector's number, not from zero.
  for (const offset of [0, 1]) {
    const shown = bytes.map((byte) => byte + offset).filter((byte) => byte >= 0x20 || byte === 0x0a)
    const found = Buffer.from(shown).toString('utf8')
    if (shown.length >= MIN_SELECTORS && !found.includes('\ufffd') && isProse(found)) {
      yield { encoding: 'invisible', text: found, span }
      return
    }
  }
}

const MARKS = /[\u200b\u200c\u2060-\u2064\ufeff\u3164\uffa0\u180e]/

/** Bits as two kinds of characters without width, in either sense, or as spaces and tabs: runs of seven or eight make a letter. */
export function* readInvisibleBits(text: string): Generator<Disguised> {
  const first = text.search(MARKS)
  if (first >= 0) yield* readBits(text, first, isZeroWidth)
  for (let at = text.indexOf('\t '); at >= 0;) {
    const end = endOfBlank(text, at)
    if (end - at >= MIN_BITS) {
      yield* readBits(text, at, isBlank)
      return
    }
    at = text.indexOf('\t ', end)
  }
}

function isZeroWidth(unit: number): boolean {
  return (
    (unit >= 0x180e && MARKS.test(String.fromCharCode(unit))) || unit === 0x200d || unit === 0x200e || unit === 0x200f
  )
}

function isBlank(unit: number): boolean {
  return unit === 0x20 || unit === 0x09
}

function endOfBlank(text: string, from: number): number {
  let at = from
  while (isBlank(text.charCodeAt(at))) at++
  return Math.max(at, from + 1)
}

function* readBits(text: string, first: number, isBit: (unit: number) => boolean): Generator<Disguised> {
  const runs: number[][] = []
  const counts = new Map<number, number>()
  let [count, end, last] = [0, first, first - 1]
  for (let at = first; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (!isBit(unit)) continue
    if (at !== last + 1 || runs.length === 0) runs.push([])
    runs.at(-1)?.push(unit)
    counts.set(unit, (counts.get(unit) ?? 0) + 1)
    count++
    last = at
    end = at + 1
  }
  const [one, two] = [...counts].toSorted((a, b) => b[1] - a[1]).map(([unit]) => unit)
  if (count < MIN_BITS || one === undefined || two === undefined) return
  // A run of blanks holds the bits alone; of other marks all are taken, since letters may stand between them.
  const isBlanks = isBlank(one)
  const bits = runs
    .filter((run) => !isBlanks || run.length >= MIN_BITS)
    .flat()
    .filter((unit) => unit === one || unit === two)
  for (const zero of [Math.min(one, two), Math.max(one, two)]) {
    for (const size of [8, 7]) {
      const found = bytesToText(bits, zero, size)
      if (found === undefined) continue
      yield { encoding: 'invisible', text: found, span: { start: first, end } }
      return
    }
  }
}

function bytesToText(bits: readonly number[], zero: number, size: number): string | undefined {
  const bytes: number[] = []
  for (let at = 0; at + size <= bits.length; at += size) {
    let byte = 0
    for (let i = 0; i < size; i++) byte = byte * 2 + (bits[at + i] === zero ? 0 : 1)
    if (byte < 0x20 && byte !== 0x0a) return undefined
    bytes.push(byte)
  }
  const text = Buffer.from(bytes).toString('utf8')
  return text.includes('\ufffd') || !isProse(text) ? undefined : text
}
