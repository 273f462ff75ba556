import type { Span } from '../engine.ts'
import { isReference, isSecretField } from './config-names.ts'
import type { SecretScanner } from './scanner.ts'

/** An encoded text of this many characters at most is decoded and looked at. */
const MAX_BASE64 = 65_536
const MIN_BASE64 = 16
const IS_SCHEME_END = /[A-Za-z0-9+.-]/
const ENDS_TOKEN = /[\s"'`<>]/
const IS_BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/

/** What one text holds that nobody may see, by its shape alone: known formats, passwords in URLs, secret parameters of URLs, the same in base64. */
export function spansByValue(text: string, scanner: SecretScanner): readonly Span[] {
  if (text.length < 3) return []
  const { critical, warnings } = scanner.scan(text)
  const urls = urlSpans(text)
  const found = [...critical, ...warnings, ...urls]
  const isWhole = found.length === 0 && holdsEncoded(text, scanner)
  return isWhole ? [{ start: 0, end: text.length }] : uniteSpans(found.filter((span) => !isShown(text, span)))
}

function isShown(text: string, { start, end }: Span): boolean {
  return isReference(text.slice(start, end))
}

/** Spans without overlap, in order. */
export function uniteSpans(spans: readonly Span[]): readonly Span[] {
  const united: { start: number; end: number }[] = []
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    if (end <= start) continue
    const last = united.at(-1)
    if (last !== undefined && start < last.end) last.end = Math.max(last.end, end)
    else united.push({ start, end })
  }
  return united
}

/**
 * Every password between a scheme and a host, however short or plain, and every secret parameter behind a host. An address
 * within an address is one of its own, so each part of the text is looked at once.
 */
function urlSpans(text: string): readonly Span[] {
  const spans: Span[] = []
  let end = 0
  for (let at = text.indexOf('://'); at >= 0;) {
    const start = at + 3
    if (end <= start) end = tokenEnd(text, start)
    const next = text.indexOf('://', start)
    const stop = next >= 0 && next < end ? next : end
    if (IS_SCHEME_END.test(text[at - 1] ?? '')) {
      const password = passwordIn(text, start, stop)
      if (password !== undefined) spans.push(password)
      spans.push(...parameterSpans(text, start, stop))
    }
    at = next
  }
  return spans
}

function tokenEnd(text: string, from: number): number {
  let end = from
  while (end < text.length && !ENDS_TOKEN.test(text[end] ?? '')) end++
  return end
}

/** Between the first colon and the last @ of what stands before the path; a password that was not escaped may itself hold `/`, `?`, `#` and @. */
function passwordIn(text: string, start: number, end: number): Span | undefined {
  const token = text.slice(start, end)
  const colon = token.indexOf(':')
  const path = token.search(/[/?#]/)
  if (colon < 0 || (path >= 0 && path < colon)) return undefined
  const authority = path < 0 ? token : token.slice(0, path)
  const inAuthority = authority.lastIndexOf('@')
  const isPort = /^:\d{1,5}(?:[/?#]|$)/.test(token.slice(colon, colon + 8))
  // `u:p@ss/w@host`: what follows the first @ is no host that another @ could follow.
  const host = authority.slice(inAuthority + 1)
  const isHost = host.includes('.') || host.includes(':') || host === 'localhost' || !token.includes('@', path)
  const isDone = inAuthority > colon && (path < 0 || isHost)
  const sign = isDone ? inAuthority : isPort ? -1 : token.lastIndexOf('@')
  return sign > colon + 1 ? { start: start + colon + 1, end: start + sign } : undefined
}

/** What stands before the host of an address that is itself a credential, as in the DSN of Sentry. */
export function userSpans(text: string): readonly Span[] {
  const [all = '', lead = ''] = /^([A-Za-z][A-Za-z0-9+.-]{0,31}:\/\/)[^\s/?#@:]{1,512}(?=@)/.exec(text) ?? []
  return all === '' ? [] : [{ start: lead.length, end: all.length }]
}

/** `?token=x&sig=y` and `#access_token=z`, also `;password=x` of JDBC addresses. */
function parameterSpans(text: string, from: number, to: number): readonly Span[] {
  const spans: Span[] = []
  let start = from
  for (let at = from; at <= to; at++) {
    if (at < to && !'?&#;'.includes(text[at] ?? '')) continue
    const sign = text.indexOf('=', start)
    if (start > from && sign > start && sign < at && sign - start <= 128)
      if (isSecretField(decoded(text.slice(start, sign)))) spans.push({ start: sign + 1, end: at })
    start = at + 1
  }
  return spans
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

/** A text that is base64 as a whole, and of something that holds a secret. */
function holdsEncoded(text: string, scanner: SecretScanner): boolean {
  if (text.length < MIN_BASE64 || text.length > MAX_BASE64 || !IS_BASE64.test(text)) return false
  const inner = Buffer.from(text, 'base64').toString('utf8')
  if (inner.includes('\uFFFD') || inner.length < 8) return false
  const { critical, warnings } = scanner.scan(inner)
  return critical.length + warnings.length + urlSpans(inner).length > 0
}
