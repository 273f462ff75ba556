import { LEET } from './writings.ts'
import type { Reading, Token } from './tokens.ts'
import { symbolOf, type Track } from './track.ts'
import { FILLER_WORDS, NAMES, TEN_NAMES } from './vocabulary.ts'

/** Words in a row that may stand between single characters. */
const MOST_OTHERS = 2
/** A longer token holds no single characters. */
const LONGEST_PART = 12

/** Readings that pick some characters of a stretch and leave out the rest. */
export function* pickTracks(reading: Reading, isWhole: boolean): Generator<Track> {
  const { characters, tokens, endsLine } = reading
  const pick = (form: string, picked: (token: Token, track: Track) => void): Track => {
    const track = characters.sibling(form)
    for (const token of tokens) picked(token, track)
    return track
  }
  yield pick('initials', ({ from, to }, track) => to > from && track.copy(characters, from, from + 1))
  yield pick('finals', ({ from, to }, track) => to > from && track.copy(characters, to - 1, to))
  let others = 0
  yield pick('single characters', ({ start, from, to }, track) => {
    if (to === from + 1) {
      track.copy(characters, from, to)
      others = 0
    } else if (++others > MOST_OTHERS) track.part(start)
  })
  for (const first of [0, 1]) {
    const track = characters.sibling('among other words')
    for (let i = first; i < tokens.length; i += 2) {
      const { from, to } = tokens[i] ?? { from: 0, to: 0 }
      if (to - from > LONGEST_PART) track.part(characters.starts[from] ?? 0)
      else track.copy(characters, from, to)
    }
    yield track
  }
  const ends = characters.sibling('ends of lines')
  for (const [i, { start, from, to }] of tokens.entries()) {
    if (to - from > LONGEST_PART) continue
    const isLast = tokens[i + 1]?.opensLine ?? (isWhole || endsLine)
    if (isLast) ends.copy(characters, from, to)
    else if (i === tokens.length - 1) ends.open = start
  }
  yield ends
}

/** Only hexadecimal digits, whatever stands between. */
export function hexOnly({ characters }: Reading): Track {
  const track = characters.sibling('among noise')
  for (let i = 0; i < characters.length; i++) {
    const symbol = characters.symbols[i] ?? 0
    if (symbol <= 0x66) track.add(symbol, characters.starts[i] ?? 0, characters.ends[i] ?? 0)
  }
  return track
}

/** Characters spelled by their names; a word that is no name parts. */
export function spelled({ text, characters, tokens }: Reading): Track {
  const track = characters.sibling('spelled out')
  for (const [i, { start, end, from, to, text: symbols }] of tokens.entries()) {
    const isShort = end - start <= 20
    const word = isShort ? text.slice(start, end).toLowerCase() : ''
    const name = isShort ? (NAMES.get(word) ?? NAMES.get(symbols)) : undefined
    const ten = isShort ? TEN_NAMES.get(symbols) : undefined
    if (name !== undefined) track.addAll(name, start, end)
    else if (ten !== undefined) {
      const next = tokens[i + 1]
      const unit = next && NAMES.get(next.text)
      const isFollowed = unit !== undefined && unit >= '1' && unit <= '9' && unit.length === 1
      track.addAll(isFollowed ? ten : `${ten}0`, start, end)
      if (!next) track.open = start
    } else if (to - from === 1 || hasDigit(symbols)) track.copy(characters, from, to)
    else if (!FILLER_WORDS.has(symbols)) track.part(start)
  }
  return track
}

function hasDigit(symbols: string): boolean {
  return /\d/.test(symbols)
}

const QUOTES = '"\'`'

/** What stands in quotation marks, joined: strings that code or data put together. */
export function quoted({ text, start, end, characters }: Reading): Track {
  const track = characters.sibling('in pieces')
  let opening = -1
  let next = 0
  for (let at = start; at < end; at++) {
    const unit = text.charCodeAt(at)
    if (unit === 0x0a) opening = -1
    if (unit > 0x60 || !QUOTES.includes(text[at] ?? '')) continue
    if (opening < 0 || text.charCodeAt(opening) !== unit) {
      if (opening < 0) opening = at
      continue
    }
    while (next < characters.length && (characters.starts[next] ?? end) < opening) next++
    const from = next
    while (next < characters.length && (characters.starts[next] ?? end) < at) next++
    track.copy(characters, from, next)
    opening = -1
  }
  if (opening >= 0) track.open = opening
  return track
}

