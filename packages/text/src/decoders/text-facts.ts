import { unitsOf } from '../code-units.ts'
import { isWordInRot13 } from '../decode-escapes.ts'
import { letterAt, LETTERS, trigram, TRIGRAMS } from './english.ts'
import { LONGEST_WORD, RunTracker } from './odd-runs.ts'
import type { OddRun } from './odd-runs.ts'
import { BEFORE_NOUN, flagsOf, hashLetter, KNOWN, NEVER_AFTER_IT, SPELLING, STARTER } from './word-table.ts'

/** Places in a text: the start and the end of each in turn. */
export type Places = readonly number[]

/** What one look at a text finds; every decoder that has nothing to read by it is left out. */
export interface TextFacts {
  /** Stretches of words that are not English. */
  readonly runs: readonly OddRun[]
  /** Where the words of a line may be in reverse order: an article before a preposition, or a capital at the end alone. */
  readonly backwards: readonly number[]
  /** Where a mark that is none of prose comes right behind a word. */
  readonly marks: readonly number[]
  /** The first letter of each of the first lines. */
  readonly firsts: readonly number[]
  /** Printable ASCII without a gap, MIN_TOKEN and more. */
  readonly tokens: Places
  /** What may be bytes in digits, and where no other letter or sign stands. */
  readonly numbers: Places
  /** Long gaps between letters with signs in them. */
  readonly gaps: Places
  /** Words that start right behind a digit or a sign that passes for a letter. */
  readonly leet: readonly number[]
  /** Words of the spelling alphabet. */
  readonly spelling: number
  /** Units outside ASCII, and where the first one stands. */
  readonly foreign: number
  readonly firstForeign: number
  /** Escapes of quoted-printable. */
  readonly quoted: number
  /** The signs of SIGN that occur, or-ed. */
  readonly signs: number
  /** Three words near one another that end in "ay". */
  readonly isPig: boolean
  /** A word that common ones are in rot13. */
  readonly isRot13: boolean
}

/** Shorter runs of printable characters hold no encoded text. */
const MIN_TOKEN = 16
const MIN_DIGITS = 4
const MIN_GAP = 12
const MAX_FIRSTS = 400
/** Three of a line that is pig latin for the most part are nearer to one another. */
const NEAR_PIGS = 64

/** What numbers are parted by. */
const CODE_SIGNS = ' ,;:|/\\-+\n\r\t._0123456789'

/** Kinds of units between words. */
const BLANK = 1
const BREAK = 2
const DIGIT = 4
const LEET = 8
const MARK = 16
const QUOTE = 32
const DOT = 64
const EQUALS = 0x100
const NEWLINE = 0x80
/** Signs that some decoders cannot do without. */
export const SIGN: Readonly<Record<'newline' | 'equals' | 'backslash' | 'plus' | 'rot47' | 'tab', number>> = {
  newline: NEWLINE,
  equals: EQUALS,
  backslash: 0x200,
  plus: 0x400,
  rot47: 0x800,
  tab: 0x1000,
}
const FOREIGN = BLANK | BREAK

const KINDS: Uint16Array = Uint16Array.from({ length: 0x80 }, (_, unit) => {
  const sign = String.fromCharCode(unit)
  const kinds: readonly (readonly [string, number])[] = [
    ['0123456789', DIGIT | LEET],
    ['@$', LEET],
    ['<*_`~[]/{&', MARK],
    ['\'"', QUOTE],
    ['.*-_', DOT],
    ['\n', SIGN.newline],
    ['=', SIGN.equals],
    ['\\', SIGN.backslash],
    ['+', SIGN.plus],
    ['@:?', SIGN.rot47],
    ['\t', SIGN.tab],
  ]
  const base = (unit <= 0x20 || unit === 0x7f ? BLANK : 0) | (CODE_SIGNS.includes(sign) ? 0 : BREAK)
  return kinds.reduce((sum, [signs, kind]) => (signs.includes(sign) ? sum | kind : sum), base)
})

