import type { Disguised } from './disguised.ts'
import { isWord, letterAt, LETTERS } from './english.ts'
import { fromLeet, LONGEST_KEY, mayBeKey } from './leet-words.ts'

/** Signs of several units that are drawn like a letter, the longer ones first. */
const DRAWN: readonly (readonly [string, string])[] = (
  '|\\/| m /\\/\\ m |\\| n /\\/ n |_| u \\/\\/ w |-| h |=| f ]-[ h }{ h )-( h /-/ h (_) u |} d |) d [) d |> d |] d |3 b ' +
  '|< k |{ k |2 r |? r /2 r |* p |° p |o p |" p |_ l () o [] o <> o \\/ v /\\ a /-\\ a ~|~ t -|- t _| j >< x )( x `/ y ph f vv w'
)
  .split(' ')
  .flatMap((sign, i, all): readonly (readonly [string, string])[] => (i % 2 === 0 ? [[sign, all[i + 1] ?? '']] : []))

const LONGEST_TOKEN = 40
const ABBREVIATIONS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    2: 'to',
    4: 'for',
    u: 'you',
    ur: 'your',
    r: 'are',
    y: 'why',
    b4: 'before',
    gr8: 'great',
    l8r: 'later',
    ppl: 'people',
    plz: 'please',
    pls: 'please',
    n: 'and',
    '&': 'and',
  }),
)

/** Lines of leetspeak: digits, signs and drawings for letters, where known words come out; `places` are some of such words. */
export function* readLeet(text: string, places: readonly number[]): Generator<Disguised> {
  let end = -1
  for (const place of places) {
    if (place < end) continue
    const start = text.lastIndexOf('\n', place) + 1
    const newline = text.indexOf('\n', place)
    end = newline < 0 ? text.length : newline
    if (!mayHoldWords(text, start, end) || !mayBeLeet(text, start, end) || !isPromising(text, start, end)) continue
    const line = text.slice(start, end)
    let [read, letters, words] = [0, 0, 0]
    let fours = false
    const plain = line.split(' ').map((token) => {
      if (token === '') return token
      words++
      const found = readToken(token.toLowerCase())
      if (found === undefined) return token
      if (found === token.toLowerCase()) return token
      if (isWritten(token, 0, token.length)) {
        read++
        fours ||= token.includes('4')
        letters += found.length
      }
      return found
    })
    if (read < 2 || letters < 6 || read < words * 0.2) continue
    // Where the other words have 4 for a, one alone is an article and no preposition.
    const said = plain.map((token) =>
      token === '4' && fours ? 'a' : (ABBREVIATIONS.get(token.toLowerCase()) ?? token),
    )
    yield { encoding: 'leet', text: said.join(' '), span: { start, end } }
  }
}

/** Tokens of a line that may be read, by their hashes alone: at least two, and a fifth of all. */
function mayHoldWords(text: string, start: number, end: number): boolean {
  let words = 0
  let found = 0
  for (let at = start; at < end;) {
    const space = text.indexOf(' ', at)
    const to = space < 0 || space > end ? end : space
    if (to > at) {
      words++
      if (to - at <= LONGEST_TOKEN && isWritten(text, at, to) && mayBeRead(text, at, to)) found++
    }
    at = to + 1
  }
  return found >= 2 && found >= words * 0.2
}

/** False where readToken finds nothing. */
function mayBeRead(text: string, start: number, end: number): boolean {
  const first = text.charCodeAt(start)
  const last = text.charCodeAt(end - 1)
  // A bracket or an exclamation mark may be a letter, or stand beside the word.
  if (first === BRACKET || last === EXCLAMATION) return true
  let from = start
  while (from < end && (TRIMMED[text.charCodeAt(from)] ?? 0) !== 0) from++
  let to = end
  while (to > from && (TRIMMED[text.charCodeAt(to - 1)] ?? 0) !== 0) to--
  return (to - from <= LONGEST_KEY && mayBeKey(text, from, to)) || hasDrawing(text, start, end)
}

const BRACKET = 0x28
const EXCLAMATION = 0x21
/** 1 at punctuation around a word that is no letter in leetspeak. */
const TRIMMED: Uint8Array = Uint8Array.from({ length: 0x80 }, (_, unit) =>
  '.,?:;"\''.includes(String.fromCharCode(unit)) ? 1 : 0,
)

/** Words of a line with a digit or sign among letters: at least two, and a fifth of all. A sign behind a word is punctuation. */
function mayBeLeet(text: string, start: number, end: number): boolean {
  let [found, words, signs, letters, inside] = [0, 0, 0, 0, 0]
  for (let at = start; at <= end; at++) {
    const unit = at < end ? text.charCodeAt(at) : 0x20
    if (unit === 0x20) {
      words++
      if (inside > 0 || (signs > 1 && letters === 0) || signs > 3) found++
      signs = letters = inside = 0
      continue
    }
    if ((LETTERS[unit] ?? 0) > 0) {
      letters++
      if (signs > 0) inside++
    } else if (SIGN_UNITS[unit] === 1) {
      signs++
      if (letters > 0 && unit <= 0x39 && unit >= 0x30) inside++
    }
  }
  return found >= 2 && found * 5 >= words
}

