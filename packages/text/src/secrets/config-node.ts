import { types } from 'node:util'
import type { Span } from '../engine.ts'

/** A scalar of a config. `span` is where it stands in the text that it was read from, quotes excluded. */
export interface ConfigLeaf {
  readonly kind: 'leaf'
  readonly value: string | number | boolean | null
  readonly span?: Span
  /** False where a text has it without quotes, so that what stands in for it needs some. */
  readonly isQuoted?: boolean
  /** True where it stands in brackets besides, so that a mark within it would end it. */
  readonly isInFlow?: boolean
  /** JSON Pointer (RFC 6901) into the value that was given. */
  readonly path?: string
}
/** A list of a config. */
export interface ConfigList {
  readonly kind: 'list'
  readonly items: ConfigNode[]
}
/** A mapping of a config, in its order; a text may have a key twice. */
export interface ConfigMap {
  readonly kind: 'map'
  readonly entries: { readonly key: string; readonly value: ConfigNode }[]
  /** The keys as a text has them. */
  readonly keys?: ConfigNode[]
}
/** Any part of a config. */
export type ConfigNode = ConfigLeaf | ConfigList | ConfigMap

/** How deep a value may be; what lies deeper is not looked at and does not pass. */
const MAX_DEPTH = 200
/** How many nodes a value may have; one object in many places counts each time. */
const MAX_NODES = 500_000

/** What stands for a part that cannot be read to its end: too deep, too much, a getter that throws. */
const UNREADABLE = '[UNREADABLE]'
/** What stands for an object within itself. */
const CIRCULAR = '[CIRCULAR]'

/**
 * Anything that a host may have, as a config: what JSON has no word for is dropped as JSON.stringify does, but a Map, a
 * Set, a Date, a URL, an Error and a BigInt are read. Never throws.
 */
export function nodeOf(value: unknown): ConfigNode {
  return new Reader().read(value, '', 0) ?? leaf(null, '')
}

class Reader {
  readonly #open = new Set<object>()
  #left = MAX_NODES

  /** Undefined for what JSON drops. */
  read(value: unknown, path: string, depth: number): ConfigNode | undefined {
    if (--this.#left < 0) return leaf(UNREADABLE, path)
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return leaf(value, path)
      case 'number':
        return leaf(Number.isFinite(value) ? value : null, path)
      case 'bigint':
        return leaf(String(value), path)
      case 'object':
        return value === null ? leaf(null, path) : this.#object(value, path, depth)
      default:
        return undefined
    }
  }

  #object(value: object, path: string, depth: number): ConfigNode {
    if (this.#open.has(value)) return leaf(CIRCULAR, path)
    if (depth >= MAX_DEPTH) return leaf(UNREADABLE, path)
    this.#open.add(value)
    try {
      return this.#contents(value, path, depth)
    } catch {
      return leaf(UNREADABLE, path) // a proxy, or an iterator that throws
    } finally {
      this.#open.delete(value)
    }
  }

  #contents(value: object, path: string, depth: number): ConfigNode {
    if (Array.isArray(value)) return this.#list(value, path, depth)
    if (value instanceof Set) return this.#list([...value], path, depth)
    if (value instanceof Map) {
      const pairs: readonly (readonly [unknown, unknown])[] = [...value]
      const isPlain = pairs.every(([key]) => typeof key !== 'object' && typeof key !== 'symbol')
      return isPlain ? this.#map(pairs, path, depth) : this.#list(pairs, path, depth)
    }
    const scalar = scalarOf(value)
    if (scalar !== undefined) return leaf(scalar, path)
    const keys = value instanceof Error ? ['name', 'message', 'stack', 'cause'] : []
    const all = [...keys.filter((key) => key in value), ...Object.keys(value).filter((key) => !keys.includes(key))]
    return this.#map(
      all.map((key) => [key, readKey(value, key)] as const),
      path,
      depth,
    )
  }

  #list(items: readonly unknown[], path: string, depth: number): ConfigList {
    const read = (item: unknown, at: number): ConfigNode => {
      const below = `${path}/${at}`
      return this.read(item, below, depth + 1) ?? leaf(null, below)
    }
    return { kind: 'list', items: Array.from(items, read) }
  }

  #map(pairs: readonly (readonly [unknown, unknown])[], path: string, depth: number): ConfigMap {
    const entries: ConfigMap['entries'] = []
    for (const [name, item] of pairs) {
      const key = String(name)
      const value = this.read(item, `${path}/${escapePointer(key)}`, depth + 1)
      if (value !== undefined) entries.push({ key, value })
    }
    return { kind: 'map', entries }
  }
}

function readKey(value: object, key: string): unknown {
  try {
    return (value as Readonly<Record<string, unknown>>)[key]
  } catch {
    return UNREADABLE
  }
}

/** Objects that are one value. Bytes have no text to look at, so they do not pass. */
function scalarOf(value: object): ConfigLeaf['value'] | undefined {
  if (value instanceof Date) return Number.isFinite(value.getTime()) ? value.toISOString() : null
  if (value instanceof URL || value instanceof RegExp) return String(value)
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer || value instanceof SharedArrayBuffer)
    return `[${value.byteLength} BYTES]`
  if (types.isBoxedPrimitive(value)) return String(value)
  return undefined
}

function leaf(value: ConfigLeaf['value'], path: string): ConfigLeaf {
  return { kind: 'leaf', value, path }
}

/** One segment of a JSON Pointer. */
export function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}
