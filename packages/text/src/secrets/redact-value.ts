import { types } from 'node:util'
import { Copy, copyOf, hasGetter, isBytesInJson, isPlainList, printsItself, readProperty } from './copy.ts'
import { keyForms, KEY_LENGTH } from './key-forms.ts'
import { plainForm, type Plain } from './plain-form.ts'
import { MOST_FIELDS, nameOfEntry, VALUE_FIELDS } from './named-entry.ts'
import { patternText } from './pattern-text.ts'
import { createTextRedactor, cutText } from './redact-text.ts'
import {
  CIRCULAR,
  defaultMark,
  dropped,
  isMark,
  NAMED_SECRET,
  UNREADABLE,
  type Redaction,
  type RedactionOptions,
} from './redaction.ts'
import { createSecretFinder } from './secret-finder.ts'
import { createSecretNames, type SecretNames } from './secret-names.ts'

const MAX_DEPTH = 200
const MAX_ENTRIES = 100_000
const MAX_TEXT = 1_048_576

/** A value without secrets, and what was found in it. */
export interface Redacted {
  /** What JSON.stringify takes without throwing; the very value that came in where nothing in it had to change. */
  readonly value: unknown
  readonly found: readonly Redaction[]
  /** True where a limit was reached, so that marks say what was left out. */
  readonly isShortened: boolean
}

/**
 * Makes a function that takes the secrets out of any value. It never throws and never changes what it is given; what JSON
 * cannot hold becomes something that it can, and each part is read once, so that what was checked is what is returned.
 */
export function createValueRedactor(options: RedactionOptions): (value: unknown) => Redacted {
  const settings = settle(options)
  return (value) => {
    const walk = new Walk(settings)
    let redacted: unknown = UNREADABLE
    try {
      redacted = walk.visit(value, undefined)
    } catch {
      // Only what the caller passed in can throw up here: a mark, a scanner. What was not checked does not go on.
    }
    return { value: redacted, found: walk.found ?? NONE, isShortened: walk.isShortened }
  }
}

const NONE: readonly never[] = Object.freeze([])

type Settings = ReturnType<typeof settle>

function settle(options: RedactionOptions) {
  const { names = createSecretNames(), mark = defaultMark, readsNamesInText = true } = options
  const finder = createSecretFinder({ ...options, names: readsNamesInText ? names : undefined })
  const redactText = createTextRedactor(finder, mark)
  return {
    finder,
    names,
    mark,
    redactText,
    formOf: keyForms(redactText),
    isSecret: options.isSecret,
    maxDepth: options.maxDepth ?? MAX_DEPTH,
    maxEntries: options.maxEntries ?? MAX_ENTRIES,
    maxText: options.maxText ?? MAX_TEXT,
  }
}

/** One value on its way. */
class Walk {
  found: Redaction[] | undefined
  isShortened = false
  readonly #settings: Settings
  readonly #names: SecretNames
  readonly #ancestors: object[] = []
  readonly #path: (string | number)[] = []
  #entries: number
  #text: number

  constructor(settings: Settings) {
    this.#settings = settings
    this.#names = settings.names
    this.#entries = settings.maxEntries
    this.#text = settings.maxText
  }

  visit(value: unknown, key: string | undefined): unknown {
    switch (typeof value) {
      case 'string':
        if (!this.#isSecret(key, value)) return this.#visitText(value, key)
        return isMark(value) ? value : this.#mark(NAMED_SECRET, value, key)
      case 'object':
        return value === null ? null : this.#visitObject(value, key)
      case 'number':
        return this.#isSecret(key, value) ? this.#mark(NAMED_SECRET, value, key) : value
      case 'bigint':
      case 'symbol':
        return this.#isSecret(key, value)
          ? this.#mark(NAMED_SECRET, value, key)
          : this.#visitText(String(value), undefined)
      case 'function':
        return '[Function]'
      default:
        return value
    }
  }

  #isSecret(key: string | undefined, value: unknown): boolean {
    if (key === undefined) return false
    const { isSecret } = this.#settings
    if (!isSecret) return this.#names.isSecretEntry(key, value)
    try {
      return isSecret(key, value, this.#path.slice(0, this.#ancestors.length).map(String))
    } catch {
      return true
    }
  }

  #mark(rule: string, value: unknown, key: string | undefined): string {
    this.#report(rule, 'critical')
    return this.#settings.mark({ rule, value, key })
  }

