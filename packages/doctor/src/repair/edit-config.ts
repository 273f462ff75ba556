import { extname } from 'node:path'
import type { JsonValue } from '@ringwall/core'
import { isMap, isScalar, parseDocument, type Document } from 'yaml'

/** One key of a layer; `undefined` takes it away. */
export interface LayerEdit {
  readonly layer: string
  readonly key: string
  readonly value: JsonValue | undefined
}

/** The text of a YAML or JSON config with the edits, its comments kept; undefined where it cannot be edited. */
export function editConfig(file: string, text: string, edits: readonly LayerEdit[]): string | undefined {
  const document = parseDocument(text, { version: '1.2', schema: 'core', prettyErrors: false, keepSourceTokens: true })
  if (document.errors.length > 0) return undefined
  // Where nothing was written nothing is weak.
  if (!isMap(document.contents)) return undefined
  for (const edit of edits) if (!editLayer(document, edit)) return undefined
  if (extname(file).toLowerCase() === '.json') return `${JSON.stringify(document.toJS(), null, 2)}\n`
  return document.toString({ lineWidth: 0, flowCollectionPadding: text.includes('{ ') })
}

/** False where what stands there is no layer, or an alias, which stands for another place too. */
function editLayer(document: Document, { layer, key, value }: LayerEdit): boolean {
  const layers: unknown = document.get('layers', true)
  if (layers !== undefined && !isMap(layers)) return false
  const long = `@ringwall/plugin-${layer}`
  const name = isMap(layers) && layers.has(long) ? long : layer
  const entry: unknown = isMap(layers) ? layers.get(name, true) : undefined
  const path = ['layers', name]
  if (entry === undefined) {
    if (value !== undefined) document.setIn(path, document.createNode({ [key]: value }))
    return true
  }
  if (isScalar(entry)) return editShorthand(document, path, entry.value, { key, value })
  if (!isMap(entry)) return false
  if (value === undefined) entry.delete(key)
  else document.setIn([...path, key], value)
  return true
}

function editShorthand(
  document: Document,
  path: readonly string[],
  said: unknown,
  { key, value }: Omit<LayerEdit, 'layer'>,
): boolean {
  // A layer that is off has no other key; switching it on is more than was asked.
  if (said !== 'on' && said !== 'observe') return false
  if (key === 'mode' && value === 'enforce') document.setIn(path, 'on')
  else if (value !== undefined)
    document.setIn(path, document.createNode({ ...(said === 'observe' && { mode: 'observe' }), [key]: value }))
  return true
}
