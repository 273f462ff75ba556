import { types } from 'node:util'
import { plainForm, type Plain } from './plain-form.ts'
import { createTextRedactor, cutText, type RedactText } from './redact-text.ts'
import {
  CIRCULAR,
  defaultMark,
  dropped,
  NAMED_SECRET,
  UNREADABLE,
  type Redaction,
  type RedactionOptions,
} from './redaction.ts'
import { createSecretNames, type SecretNames } from './secret-names.ts'

const MAX_DEPTH = 200
const MAX_ENTRIES = 100_000
const MAX_TEXT = 1_048_576
/** Keys whose redacted form is remembered, twice, up to a length each. */
const KEY_LIMIT = 2048
const KEY_LENGTH = 64
/** Keys that may tell a scanner what their value is. */
const CONTEXT = /key|secret|token|pass|pwd|cred|auth|bearer|login/i
/** Where the name and the value of an entry stand in objects that are one entry each. */
const NAME_FIELDS = ['name', 'key', 'header', 'field', 'Name', 'Key'] as const
const VALUE_FIELDS = new Set(['value', 'Value', 'val', 'values', 'content'])

/** A value without secrets, and what was found in it. */
export interface Redacted {
  /** What JSON.stringify takes without throwing; the very value that came in where nothing in it had to change. */
  readonly value: unknown
  readonly found: readonly Redaction[]
}

/**
 * Makes a function that takes the secrets out of any value. It never throws and never changes what it is given; what JSON
 * cannot hold becomes something that it can, and each part is read once, so that what was checked is what is returned.
 */
export function createValueRedactor(options: RedactionOptions): (value: unknown) => Redacted {
  const settings = settle(options)
  return (value) => {
    const walk = new Walk(settings)
    const redacted = walk.visit(value, undefined)
    return { value: redacted, found: walk.found ?? NONE }
  }
}

const NONE: readonly never[] = Object.freeze([])

/** A key's own redacted form, and what is put before its value for the scanner. */
interface KeyForm {
  readonly name: string
  readonly lead: string
}

type Settings = ReturnType<typeof settle>

