import { group } from './byte-tracks.ts'
import type { Reading } from './tokens.ts'
import type { Track } from './track.ts'

const MORSE: ReadonlyMap<string, string> = new Map(
  (
    '.- a -... b -.-. c -.. d . e ..-. f --. g .... h .. i .--- j -.- k .-.. l -- m -. n --- o .--. p --.- q .-. r ... s - t ' +
    '..- u ...- v .-- w -..- x -.-- y --.. z ----- 0 .---- 1 ..--- 2 ...-- 3 ....- 4 ..... 5 -.... 6 --... 7 ---.. 8 ----. 9'
  )
    .split(' ')
    .flatMap((code, i, all): readonly [string, string][] => (i % 2 === 0 ? [[code, all[i + 1] ?? '']] : [])),
)
const DOTS = '.·•∙⋅●*'
const DASHES = '-–—−_'

/** Letters of Morse, parted by anything else. */
export function morse({ text, start, end, characters }: Reading): Track {
  const track = characters.sibling('Morse')
  let [code, length, from] = [1, 0, start]
  for (let at = start; at <= end; at++) {
    const stroke = at < end ? strokeOf(text.charCodeAt(at)) : 0
    if (stroke > 0) {
      if (length === 0) from = at
      if (++length <= LONGEST_CODE) code = (code << 1) | (stroke - 1)
      continue
    }
    if (length === 0) continue
    const symbol = length > LONGEST_CODE ? 0 : (CODES[code] ?? 0)
    if (symbol > 0) track.add(symbol, from, at)
    ;[code, length] = [1, 0]
  }
  return track
}

/** Strokes of a digit; letters have fewer. */
const LONGEST_CODE = 5
/** Symbols by their strokes, as bits behind a leading one. */
const CODES: Uint8Array = new Uint8Array(2 << LONGEST_CODE)
for (const [code, symbol] of MORSE)
  CODES[[...code].reduce((bits, stroke) => (bits << 1) | Number(stroke === '-'), 1)] = symbol.charCodeAt(0)

/** 1 for a dot, 2 for a dash, 0 for all else. */
function strokeOf(unit: number): number {
  if (unit < 128) return ASCII_STROKES[unit] ?? 0
  const character = String.fromCharCode(unit)
  return DOTS.includes(character) ? 1 : DASHES.includes(character) ? 2 : 0
}

const ASCII_STROKES: Uint8Array = Uint8Array.from({ length: 128 }, (_, unit) => {
  const character = String.fromCharCode(unit)
  return DOTS.includes(character) ? 1 : DASHES.includes(character) ? 2 : 0
})

const BRAILLE_LETTERS = '⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚⠅⠇⠍⠝⠕⠏⠟⠗⠎⠞⠥⠧⠺⠭⠽⠵'
const BRAILLE_DIGITS = '⠚⠁⠃⠉⠙⠑⠋⠛⠓⠊'
/** Digits as computers write them in Braille, one cell lower. */
const LOW_DIGITS = '⠴⠂⠆⠒⠲⠢⠖⠶⠦⠔'
const NUMBER_SIGN = '⠼'
const LETTER_SIGNS = '⠰⠐⠠'

/**
 * Braille in its three ways: digits with one sign before a number, with a sign before each digit, and as lower cells. A
 * number sign holds for the next cell, or, in the second track, up to a letter beyond j or a letter sign.
 */
export function braille({ text, start, end, characters }: Reading): readonly Track[] {
  return [false, true].map((isLong) => {
    const track = characters.sibling('Braille')
    let isNumber = false
    for (let at = start; at < end; at++) {
      const cell = text[at] ?? ''
      if (cell < '⠀' || cell > '⣿') continue
      const letter = BRAILLE_LETTERS.indexOf(cell)
      const digit = BRAILLE_DIGITS.indexOf(cell)
      const low = LOW_DIGITS.indexOf(cell)
      if (cell === NUMBER_SIGN) isNumber = true
      else if (LETTER_SIGNS.includes(cell) || cell === '⠀') isNumber = false
      else if (isNumber && digit >= 0) {
        track.addAll(String(digit), at, at + 1)
        isNumber = isLong
      } else if (letter >= 0) {
        isNumber = false
        track.add(0x61 + letter, at, at + 1)
      } else if (low >= 0) track.addAll(String(low), at, at + 1)
    }
    return track
  })
}

/** Bytes as variation selectors, and bits as two invisible, or two other odd, characters. */
export function hiddenBytes({ text, start, end, characters }: Reading): readonly Track[] {
  const selectors = characters.sibling('variation selectors')
  const kinds = new Map<number, number>()
  const odd = characters.sibling('two signs')
  for (let at = start; at < end;) {
    const point = text.codePointAt(at) ?? 0
    const width = point > 0xffff ? 2 : 1
    if (point >= 0xfe00 && point <= 0xfe0f) selectors.add(point - 0xfe00, at, at + width)
    else if (point >= 0xe0100 && point <= 0xe01ef) selectors.add(point - 0xe0100 + 16, at, at + width)
    else if (point >= 0x2000 && point !== 0x200d) {
      const kind = kinds.get(point) ?? kinds.size
      if (kind < MOST_SIGNS) {
        kinds.set(point, kind)
        odd.add(kind, at, at + width)
      }
    }
    at += width
  }
  if (kinds.has(0x200b) || kinds.has(0x200c)) addJoiners(odd, text, start, end, kinds)
  const tracks: Track[] = [selectors]
  if (odd.length < 4) return tracks
  for (let zero = 0; zero < kinds.size; zero++)
    for (let one = 0; one < kinds.size; one++) {
      if (zero === one) continue
      const bits = characters.sibling('two signs')
      for (let i = 0; i < odd.length; i++) {
        const sign = odd.symbols[i] ?? -1
        if (sign === zero || sign === one) bits.add(Number(sign === one), odd.starts[i] ?? 0, odd.ends[i] ?? 0)
      }
      for (const size of [8, 7])
        for (let phase = 0; phase < size; phase++) tracks.push(group(bits, size, 1, phase, 'two signs'))
    }
  return tracks
}

const MOST_SIGNS = 4

/** A zero-width joiner holds emoji together, so it is a sign only where others of its kind stand. */
function addJoiners(odd: Track, text: string, start: number, end: number, kinds: Map<number, number>): void {
  if (!text.slice(start, end).includes('\u200d')) return
  odd.length = 0
  if (!kinds.has(0x200d) && kinds.size < MOST_SIGNS) kinds.set(0x200d, kinds.size)
  for (let at = start; at < end; at++) {
    const kind = kinds.get(text.charCodeAt(at))
    if (kind !== undefined) odd.add(kind, at, at + 1)
  }
}