const BREAKS = 0x20
/** The number of a letter, or-ed with BREAKS for those that stand in no number: neither hexadecimal nor of a prefix. */
const LETTER_UNITS: Uint8Array = LETTERS.map((letter) =>
  letter === 0 || 'abcdefox'.includes(String.fromCharCode(0x60 + letter)) ? letter : letter | BREAKS,
)

const ROUGH = 1
const ROT13 = 2
/** 1 at three letters that some word holds, or-ed with ROT13 at those that are telling for a word in rot13, or are so at its end. */
const THREE: Uint8Array = TRIGRAMS.slice()
const ROT13_END = 4
for (const [threes, flag] of [
  ['naq vta vbh hpg lfg bzc qvf trg vqr rny frp ffj', ROT13],
  ['gur lbh bhe vgu uvf ung', ROT13_END],
] as const) {
  for (const three of threes.split(' ')) {
    const at = trigram(letterAt(three, 0), letterAt(three, 1), letterAt(three, 2))
    THREE[at] = (THREE[at] ?? 0) | flag
  }
}

/** Looks at each unit of a text once; nearly every word of English is cleared by its hash alone. */
export function lookAt(text: string): TextFacts {
  const { length } = text
  const units = unitsOf(text)
  const tracker = new RunTracker()
  const backwards: number[] = []
  const marks: number[] = []
  const leet: number[] = []
  const firsts: number[] = []
  const tokens: number[] = []
  const numbers: number[] = []
  const gaps: number[] = []
  let signs = 0
  let spelling = 0
  let quoted = 0
  let foreign = 0
  let firstForeign = 0
  let lines = 0
  // Where the line, the token, the numbers and the last word began, and where that ended.
  let lineStart = 0
  let tokenStart = 0
  let numbersStart = 0
  let start = 0
  let wordEnd = 0
  let digits = 0
  let gap = 0
  let kind = 0
  let flags = 0
  let flagsBefore = 0
  let pig = -NEAR_PIGS
  let pigBefore = -NEAR_PIGS
  let isPig = false
  let isFirst = true
  let isRot13 = false
  // The unit behind the last one is a zero, which ends everything.
  for (let at = 0; at <= length;) {
    let letter = LETTER_UNITS[units[at] ?? 0] ?? 0
    if (letter === 0) {
      const unit = units[at] ?? 0
      if (unit < 0x80) kind = KINDS[unit] ?? 0
      else {
        kind = isForeignDot(unit) ? FOREIGN | DOT : FOREIGN
        if (foreign === 0) firstForeign = at
        foreign++
      }
      if ((kind & BLANK) !== 0) {
        if (at - tokenStart >= MIN_TOKEN) tokens.push(tokenStart, at)
        tokenStart = at + 1
      }
      if (kind !== BLANK) {
        gap |= kind
        if ((kind & DIGIT) !== 0) digits++
        if ((kind & BREAK) !== 0) {
          if (digits >= MIN_DIGITS) pushMerged(numbers, numbersStart, at)
          digits = 0
          numbersStart = at + 1
        }
        if ((kind & EQUALS) !== 0 && isHexDigit(units[at + 1] ?? 0) && isHexDigit(units[at + 2] ?? 0)) quoted++
        if ((kind & NEWLINE) !== 0 || at === length) {
          const isStarter = (flags & STARTER) !== 0 && wordEnd === at && isCapital(units[start] ?? 0)
          if (isStarter && !isCapital(units[lineStart] ?? 0) && (units[start - 1] ?? 0) <= 0x20) backwards.push(start)
          lineStart = at + 1
          lines++
          isFirst = lines < MAX_FIRSTS
        }
      }
      at++
      continue
    }
    start = at
    let hash = 0
    let all = 0
    while (letter !== 0) {
      hash = hashLetter(hash, letter & 31)
      all |= letter
      at++
      letter = LETTER_UNITS[units[at] ?? 0] ?? 0
    }
    const size = at - start
    signs |= gap
    if ((gap & DOT) !== 0 && start - wordEnd >= MIN_GAP) gaps.push(wordEnd, start)
    if ((kind & LEET) !== 0) leet.push(start)
    gap = kind = 0
    wordEnd = at
    if (isFirst) {
      firsts.push(start)
      isFirst = false
    }
    if (all >= BREAKS) {
      if (digits >= MIN_DIGITS) pushMerged(numbers, numbersStart, at)
      digits = 0
      numbersStart = start
    }
    const next = units[at] ?? 0
    const edge = next < 0x80 ? (KINDS[next] ?? 0) & (MARK | QUOTE) : 0
    if (edge === MARK || (edge === QUOTE && !(at + 1 < length && LETTERS[units[at + 1] ?? 0] !== 0))) marks.push(at)
    if (units[at - 1] === 0x79 && units[at - 2] === 0x61 && size > 1) {
      isPig ||= at - pigBefore <= NEAR_PIGS
      pigBefore = pig
      pig = at
    }
    flags = flagsOf(hash)
    if ((flags & SPELLING) !== 0) spelling++
    const rough = (flags & KNOWN) === 0 && size > 2 ? roughnessOf(units, start, at) : 0
    isRot13 ||= (rough & ROT13) !== 0 && isWordInRot13(text.slice(start, at).toLowerCase())
    if (size > 3) {
      flagsBefore = 0
      const isOdd = size > LONGEST_WORD || (rough & ROUGH) !== 0
      if (isOdd || tracker.isOpen) tracker.add(start, at, isOdd)
      continue
    }
    if ((flags & NEVER_AFTER_IT) !== 0 && (flagsBefore & BEFORE_NOUN) !== 0) backwards.push(start)
    flagsBefore = flags
    const isOdd = (flags & KNOWN) === 0
    if (isOdd || tracker.isOpen) tracker.add(start, at, isOdd)
  }
  tracker.close()
  signs |= gap
  if ((gap & DOT) !== 0 && length - wordEnd >= MIN_GAP) gaps.push(wordEnd, length)
  return {
    runs: tracker.runs,
    backwards,
    marks,
    firsts,
    tokens,
    numbers,
    gaps,
    leet,
    spelling,
    quoted,
    foreign,
    firstForeign,
    signs,
    isPig,
    isRot13,
  }
}