function settle(options: RedactionOptions) {
  const { scanner, names = createSecretNames(), mark = defaultMark, readsNamesInText = true } = options
  const redactText = createTextRedactor({ scanner, mark, names: readsNamesInText ? names : undefined })
  return {
    scanner,
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

function keyForms(redactText: RedactText): (key: string) => KeyForm {
  let [forms, older] = [new Map<string, KeyForm>(), new Map<string, KeyForm>()]
  return (key) => {
    const known = forms.get(key)
    if (known) return known
    const form = older.get(key) ?? {
      name: redactText(key, undefined, '', () => {}),
      lead: key.length <= KEY_LENGTH && CONTEXT.test(key) ? `${key}: ` : '',
    }
    if (key.length > KEY_LENGTH || form.name !== key) return form
    if (forms.size >= KEY_LIMIT) [forms, older] = [new Map(), forms]
    forms.set(key, form)
    return form
  }
}

/** Finds the getter of a property, own or inherited, without calling it and without allocating a descriptor. */
const lookupGetter = Reflect.get(Object.prototype, '__lookupGetter__') as (this: object, key: string) => unknown

/** One value on its way. */
class Walk {
  found: Redaction[] | undefined
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
        return this.#isSecret(key, value) ? this.#mark(NAMED_SECRET, value, key) : this.#visitText(value, key)
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

  #report(rule: string, tier: Redaction['tier']): void {
    const depth = this.#ancestors.length
    const path = this.#path.slice(0, depth).map((key) => `/${pointer(this.#settings.formOf(String(key)).name)}`)
    ;(this.found ??= []).push({ path: path.join(''), rule, tier })
  }

  #visitText(text: string, key: string | undefined): string {
    const { formOf, redactText, scanner } = this.#settings
    const lead = key === undefined ? '' : formOf(key).lead
    const report = (rule: string, tier: Redaction['tier']): void => this.#report(rule, tier)
    if (text.length <= this.#text) {
      this.#text -= text.length
      return redactText(text, key, lead, report)
    }
    const { head, rest } = cutText(text, this.#text, scanner)
    this.#text = 0
    return redactText(head, key, lead, report) + rest
  }

  #visitObject(value: object, key: string | undefined): unknown {
    const depth = this.#ancestors.length
    try {
      if (this.#ancestors.includes(value)) return CIRCULAR
      if (this.#isSecret(key, value)) return this.#mark(NAMED_SECRET, value, key)
      if (depth >= this.#settings.maxDepth) return dropped(`deeper than ${depth}`)
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
    if (isRecord) return this.#visitRecord(value, isProxy)
    return this.#visitPlain(plainForm(value, asksJson ? (key ?? '') : undefined), value, key)
  }

  #visitPlain(plain: Plain, value: object, key: string | undefined): unknown {
    switch (plain.kind) {
      case 'mark':
        return plain.text
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

  #visitRecord(value: object, isCopied: boolean): unknown {
    const keys = Object.keys(value)
    const symbols = Object.getOwnPropertySymbols(value)
    if (isBufferJson(value, keys)) return `[BINARY: ${keys.length} fields]`
    const entryName = keys.length > 1 ? this.#nameOfEntry(value, keys) : undefined
    const limit = this.#take(keys.length)
    let copy: Copy | undefined = isCopied || symbols.length > 0 || limit < keys.length ? new Copy() : undefined
    for (let i = 0; i < limit; i++) {
      const key = keys[i] ?? ''
      const isGetter = !isCopied && lookupGetter.call(value, key) !== undefined
      const item = readProperty(value, key)
      this.#path[this.#ancestors.length - 1] = key
      const { name } = this.#settings.formOf(key)
      if (name !== key) this.#reportKey(key)
      const result = this.visit(item, entryName !== undefined && VALUE_FIELDS.has(key) ? entryName : key)
      if (!copy && (isGetter || name !== key || !Object.is(result, item))) copy = copyOf(value, keys, i)
      copy?.add(name, result)
    }
    if (limit < keys.length) copy?.add(dropped('rest'), `${keys.length - limit} entries`)
    for (const symbol of symbols.slice(0, this.#take(symbols.length))) {
      if (Object.prototype.propertyIsEnumerable.call(value, symbol)) {
        copy?.addSymbol(symbol, this.visit(readProperty(value, symbol), symbol.description))
      }
    }
    return copy ? copy.value : value
  }

  #reportKey(key: string): void {
    this.#settings.redactText(key, undefined, '', (rule, tier) => this.#report(rule, tier))
  }

  /** `{ name: 'password', value: ... }`: the name of what stands in another field of the object. */
  #nameOfEntry(value: object, keys: readonly string[]): string | undefined {
    if (!keys.some((key) => VALUE_FIELDS.has(key))) return undefined
    for (const field of NAME_FIELDS) {
      const name = keys.includes(field) ? readProperty(value, field) : undefined
      if (typeof name === 'string' && this.#isName(name)) return name
    }
    return undefined
  }

  #visitEntries(entries: readonly (readonly [string, unknown])[]): unknown {
    const copy = new Copy()
    const limit = this.#take(entries.length)
    for (const [key, item] of entries.slice(0, limit)) {
      this.#path[this.#ancestors.length - 1] = key
      const { name } = this.#settings.formOf(key)
      if (name !== key) this.#reportKey(key)
      copy.add(name, this.visit(item, key))
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
  #isName(text: string): boolean {
    return text.length <= KEY_LENGTH && !text.includes(' ') && this.#names.isSecretName(text)
  }

  /** How many of `wanted` entries may still be read. */
  #take(wanted: number): number {
    const granted = Math.min(wanted, this.#entries)
    this.#entries -= granted
    return granted
  }
}

/** An object under construction. Keys that became the same mark stay two. */
class Copy {
  readonly value: Record<string | symbol, unknown> = {}

  add(key: string, item: unknown): void {
    let name = key
    while (Object.hasOwn(this.value, name)) name += '+'
    // Assigning __proto__ would set the prototype.
    if (name === '__proto__') Object.defineProperty(this.value, name, { value: item, enumerable: true, writable: true })
    else this.value[name] = item
  }

  addSymbol(symbol: symbol, item: unknown): void {
    this.value[symbol] = item
  }
}

/** The first entries of an object that are known to be unchanged and not computed. */
function copyOf(value: object, keys: readonly string[], count: number): Copy {
  const copy = new Copy()
  for (let i = 0; i < count; i++) copy.add(keys[i] ?? '', readProperty(value, keys[i] ?? ''))
  return copy
}

function readProperty(value: object, key: string | symbol | number): unknown {
  try {
    return Reflect.get(value, key)
  } catch {
    return UNREADABLE
  }
}

/** True for a list without holes, getters, other properties or a prototype of its own. */
function isPlainList(value: readonly unknown[]): boolean {
  if (Object.getPrototypeOf(value) !== Array.prototype || 'toJSON' in value) return false
  const keys = Object.keys(value)
  return (
    keys.length === value.length &&
    Object.getOwnPropertySymbols(value).length === 0 &&
    keys.every((key) => lookupGetter.call(value, key) === undefined)
  )
}

/** What JSON made of a Buffer: its bytes, one by one. */
function isBufferJson(value: object, keys: readonly string[]): boolean {
  if (keys.length !== 2 || keys[0] !== 'type' || keys[1] !== 'data') return false
  return readProperty(value, 'type') === 'Buffer' && Array.isArray(readProperty(value, 'data'))
}

function pointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}