const SIGN_UNITS: Uint8Array = Uint8Array.from({ length: 0x80 }, (_, unit) =>
  unit > 0 && '0123456789@$!|+()'.includes(String.fromCharCode(unit)) ? 1 : 0,
)

/** True where a sign or digit stands for a letter, and not only behind the word; identifiers and addresses are none. */
function isWritten(text: string, start: number, end: number): boolean {
  let found = false
  for (let i = start; i < end; i++) {
    const unit = text.charCodeAt(i)
    if ((LETTERS[unit] ?? 0) > 0) continue
    const isLast = i === end - 1
    if (unit < 0x80 && JOINTS[unit] === 1) {
      if (i > start && !isLast && letterAt(text, i - 1) > 0 && letterAt(text, i + 1) > 0) return false
      if (unit !== 0x3d) continue
    }
    if (unit !== EXCLAMATION || !isLast) found = true
  }
  return found
}

/** 1 at punctuation that stands behind words, and between the parts of identifiers. */
const JOINTS: Uint8Array = Uint8Array.from({ length: 0x80 }, (_, unit) =>
  unit > 0 && ".,?':-=;_".includes(String.fromCharCode(unit)) ? 1 : 0,
)

function readToken(token: string): string | undefined {
  if (token.length > LONGEST_TOKEN) return undefined
  const [from, to] = trim(token)
  const core = token.slice(from, to)
  if (isWord(core)) return token
  for (const word of core === token ? [core] : [core, token]) {
    const read = hasDrawing(word, 0, word.length) ? readDrawn(word) : word
    const found = fromLeet(word) ?? (read === word ? undefined : fromLeet(read))
    if (found === undefined || found.length < 2) continue
    return word === core ? token.slice(0, from) + found + token.slice(to) : found
  }
  return undefined
}

/** Without the punctuation around it; a bracket or a bar may be part of a letter. */
function trim(token: string): readonly [number, number] {
  let [from, to] = [0, token.length]
  while (from < to && '"\'('.includes(token.charAt(from)) && token.charAt(from + 1) !== ')') from++
  while (to > from && '.,!?:;"\''.includes(token.charAt(to - 1))) to--
  return [from, to]
}

/** Written words that are tried before the whole line is read. */
const MAX_PROBES = 12
/** Of the first so many, one at least must be a word. */
const FIRST_PROBES = 4
const LONGEST_PROBE = 20

/** True where a fair part of the first written words of a line can be read. */
function isPromising(text: string, start: number, end: number): boolean {
  let [probes, read] = [0, 0]
  for (let at = start; at < end && probes < MAX_PROBES;) {
    const space = text.indexOf(' ', at)
    const to = space < 0 || space > end ? end : space
    const token = text.slice(at, to)
    if (token.length > 1 && isWritten(token, 0, token.length)) {
      probes++
      if (token.length <= LONGEST_PROBE && readToken(token.toLowerCase()) !== undefined) read++
      if (probes === FIRST_PROBES && read === 0) return false
    }
    at = to + 1
  }
  return read >= 2 && read * 3 >= probes
}

const DRAWN_BY_FIRST: ReadonlyMap<string, typeof DRAWN> = Map.groupBy(DRAWN, ([sign]) => sign.charAt(0))

/** 1 at pairs of ASCII units that a drawing starts with. */
const DRAWN_PAIRS = drawnPairs()

function drawnPairs(): Uint8Array {
  const pairs = new Uint8Array(0x4000)
  for (const [sign] of DRAWN) if (sign.charCodeAt(1) < 0x80) pairs[(sign.charCodeAt(0) << 7) | sign.charCodeAt(1)] = 1
  return pairs
}

/** True where a part may be drawn; the few signs outside ASCII are let through. */
function hasDrawing(text: string, start: number, end: number): boolean {
  let before = 0
  for (let i = start; i < end; i++) {
    const unit = text.charCodeAt(i)
    if (unit >= 0x80) return true
    const lower = (LETTERS[unit] ?? 0) === 0 ? unit : unit | 0x20
    if (DRAWN_PAIRS[(before << 7) | lower] === 1) return true
    before = lower
  }
  return false
}

function readDrawn(token: string): string {
  let out = ''
  for (let at = 0; at < token.length;) {
    const drawn = DRAWN_BY_FIRST.get(token.charAt(at))?.find(([sign]) => token.startsWith(sign, at))
    out += drawn?.[1] ?? token.charAt(at)
    at += drawn?.[0].length ?? 1
  }
  return out
}
