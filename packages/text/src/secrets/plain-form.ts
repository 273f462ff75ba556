import { types } from 'node:util'

/** What a value that is neither a plain object nor a list is written as. */
export type Plain =
  /** Something that has no content worth writing. */
  | { readonly kind: 'mark'; readonly text: string }
  /** The source of a pattern, which may spell a text in other ways. */
  | { readonly kind: 'pattern'; readonly text: string }
  /** Another value instead. */
  | { readonly kind: 'value'; readonly value: unknown }
  /** What its toJSON answered. */
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'list'; readonly items: readonly unknown[] }
  | { readonly kind: 'entries'; readonly entries: readonly (readonly [string, unknown])[] }
  /** Its own enumerable properties. */
  | { readonly kind: 'own' }

const OWN: Plain = { kind: 'own' }
/** What an error says of itself, whether or not these are its own properties. */
const ERROR_FIELDS = ['name', 'message', 'stack', 'cause', 'errors'] as const
const byteLengths = [Object.getPrototypeOf(Uint8Array.prototype), DataView.prototype].map(byteLengthOf)
const bufferLengths = [ArrayBuffer.prototype, SharedArrayBuffer.prototype].map(byteLengthOf)

/** Says what to write for an object; with no `key` its toJSON is not asked. Throws whatever that throws. */
export function plainForm(value: object, key: string | undefined): Plain {
  if (ArrayBuffer.isView(value)) return binary(value, byteLengths)
  if (types.isAnyArrayBuffer(value)) return binary(value, bufferLengths)
  if (types.isBoxedPrimitive(value)) return { kind: 'value', value: unboxed(value) }
  if (types.isDate(value)) return { kind: 'value', value: dateText(value) }
  if (types.isRegExp(value)) return { kind: 'pattern', text: RegExp.prototype.toString.call(value) }
  if (types.isArgumentsObject(value)) return { kind: 'list', items: Array.prototype.slice.call(value) }
  if (types.isMap(value)) return fromMap(value)
  if (types.isSet(value)) return { kind: 'list', items: [...Set.prototype.values.call(value)] }
  const opaque = opaqueName(value)
  if (opaque !== undefined) return { kind: 'mark', text: `[${opaque}]` }
  if (value instanceof URL) return { kind: 'value', value: URL.prototype.toString.call(value) }
  if (value instanceof URLSearchParams) return { kind: 'value', value: URLSearchParams.prototype.toString.call(value) }
  if (value instanceof Headers) return { kind: 'entries', entries: [...Headers.prototype.entries.call(value)] }
  if (key !== undefined && 'toJSON' in value) {
    const { toJSON } = value
    if (typeof toJSON === 'function') return { kind: 'json', value: Reflect.apply(toJSON, value, [key]) }
  }
  return types.isNativeError(value) || value instanceof Error ? fromError(value) : OWN
}

function fromError(error: object): Plain {
  const entries: [string, unknown][] = []
  const known: ReadonlySet<string> = new Set(ERROR_FIELDS)
  const add = (key: string): void => {
    const item = read(error, key)
    if (item !== undefined) entries.push([key, item])
  }
  for (const key of ERROR_FIELDS) add(key)
  for (const key of Object.keys(error)) if (!known.has(key)) add(key)
  return { kind: 'entries', entries }
}

function read(value: object, key: string): unknown {
  try {
    return Reflect.get(value, key)
  } catch {
    return '[UNREADABLE]'
  }
}

/** An object where all keys can be names, a list of pairs otherwise. */
function fromMap(map: ReadonlyMap<unknown, unknown>): Plain {
  const pairs = [...Map.prototype.entries.call(map)]
  if (pairs.some(([key]) => typeof key === 'object' || typeof key === 'function')) return { kind: 'list', items: pairs }
  return { kind: 'entries', entries: pairs.map(([key, item]) => [String(key), item]) }
}

function unboxed(value: object): unknown {
  if (types.isStringObject(value)) return String.prototype.valueOf.call(value)
  if (types.isNumberObject(value)) return Number.prototype.valueOf.call(value)
  if (types.isBooleanObject(value)) return Boolean.prototype.valueOf.call(value)
  if (types.isBigIntObject(value)) return BigInt.prototype.valueOf.call(value)
  return Symbol.prototype.valueOf.call(value)
}

function dateText(date: Date): string {
  return Number.isNaN(Date.prototype.getTime.call(date)) ? 'Invalid Date' : Date.prototype.toISOString.call(date)
}

function opaqueName(value: object): string | undefined {
  if (types.isPromise(value)) return 'Promise'
  if (types.isWeakMap(value)) return 'WeakMap'
  if (types.isWeakSet(value)) return 'WeakSet'
  if (types.isGeneratorObject(value)) return 'Generator'
  return types.isExternal(value) ? 'External' : undefined
}

/** Bytes are never written, whatever they are: only how many. */
function binary(value: object, lengths: readonly (((this: object) => unknown) | undefined)[]): Plain {
  for (const length of lengths) {
    try {
      const bytes = length?.call(value)
      if (typeof bytes === 'number') return { kind: 'mark', text: `[BINARY: ${bytes} bytes]` }
    } catch {
      // The getter of another kind of buffer.
    }
  }
  return { kind: 'mark', text: '[BINARY]' }
}

function byteLengthOf(prototype: object): ((this: object) => unknown) | undefined {
  return Object.getOwnPropertyDescriptor(prototype, 'byteLength')?.get
}
