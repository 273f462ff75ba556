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

/** What JSON made of a Buffer: its bytes, one by one. */
export function isBufferJson(value: object, keys: readonly string[]): boolean {
  if (keys.length !== 2 || keys[0] !== 'type' || keys[1] !== 'data') return false
  return readProperty(value, 'type') === 'Buffer' && Array.isArray(readProperty(value, 'data'))
}
