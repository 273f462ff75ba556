import {
  createLiteralFinder,
  createSecretFinder,
  createSecretNames,
  createSecretScanner,
  createValueRedactor,
  type Engine,
  type Marked,
  type Redacted,
  type SecretFinder,
  type SecretScanner,
} from '@ringwall/text'
import { MAX_LENGTH, type LogSanitizerInput } from './config.ts'

/** The rule of a value that is known to be secret. */
export const KNOWN_SECRET = 'known-secret'
/** Values shorter than this are everywhere; none of them is looked for. In UTF-16 code units. */
const LEAST_VALUE = 4

/** What a sanitizer looks for beside formats and names. */
export interface DetectorOptions extends LogSanitizerInput {
  /** Secrets that are known, found in any encoding. Those of less than 4 characters are passed over. */
  readonly values?: readonly string[] | undefined
}

/** Looks for secrets in records and texts. */
export interface Detector {
  /** Never throws. `onSecret` is told what is replaced by a mark. */
  redact(record: unknown, onSecret?: (what: Marked) => void): Redacted
  readonly finder: SecretFinder
  readonly maxLength: number
}

/** Compiles everything that is looked for. */
export function createDetector(engine: Engine, options: DetectorOptions = {}): Detector {
  const { names, publicNames, ignore = [], values = [], maxLength = MAX_LENGTH } = options
  const known = values.filter(({ length }) => length >= LEAST_VALUE)
  const scanner = withValues(createSecretScanner(engine, { ignore, redactsWarnings: true }), known)
  const reader = createSecretNames({ ...(names && { names }), ...(publicNames && { publicNames }) })
  const leastLength = Math.min(8, ...known.map(({ length }) => length))
  const finder = createSecretFinder({ scanner, names: reader, leastLength })
  let listener: ((what: Marked) => void) | undefined
  const redact = createValueRedactor({
    scanner,
    names: reader,
    leastLength,
    maxText: maxLength,
    mark(what) {
      listener?.(what)
      return mark(what)
    },
  })
  return {
    finder,
    maxLength,
    redact(record, onSecret) {
      const outer = listener // a getter of the record may log in its turn
      listener = onSecret
      try {
        return redact(record)
      } finally {
        listener = outer
      }
    },
  }
}

/** What stands where a secret stood. */
export function mark({ rule }: Pick<Marked, 'rule'>): string {
  return `[REDACTED:${rule}]`
}

function withValues(scanner: SecretScanner, values: readonly string[]): SecretScanner {
  if (values.length === 0) return scanner
  const finder = createLiteralFinder(values.map((value) => ({ id: KNOWN_SECRET, value })))
  return {
    scan(text) {
      const known = finder.scan(text).map(({ start, end }) => ({ start, end, rule: KNOWN_SECRET }))
      const { critical, warnings } = scanner.scan(text)
      return known.length === 0 ? { critical, warnings } : { critical: [...critical, ...known], warnings }
    },
    pending: (text) => Math.min(scanner.pending(text), finder.pending(text)),
  }
}
