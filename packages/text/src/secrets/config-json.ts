import type { ConfigLeaf, ConfigMap, ConfigNode } from './config-node.ts'

/** Deeper texts are left to the reader of YAML, which says no. */
const MAX_DEPTH = 500
const SCALAR = /[^\s,:{}[\]"]+/y
const IS_SCALAR = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/
const STRING = /"[^"\\]*(?:\\[^][^"\\]*)*"/y

/** The documents of a JSON text (RFC 8259) with the place of every scalar, keys that stand twice too; undefined for anything else. */
export function readJson(text: string): readonly ConfigNode[] | undefined {
  if (!/^\s*[{[]/.test(text.slice(0, 256))) return undefined
  const reader = new Reader(text)
  const root = reader.value(0)
  return root !== undefined && reader.isAtEnd() ? [root] : undefined
}

class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  isAtEnd(): boolean {
    this.#skip()
    return this.#at === this.#text.length
  }

  value(depth: number): ConfigNode | undefined {
    this.#skip()
    const unit = this.#text[this.#at]
    if (depth > MAX_DEPTH) return undefined
    if (unit === '"') return this.#string()
    if (unit === '{') return this.#map(depth)
    if (unit === '[') return this.#list(depth)
    const start = this.#at
    const source = this.#match(SCALAR)
    if (source === undefined || !IS_SCALAR.test(source)) return undefined
    const value = source === 'null' ? null : source
    return { kind: 'leaf', value, span: { start, end: this.#at }, isQuoted: false, isInFlow: true }
  }

  #map(depth: number): ConfigMap | undefined {
    const map = { kind: 'map' as const, entries: [] as ConfigMap['entries'], keys: [] as ConfigNode[] }
    this.#at++
    if (this.#takes('}')) return map
    do {
      this.#skip()
      const key = this.#string()
      if (key === undefined || !this.#takes(':')) return undefined
      const value = this.value(depth + 1)
      if (value === undefined) return undefined
      map.keys.push(key)
      map.entries.push({ key: String(key.value), value })
    } while (this.#takes(','))
    return this.#takes('}') ? map : undefined
  }

  #list(depth: number): ConfigNode | undefined {
    const items: ConfigNode[] = []
    this.#at++
    if (this.#takes(']')) return { kind: 'list', items }
    do {
      const item = this.value(depth + 1)
      if (item === undefined) return undefined
      items.push(item)
    } while (this.#takes(','))
    return this.#takes(']') ? { kind: 'list', items } : undefined
  }

  #string(): ConfigLeaf | undefined {
    const start = this.#at
    const source = this.#match(STRING)
    if (source === undefined) return undefined
    const raw = source.slice(1, -1)
    const value = raw.includes('\\') ? unescaped(source) : raw
    if (value === undefined) return undefined
    return { kind: 'leaf', value, span: { start: start + 1, end: this.#at - 1 }, isQuoted: true }
  }

  #takes(unit: string): boolean {
    this.#skip()
    if (this.#text[this.#at] !== unit) return false
    this.#at++
    return true
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at
    const [found] = pattern.exec(this.#text) ?? []
    this.#at += found?.length ?? 0
    return found
  }

  #skip(): void {
    const text = this.#text
    for (let unit = text.charCodeAt(this.#at); unit === 32 || unit === 10 || unit === 13 || unit === 9;)
      unit = text.charCodeAt(++this.#at)
  }
}

function unescaped(source: string): string | undefined {
  try {
    return String(JSON.parse(source))
  } catch {
    return undefined
  }
}
