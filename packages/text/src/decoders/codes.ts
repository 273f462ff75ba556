import type { Disguised } from './disguised.ts'
import { isProse } from './english.ts'
import type { Places } from './text-facts.ts'

/** Fewer numbers in a row are a date, a version or a row of a table. */
const MIN_CODES = 6
/** Digits of a number: eight bits with their prefix. */
const MAX_DIGITS = 10
/** What may stand between two numbers, at most MAX_GAP of it. */
const GAPS = ' ,;:|/\\-+\n\r\t._'
const MAX_GAP = 4
/** Digits without gaps are read from this many on. */
const MIN_UNPARTED = 24

/** Six numbers of two digits, and what parts them. */
const MIN_STRETCH = 17
/** 1 at what numbers are parted by, and at hexadecimal digits and the o of 0o151, which prose has too; 3 at decimal digits. */
const CODE_UNITS: Uint8Array = Uint8Array.from({ length: 0x80 }, (_, unit) => {
  if (unit >= 0x30 && unit <= 0x39) return 3
  return isHexDigit(unit) || unit === 0x6f || (unit > 0 && GAPS.includes(String.fromCharCode(unit))) ? 1 : 0
})

/** 1 at what numbers are parted by. */
const GAP_UNITS: Uint8Array = Uint8Array.from({ length: 0x80 }, (_, unit) =>
  unit > 0 && GAPS.includes(String.fromCharCode(unit)) ? 1 : 0,
)

/** Text written as numbers: binary, octal, decimal or hexadecimal, parted or all in one row. */
export function* readCodes(text: string, numbers: Places): Generator<Disguised> {
  for (let i = 0; i < numbers.length; i += 2) yield* readPlace(text, numbers[i] ?? 0, numbers[i + 1] ?? 0)
}

function* readPlace(text: string, from: number, to: number): Generator<Disguised> {
  for (let at = from; at + MIN_STRETCH <= to;) {
    // A stretch has one of these units at its end: in prose there is mostly none, which rules out all starts before.
    let i = at + MIN_STRETCH - 1
    while (i >= at && (CODE_UNITS[text.charCodeAt(i)] ?? 0) > 0) i--
    if (i >= at) {
      at = i + 1
      continue
    }
    let [end, digits] = [at, 0]
    for (; end < to; end++) {
      const kind = CODE_UNITS[text.charCodeAt(end)] ?? 0
      if (kind === 0) break
      if (kind === 3) digits++
    }
    if (digits >= MIN_CODES) yield* readStretch(text, at, end)
    at = end
  }
}

function* readStretch(text: string, from: number, to: number): Generator<Disguised> {
  let groups: string[] = []
  let [start, end] = [0, 0]
  for (let at = from; at < to;) {
    const unit = text.charCodeAt(at)
    // A first byte of text is a digit in every base; a later one of UTF-8 may start with a letter.
    const mayStart = (unit >= 0x30 && unit <= 0x39) || (groups.length > 0 && isHexDigit(unit))
    if (!mayStart) {
      at++
      continue
    }
    const digits = endOfDigits(text, at)
    if (digits - at >= MIN_UNPARTED) yield* readUnparted(text, at, digits)
    const isNumber = digits - at <= MAX_DIGITS && !isWordUnit(text.charCodeAt(digits)) && !isWordBefore(text, at)
    if (groups.length > 0 && (!isNumber || !isGap(text, end, at))) {
      yield* readGroups(groups, start, end)
      groups = []
    }
    if (isNumber) {
      if (groups.length === 0) start = at
      groups.push(text.slice(at, digits))
      end = digits
    }
    at = digits
  }
  yield* readGroups(groups, start, end)
}

/** True behind a letter, but for the o of 0o151. */
function isWordBefore(text: string, at: number): boolean {
  return at > 0 && isWordUnit(text.charCodeAt(at - 1)) && !text.startsWith('0o', at - 2)
}

function isHexDigit(unit: number): boolean {
  return (unit >= 0x30 && unit <= 0x39) || ((unit | 0x20) >= 0x61 && (unit | 0x20) <= 0x66 && unit >= 0x41)
}

function isWordUnit(unit: number): boolean {
  return (unit >= 0x30 && unit <= 0x39) || (unit >= 0x41 && (unit | 0x20) >= 0x61 && (unit | 0x20) <= 0x7a)
}

function endOfDigits(text: string, from: number): number {
  let end = from
  while (isHexDigit(text.charCodeAt(end))) end++
  return end
}

