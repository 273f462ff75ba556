import type { Span } from '../engine.ts'
import { callAt, isNumber, isProse, isStandIn, tellsNothing } from './plain-values.ts'
import { isMark } from './redaction.ts'
import type { SecretNames } from './secret-names.ts'

/** The longest name that is read before a separator, in UTF-16 code units. */
const NAME_LIMIT = 64
/** Names of headers, whose value goes on to the end of the line. */
const HEADER = /^(?:proxy-?)?authori[sz]ation$|^(?:set-?)?cookie2?$/i
/** What Python and SQL put before a quote. */
const PREFIX = /^[bBrRuUfFN@]{1,2}(?=["'])/
/** What stands before the credential, of which it is no part. */
const SCHEME = /^[[(]?(?:Basic|Bearer|Token|ApiKey|Digest|Negotiate)[ \t]{1,4}(?=[\w+/=.~-])/i
/** `[` and `]` in a form: `user%5Bpassword%5D`. */
const BRACKET = /^%(?:25){0,4}5[bd]/i
const BRACKETS = /%(?:25){0,4}5[bd]/gi
const ENCODED_QUOTE = /%(?:25){0,4}2[27]$/
/** White space that is passed over before a value, in UTF-16 code units: also what colours of a terminal took. */
const BLANKS = 16

const [TAB, SPACE, QUOTE, APOSTROPHE, PERCENT, COLON, EQUALS, MORE, BACKTICK, BACKSLASH] = [
  9, 32, 34, 39, 37, 58, 61, 62, 96, 92,
]

/** The value of a secret name, and the quotes that a mark in its place needs so that JSON stays JSON. */
export interface NamedValue extends Span {
  readonly quote: string
}

/**
 * Finds the values of secret names in text: JSON also within JSON strings and cut short, forms, query strings, `key=value`
 * lines, headers, printed objects, all of it percent-encoded too. Linear: each value is skipped once it is read.
 */
export function findNamedValues(text: string, names: SecretNames): readonly NamedValue[] {
  let values: NamedValue[] | undefined
  // Native searches: most texts hold no separator, or few.
  let [colon, equals, percent] = [text.indexOf(':'), text.indexOf('='), text.indexOf('%')]
  for (let at = nearest(colon, equals, percent); at < text.length; at = nearest(colon, equals, percent)) {
    const value = namedValueAt(text, at, names)?.value
    if (value) (values ??= []).push(value)
    const from = Math.max(at + 1, value?.end ?? 0)
    if (colon >= 0 && colon < from) colon = text.indexOf(':', from)
    if (equals >= 0 && equals < from) equals = text.indexOf('=', from)
    if (percent >= 0 && percent < from) percent = text.indexOf('%', from)
  }
  return values ?? NONE
}

/** The least offset of those that are one. */
function nearest(a: number, b: number, c: number): number {
  return Math.min(a < 0 ? Infinity : a, b < 0 ? Infinity : b, c < 0 ? Infinity : c)
}

/** The offset from which a name at the end of `text`, or its value, may still become another one. */
export function pendingNamedValue(text: string, names: SecretNames): number {
  const from = Math.max(0, text.length - TAIL)
  let pending = unfinishedFrom(text)
  for (let at = from; at < pending; at++) {
    const found = namedValueAt(text, at, names)
    if (found && found.read >= text.length) pending = Math.min(pending, found.start)
  }
  return pending
}

const NONE: readonly NamedValue[] = Object.freeze([])
/** What comes before this much of a text's end is settled but for values, whose beginning is redacted already. */
const TAIL = 512

/** The start of a name that the text ends in, with or without a separator and the quotes around both. */
function unfinishedFrom(text: string): number {
  let at = text.length
  const back = (most: number, is: (unit: number) => boolean): void => {
    for (let i = 0; i < most && at > 0 && is(text.charCodeAt(at - 1)); i++) at--
  }
  const isBackslash = (unit: number): boolean => unit === BACKSLASH
  back(1, isQuote)
  back(16, isBackslash)
  back(BLANKS, (unit) => unit <= SPACE)
  back(3, (unit) => unit === COLON || unit === EQUALS || unit === MORE)
  back(2, (unit) => unit === SPACE)
  back(1, isQuote)
  back(16, isBackslash)
  const end = at
  back(NAME_LIMIT, (unit) => unit === PERCENT || isNameUnit(unit))
  return at < end ? at : text.length
}

/** A secret name: where it starts, how far its value was read, and the value if there is one to hide. */
interface Sighting {
  readonly start: number
  readonly read: number
  readonly value: NamedValue | undefined
}

function namedValueAt(text: string, at: number, names: SecretNames): Sighting | undefined {
  const separator = separatorAt(text, at)
  if (separator === undefined) return undefined
  const name = nameBefore(text, at)
  if (name === undefined || !names.isSecretName(name.text)) return undefined
  const { start } = name
  const candidate = valueAfter(text, separator, name, names)
  const value = candidate && candidate.kind !== 'nothing' ? decide(text, name, candidate, names) : undefined
  return { start, read: candidate?.read ?? separator.end, value }
}

/** What stands where a value would. */
interface Candidate extends Span {
  readonly kind: 'quoted' | 'word' | 'structure' | 'nothing'
  /** The offset of the first code unit that is certainly no part of it. */
  readonly read: number
}

function decide(
  text: string,
  name: Name,
  { kind, start, end, read }: Candidate,
  names: SecretNames,
): NamedValue | undefined {
  const value = text.slice(start, end)
  if (tellsNothing(value)) return undefined
  if (isMark(value) || (kind !== 'structure' && (isStandIn(value) || isStandIn(text.slice(start, read)))))
    return undefined
  const meant = kind === 'structure' ? {} : kind === 'word' && isNumber(value) ? 0 : value
  if (!names.isSecretEntry(name.text, meant)) return undefined
  return { start, end, quote: kind === 'quoted' ? '' : name.quote }
}

interface Separator {
  readonly end: number
  readonly isColon: boolean
  /** `%3D`, and the same encoded again: `%253D`. */
  readonly isEncoded: boolean
}

function separatorAt(text: string, at: number): Separator | undefined {
  const unit = text.charCodeAt(at)
  if (unit === COLON || unit === EQUALS) {
    let end = at + 1
    // `=>`, `==`, `:=`
    while (end - at < 4 && (text.charCodeAt(end) === EQUALS || text.charCodeAt(end) === MORE)) end++
    return { end, isColon: unit === COLON && end === at + 1, isEncoded: false }
  }
  if (unit !== PERCENT) return undefined
  let end = at + 1
  while (text.startsWith('25', end)) end += 2
  const code = text.slice(end, end + 2).toLowerCase()
  if (code !== '3d' && code !== '3a') return undefined
  return { end: end + 2, isColon: code === '3a', isEncoded: true }
}

interface Name {
  readonly text: string
  readonly start: number
  /** What closes it: `"`, `\"`, `%22`; empty where nothing does. */
  readonly quote: string
  readonly isSpaced: boolean
}

function nameBefore(text: string, at: number): Name | undefined {
  let end = at
  while (end > 0 && at - end < 2 && text.charCodeAt(end - 1) === SPACE) end--
  const isSpaced = end < at
  const afterQuote = end
  const encoded = ENCODED_QUOTE.exec(text.slice(Math.max(0, end - 11), end))
  if (encoded) end -= encoded[0].length
  else if (isQuote(text.charCodeAt(end - 1))) {
    end--
    while (text.charCodeAt(end - 1) === BACKSLASH) end--
  }
  const quote = text.slice(end, afterQuote)
  let start = end
  while (start > 0 && end - start <= NAME_LIMIT) {
    if (isNameUnit(text.charCodeAt(start - 1)) || BRACKET.test(text.slice(start - 1, start + 12))) start--
    else break
  }
  if (start === end || end - start > NAME_LIMIT) return undefined
  const name = text.slice(start, end)
  return { text: name.includes('%') ? name.replaceAll(BRACKETS, '.') : name, start, quote, isSpaced }
}

function valueAfter(
  text: string,
  { end, isColon, isEncoded }: Separator,
  name: Name,
  names: SecretNames,
): Candidate | undefined {
  let start = end
  while (start - end < BLANKS && isBlank(text.charCodeAt(start))) start++
  if (isEncoded) return encodedValue(text, start)
  const quoted = quotedValue(text, start + (PREFIX.exec(text.slice(start, start + 3))?.[0].length ?? 0))
  if (quoted) return quoted
  const isLine = startsLine(text, name.start)
  if (HEADER.test(name.text) && isColon && name.quote === '') return word(start, lineEnd(text, start))
  if (!isColon && (name.isSpaced || start > end) && !isLine) return undefined // a comparison in code or prose
  if (name.quote !== '' && (text[start] === '{' || text[start] === '[')) {
    if (!names.isSecretEntry(name.text, {})) return undefined // before its end is looked for, which may be far away
    const close = bracketEnd(text, start)
    return { kind: 'structure', start, end: close, read: close }
  }
  const isLoose = isColon && !isLine && name.quote === ''
  // Before the end of the word is looked for, since nothing is skipped where it is code.
  const call = isLoose ? callAt(text, start) : 0
  if (call > 0) return { kind: 'nothing', start, end: start, read: start + call }
  const scheme = SCHEME.exec(text.slice(start, start + 24))?.[0].length ?? 0
  const read = wordEnd(text, start + scheme)
  const value: Candidate = { kind: 'word', start, end: sentenceEnd(text, start, read), read }
  return isLoose && isProse(text.slice(start, read)) ? { ...value, kind: 'nothing' } : value
}

function word(start: number, end: number): Candidate {
  return { kind: 'word', start, end, read: end }
}

/** The text between quotes, however often these are escaped; without a closing one, all that follows. */
function quotedValue(text: string, from: number): Candidate | undefined {
  let start = from
  while (text.charCodeAt(start) === BACKSLASH) start++
  const quote = text[start] ?? ''
  if (!isQuote(quote.charCodeAt(0))) return undefined
  const slashes = start - from
  start++
  for (let end = text.indexOf(quote, start); end >= 0; end = text.indexOf(quote, end + 1)) {
    let before = 0
    while (before <= slashes && text.charCodeAt(end - 1 - before) === BACKSLASH && end - 1 - before >= start) before++
    if (before <= slashes) return { kind: 'quoted', start, end: end - before, read: end + 1 }
  }
  return { kind: 'quoted', start, end: text.length, read: text.length }
}

function encodedValue(text: string, from: number): Candidate {
  const rest = text.slice(from)
  const opening = /^(?:%(?:25)*20|\+)*%(?:25)*2[27]/.exec(rest)
  if (opening) {
    const start = from + opening[0].length
    const close = /%(?:25)*2[27]/.exec(text.slice(start))
    const end = close ? start + close.index : text.length
    return { kind: 'quoted', start, end, read: end }
  }
  const stop = /[\s&"'<>]|%(?:25)*26/.exec(rest)
  return word(from, stop ? from + stop.index : text.length)
}

function bracketEnd(text: string, start: number): number {
  let depth = 0
  for (let at = start; at < text.length; at++) {
    const character = text[at]
    if (character === '{' || character === '[') depth++
    else if ((character === '}' || character === ']') && --depth === 0) return at + 1
  }
  return text.length
}

function wordEnd(text: string, start: number): number {
  let end = start
  while (end < text.length && !isEnd(text.charCodeAt(end))) end++
  return end
}

/** Punctuation at the end of an unquoted value belongs to the sentence or structure around it. */
function sentenceEnd(text: string, start: number, from: number): number {
  let end = from
  while (end > start && ',;.)]}'.includes(text[end - 1] ?? '')) end--
  return end
}

function lineEnd(text: string, start: number): number {
  for (let end = start; end < text.length; end++) {
    if ('\r\n"'.includes(text[end] ?? '') || text.startsWith('\\n', end) || text.startsWith('\\r', end)) return end
  }
  return text.length
}

/** True where only signs of a list, a quotation or an export stand before the name on its line. */
function startsLine(text: string, at: number): boolean {
  let start = at
  while (start > 0 && at - start < 16 && text[start - 1] !== '\n') start--
  return (start === 0 || text[start - 1] === '\n') && /^(?:export |set |[\s\-*><])*$/.test(text.slice(start, at))
}

function isQuote(unit: number): boolean {
  return unit === QUOTE || unit === APOSTROPHE || unit === BACKTICK
}

function isBlank(unit: number): boolean {
  return unit === SPACE || unit === TAB
}

function isEnd(unit: number): boolean {
  return unit <= SPACE || unit === QUOTE || unit === APOSTROPHE || unit === BACKTICK || unit === 38 || unit === 60
}

/** Letters, digits, `_ - . $ [ ]` and everything that is not ASCII. */
function isNameUnit(unit: number): boolean {
  return (
    (unit >= 97 && unit <= 122) ||
    (unit >= 65 && unit <= 90) ||
    (unit >= 48 && unit <= 57) ||
    unit === 95 ||
    unit === 45 ||
    unit === 46 ||
    unit === 36 ||
    unit === 91 ||
    unit === 93 ||
    unit >= 128
  )
}
