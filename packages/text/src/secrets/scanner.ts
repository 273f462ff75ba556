import type { Engine, Matcher, Span } from '../engine.ts'
import type { Hit } from '../pattern-set.ts'
import type { SecretFormat } from './format.ts'
import { PRIVATE_KEY, SECRET_COLUMN, SECRET_FORMATS } from './formats.ts'
import { openRow, readTable } from './secret-tables.ts'
import { tableSearch } from './table-search.ts'
import { isPlaceholder, isRandom } from './values.ts'

/** The longest private key, from its opening line to its end; where no end comes, so much is redacted. In UTF-16 code units. */
export const SECRET_KEY_CAP = 16_384
/** How far behind the opening line the key's own characters must begin; without them the line is only quoted. */
const KEY_LEAD = 1024
/** No match is longer than this, in code points (a UTF-16 code unit is at most one). */
export const SECRET_WINDOW: number = SECRET_KEY_CAP + 4

/** A secret: where its value lies and which format it has. */
export interface Secret extends Span {
  readonly rule: string
}
/** What was seen in one text, by position. Neither list's spans overlap, nor does a warning overlap a critical secret. */
export interface SecretSightings {
  readonly critical: readonly Secret[]
  /** What is often harmless: a bearer header, a JWT. */
  readonly warnings: readonly Secret[]
}
/** Looks for secrets in text without keeping anything of it. */
export interface SecretScanner {
  scan(text: string): SecretSightings
  /** The offset from which something in `text` may still become a secret, or a longer one; before it all is settled. */
  pending(text: string): number
}