/** The prefixes of a base belong to the gap. */
function isGap(text: string, from: number, to: number): boolean {
  const last = text.startsWith('0o', to - 2) ? to - 2 : to
  if (last - from > MAX_GAP) return false
  for (let i = from; i < last; i++) if (GAP_UNITS[text.charCodeAt(i)] !== 1) return false
  return true
}

function* readGroups(groups: readonly string[], start: number, end: number): Generator<Disguised> {
  if (groups.length < MIN_CODES) return
  const bare = groups.some((group) => group.length > 8) ? groups.map(withoutPrefix) : groups
  // A number that has nothing to do with them may stand before or after the codes.
  for (const part of [bare, bare.slice(1), bare.slice(0, -1)]) {
    if (part.length < MIN_CODES) return
    for (const radix of radixesOf(part)) {
      const codes = codesOf(part, radix)
      const text = codes === undefined ? undefined : fromCodes(codes)
      if (text === undefined) continue
      yield { encoding: radix === 2 ? 'binary' : 'codes', text, span: { start, end } }
      return
    }
  }
}

/** The numbers; undefined at the first that is no character of a text, as most dates and measures have one. */
function codesOf(groups: readonly string[], radix: number): readonly number[] | undefined {
  for (let i = 0; i < groups.length; i++) if (!isCharacter(numberOf(groups[i] ?? '', radix))) return undefined
  return groups.map((digits) => numberOf(digits, radix))
}

function numberOf(digits: string, radix: number): number {
  let value = 0
  for (let i = 0; i < digits.length; i++) {
    const unit = digits.charCodeAt(i)
    const worth = unit <= 0x39 ? unit - 0x30 : (unit | 0x20) - 0x57
    // As of parseInt: what is no digit of the base ends the number.
    if (worth >= radix) return i === 0 ? Number.NaN : value
    value = value * radix + worth
  }
  return value
}

function isCharacter(code: number): boolean {
  return (code >= 0x20 || code === 0x09 || code === 0x0a || code === 0x0d) && code !== 0x7f && code <= 0x10ffff
}

/** "0b01101001": all of it is hexadecimal digits, so it comes as one group. */
function withoutPrefix(group: string): string {
  return group.length > 8 && (group.startsWith('0b') || group.startsWith('0B')) ? group.slice(2) : group
}

function radixesOf(groups: readonly string[]): readonly number[] {
  let highest = 0
  let bits = true
  for (const group of groups) {
    for (let i = 0; i < group.length; i++) highest = Math.max(highest, group.charCodeAt(i))
    bits &&= group.length >= 5
  }
  if (highest <= 0x31) return bits ? [2] : []
  return highest > 0x39 ? [16] : highest <= 0x37 ? [10, 8, 16] : [10, 16]
}

function* readUnparted(text: string, start: number, end: number): Generator<Disguised> {
  const digits = text.slice(start, end)
  for (const [size, radix] of [
    [8, 2],
    [7, 2],
    [3, 10],
    [3, 8],
  ] as const) {
    if (digits.length % size !== 0 || !isIn(digits, radix)) continue
    const codes: number[] = []
    for (let i = 0; i < digits.length; i += size) codes.push(Number.parseInt(digits.slice(i, i + size), radix))
    const found = fromCodes(codes)
    if (found === undefined) continue
    yield { encoding: radix === 2 ? 'binary' : 'codes', text: found, span: { start, end } }
    return
  }
}

/** False at the first digit that the base does not have: for hashes that is soon. */
function isIn(digits: string, radix: number): boolean {
  for (let i = 0; i < digits.length; i++) if (digits.charCodeAt(i) >= 0x30 + radix) return false
  return true
}

const UTF8 = new TextDecoder('utf-8', { fatal: true })

/** The text of bytes or code points; undefined when one is no character of a text, or the whole no text. */
function fromCodes(codes: readonly number[]): string | undefined {
  let highest = 0
  for (const code of codes) {
    if (!isCharacter(code)) return undefined
    highest = Math.max(highest, code)
  }
  let text = highest < 0x100 ? fromUtf8(codes) : undefined
  if (text === undefined) {
    text = ''
    for (const code of codes) text += String.fromCodePoint(code)
  }
  return isProse(text) ? text.toWellFormed() : undefined
}

function fromUtf8(bytes: readonly number[]): string | undefined {
  try {
    return UTF8.decode(Uint8Array.from(bytes))
  } catch {
    // Bytes that are no UTF-8 may be code points of Latin-1.
    return undefined
  }
}
