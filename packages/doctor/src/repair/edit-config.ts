import { extname } from 'node:path'
import { isMap, isScalar, parseDocument, stringify, type Document, type Scalar } from 'yaml'

/** One key of a layer. */
export interface LayerEdit {
  readonly layer: string
  readonly key: string
  readonly value: string | number | boolean
}

/** What one place of the text gives way to. */
interface Splice {
  readonly start: number
  readonly end: number
  readonly value: LayerEdit['value']
}

/**
 * The text of a YAML or JSON config with the edits; undefined where it cannot be edited. A value that is there gives way where it
 * stands, so that all else stays as its author wrote it; what has to be added is written by the document, with its comments.
 */
export function editConfig(file: string, text: string, edits: readonly LayerEdit[]): string | undefined {
  const isJson = extname(file).toLowerCase() === '.json'
  const splices = edits.map((edit) => toSplice(text, edit))
  const rest = edits.filter((_, at) => splices[at] === undefined)
  const spliced = splices
    .filter((splice) => splice !== undefined)
    .toSorted((a, b) => b.start - a.start)
    .reduce((now, { start, end, value }) => now.slice(0, start) + write(value, isJson) + now.slice(end), text)
  if (rest.length === 0) return spliced
  const document = parse(spliced)
  if (document === undefined) return undefined
  for (const edit of rest) addKey(document, edit)
  if (isJson) return `${JSON.stringify(document.toJS(), null, 2)}\n`
  return document.toString({ lineWidth: 0, flowCollectionPadding: text.includes('{ ') })
}

function parse(text: string): Document | undefined {
  const document = parseDocument(text, { version: '1.2', schema: 'core', prettyErrors: false })
  return document.errors.length === 0 && isMap(document.contents) ? document : undefined
}

function write(value: LayerEdit['value'], isJson: boolean): string {
  return isJson ? JSON.stringify(value) : stringify(value).trimEnd()
}

/** Where the value stands, if it is a scalar of its own: an alias stands for another place too, and an anchor is one. */
function toSplice(text: string, { layer, key, value }: LayerEdit): Splice | undefined {
  const document = parse(text)
  const entry = document && entryOf(document, layer)
  if (isScalar(entry))
    return key === 'mode' && value === 'enforce' && entry.value === 'observe' ? at(entry, 'on') : undefined
  const node: unknown = isMap(entry) ? entry.get(key, true) : undefined
  return isScalar(node) ? at(node, value) : undefined
}

function at(node: Scalar, value: LayerEdit['value']): Splice | undefined {
  if (node.anchor !== undefined || !node.range) return undefined
  const [start, end] = node.range
  return { start, end, value }
}

/** Does nothing where what stands there is no layer that has keys. A layer that is off has none; switching it on is more than was asked. */
function addKey(document: Document, { layer, key, value }: LayerEdit): void {
  const entry = entryOf(document, layer)
  const path = ['layers', nameOf(document, layer)]
  if (entry === undefined) document.setIn(path, document.createNode({ [key]: value }))
  else if (isMap(entry)) document.setIn([...path, key], value)
  else if (isScalar(entry) && (entry.value === 'on' || entry.value === 'observe'))
    document.setIn(path, document.createNode({ ...(entry.value === 'observe' && { mode: 'observe' }), [key]: value }))
}

function entryOf(document: Document, layer: string): unknown {
  return document.getIn(['layers', nameOf(document, layer)], true)
}

function nameOf(document: Document, layer: string): string {
  const long = `@ringwall/plugin-${layer}`
  return document.hasIn(['layers', long]) ? long : layer
}