/** ROUGH where a sixth of the letters follow two others as in no word, ROT13 where three are telling for that. */
function roughnessOf(units: Uint16Array, start: number, end: number): number {
  let three = LETTERS[units[start] ?? 0] ?? 0
  let smooth = 0
  let all = 0
  let last = 0
  let kind = 0
  for (let at = start + 1; at <= end; at++) {
    three = ((three << 5) & 0x7fff) | (LETTERS[units[at] ?? 0] ?? 0)
    last = kind
    kind = THREE[three] ?? 0
    smooth += kind & 1
    all |= kind
  }
  const size = end - start
  // "gung" alone of those that end in "ung", as much of German does.
  const isEnd = (last & ROT13_END) !== 0 && (units[end - 1] !== 0x67 || (units[end - 4] ?? 0) === 0x67)
  return (all & ROT13) | (isEnd ? ROT13 : 0) | ((size - smooth) * 6 >= size ? ROUGH : 0)
}

/** True for what the dots and dashes of Morse are written with outside ASCII, and what stands among them. */
function isForeignDot(unit: number): boolean {
  return unit === 0xb7 || (unit >= 0x2013 && unit <= 0x22c5)
}

/** Adds a stretch, or lets the last one go on where they overlap. */
function pushMerged(into: number[], start: number, end: number): void {
  const last = into.length - 1
  if (last >= 0 && (into[last] ?? 0) > start) into[last] = end
  else into.push(start, end)
}

function isCapital(unit: number): boolean {
  return unit >= 0x41 && unit <= 0x5a
}

function isHexDigit(unit: number): boolean {
  return (unit >= 0x30 && unit <= 0x39) || ((unit | 0x20) >= 0x61 && (unit | 0x20) <= 0x66)
}
