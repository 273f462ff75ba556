import { copyJson, isJsonObject, messageOf, type JsonValue } from '@ringwall/core'
import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type Node,
  type Pair,
} from 'yaml'
import { ConfigError, makeProblem, type Path, type Position, type Problem } from './problem.ts'
import type { Source } from './source.ts'

/** Aliases that one document may use; yaml counts what they expand to, which stops alias bombs. */
const MAX_ALIASES = 100

/** After the first mistake the parser often only repeats itself. */
const MAX_SYNTAX_PROBLEMS = 10

/** Reads a YAML or JSON text (JSON is YAML) and keeps where everything stands. Throws ConfigError with CONFIG_SYNTAX or CONFIG_TYPE. */
export function parseYaml(text: string, file: string, folder: string): Source {
  const lines = new LineCounter()
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset)
    return { line, column: col }
  }
  const problem = (code: 'CONFIG_SYNTAX' | 'CONFIG_TYPE', found: string, position?: Position): Problem =>
    makeProblem(code, { problem: found }, { file, path: [], position })
  const document = parse(text, lines, (found) => new ConfigError(file, [problem('CONFIG_SYNTAX', found)]))
  // An unknown tag is only a warning to yaml; here a value that is not what it says is refused.
  const syntax = [...document.errors, ...document.warnings]
    .slice(0, MAX_SYNTAX_PROBLEMS)
    .map((error) => problem('CONFIG_SYNTAX', firstLine(error.message), at(error.pos[0])))
  if (syntax.length > 0) throw new ConfigError(file, syntax)
  const foreign = findForeign(document).map(({ offset, found }) => problem('CONFIG_SYNTAX', found, at(offset)))
  if (foreign.length > 0) throw new ConfigError(file, foreign)
  const value = toJson(document, (found) => new ConfigError(file, [problem('CONFIG_SYNTAX', found)]))
  // An empty file, or one of comments alone, asks for the defaults.
  const root = value ?? {}
  if (!isJsonObject(root))
    throw new ConfigError(file, [problem('CONFIG_TYPE', 'expected a mapping of keys', { line: 1, column: 1 })])
  return {
    file,
    folder,
    value: root,
    locate: (path, target) => {
      const offset = findOffset(document, path, target)
      return offset === undefined ? undefined : at(offset)
    },
  }
}

function parse(text: string, lines: LineCounter, refuse: (found: string) => Error): Document.Parsed {
  try {
    return parseDocument(text, {
      version: '1.2',
      schema: 'core',
      strict: true,
      stringKeys: true,
      uniqueKeys: true,
      merge: false,
      prettyErrors: false,
      lineCounter: lines,
    })
  } catch {
    // The parser is recursive: nesting that is deep enough exhausts the stack.
    throw refuse('it is nested too deeply')
  }
}

function toJson(document: Document.Parsed, refuse: (found: string) => Error): JsonValue {
  try {
    return copyJson(document.toJS({ maxAliasCount: MAX_ALIASES }))
  } catch (error) {
    throw refuse(error instanceof RangeError ? 'it is nested too deeply' : describe(error))
  }
}

/** Values that JSON does not have, and aliases of nothing. */
function findForeign(document: Document.Parsed): readonly { readonly offset: number; readonly found: string }[] {
  const foreign: { readonly offset: number; readonly found: string }[] = []
  const anchors = new Set<string>()
  const add = (node: Node, found: string): void => void foreign.push({ offset: node.range?.[0] ?? 0, found })
  visit(document, {
    Node: (_, node) => {
      if (isAlias(node)) {
        if (!anchors.has(node.source)) add(node, `there is no anchor &${node.source} before this alias`)
        return
      }
      if (node.anchor !== undefined) anchors.add(node.anchor)
      if (!isScalar(node)) return
      if (typeof node.value === 'number' && !Number.isFinite(node.value)) add(node, 'expected a finite number')
      if (typeof node.value === 'object' && node.value !== null) add(node, `the tag ${node.tag ?? ''} is not supported`)
    },
  })
  return foreign
}

/** Where the path leads; where it leaves the file, the last thing on it that is there. */
function findOffset(document: Document.Parsed, path: Path, target: 'key' | 'value'): number | undefined {
  let offset = startOf(document.contents)
  let node: unknown = document.contents
  for (const [depth, key] of path.entries()) {
    const pair = isMap(node) ? findPair(node.items, key) : undefined
    const next: unknown = pair ? pair.value : childOf(node, key, document)
    if (!pair && next === undefined) return offset
    const last = depth === path.length - 1
    const keyOffset = startOf(pair?.key)
    const nextOffset = startOf(next)
    offset = (last && target === 'key' ? keyOffset : (nextOffset ?? keyOffset)) ?? nextOffset ?? offset
    node = next
  }
  return offset
}

function findPair(items: readonly Pair[], key: string | number): Pair | undefined {
  return items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(key))
}

function childOf(node: unknown, key: string | number, document: Document.Parsed): unknown {
  if (typeof node !== 'object' || node === null) return undefined
  if ('resolve' in node && typeof node.resolve === 'function') {
    const target = (node as { resolve(doc: Document): Node | undefined }).resolve(document)
    return isMap(target) ? findPair(target.items, key)?.value : childOf(target, key, document)
  }
  return 'items' in node && Array.isArray(node.items) && typeof key === 'number' ? node.items[key] : undefined
}

function startOf(node: unknown): number | undefined {
  const range = typeof node === 'object' && node !== null && 'range' in node ? (node.range as unknown) : undefined
  return Array.isArray(range) && typeof range[0] === 'number' ? range[0] : undefined
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? message
}

function describe(error: unknown): string {
  return firstLine(messageOf(error))
}
