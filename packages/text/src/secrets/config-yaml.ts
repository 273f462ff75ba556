import { isAlias, isMap, isPair, isScalar, isSeq, parseAllDocuments, type Node, type Pair, type Scalar } from 'yaml'
import type { ConfigLeaf, ConfigMap, ConfigNode } from './config-node.ts'

/** Longer texts are read line by line, which is ten times as fast. In UTF-16 code units. */
const MAX_LENGTH = 65_536

/** The documents of a YAML or JSON text, with the place of every scalar; undefined where the text is neither, or not evidently. */
export function readYaml(text: string): readonly ConfigNode[] | undefined {
  if (text.length > MAX_LENGTH) return undefined
  try {
    // Uniqueness is checked in quadratic time; every scalar stays the text that it is; aliases are followed here, not expanded.
    const options = {
      schema: 'failsafe',
      uniqueKeys: false,
      strict: false,
      prettyErrors: false,
      logLevel: 'silent',
    } as const
    const documents = parseAllDocuments(text, options)
    if (!Array.isArray(documents)) return undefined
    const all = [...documents]
    if (all.some(({ errors, contents }) => errors.length > 0 || isScalar(contents))) return undefined
    const roots = all.flatMap(({ contents }) => (contents === null ? [] : [new Converter(text).convert(contents)]))
    return roots.length > 0 ? roots : undefined
  } catch {
    return undefined // nested too deep for it
  }
}

class Converter {
  readonly #anchors = new Map<string, ConfigNode>()
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  convert(node: Node, isInFlow = false): ConfigNode {
    if (isAlias(node)) return this.#anchors.get(node.source) ?? leafOf(null)
    if (isScalar(node)) return this.#keep(node, this.#leaf(node, isInFlow))
    const inner = isInFlow || ('flow' in node && node.flow === true)
    if (isSeq(node)) {
      const list: ConfigNode = { kind: 'list', items: [] }
      this.#keep(node, list)
      for (const item of node.items) list.items.push(isPair(item) ? this.#pair(item) : this.#any(item, inner))
      return list
    }
    const map = { kind: 'map' as const, entries: [], keys: [] }
    if (!isMap(node)) return map
    this.#keep(node, map)
    for (const pair of node.items) this.#add(map, pair, inner)
    return map
  }

  #keep<T extends ConfigNode>(node: { anchor?: string }, made: T): T {
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, made)
    return made
  }

  #any(value: unknown, isInFlow: boolean): ConfigNode {
    return value === null || value === undefined ? leafOf(null) : this.convert(value as Node, isInFlow)
  }

  #pair(pair: Pair): ConfigMap {
    const map = { kind: 'map' as const, entries: [], keys: [] }
    this.#add(map, pair, true) // only brackets have pairs for items
    return map
  }

  #add(map: Required<ConfigMap>, { key, value }: Pair, isInFlow: boolean): void {
    map.keys.push(this.#any(key, isInFlow))
    map.entries.push({ key: isScalar(key) ? String(key.value) : '', value: this.#any(value, isInFlow) })
  }

  #leaf({ value, range, type, source }: Scalar, isInFlow: boolean): ConfigLeaf {
    const text = String(value ?? '')
    if (!range) return leafOf(text)
    const [from, to] = range
    if (type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE')
      return { kind: 'leaf', value: text, span: { start: from + 1, end: Math.max(from + 1, to - 1) }, isQuoted: true }
    if (type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED') {
      const first = this.#text.indexOf('\n', from) + 1
      const raw = this.#text.slice(first, to)
      const start = first + raw.length - raw.trimStart().length
      return {
        kind: 'leaf',
        value: text,
        span: { start, end: Math.max(start, first + raw.trimEnd().length) },
        isQuoted: true,
      }
    }
    const isNothing = NOTHING.has(source ?? text)
    return { kind: 'leaf', value: isNothing ? null : text, span: { start: from, end: to }, isQuoted: false, isInFlow }
  }
}

const NOTHING = new Set(['', '~', 'null', 'Null', 'NULL'])

function leafOf(value: ConfigLeaf['value']): ConfigLeaf {
  return { kind: 'leaf', value }
}
