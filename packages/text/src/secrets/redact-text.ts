import type { Span } from '../engine.ts'
import { findNamedValues } from './named-text.ts'
import { dropped, NAMED_SECRET, type Marked } from './redaction.ts'
import type { SecretNames } from './secret-names.ts'
import type { Secret, SecretScanner } from './scanner.ts'

/** No secret is shorter, with its name before it. */
const LEAST = 8
/** Texts without secrets that are remembered, twice, up to a length each: levels, routes and fixed messages come again and again. */
const CLEAN_LIMIT = 1024
const CLEAN_LENGTH = 96
/** Percent-encoded runs are read decoded too. */
const ENCODED_RUN = /[^\s"'<>]+/g
const ENCODED = /%[0-9a-f]{2}/i

/** Called for each secret of a text. */
export type Report = (rule: string, tier: 'critical' | 'warning') => void

/** What it takes to redact text. */
export interface TextRedactorOptions {
  readonly scanner: SecretScanner
  /** Reads names in the text; undefined leaves them to the scanner. */
  readonly names: SecretNames | undefined
  readonly mark: (what: Marked) => string
}

/** Redacts one text. `lead` is put before it for the scanner alone, as context of its value. */
export type RedactText = (text: string, key: string | undefined, lead: string, report: Report) => string

/** Makes a redactor of texts; the same text is returned where nothing is found. */
export function createTextRedactor({ scanner, names, mark }: TextRedactorOptions): RedactText {
  let [clean, older] = [new Set<string>(), new Set<string>()]
  const remember = (text: string): void => {
    if (clean.size >= CLEAN_LIMIT) [clean, older] = [new Set(), clean]
    clean.add(text)
  }
  return (text, key, lead, report) => {
    if (text.length + lead.length < LEAST) return text
    const isShort = lead === '' && text.length <= CLEAN_LENGTH
    if (isShort && clean.has(text)) return text
    if (isShort && older.has(text)) {
      remember(text)
      return text
    }
    const { critical, warnings } = scanner.scan(lead + text)
    const secrets = shifted(critical, lead.length)
    const named = names ? findNamedValues(text, names) : NONE
    const encoded = text.includes('%') ? encodedRuns(text, scanner) : NONE
    for (const { rule } of warnings) report(rule, 'warning')
    const all = named.length + encoded.length > 0 ? unite([...secrets, ...named.map(asNamed), ...encoded]) : secrets
    if (all.length === 0) {
      if (isShort && warnings.length === 0) remember(text)
      return text
    }
    let out = ''
    let at = 0
    for (const { start, end, rule } of all) {
      report(rule, 'critical')
      out += text.slice(at, start) + mark({ rule, value: text.slice(start, end), key })
      at = end
    }
    return out + text.slice(at)
  }
}

const NONE: readonly never[] = Object.freeze([])

/** The beginning of a text that is too long, up to where no secret is cut in two, and a mark for the rest. */
export function cutText(text: string, limit: number, scanner: SecretScanner): { head: string; rest: string } {
  const head = text.slice(0, Math.max(0, limit))
  const settled = head.slice(0, scanner.pending(head))
  return { head: settled, rest: dropped(`${text.length - settled.length} characters`) }
}

function asNamed(span: Span): Secret {
  return { ...span, rule: NAMED_SECRET }
}

/** Secrets of a text after its lead. */
function shifted(secrets: readonly Secret[], by: number): readonly Secret[] {
  if (by === 0) return secrets
  return secrets
    .filter(({ end }) => end > by)
    .map(({ start, end, rule }) => ({ start: Math.max(0, start - by), end: end - by, rule }))
}

/** Runs that hold a secret once they are decoded; they go as a whole, since what is left of them could not be decoded. */
function encodedRuns(text: string, scanner: SecretScanner): readonly Secret[] {
  const found: Secret[] = []
  for (const { 0: run, index } of text.matchAll(ENCODED_RUN)) {
    if (!ENCODED.test(run)) continue
    const [secret] = scanner.scan(decodePercent(run)).critical
    if (secret) found.push({ start: index, end: index + run.length, rule: secret.rule })
  }
  return found
}

function decodePercent(run: string): string {
  let text = run
  for (let round = 0; round < 3 && ENCODED.test(text); round++) {
    const decoded = text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (bytes) =>
      Buffer.from(bytes.replaceAll('%', ''), 'hex').toString(),
    )
    if (decoded === text) break
    text = decoded
  }
  return text
}

/** Overlapping secrets as one; what a format names it comes before what its place names it. */
function unite(secrets: readonly Secret[]): readonly Secret[] {
  const united: { start: number; end: number; rule: string }[] = []
  for (const { start, end, rule } of secrets.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = united.at(-1)
    if (!last || start >= last.end) united.push({ start, end, rule })
    else {
      last.end = Math.max(last.end, end)
      if (last.rule === NAMED_SECRET) last.rule = rule
    }
  }
  return united
}
