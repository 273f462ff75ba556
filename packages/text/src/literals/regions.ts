import type { Span } from '../engine.ts'
import { ASCII_KINDS, KIND, type Folder } from './fold-character.ts'
import { IS_NAME, mayBeKnown } from './vocabulary.ts'

/** A stretch of text with signs of something written in single characters. Everything else is words. */
export interface Region extends Span {
  /** How much of it could be symbols. */
  readonly weight: number
  /** Names of characters in it, and words that stand between such names. */
  readonly names: number
}
/** The stretches of a text, and where one begins that the end of the text leaves open. */
export interface Regions {
  readonly list: readonly Region[]
  readonly openFrom: number
}

/** Words in a row, and code units, that end a stretch. */
const MOST_WORDS = 3
const MOST_UNITS = 72
/** A run of letters that is longer is no word. */
const LONGEST_WORD = 15
/** A stretch begins with the characters that stand before its first sign without white space, so many at most. */
const LEAD = 64
/** What can hold no literal. */
const FEW = 8

/** Finds the stretches in one pass: what is decided at a place depends on what stands shortly before it alone. */
export function findRegions(text: string, folder: Folder, until: number = text.length): Regions {
  const list: Region[] = []
  let [start, end, weight, words, names, weakNames] = [-1, 0, 0, 0, 0, 0]
  /** Where a row of single letters or lone signs began, which only with another one is a stretch. */
  let weak = -1
  let weakEnd = 0
  let blank = 0 // the start of the current run without white space

  const close = (): void => {
    if (start >= 0 && weight >= FEW) list.push({ start, end: runEnd(text, end), weight, names })
    start = -1
    weak = -1
  }
  const odd = (from: number, to: number, by: number): void => {
    if (start >= 0 && from - end > MOST_UNITS) close()
    if (start < 0) {
      const lead = Math.max(blank, from - LEAD)
      start = weak >= 0 && from - weakEnd <= MOST_UNITS ? Math.min(weak, lead) : lead
      weight = from - start
      names = weakNames
    }
    weak = -1
    weakNames = 0
    end = to
    weight += by
    words = 0
  }
  const weakly = (from: number, to: number): void => {
    if (start >= 0 || (weak >= 0 && from - weakEnd <= MOST_UNITS)) odd(from, to, start < 0 ? 2 : 1)
    else [weak, weakEnd] = [Math.max(blank, from - LEAD), to]
  }
  const plain = (): void => {
    weak = -1
    weakNames = 0
    if (start >= 0 && ++words >= MOST_WORDS) close()
  }

  let at = 0
  while (at < until) {
    const unit = text.charCodeAt(at)
    const kind = unit < 128 ? (ASCII_KINDS[unit] ?? 0) : kindAt(text, at, unit, folder)
    if (kind === KIND.space) {
      blank = ++at
    } else if (kind === KIND.letter || kind === KIND.foreign) {
      const from = at
      let traits = 0
      let next = unit
      let nextKind: number = kind
      do {
        if (next < 128) traits |= TRAITS[next] ?? 0
        else traits |= NOT_HEX | BEYOND
        at++
        next = at < until ? text.charCodeAt(at) : 0x20
        nextKind = next < 128 ? (ASCII_KINDS[next] ?? 0) : kindAt(text, at, next, folder)
      } while (nextKind === KIND.letter || nextKind === KIND.foreign)
      const length = at - from
      const isGlued = from > blank && start >= 0 && end > blank
      const isName =
        length <= LONGEST_WORD && mayBeKnown(text, from, length) ? nameIn(text, from, at, traits) : undefined
      if (isName === true) {
        weakly(from, at)
        if (start >= 0) names++
        else weakNames = 1
      } else if (isGlued || nextKind === KIND.digit || nextKind === KIND.odd) odd(from, at, length)
      else if (kind === KIND.letter && (length === 1 || (traits < NOT_HEX && length <= 4))) weakly(from, at)
      else if (
        traits < NOT_HEX ||
        (length > LONGEST_WORD && kind === KIND.letter) ||
        isMixed(text, from, length, traits)
      )
        odd(from, at, length)
      else if (isName === undefined) plain()
      else if (start >= 0) names++
    } else if (kind === KIND.digit) {
      odd(at, at + 1, 1)
      at++
    } else if (kind === KIND.odd) {
      const width = (text.codePointAt(at) ?? unit) > 0xffff ? 2 : 1
      odd(at, Math.min(until, at + width), 1)
      at += width
    } else {
      const from = at
      let isStroke = true
      do {
        isStroke &&= STROKES.includes(text[at] ?? '')
        at++
      } while (at < until && isSign(text, at, folder))
      // Alone they are dashes and dots of prose; in a row they may be Morse.
      if (isStroke && from === blank && isEnd(text, at)) weakly(from, at)
      else if (at - from >= 4 && start >= 0 && end > blank) odd(from, at, 2)
    }
  }
  const openFrom = start >= 0 ? start : weak >= 0 ? weak : until
  if (start >= 0 && weight >= FEW) list.push({ start, end: runEnd(text, end), weight, names })
  return { list, openFrom }
}

const STROKES = '.-·•∙⋅●*–—−_/|'

/** Bits of TRAITS: capitals, letters that are no hexadecimal digits, and letters beyond ASCII. */
const CAPITAL = 1
const NOT_HEX = 2
const BEYOND = 4
const TRAITS: Uint8Array = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code)
  return (/[A-Z]/.test(character) ? CAPITAL : 0) | (/[a-f]/i.test(character) ? 0 : NOT_HEX)
})

/** Whether a word is the name of a character; undefined for one that stands between no such names either. */
function nameIn(text: string, from: number, to: number, traits: number): boolean | undefined {
  const word = text.slice(from, to)
  return IS_NAME.get((traits & (CAPITAL | BEYOND)) === 0 ? word : word.toLowerCase())
}

function isSign(text: string, at: number, folder: Folder): boolean {
  const unit = text.charCodeAt(at)
  return (unit < 128 ? ASCII_KINDS[unit] : kindAt(text, at, unit, folder)) === KIND.sign
}

/** Capitals within a long word, or a long word of capitals alone: how bases with more than ten letters look. */
function isMixed(text: string, from: number, length: number, traits: number): boolean {
  if (length < 10 || (traits & CAPITAL) === 0) return false
  let capitals = 0
  for (let at = from; at < from + length; at++) if (isCapital(text.charCodeAt(at))) capitals++
  return capitals > Number(isCapital(text.charCodeAt(from)))
}

function isCapital(unit: number): boolean {
  return unit >= 0x41 && unit <= 0x5a
}

function isEnd(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  return at >= text.length || (unit < 128 && ASCII_KINDS[unit] === KIND.space)
}

function runEnd(text: string, from: number): number {
  let at = from
  while (at < text.length && at < from + LEAD && !isEnd(text, at)) at++
  return at
}

/** KIND of a unit beyond ASCII; common scripts by their blocks, all else by the folder. */
function kindAt(text: string, at: number, unit: number, folder: Folder): number {
  if (unit >= 0x5d0 && unit < 0x660) return KIND.foreign
  if (unit >= 0xac00 && unit < 0xd7a4) return KIND.foreign
  if (unit >= 0xdc00 && unit < 0xe000) return KIND.odd // the second half of a pair, or alone
  return folder.of(text.codePointAt(at) ?? unit).kind
}
