import type { Span } from '@ringwall/core'
import type { Config } from './config.ts'

/** What may be wrong with a JSON document. */
export type JsonRule =
  | 'json-syntax'
  | 'json-scalar'
  | 'json-duplicate-key'
  | 'json-unsafe-key'
  | 'json-depth'
  | 'json-keys'
  | 'json-key-length'
  | 'json-items'
/** The first thing wrong with a document, and where. */
export interface JsonProblem {
  readonly rule: JsonRule
  readonly span: Span
}
/** A string of a document, name or value, with its escapes resolved; the span is that of the literal. */
export interface JsonString {
  readonly value: string
  readonly span: Span
}
/** A document as far as it was read: its strings, and what stopped the reading, if anything. */
export interface JsonScan {
  readonly strings: readonly JsonString[]
  readonly problem?: JsonProblem
}

/** The limits that a document is held to. */
export type JsonLimits = Pick<Config, 'maxJsonDepth' | 'maxJsonKeys' | 'maxJsonKeyLength' | 'maxJsonItems'>

/**
 * Reads a JSON document (RFC 8259) once, without recursion and without building it. Stricter than JSON.parse: the
 * document is an object, an array or a string, no name occurs twice in an object, and none leads to a prototype.
 */
export function scanJson(text: string, limits: JsonLimits): JsonScan {
  const reader = new Reader(text, limits)
  const problem = reader.read()
  return { strings: reader.strings, ...(problem && { problem }) }
}

/** An object or array that is not closed yet. */
interface Container {
  /** The names so far; absent in an array. */
  readonly names?: Set<string>
  /** The name whose value is being read. */
  name?: string
  items: number
}

/** Sticky, each a class or a sequence of distinct classes: linear. Made per document, as they hold a position. */
const createTokens = () => ({
  space: /[ \t\n\r]*/y,
  plain: /[^"\\\0-\x1f]*/y, // oxlint-disable-line no-control-regex
  number: /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y,
  word: /true|false|null/y,
  hex: /[0-9A-Fa-f]{4}/y,
})
const ESCAPES: ReadonlyMap<string, string> = new Map(
  Object.entries({ '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }),
)

class Reader {
  readonly strings: JsonString[] = []
  readonly #text: string
  readonly #limits: JsonLimits
  readonly #open: Container[] = []
  readonly #tokens = createTokens()
  #at = 0

  constructor(text: string, limits: JsonLimits) {
    this.#text = text
    this.#limits = limits
  }

  read(): JsonProblem | undefined {
    this.#take('space')
    if (!/^["[{]/.test(this.#peek())) return this.#refuseScalar()
    do {
      const depth = this.#open.length
      const entered = this.#readValue()
      if (entered) return entered
      const isInside = this.#open.length > depth && this.#peek() !== this.#closer()
      const problem = isInside ? this.#readItemStart() : this.#leaveValue()
      if (problem) return problem
    } while (this.#open.length > 0)
    return this.#at === this.#text.length ? undefined : this.#problem('json-syntax')
  }

  #refuseScalar(): JsonProblem {
    const isScalar = this.#take('number') !== '' || this.#take('word') !== ''
    this.#take('space')
    return this.#problem(isScalar && this.#at === this.#text.length ? 'json-scalar' : 'json-syntax')
  }

  /** Reads one value, or goes inside a container. */
  #readValue(): JsonProblem | undefined {
    const first = this.#peek()
    if (first === '"') return this.#readString() === undefined ? this.#problem('json-syntax') : undefined
    if (first === '{' || first === '[') return this.#enter(first)
    const number = this.#take('number')
    const isValue = number === '' ? this.#take('word') !== '' : Number.isFinite(Number(number))
    return isValue ? undefined : this.#problem('json-syntax')
  }

  #enter(bracket: '{' | '['): JsonProblem | undefined {
    if (this.#open.length === this.#limits.maxJsonDepth) return this.#problem('json-depth')
    this.#open.push(bracket === '{' ? { names: new Set(), items: 0 } : { items: 0 })
    this.#at++
    this.#take('space')
    return undefined
  }

  /** Goes up to the value of the next item, past the name and the colon of a member. */
  #readItemStart(): JsonProblem | undefined {
    const container = this.#open.at(-1)
    if (container === undefined) return undefined
    const { maxJsonKeys, maxJsonItems } = this.#limits
    container.items++
    if (container.names === undefined) {
      return container.items > maxJsonItems ? this.#problem('json-items') : undefined
    }
    return container.items > maxJsonKeys ? this.#problem('json-keys') : this.#readName(container, container.names)
  }

  #readName(container: Container, names: Set<string>): JsonProblem | undefined {
    const start = this.#at
    const name = this.#readString()
    if (name === undefined) return this.#problem('json-syntax')
    if (name.length > this.#limits.maxJsonKeyLength) return this.#problem('json-key-length', start)
    if (names.has(name)) return this.#problem('json-duplicate-key', start)
    if (name === '__proto__' || (name === 'prototype' && this.#open.at(-2)?.name === 'constructor')) {
      return this.#problem('json-unsafe-key', start)
    }
    names.add(name)
    container.name = name
    this.#take('space')
    if (this.#peek() !== ':') return this.#problem('json-syntax')
    this.#at++
    this.#take('space')
    return undefined
  }

  /** After a value: closes what ends here, and goes to the next item if there is one. */
  #leaveValue(): JsonProblem | undefined {
    for (this.#take('space'); this.#open.length > 0; this.#take('space')) {
      const next = this.#peek()
      if (next !== ',' && next !== this.#closer()) return this.#problem('json-syntax')
      this.#at++
      if (next === ',') {
        this.#take('space')
        return this.#readItemStart()
      }
      this.#open.pop()
    }
    return undefined
  }

  /** The string literal here with its escapes resolved, also noted in `strings`; undefined if it is none. */
  #readString(): string | undefined {
    const start = this.#at
    if (this.#peek() !== '"') return undefined
    this.#at++
    let value = this.#take('plain')
    while (this.#peek() === '\\') {
      const unit = this.#readEscape()
      if (unit === undefined) return undefined
      value += unit + this.#take('plain')
    }
    if (this.#peek() !== '"') return undefined
    this.#at++
    this.strings.push({ value, span: { start, end: this.#at } })
    return value
  }

  #readEscape(): string | undefined {
    const letter = this.#text.charAt(this.#at + 1)
    this.#at += 2
    if (letter !== 'u') return ESCAPES.get(letter)
    const digits = this.#take('hex')
    return digits === '' ? undefined : String.fromCharCode(Number.parseInt(digits, 16))
  }

  #peek(): string {
    return this.#text.charAt(this.#at)
  }

  #closer(): string {
    return this.#open.at(-1)?.names ? '}' : ']'
  }

  /** The token here, which may be empty; goes past it. */
  #take(token: keyof ReturnType<typeof createTokens>): string {
    const regex = this.#tokens[token]
    regex.lastIndex = this.#at
    const found = regex.exec(this.#text)?.[0] ?? ''
    this.#at += found.length
    return found
  }

  #problem(rule: JsonRule, start = this.#at): JsonProblem {
    const from = Math.min(start, this.#text.length)
    return { rule, span: { start: from, end: Math.min(Math.max(this.#at, from), this.#text.length) } }
  }
}
