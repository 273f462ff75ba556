import type { Engine } from '../engine.ts'
import type { Secret } from '../secrets/scanner.ts'
import { uniteSpans } from '../unite-spans.ts'
import { checkCard, checkEmail, checkIban, checkIp, checkPhone, checkSsn, type Check } from './checks.ts'

/** A kind of personal data: its shape, what its unfinished beginnings look like, and its checksum or range. */
interface PiiFormat {
  readonly id: string
  readonly regex: string
  /** In UTF-16 code units. */
  readonly maxLength: number
  readonly open: string
  readonly check: Check
}

/** Every kind, the most specific first: where several cover a place, the first gives it its name. */
const PII_FORMATS: readonly PiiFormat[] = [
  {
    id: 'email-address', // RFC 5322, section 3.4.1, without quoted parts
    regex: '[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\\.){1,6}[A-Za-z]{2,24}\\b',
    open: '[A-Za-z0-9._%+-]{1,64}@?[A-Za-z0-9.-]{0,400}$',
    maxLength: 475,
    check: checkEmail,
  },
  {
    id: 'iban', // https://www.swift.com/standards/data-standards/iban-international-bank-account-number
    regex: '\\b[A-Z]{2}[0-9]{2}(?:[ -]?[A-Z0-9]){11,30}\\b',
    open: '\\b[A-Z]{1,2}[0-9]{0,2}(?:[ -]?[A-Z0-9]){0,30}[ -]?$',
    maxLength: 66,
    check: checkIban,
  },
  {
    id: 'payment-card', // ISO/IEC 7812-1
    regex: '\\b[2-6][0-9]{3}(?:[ -]?[0-9]){9,15}\\b',
    open: '\\b[2-6](?:[ -]?[0-9]){0,18}[ -]?$',
    maxLength: 36,
    check: checkCard,
  },
  {
    id: 'us-ssn', // https://www.ssa.gov/employer/randomization.html
    regex: '\\b[0-9]{3}[- ][0-9]{2}[- ][0-9]{4}\\b',
    open: '\\b[0-9]{1,3}(?:[- ][0-9]{0,2}(?:[- ][0-9]{0,4})?)?$',
    maxLength: 12,
    check: checkSsn,
  },
  {
    id: 'ip-address', // RFC 4291, section 2.2
    regex: '[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}',
    open: '[0-9A-Fa-f.:]{1,45}$',
    maxLength: 45,
    check: checkIp,
  },
  {
    id: 'phone-number', // E.164; then as written in North America, France, Germany and the United Kingdom
    regex: [
      '\\+[1-9](?:[ .()/-]{0,3}[0-9]){7,14}\\b',
      '\\(?\\b[2-9][0-9]{2}(?:\\) ?|[ .-])[2-9][0-9]{2}[ .-][0-9]{4}\\b',
      '\\b0[1-9](?: [0-9]{2}){4}\\b',
      '\\b0[1-9][0-9]{1,3}[ /-]{1,3}[0-9]{5,8}\\b',
    ].join('|'),
    open: '(?:\\+|\\(|\\b[0-9])(?:[ .()/-]{0,3}[0-9]){0,15}[ .()/-]{0,3}$',
    maxLength: 62,
    check: checkPhone,
  },
]

/** Finds personal data in text. */
export interface PiiFinder {
  /** By position; none overlaps another. */
  scan(text: string): readonly Secret[]
  /** The offset from which something in `text` may still become a finding, or a longer one; before it all is settled. */
  pending(text: string): number
}

/** Compiles the kinds. Each is checked as far as it can be: by checksum, length, or range. */
export function createPiiFinder(engine: Engine): PiiFinder {
  const kinds = PII_FORMATS.map(({ id, regex, check }) => ({ id, check, matcher: engine.compile(regex, '', id) }))
  const opens = PII_FORMATS.map(({ id, open }) => engine.compile(open, '', id))
  const reach = Math.max(...PII_FORMATS.map(({ maxLength }) => maxLength)) + 4
  return {
    scan(text) {
      const found = kinds.flatMap(({ id, check, matcher }) =>
        matcher.all(text).flatMap(({ start, end }) => {
          const length = isInside(text, start, end) ? 0 : check(text.slice(start, end))
          return length > 0 ? [{ start, end: start + length, rule: id }] : []
        }),
      )
      return uniteSpans(found)
    },
    pending(text) {
      const from = Math.max(0, text.length - reach)
      const tail = text.slice(from)
      return from + Math.min(tail.length, ...opens.map((open) => open.all(tail, 1)[0]?.start ?? tail.length))
    },
  }
}

/** True where the candidate is a part of a longer word or number. */
function isInside(text: string, start: number, end: number): boolean {
  const isWord = (at: number): boolean => /[\w@]/.test(text.charAt(at))
  return (
    isWord(start - 1) ||
    isWord(end) ||
    (/[.:-]/.test(text.charAt(end)) && isWord(end + 1)) ||
    (/[.:-]/.test(text.charAt(start - 1)) && isWord(start - 2))
  )
}
