import {
  createKnownValueFinder,
  createSecretFinder,
  createSecretNames,
  createSecretScanner,
  createValueRedactor,
  LEAST_KNOWN_VALUE,
  type Engine,
  type KnownSecret,
  type Marked,
  type Redacted,
  type SecretFinder,
  type SecretScanner,
} from '@ringwall/text'
import { MAX_LENGTH, type LogSanitizerInput } from './config.ts'

/** What a sanitizer looks for beside formats and names. */
export interface DetectorOptions extends LogSanitizerInput {
  /** Secrets that are known: found as they are, in base64, hex, escapes and reversed. Those of less than 4 characters are passed over. */
  readonly values?: readonly (string | KnownSecret)[] | undefined
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
  const secrets = values.map((value) => (typeof value === 'string' ? { name: 'value', value } : value))
  const known = secrets.filter(({ value }) => value.length >= LEAST_KNOWN_VALUE)
  const scanner = withValues(createSecretScanner(engine, { ignore, redactsWarnings: true }), known)
  const reader = createSecretNames({ ...(names && { names }), ...(publicNames && { publicNames }) })
  const leastLength = Math.min(8, ...known.map(({ value }) => value.length))
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

function withValues(scanner: SecretScanner, values: readonly KnownSecret[]): SecretScanner {
  if (values.length === 0) return scanner
  const finder = createKnownValueFinder(values)
  return {
    scan(text) {
      const known = finder.scan(text)
      const { critical, warnings } = scanner.scan(text)
      return known.length === 0 ? { critical, warnings } : { critical: [...critical, ...known], warnings }
    },
    pending: (text) => Math.min(scanner.pending(text), finder.pending(text)),
  }
}
