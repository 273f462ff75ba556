import { createEngine, createSecretFinder, createSecretNames, createSecretScanner } from '@ringwall/text'

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
}

/** Makes a search over all formats, and over values that follow the name of a secret. */
export function createSecretSearch(): SecretSearch {
  const finder = createSecretFinder({ scanner: createSecretScanner(createEngine()), names: createSecretNames() })
  return {
    find(text) {
      const { critical } = finder.find(text)
      const found = critical
        .filter(({ start, end }) => !isReference(text.slice(start, end)))
        .map(({ start, rule }) => ({ line: lineOf(text, start), kind: rule }))
      return found.filter(
        (one, at) => found.findIndex(({ line, kind }) => line === one.line && kind === one.kind) === at,
      )
    },
    hide(text) {
      let out = ''
      let from = 0
      for (const { start, end } of finder.find(text).critical) {
        if (isReference(text.slice(start, end))) continue
        out += `${text.slice(from, start)}[secret]`
        from = end
      }
      return out + text.slice(from)
    },
  }
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
