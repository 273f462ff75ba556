import { DistinctNames } from '../distinct-names.ts'
import { UNREADABLE } from './redaction.ts'

/** Finds a getter without calling it and without allocating a descriptor. */
const lookupGetter = Reflect.get(Object.prototype, '__lookupGetter__') as (
  this: object,
  key: string | symbol,
) => unknown

/** True where reading the property runs code, own or inherited. Not for proxies. */
export function hasGetter(value: object, key: string | symbol): boolean {
  return lookupGetter.call(value, key) !== undefined
}

/** An object under construction. Keys that became the same mark stay two. */
export class Copy {
  readonly value: Record<string | symbol, unknown> = {}
  #names: DistinctNames | undefined

  add(key: string, item: unknown): void {
    const name = Object.hasOwn(this.value, key) ? this.#nameFor(key) : key
    // Assigning __proto__ would set the prototype.
    if (name === '__proto__') Object.defineProperty(this.value, name, { value: item, enumerable: true, writable: true })
    else this.value[name] = item
  }

  #nameFor(key: string): string {
    this.#names ??= new DistinctNames((name) => Object.hasOwn(this.value, name))
    return this.#names.nameFor(key)
  }

  addSymbol(symbol: symbol, item: unknown): void {
    this.value[symbol] = item
  }
}

/** The first entries of an object that are known to be unchanged and not computed. */
export function copyOf(value: object, keys: readonly string[], count: number): Copy {
  const copy = new Copy()
  for (let i = 0; i < count; i++) copy.add(keys[i] ?? '', readProperty(value, keys[i] ?? ''))
  return copy
}

/** A property's value, read once; a mark where reading throws. */
export function readProperty(value: object, key: string | symbol | number): unknown {
  try {
    return Reflect.get(value, key)
  } catch {
    return UNREADABLE
  }
}

/** True for a list without holes, getters, other properties or a prototype of its own. */
export function isPlainList(value: readonly unknown[]): boolean {
  if (Object.getPrototypeOf(value) !== Array.prototype || 'toJSON' in value) return false
  const keys = Object.keys(value)
  return (
    keys.length === value.length &&
    Object.getOwnPropertySymbols(value).length === 0 &&
    !keys.some((key) => hasGetter(value, key))
  )
}

/** True where something that is no field says how the object is printed: a tag, a method of its own. */
export function printsItself(value: object, symbols: readonly symbol[]): boolean {
  if (symbols.some((symbol) => !Object.prototype.propertyIsEnumerable.call(value, symbol))) return true
  return 'toString' in value && value.toString !== Object.prototype.toString
}

/** What JSON made of bytes: a Buffer with its type, or any other list of them with their numbers for keys. */
export function isBytesInJson(value: object, keys: readonly string[]): boolean {
  if (keys.length === 2 && keys.includes('type') && keys.includes('data'))
    return readProperty(value, 'type') === 'Buffer' && Array.isArray(readProperty(value, 'data'))
  return (
    keys.length >= LEAST_BYTES && keys[0] === '0' && keys.every((key, i) => key === String(i) && isByte(value, key))
  )
}

/** Fewer numbers are no secret. */
const LEAST_BYTES = 8

function isByte(value: object, key: string): boolean {
  const item = readProperty(value, key)
  return typeof item === 'number' && Number.isInteger(item) && item >= 0 && item <= 255
}
