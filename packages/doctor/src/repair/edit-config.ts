import { extname } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { isMap, isScalar, parseDocument, stringify, type Document, type Scalar, type YAMLMap } from 'yaml'

/** One key of a layer. */
export interface LayerEdit {
  /** The key under `layers`; one of our own also stands there in its long name. */
  readonly layer: string
  readonly key: string
  readonly value: string | number | boolean
}

/** A text in which a key is set. */
interface Ground {
  readonly text: string
  readonly document: Document
  readonly isJson: boolean
}

/**
 * The text of a YAML or JSON config with those of the edits that can be made; undefined where none can. All else stays as its author
 * wrote it: an edit that would change anything beside its own key, such as what an alias has of it, is not made.
 */
export function editConfig<E extends LayerEdit>(
  file: string,
  text: string,
  edits: readonly E[],
): { readonly text: string; readonly made: readonly E[] } | undefined {
  const isJson = extname(file).toLowerCase() === '.json'
  const made: E[] = []
  let now = text
  for (const edit of edits) {
    const next = setKey(now, edit, isJson)
    if (next === undefined) continue
    now = next
    made.push(edit)
  }
  return made.length === 0 ? undefined : { text: now, made }
}

function setKey(text: string, edit: LayerEdit, isJson: boolean): string | undefined {
  const document = parse(text)
  if (document === undefined) return undefined
  const wanted = wantedOf(document, edit)
  if (wanted === undefined) return undefined
  for (const next of candidates({ text, document, isJson }, edit)) {
    const after = parse(next)
    if (after !== undefined && isDeepStrictEqual(valueOf(after), wanted)) return next
  }
  return undefined
}

function parse(text: string): Document | undefined {
  const document = parseDocument(text, { version: '1.2', schema: 'core', prettyErrors: false })
  return document.errors.length === 0 && isMap(document.contents) ? document : undefined
}

/** What the config is to say; undefined where what stands there is no layer that has keys. A layer that is off has none; switching it on is more than was asked. */
function wantedOf(document: Document, { layer, key, value }: LayerEdit): unknown {
  const wanted = unshared(valueOf(document))
  if (!isObject(wanted)) return undefined
  const layers = (wanted['layers'] ??= {})
  if (!isObject(layers)) return undefined
  const name = nameOf(document, layer)
  const entry = layers[name]
  if (entry === undefined || entry === 'on') layers[name] = { [key]: value }
  else if (entry === 'observe') layers[name] = isEnforce(key, value) ? 'on' : { mode: 'observe', [key]: value }
  else if (isObject(entry)) entry[key] = value
  else return undefined
  return wanted
}

function isEnforce(key: string, value: LayerEdit['value']): boolean {
  return key === 'mode' && value === 'enforce'
}

/** Texts that may say it, those first that change the least. */
function* candidates({ text, document, isJson }: Ground, { layer, key, value }: LayerEdit): Generator<string> {
  const name = nameOf(document, layer)
  const layers = document.getIn(['layers'], true)
  const entry = document.getIn(['layers', name], true)
  const pair = `${word(key, isJson)}: ${write(value, isJson)}`
  if (isScalar(entry)) {
    const mode = entry.value === 'observe' ? `${word('mode', isJson)}: ${word('observe', isJson)}, ` : ''
    yield* splice(text, entry, isEnforce(key, value) ? word('on', isJson) : `{ ${mode}${pair} }`)
  } else if (isMap(entry)) {
    const node: unknown = entry.get(key, true)
    if (isScalar(node)) yield* splice(text, node, write(value, isJson))
    else yield* insert(text, entry, pair)
  } else if (entry === undefined) {
    const own = `${word(name, isJson)}: { ${pair} }`
    if (isMap(layers)) yield* insert(text, layers, own)
    else if (layers === undefined && isMap(document.contents))
      yield* insert(text, document.contents, `${word('layers', isJson)}: { ${own} }`)
  }
  if (isJson || (entry !== undefined && !isMap(entry))) return
  // Written in a way that none of these fits. This writes all of it anew, comments included.
  if (isScalar(layers)) document.delete('layers')
  document.setIn(['layers', name, key], value)
  yield document.toString({ lineWidth: 0, flowCollectionPadding: text.includes('{ ') })
}

/** In the place of a scalar. One with an anchor stands for another place too. */
function* splice(text: string, { anchor, range }: Scalar, own: string): Generator<string> {
  if (anchor === undefined && range) yield text.slice(0, range[0]) + own + text.slice(range[1])
}

/** As one more pair: on a line of its own behind the last one, or before the first. */
function* insert(text: string, map: YAMLMap, pair: string): Generator<string> {
  const starts = map.items.map(({ key }) => (isScalar(key) ? key.range?.[0] : undefined))
  const [first] = starts
  if (first === undefined) {
    if (map.range && text.startsWith('{', map.range[0]))
      yield `${text.slice(0, map.range[0] + 1)} ${pair} ${text.slice(map.range[0] + 1).trimStart()}`
    return
  }
  const margin = text.slice(text.lastIndexOf('\n', first - 1) + 1, first)
  const eol = text.includes('\r\n') ? '\r\n' : '\n'
  if (map.flow === true) {
    const gap = text.slice((map.range?.[0] ?? first) + 1, first)
    const isLined = margin.trim() === '' && gap.includes('\n')
    yield `${text.slice(0, first)}${pair},${isLined ? eol + margin : ' '}${text.slice(first)}`
    return
  }
  if (margin.trim() !== '' && margin !== '\uFEFF') return
  const indent = margin.replace('\uFEFF', '')
  const last = map.items.at(-1)
  const node = isNodeWithRange(last?.value) ? last.value : last?.key
  const end = isNodeWithRange(node) ? node.range[1] : undefined
  if (end !== undefined) {
    const newline = text[end - 1] === '\n' ? end - 1 : text.indexOf('\n', end)
    yield newline < 0
      ? `${text}${eol}${indent}${pair}${eol}`
      : `${text.slice(0, newline + 1)}${indent}${pair}${eol}${text.slice(newline + 1)}`
  }
  yield `${text.slice(0, first)}${pair}${eol}${indent}${text.slice(first)}`
}

function isNodeWithRange(node: unknown): node is { readonly range: readonly [number, number, number] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)
}

function write(value: LayerEdit['value'], isJson: boolean): string {
  return isJson ? JSON.stringify(value) : stringify(value).trimEnd()
}

/** A key, or a word, as the file has them. */
function word(text: string, isJson: boolean): string {
  return isJson || !/^[a-z][\w-]*$/i.test(text) ? JSON.stringify(text) : text
}

function nameOf(document: Document, layer: string): string {
  const long = `@ringwall/plugin-${layer}`
  return document.hasIn(['layers', long]) ? long : layer
}

function valueOf(document: Document): unknown {
  return document.toJS({ maxAliasCount: 100 })
}

type Obj = Record<string, unknown>

function isObject(value: unknown): value is Obj {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A copy in which no two places share an object, as structuredClone would have it. */
function unshared(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}