/** Characters of which secrets without white space or quotes consist. An unfinished run of them is held back. */
const IS_RUN = classTable(/[A-Za-z0-9_\-./:+=@%~$!#&*?^]/)
/** Characters that carry a token on behind the length that its format demands. */
const TAILS = {
  word: classTable(/[A-Za-z0-9_-]/),
  base64: classTable(/[A-Za-z0-9_+/=-]/),
  dotted: classTable(/[A-Za-z0-9_.=-]/),
  percent: classTable(/[A-Za-z0-9_+/=%-]/),
  header: classTable(/[A-Za-z0-9_.=~+/:%!-]/),
}
/** So much of a value is judged, if no more of it was matched; in UTF-16 code units. Longer ones have shown by then what they are. */
const JUDGED = 256
/** How far a name is read back, in UTF-16 code units. */
const NAME_REACH = 40
const LONGEST = Math.max(...SECRET_FORMATS.map(({ maxLength }) => maxLength)) + 4
const RANK: ReadonlyMap<string, number> = new Map(SECRET_FORMATS.map(({ id }, rank) => [id, rank]))

/** What may be changed of a scanner. */
export interface SecretScannerOptions {
  /** Formats that are not looked for. */
  readonly ignore?: readonly string[]
  /** Treats warnings as critical. */
  readonly redactsWarnings?: boolean
}

/** Looks for all formats but the ignored ones. All scanners of an engine share one plan, and each program that a text called for. */
export function createSecretScanner(engine: Engine, options: SecretScannerOptions = {}): SecretScanner {
  const { ignore = [], redactsWarnings = false } = options
  const ignored: ReadonlySet<string> = new Set(ignore)
  const isWanted = ignored.size > 0 ? (id: string): boolean => !ignored.has(id) : undefined
  const isCritical = ({ pattern: { tier } }: Found): boolean => tier === 'critical' || redactsWarnings
  const { formats, openFrom } = tableSearch(engine)
  const keys = createKeyReader(engine, !ignored.has(PRIVATE_KEY.id))
  return {
    scan(text) {
      const found: Found[] = []
      const tokenEnd = createTokenEnd(text)
      const last = new Map<SecretFormat, Span>()
      const heads = new Set<number>()
      for (const hit of formats.scan(text, isWanted)) {
        if (hit.pattern === SECRET_COLUMN) {
          for (const cell of readTable(text, hit.end - 1, heads)) found.push({ ...cell, pattern: SECRET_COLUMN })
          continue
        }
        // In the tail of a token of the same format nothing is to be found that is not known.
        if (hit.end <= (last.get(hit.pattern)?.end ?? -1)) continue
        const span = valueOf(text, hit, tokenEnd)
        if (!span) continue
        found.push({ ...span, pattern: hit.pattern })
        last.set(hit.pattern, span)
      }
      for (const { key } of keys.read(text)) if (key) found.push({ ...key, pattern: PRIVATE_KEY })
      if (found.length === 0) return NOTHING
      const critical = unite(found.filter(isCritical))
      // A warning never widens what is redacted: a stream may have let it out before the secret behind it was seen.
      const warnings = unite(found.filter((one) => !isCritical(one)))
      const isHidden = spanFilter(critical)
      return {
        critical,
        warnings: warnings.filter((warning) => !isHidden(warning)),
      }
    },
    pending(text) {
      return Math.min(
        runStart(text),
        openFrom(text, isWanted),
        ignored.has(SECRET_COLUMN.id) ? text.length : openRow(text),
        keys.read(text).find(({ isOpen }) => isOpen)?.start ?? text.length,
      )
    },
  }
}

const NOTHING: SecretSightings = Object.freeze({ critical: Object.freeze([]), warnings: Object.freeze([]) })

/** The span of a hit's value, or undefined where it is no secret. */
function valueOf(
  text: string,
  { start, end, groups, pattern }: Hit<SecretFormat>,
  tokenEnd: TokenEnd,
): Span | undefined {
  const group = groups.find((one) => one !== undefined)
  const span = group ? { start: group.start, end: sentenceEnd(text, group) } : { start, end }
  const matchedEnd = span.end
  if (!group || pattern.tail) span.end = tokenEnd(matchedEnd, pattern)
  // Many matches may stand in one run that is the tail of each: what is judged must not be all of it each time.
  const value = text.slice(span.start, Math.min(span.end, Math.max(matchedEnd, span.start + JUDGED)))
  if (pattern.checksum?.(value) !== true && isPlaceholder(value)) return undefined
  if (pattern.leastEntropy !== undefined && !isRandom(value, pattern.leastEntropy)) return undefined
  return pattern.check?.(value, text.slice(wordStart(text, start), span.start)) === false ? undefined : span
}

/** Where the word begins that a match begins in; not far, and within the run, which a stream keeps together. */
function wordStart(text: string, from: number): number {
  let start = from
  while (start > from - NAME_REACH && TAILS.word[text.charCodeAt(start - 1)]) start--
  return start
}

/** A full stop before white space or the end of the text ends the sentence, not the value. */
function sentenceEnd(text: string, { start, end }: Span): number {
  const isStop = end > start && text.endsWith('.', end) && (text[end] ?? ' ').trim() === ''
  return isStop ? end - 1 : end
}

type TokenEnd = (from: number, format: SecretFormat) => number

/**
 * A format demands a least length; what follows without a break belongs to the token. Many tokens may stand in one run:
 * its end is looked for once.
 */
function createTokenEnd(text: string): TokenEnd {
  const runs = new Map<readonly boolean[], Span>()
  return (from, { tail }) => {
    const table = TAILS[tail ?? 'word']
    const known = runs.get(table)
    if (known && known.start <= from && from <= known.end) return known.end
    let end = from
    while (table[text.charCodeAt(end - 1)] && table[text.charCodeAt(end)]) end++
    // A dot at the end ends the sentence.
    while (end > from && text[end - 1] === '.') end--
    runs.set(table, { start: from, end })
    return end
  }
}

function classTable(characters: RegExp): readonly boolean[] {
  return Array.from({ length: 128 }, (_, unit) => characters.test(String.fromCharCode(unit)))
}

type Found = Span & { readonly pattern: SecretFormat }

/** Overlapping secrets as one, so that no half of either stays; the most specific format names it. */
function unite(found: readonly Found[]): readonly Secret[] {
  const united: { start: number; end: number; rule: string }[] = []
  for (const { start, end, pattern } of found.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = united.at(-1)
    if (!last || start >= last.end) united.push({ start, end, rule: pattern.id })
    else {
      last.end = Math.max(last.end, end)
      if (rank(pattern.id) < rank(last.rule)) last.rule = pattern.id
    }
  }
  return united
}

function rank(rule: string): number {
  return RANK.get(rule) ?? RANK.size
}

/** Tells spans that overlap one of the secrets; asked in order of position. */
export function spanFilter(secrets: readonly Secret[]): (span: Span) => boolean {
  let next = 0
  return ({ start, end }) => {
    while ((secrets[next]?.end ?? Infinity) <= start) next++
    return (secrets[next]?.start ?? Infinity) < end
  }
}

/** The start of the run that the text ends in; of a longer run than any match, only the last part matters. */
function runStart(text: string): number {
  const least = Math.max(0, text.length - LONGEST)
  let at = text.length
  while (at > least && IS_RUN[text.charCodeAt(at - 1)]) at--
  return at
}

/** One of these is in every opening line; most texts hold none, and by a rare first letter that is cheapest to know. */
const OPENINGS = ['BEGIN ', 'PuTTY-User-Key'] as const
const CLOSING = '-----END [A-Z0-9 ]{0,60}-----|---- END SSH2 [A-Z ]{0,40}----|Private-(?:MAC|Hash): [0-9a-f]{40,64}'

/** An opening line: the key that it begins, if it is not only quoted, and whether more text may decide otherwise. */
interface Opening {
  readonly start: number
  readonly key: Span | undefined
  readonly isOpen: boolean
}

function createKeyReader(engine: Engine, isEnabled: boolean): { read(text: string): readonly Opening[] } {
  let matchers: Readonly<Record<'opening' | 'closing', Matcher>> | undefined
  return {
    read(text) {
      if (!isEnabled || !OPENINGS.some((line) => text.includes(line))) return NONE
      const { opening, closing } = (matchers ??= {
        opening: engine.compile(PRIVATE_KEY.regex),
        closing: engine.compile(CLOSING),
      })
      const hits = opening.all(text)
      const ends = hits.length > 0 ? closing.all(text) : NONE
      const holdsBody = bodyFinder(text)
      let next = 0
      return hits.map(({ start, end }) => {
        while ((ends[next]?.start ?? Infinity) < end) next++
        const cap = start + SECRET_KEY_CAP
        const close = ends[next]
        const closed = close !== undefined && close.end <= cap ? close : undefined
        const limit = Math.min(text.length, cap)
        const leadEnd = Math.min(closed?.start ?? limit, end + KEY_LEAD)
        const isKey = holdsBody(end, leadEnd)
        const key = isKey ? { start, end: closed?.end ?? limit } : undefined
        return { start, key, isOpen: !closed && limit < cap && (isKey || leadEnd - end < KEY_LEAD) }
      })
    },
  }
}

/** Characters of base64 in a row that are a key's own. */
const KEY_BODY = 40
const IS_BODY = classTable(/[A-Za-z0-9+/]/)

/** Tells whether a part of a text holds a key's own characters; asked in order of position, so that the text is read once. */
function bodyFinder(text: string): (from: number, to: number) => boolean {
  let [start, end] = [0, 0]
  return (from, to) => {
    while (end - Math.max(start, from) < KEY_BODY && end < text.length) {
      start = Math.max(end, from)
      while (start < text.length && !IS_BODY[text.charCodeAt(start)]) start++
      end = start
      while (end < text.length && IS_BODY[text.charCodeAt(end)]) end++
    }
    return Math.min(end, to) - Math.max(start, from) >= KEY_BODY
  }
}

const NONE: readonly never[] = Object.freeze([])
