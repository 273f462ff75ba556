import type { JsonValue } from '@ringwall/core'
import {
  createEngine,
  createKnownValueFinder,
  createSecretNames,
  createSecretScanner,
  createValueRedactor,
  LEAST_KNOWN_VALUE,
  type KnownSecret,
  type SecretScanner,
} from '@ringwall/text'
import type { WatchedWall } from '../watched-wall.ts'
import { knownSecrets } from './services.ts'

/** Takes secrets out of what is shown: known ones, by format and by name, as the layer log-sanitizer does for logs, whatever layers are on. */
export class Redactor {
  readonly #wall: WatchedWall
  #scanner: SecretScanner | undefined
  #made: { readonly values: readonly KnownSecret[]; readonly redact: (value: unknown) => unknown } | undefined

  constructor(wall: WatchedWall) {
    this.#wall = wall
  }

  /** The value without secrets; the very value where it has none. */
  redact<T extends JsonValue | object>(value: T): T {
    const values = knownSecrets(this.#wall).filter(({ value: secret }) => secret.length >= LEAST_KNOWN_VALUE)
    if (this.#made === undefined || !isSame(this.#made.values, values))
      this.#made = { values, redact: this.#make(values) }
    return this.#made.redact(value) as T // marks are texts in the place of texts, or of what stands under a secret's name
  }

  /** JSON text, read as what it says. */
  redactJson(text: string): string {
    try {
      const value = JSON.parse(text) as JsonValue
      const clean = this.redact([value])[0]
      return clean === value ? text : JSON.stringify(clean)
    } catch {
      return this.redact([text])[0] ?? ''
    }
  }

  #make(values: readonly KnownSecret[]): (value: unknown) => unknown {
    // Compiling all formats takes its time, and most processes are never asked.
    const scanner = (this.#scanner ??= createSecretScanner(createEngine(), { ignore: [], redactsWarnings: true }))
    const leastLength = Math.min(8, ...values.map(({ value }) => value.length))
    const redact = createValueRedactor({
      scanner: withValues(scanner, values),
      names: createSecretNames(),
      leastLength,
      mark: ({ rule }) => `[REDACTED:${rule}]`,
    })
    return (value) => redact(value).value
  }
}

function withValues(scanner: SecretScanner, values: readonly KnownSecret[]): SecretScanner {
  if (values.length === 0) return scanner
  const finder = createKnownValueFinder(values)
  return {
    scan(text) {
      const { critical, warnings } = scanner.scan(text)
      return { critical: [...critical, ...finder.scan(text)], warnings }
    },
    pending: (text) => Math.min(scanner.pending(text), finder.pending(text)),
  }
}

function isSame(a: readonly KnownSecret[], b: readonly KnownSecret[]): boolean {
  return a.length === b.length && a.every(({ name, value }, at) => name === b[at]?.name && value === b[at].value)
}
