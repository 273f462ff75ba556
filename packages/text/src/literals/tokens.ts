import { KIND, type Folder } from './fold-character.ts'
import { symbolOf, type Track, type Tracks } from './track.ts'

/** A run of letters and digits, however they are drawn. */
export interface Token {
  readonly start: number
  readonly end: number
  /** Offsets of its symbols in the track of all characters. */
  readonly from: number
  readonly to: number
  /** Its symbols: ASCII letters in lower case and digits. */
  readonly text: string
  /** The first token of its line. */
  readonly opensLine: boolean
}
/** A stretch of text, read character by character. */
export interface Reading {
  readonly text: string
  readonly start: number
  readonly end: number
  readonly characters: Track
  readonly tokens: readonly Token[]
  /** Whether a line ends behind the last token. */
  readonly endsLine: boolean
  /** How many characters there are of some kinds, by which readings are ruled out. */
  readonly counts: Counts
}
/** Counts of characters: beyond ASCII, from U+2000 on, quotation marks, signs of escapes, dots and dashes, digits. */
export interface Counts {
  foreign: number
  odd: number
  quotes: number
  escapes: number
  strokes: number
  digits: number
  /** By digit. */
  readonly byDigit: Int32Array
}

/** What a sign adds to: quotes 1, escapes 2, strokes 3. */
const SIGNS: Uint8Array = Uint8Array.from({ length: 128 }, (_, unit) => {
  const character = String.fromCharCode(unit)
  if ('"\'`'.includes(character)) return 1
  if ('%\\&+='.includes(character)) return 2
  return '.-_*'.includes(character) ? 3 : 0
})
/** Of a longer token only so many symbols are looked at as a text. */
const LONGEST_TEXT = 1024

/** Folds a stretch and parts it into tokens; invisible characters part nothing. */
export function readStretch(text: string, start: number, end: number, folder: Folder, tracks: Tracks): Reading {
  const characters = tracks.take('spaced')
  const tokens: Token[] = []
  let open = -1
  let from = 0
  let isPlain = true
  const counts: Counts = {
    foreign: 0,
    odd: 0,
    quotes: 0,
    escapes: 0,
    strokes: 0,
    digits: 0,
    byDigit: new Int32Array(10),
  }
  let newLine = true
  let last = start
  const close = (): void => {
    if (open < 0) return
    const length = Math.min(characters.length - from, LONGEST_TEXT)
    // A token of ASCII alone has one symbol for each of its characters.
    const symbols = isPlain ? text.slice(open, open + length).toLowerCase() : symbolsOf(characters, from, from + length)
    isPlain = true
    tokens.push({ start: open, end: last, from, to: characters.length, text: symbols, opensLine: newLine })
    newLine = false
    open = -1
  }
  for (let at = start; at < end;) {
    const unit = text.charCodeAt(at)
    if (unit < 128) {
      const symbol = symbolOf(unit)
      if (symbol > 0) {
        if (open < 0) [open, from] = [at, characters.length]
        characters.add(symbol, at, at + 1)
        if (symbol < 0x3a) countDigit(counts, symbol)
        last = at + 1
      } else {
        close()
        const sign = SIGNS[unit]
        if (sign === 1) counts.quotes++
        else if (sign === 2) counts.escapes++
        else if (sign === 3) counts.strokes++
        if (unit === 0x0a) newLine = true
      }
      at++
      continue
    }
    counts.foreign++
    isPlain = false
    const point = text.codePointAt(at) ?? unit
    const width = point > 0xffff ? 2 : 1
    if (point >= 0x2000) counts.odd++
    else counts.strokes++
    const { kind, symbols } = folder.of(point)
    if (symbols !== '' || kind === KIND.foreign) {
      if (open < 0) [open, from] = [at, characters.length]
      characters.addAll(symbols, at, at + width)
      for (let i = 0; i < symbols.length; i++)
        if (symbols.charCodeAt(i) < 0x3a) countDigit(counts, symbols.charCodeAt(i))
      last = at + width
    } else if (kind !== KIND.odd || !isInvisible(point)) close()
    at += width
  }
  close()
  return { text, start, end, characters, tokens, endsLine: newLine, counts }
}

function countDigit(counts: Counts, symbol: number): void {
  counts.digits++
  counts.byDigit[symbol - 0x30] = (counts.byDigit[symbol - 0x30] ?? 0) + 1
}

function symbolsOf({ symbols }: Track, from: number, to: number): string {
  let text = ''
  for (let i = from; i < to; i++) text += String.fromCharCode(symbols[i] ?? 0)
  return text
}

/** Zero-width characters, variation selectors and marks that are put over a character. */
function isInvisible(point: number): boolean {
  if (point < 0x370) return point === 0xad || point >= 0x300
  if (point < 0x2100)
    return (point >= 0x200b && point <= 0x206f) || (point >= 0x20d0 && point <= 0x20ff) || point === 0x180e
  return (point >= 0xfe00 && point <= 0xfe0f) || point === 0xfeff || point >= 0xe0000
}
