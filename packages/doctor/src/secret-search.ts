import {
  createEngine,
  createSecretFinder,
  createSecretNames,
  createSecretScanner,
  type FoundSecrets,
  type SecretFinder,
} from '@ringwall/text'

/** A secret that stands in a text: where, and of what kind; never what it is. */
export interface FoundAtLine {
  readonly line: number
  /** The id of its format, such as `github-token`, or `named-secret`. */
  readonly kind: string
}

/** Finds secrets in texts. */
export interface SecretSearch {
  /** What stands where, in order, each line and kind once. References such as `env:NAME` are none. */
  find(text: string): readonly FoundAtLine[]
  /** The text with every secret in it replaced. */
  hide(text: string): string
  /** hide for what a check says itself, where a name and what follows it is no secret: those of a known format alone. */
  hideKnown(text: string): string
}

/** Makes a search over all formats, and over values that follow the name of a secret. */
export function createSecretSearch(): SecretSearch {
  const scanner = createSecretScanner(createEngine())
  const finder = createSecretFinder({ scanner, names: createSecretNames() })
  const known = createSecretFinder({ scanner })
  return {
    find(text) {
      const found = secretsIn(finder, text).map(({ start, rule }) => ({ line: lineOf(text, start), kind: rule }))
      return found.filter(
        (one, at) => found.findIndex(({ line, kind }) => line === one.line && kind === one.kind) === at,
      )
    },
    hide: (text) => without(finder, text),
    hideKnown: (text) => without(known, text),
  }
}

function secretsIn(finder: SecretFinder, text: string): FoundSecrets['critical'] {
  return finder.find(text).critical.filter(({ start, end }) => !isReference(text.slice(start, end)))
}

function without(finder: SecretFinder, text: string): string {
  let out = ''
  let from = 0
  for (const { start, end } of secretsIn(finder, text)) {
    out += `${text.slice(from, start)}[secret]`
    from = end
  }
  return out + text.slice(from)
}

const NAMES = ['env:', 'file:', 'exec:', '${']

function isReference(value: string): boolean {
  const bare = value.replace(/^["']/, '')
  return bare.trim() === '' || NAMES.some((start) => bare.startsWith(start))
}

function lineOf(text: string, at: number): number {
  let line = 1
  for (let from = text.indexOf('\n'); from >= 0 && from < at; from = text.indexOf('\n', from + 1)) line++
  return line
}