  readonly #report = (rule: string, tier: Redaction['tier']): void => {
    const depth = this.#ancestors.length
    const path = this.#path.slice(0, depth).map((key) => `/${pointer(this.#settings.formOf(String(key)).name)}`)
    ;(this.found ??= []).push({ path: path.join(''), rule, tier })
  }

  #visitText(text: string, key: string | undefined): string {
    const { formOf, redactText, finder } = this.#settings
    const lead = key === undefined ? '' : formOf(key).lead
    if (text.length <= this.#text) {
      this.#text -= text.length
      return redactText(text, key, lead, this.#report)
    }
    this.isShortened = true
    const { head, rest } = cutText(text, this.#text, finder)
    this.#text = 0
    return redactText(head, key, lead, this.#report) + rest
  }

  #visitObject(value: object, key: string | undefined): unknown {
    const depth = this.#ancestors.length
    try {
      if (this.#ancestors.includes(value)) return CIRCULAR
      if (this.#isSecret(key, value)) return this.#mark(NAMED_SECRET, value, key)
      if (depth >= this.#settings.maxDepth) {
        this.isShortened = true
        return dropped(`deeper than ${depth}`)
      }
      this.#ancestors.push(value)
      return this.#open(value, key)
    } catch {
      return UNREADABLE
    } finally {
      this.#ancestors.length = depth
    }
  }

  #open(value: object, key: string | undefined, asksJson = true): unknown {
    const isProxy = types.isProxy(value)
    if (Array.isArray(value)) {
      const asks = asksJson && 'toJSON' in value && typeof value.toJSON === 'function'
      if (!asks) return this.#visitList(value, key, isProxy)
    }
    const prototype: unknown = Object.getPrototypeOf(value)
    const isRecord = (prototype === Object.prototype || prototype === null) && !('toJSON' in value)
    if (types.isArgumentsObject(value)) return this.#visitPlain(plainForm(value, undefined), value, key)
    if (isRecord) return this.#visitRecord(value, isProxy)
    return this.#visitPlain(plainForm(value, asksJson ? (key ?? '') : undefined), value, key)
  }

  #visitPlain(plain: Plain, value: object, key: string | undefined): unknown {
    switch (plain.kind) {
      case 'mark':
        return plain.text
      case 'pattern':
        return this.#visitPattern(plain.text, key)
      case 'value':
        return this.visit(plain.value, key)
      case 'own':
        return this.#visitRecord(value, true)
      case 'json':
        // Like JSON.stringify, which does not ask the answer for its own toJSON.
        if (typeof plain.value !== 'object' || plain.value === null) return this.visit(plain.value, key)
        return this.#open(plain.value, key, false)
      case 'list':
        return this.#visitList(plain.items, key, true)
      default:
        return this.#visitEntries(plain.entries)
    }
  }

  /** As a whole or not at all: what spells a secret in its own way has no part that could stay. */
  #visitPattern(text: string, key: string | undefined): unknown {
    if (text.length > this.#text || this.#isSecret(key, text)) return this.visit(text, key)
    this.#text -= text.length
    for (const read of [text, patternText(text.slice(1, text.lastIndexOf('/')))]) {
      const [secret] = this.#settings.finder.find(read).critical
      if (secret) return this.#mark(secret.rule, text, key)
    }
    return text
  }

  #visitRecord(value: object, isCopied: boolean): unknown {
    const keys = Object.keys(value)
    const symbols = Object.getOwnPropertySymbols(value)
    if (isBytesInJson(value, keys)) return '[BINARY]'
    const entryName = nameOfEntry(keys, (field) => readProperty(value, field), this.#isName)
    const limit = this.#take(keys.length)
    let copy: Copy | undefined =
      isCopied || limit < keys.length || printsItself(value, symbols) ? new Copy() : undefined
    for (let i = 0; i < limit; i++) {
      const key = keys[i] ?? ''
      const isGetter = !copy && hasGetter(value, key)
      const item = readProperty(value, key)
      this.#path[this.#ancestors.length - 1] = key
      const { name } = this.#settings.formOf(key)
      if (name !== key) this.#reportKey(key)
      const result = this.visit(item, entryName !== undefined && VALUE_FIELDS.has(key) ? entryName : key)
      if (!copy && (isGetter || name !== key || !Object.is(result, item))) copy = copyOf(value, keys, i)
      copy?.add(name, result)
    }
    if (limit < keys.length) copy?.add(dropped('rest'), `${keys.length - limit} entries`)
    if (symbols.length > 0) copy = this.#visitSymbols(value, keys, symbols, copy)
    return copy ? copy.value : value
  }

  /** Symbol keys stay: printers show them, and a logger keeps its level under one. */
  #visitSymbols(value: object, keys: readonly string[], symbols: readonly symbol[], made: Copy | undefined) {
    let copy = made
    const kept: [symbol, unknown][] = []
    for (const symbol of symbols.slice(0, this.#take(symbols.length))) {
      if (!Object.prototype.propertyIsEnumerable.call(value, symbol)) continue
      const key = symbol.description ?? ''
      const isGetter = !copy && hasGetter(value, symbol)
      const item = readProperty(value, symbol)
      this.#path[this.#ancestors.length - 1] = key
      const result = this.visit(item, key)
      kept.push([symbol, result])
      if (!copy && (isGetter || !Object.is(result, item))) copy = copyOf(value, keys, keys.length)
    }
    for (const [symbol, item] of kept) copy?.addSymbol(symbol, item)
    return copy
  }

  #reportKey(key: string): void {
    this.#settings.redactText(key, undefined, '', this.#report)
  }

  #visitEntries(entries: readonly (readonly [string, unknown])[]): unknown {
    const copy = new Copy()
    const limit = this.#take(entries.length)
    const keys = entries.slice(0, MOST_FIELDS).map(([key]) => key)
    const entryName = nameOfEntry(keys, (field) => entries[keys.indexOf(field)]?.[1], this.#isName)
    for (const [key, item] of entries.slice(0, limit)) {
      this.#path[this.#ancestors.length - 1] = key
      const { name } = this.#settings.formOf(key)
      if (name !== key) this.#reportKey(key)
      copy.add(name, this.visit(item, entryName !== undefined && VALUE_FIELDS.has(key) ? entryName : key))
    }
    if (limit < entries.length) copy.add(dropped('rest'), `${entries.length - limit} entries`)
    return copy.value
  }

  #visitList(value: readonly unknown[], key: string | undefined, isCopied: boolean): unknown {
    const { length } = value
    const limit = this.#take(length)
    const isPlain = !isCopied && limit === length && isPlainList(value)
    let copy: unknown[] | undefined = isPlain ? undefined : []
    let before: string | undefined
    for (let i = 0; i < limit; i++) {
      const item = readProperty(value, i)
      this.#path[this.#ancestors.length - 1] = i
      // `['Authorization', ...]`, a raw list of headers, `['--password', ...]`.
      const name = (i % 2 === 1 && length % 2 === 0) || before?.startsWith('-') ? before : undefined
      const result = this.visit(item, name !== undefined && this.#isName(name) ? name : key)
      if (!copy && !Object.is(result, item)) copy = value.slice(0, i)
      copy?.push(result)
      before = typeof item === 'string' ? item : undefined
    }
    if (limit < length) copy?.push(dropped(`${length - limit} items`))
    return copy ?? value
  }

  /** True for text that can only be the name of a secret: of a header, a flag, a field. */
  readonly #isName = (text: string): boolean =>
    text.length <= KEY_LENGTH && !text.includes(' ') && this.#names.isSecretName(text)

  /** How many of `wanted` entries may still be read. */
  #take(wanted: number): number {
    const granted = Math.min(wanted, this.#entries)
    this.#entries -= granted
    this.isShortened ||= granted < wanted
    return granted
  }
}

function pointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}
