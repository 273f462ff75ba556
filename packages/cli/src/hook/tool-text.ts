import { randomInt } from 'node:crypto'
import { isFields, type Fields } from './event.ts'

/** The texts in the result of a tool, and how others are put in their place. */
export interface ToolText {
  /** All of them, for one judgement: what is spread over two fields is read together. */
  readonly joined: string
  /** The same result with a changed `joined`; undefined where the parts cannot be told apart any more. */
  replace(joined: string): unknown
  /** The same result with a note in place of every text. */
  withhold(note: string): unknown
}

/** Keys whose texts say how to read the rest and are the host's own. */
const LABELS: ReadonlySet<string> = new Set(['type', 'mimeType', 'media_type', 'persistedOutputPath'])
/** Where a tool keeps its whole output when it shows a part of it; with another text in its place these would lead around it. */
const KEPT: readonly string[] = ['persistedOutputPath', 'persistedOutputSize']
const MAX_LABEL = 64
const BASE64 = /^[A-Za-z0-9+/]{64,}={0,2}$/

/** Collects the texts of a result, but for those that the call itself held. Undefined where there is none. */
export function toolText(response: unknown, input: Fields): ToolText | undefined {
  const known = new Set<string>()
  visit(input, (text) => {
    known.add(text)
    return text
  })
  const isPart = (text: string, key: string): boolean => text !== '' && !known.has(text) && !isLabel(text, key)
  const parts: string[] = []
  visit(response, (text, key) => {
    if (isPart(text, key)) parts.push(text)
    return text
  })
  if (parts.length === 0) return undefined
  // Nobody who wrote a part knows it, so none can pretend to be two.
  const border = `\n[part ${randomInt(2 ** 47)}]\n`
  const put = (texts: readonly string[]): unknown => {
    let at = 0
    const changed = visit(response, (text, key) => (isPart(text, key) ? (texts[at++] ?? '') : text))
    return isFields(changed) ? without(changed, KEPT) : changed
  }
  return {
    joined: parts.join(border),
    replace(joined) {
      const texts = joined.split(border)
      return texts.length === parts.length ? put(texts) : undefined
    },
    withhold: (note) => put([note]),
  }
}

/** A short label, or the bytes of a picture: no layer can read these. */
function isLabel(text: string, key: string): boolean {
  if (LABELS.has(key) && (text.length <= MAX_LABEL || key === 'persistedOutputPath')) return true
  return (key === 'base64' || key === 'data') && BASE64.test(text)
}

/** The value with every text in it changed, in order. Keys stay. Recursion ends where JSON.parse ended. */
function visit(value: unknown, change: (text: string, key: string) => string, key = ''): unknown {
  if (typeof value === 'string') return change(value, key)
  if (Array.isArray(value)) return value.map((item) => visit(item, change, key))
  if (!isFields(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, visit(item, change, name)]))
}

function without(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)))
}