/** Escapes of single characters, and all other characters as they are. */
const ESCAPE = /(?:%|=|\\x|\\u\{|\\u|&#x|&#|U\+|\\)([0-9a-fA-F]{2,6})/y

/** Reads escapes among plain characters: of URLs, of code, of HTML, of mail. */
export function escaped({ text, start, end, characters }: Reading): Track {
  const track = characters.sibling('escaped')
  for (let at = start; at < end;) {
    const unit = text.charCodeAt(at)
    const symbol = symbolOf(unit)
    const mayEscape = unit === 0x25 || unit === 0x26 || unit === 0x3d || unit === 0x55 || unit === 0x5c // %&=U\
    ESCAPE.lastIndex = at
    const found = mayEscape ? ESCAPE.exec(text) : null
    if (!found) {
      if (symbol > 0) track.add(symbol, at, at + 1)
      at++
      continue
    }
    const [whole, digits = ''] = found
    const { code, used } = readEscape(whole.slice(0, whole.length - digits.length), digits)
    const width = whole.length - digits.length + used
    const meant = symbolOf(code)
    if (meant > 0) track.add(meant, at, at + width)
    at += width
  }
  return track
}

/** How many digits belong to an escape, and the code that they mean. */
function readEscape(sign: string, digits: string): { readonly code: number; readonly used: number } {
  if (sign === '&#') {
    const decimal = /^\d{1,6}/.exec(digits)?.[0] ?? ''
    return { code: Number(decimal), used: Math.max(1, decimal.length) }
  }
  if (sign === '\\') {
    const octal = /^[0-7]{1,3}/.exec(digits)?.[0] ?? ''
    return octal.length < 2 ? { code: 0, used: 0 } : { code: Number.parseInt(octal, 8), used: octal.length }
  }
  if (sign === '%' && digits.startsWith('25') && digits.length >= 4)
    return { code: Number.parseInt(digits.slice(2, 4), 16), used: 4 }
  const used =
    sign === '\\u' || sign === 'U+' ? Math.min(4, digits.length) : sign === '\\u{' || sign === '&#x' ? digits.length : 2
  return { code: Number.parseInt(digits.slice(0, used), 16), used }
}

/** Every visible character as it is, code points beyond ASCII too, for ciphers that use them all. */
export function rawTrack({ text, start, end, characters }: Reading): Track {
  const track = characters.sibling('')
  for (let at = start; at < end;) {
    const unit = text.charCodeAt(at)
    const point = unit < 0xd800 ? unit : (text.codePointAt(at) ?? unit)
    const width = point > 0xffff ? 2 : 1
    if (point > 0x20) track.add(point, at, at + width)
    at += width
  }
  return track
}

/** A raw track with letters in lower case. */
export function foldRaw(raw: Track): Track {
  const track = raw.sibling('')
  for (let i = 0; i < raw.length; i++) {
    const point = raw.symbols[i] ?? 0
    track.add(point >= 0x41 && point <= 0x5a ? point + 32 : point, raw.starts[i] ?? 0, raw.ends[i] ?? 0)
  }
  return track
}

/** Signs of leetspeak as the letters that they look like. */
export function leetTrack({ text, start, end, characters, counts }: Reading): Track {
  const track = characters.sibling('')
  if (counts.foreign > 0) {
    for (let i = 0; i < characters.length; i++)
      addLeet(track, characters.symbols[i] ?? 0, characters.starts[i] ?? 0, characters.ends[i] ?? 0)
    return track
  }
  for (let at = start; at < end; at++) addLeet(track, text.charCodeAt(at), at, at + 1)
  return track
}

function addLeet(track: Track, unit: number, start: number, end: number): void {
  const symbol = unit < 128 ? (LEET_SYMBOLS[unit] ?? 0) : 0
  if (symbol > 0) track.add(symbol, start, end)
}

function leetOf(unit: number): number {
  const character = String.fromCharCode(unit)
  return symbolOf((LEET.get(character) ?? character).charCodeAt(0))
}

/** What each character of ASCII is read as, by its code. */
const LEET_SYMBOLS: Uint8Array = Uint8Array.from({ length: 128 }, (_, unit) => leetOf(leetOf(unit)))

/** Differences between neighbours of a track, for needles of the same kind; the first symbol stands for the first two. */
export function differencesOf(track: Track, form: string, between: (a: number, b: number) => number): Track {
  const made = track.sibling(form)
  for (let i = 1; i < track.length; i++)
    made.add(between(track.symbols[i - 1] ?? 0, track.symbols[i] ?? 0), track.starts[i - 1] ?? 0, track.ends[i] ?? 0)
  made.open = track.length > 0 ? track.starts[track.length - 1] : track.open
  return made
}
