import { findPhrases, pendingPhrase } from './named-phrases.ts'
import { findNamedValues, pendingNamedValue, type NamedValue } from './named-text.ts'
import { NAMED_SECRET } from './redaction.ts'
import type { SecretNames } from './secret-names.ts'
import type { Secret, SecretScanner } from './scanner.ts'

/** No secret of a format is shorter, with its name before it. */
const LEAST = 8
/** Texts without secrets that are remembered, twice, up to a length each: levels, routes and fixed messages come again and again. */
const CLEAN_LIMIT = 1024
const CLEAN_LENGTH = 96
const RUN = /[^\s"'<>]+/g
/** Eight or more bytes as decimal numbers, with their keys or without, and what Node prints of a Buffer. */
const PRINTED = [
  [/(?:\\?"[0-9]{1,9}\\?":)?[0-9]{1,3}(?:,\s{0,8}(?:\\?"[0-9]{1,9}\\?":)?[0-9]{1,3}){7,}/g, 10],
  [/(?<=<Buffer )[0-9a-f]{2}(?: [0-9a-f]{2}){7,}/g, 16],
] as const
const ENCODED = /%[0-9a-f]{2}/i
/** What colours a terminal; the letter at its end hides where a word begins. */
const COLOR = /\p{Cc}\[[0-9;]{0,16}m/gu

/** A secret in text, and the quotes that a mark in its place needs so that JSON stays JSON. */
export interface FoundSecret extends Secret {
  readonly quote: string
}
/** What was found in one text, by position; neither list's spans overlap. */
export interface FoundSecrets {
  readonly critical: readonly FoundSecret[]
  readonly warnings: readonly Secret[]
}
/** Finds secrets by format, and by the names before them. */
export interface SecretFinder {
  /** `lead` stands before the text as context of a value. Spans are those of the text. */
  find(text: string, lead?: string): FoundSecrets
  /** The offset from which something in `text` may still become a secret, or a longer one. */
  pending(text: string): number
}

/** What a finder looks with. */
export interface SecretFinderOptions {
  readonly scanner: SecretScanner
  /** Without it, what a text calls a password is left to the scanner. */
  readonly names?: SecretNames | undefined
  /** Texts shorter than this, with their lead, are not scanned; 8 without it. In UTF-16 code units. */
  readonly leastLength?: number
}

/** Makes a finder. */
export function createSecretFinder({ scanner, names, leastLength = LEAST }: SecretFinderOptions): SecretFinder {
  const isClean = createMemory()
  return {
    find(text, lead = '') {
      if (text.length + lead.length < leastLength) return names ? onlyNamed(text, names) : NOTHING
      const isShort = lead === '' && text.length <= CLEAN_LENGTH
      if (isShort && isClean.has(text)) return NOTHING
      const found = search(text, lead, scanner, names)
      if (isShort && found === NOTHING) isClean.add(text)
      return found
    },
    pending(text) {
      const settled = scanner.pending(text)
      return names ? Math.min(settled, pendingNamedValue(text, names), pendingPhrase(text, names)) : settled
    },
  }
}

const NONE: readonly never[] = Object.freeze([])
const NOTHING: FoundSecrets = Object.freeze({ critical: NONE, warnings: NONE })

function onlyNamed(text: string, names: SecretNames): FoundSecrets {
  const named = findNamedValues(text, names)
  if (named.length === 0) return NOTHING
  return { critical: named.map((value) => ({ ...value, rule: NAMED_SECRET })), warnings: NONE }
}

/** With no quotes added: a phrase is no JSON. */
function phrasesIn(text: string, names: SecretNames): readonly NamedValue[] {
  return findPhrases(text, names).map(({ start, end }) => ({ start, end, quote: '' }))
}

function search(colored: string, lead: string, scanner: SecretScanner, names: SecretNames | undefined): FoundSecrets {
  const text = colored.includes('\u001b') ? colored.replaceAll(COLOR, (code) => ' '.repeat(code.length)) : colored
  const { critical, warnings } = scanner.scan(lead + text)
  const named = names ? [...findNamedValues(text, names), ...phrasesIn(text, names)] : NONE
  const encoded = text.includes('%') ? encodedRuns(text, scanner) : NONE
  const bytes = mayHoldBytes(text) ? printedBytes(text, scanner) : NONE
  if (critical.length + warnings.length + named.length + encoded.length + bytes.length === 0) return NOTHING
  const all = [...shifted(critical, lead.length), ...encoded].map((one): FoundSecret => ({ ...one, quote: '' }))
  all.push(...bytes)
  for (const { start, end, quote } of named) all.push({ start, end, quote, rule: NAMED_SECRET })
  return { critical: unite(all), warnings: shifted(warnings, lead.length) }
}

/** Where secrets of a text behind a lead lie in the text alone. */
function shifted(secrets: readonly Secret[], by: number): readonly Secret[] {
  if (by === 0) return secrets
  return secrets
    .filter(({ end }) => end > by)
    .map(({ start, end, rule }) => ({ start: Math.max(0, start - by), end: end - by, rule }))
}

/** Runs that hold a secret once they are decoded; they go as a whole, since what is left of them could not be decoded. */
function encodedRuns(text: string, scanner: SecretScanner): readonly Secret[] {
  const found: Secret[] = []
  for (const { 0: run, index } of text.matchAll(RUN)) {
    if (!ENCODED.test(run)) continue
    const [secret] = scanner.scan(decodePercent(run)).critical
    if (secret) found.push({ start: index, end: index + run.length, rule: secret.rule })
  }
  return found
}

/** Cheap, and seldom true: a comma behind a digit, or what Node prints of a Buffer. */
function mayHoldBytes(text: string): boolean {
  for (let at = text.indexOf(','); at >= 0; at = text.indexOf(',', at + 1))
    if (isDigit(text.charCodeAt(at - 1))) return true
  return text.includes('<Buffer ')
}

function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57
}

/** Bytes that were printed as numbers, by JSON or by a debugger, and hold a secret. */
function printedBytes(text: string, scanner: SecretScanner): readonly FoundSecret[] {
  const found: FoundSecret[] = []
  for (const [pattern, radix] of PRINTED) {
    for (const { 0: run, index } of text.matchAll(pattern)) {
      const bytes = Array.from(run.replaceAll(/"[0-9]{1,9}\\?":/g, '').matchAll(/[0-9a-f]+/g), ([digits]) =>
        Number.parseInt(digits, radix),
      )
      const [secret] = scanner.scan(Buffer.from(bytes).toString('latin1')).critical
      if (!secret) continue
      const end = index + run.length
      const isObject = text[index - 1] === '{' && text[end] === '}'
      const quote = isObject || text[index - 1] === '[' ? '"' : ''
      found.push({ start: isObject ? index - 1 : index, end: isObject ? end + 1 : end, rule: secret.rule, quote })
    }
  }
  return found
}

function decodePercent(run: string): string {
  let text = run
  for (let round = 0; round < 3 && ENCODED.test(text); round++) {
    text = text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (bytes) => Buffer.from(bytes.replaceAll('%', ''), 'hex').toString())
  }
  return text
}

/** Overlapping secrets as one; what a format names it comes before what its place names it. */
function unite(secrets: readonly FoundSecret[]): readonly FoundSecret[] {
  const united: { start: number; end: number; rule: string; quote: string }[] = []
  for (const one of secrets.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = united.at(-1)
    if (!last || one.start >= last.end) united.push({ ...one })
    else {
      if (one.start === last.start && one.end === last.end && one.quote !== '') last.quote = one.quote
      else if (one.end > last.end) last.quote = ''
      last.end = Math.max(last.end, one.end)
      if (last.rule === NAMED_SECRET) last.rule = one.rule
    }
  }
  return united
}

/** Remembers some thousand texts, the latest ones. */
function createMemory(): { has(text: string): boolean; add(text: string): void } {
  let [recent, older] = [new Set<string>(), new Set<string>()]
  const add = (text: string): void => {
    if (recent.size >= CLEAN_LIMIT) [recent, older] = [new Set(), recent]
    recent.add(text)
  }
  return {
    add,
    has(text) {
      if (recent.has(text)) return true
      if (!older.has(text)) return false
      add(text)
      return true
    },
  }
}
