import { randomBytes } from 'node:crypto'
import { isJsonObject, type Edit, type Inbound, type JsonValue } from '@ringwall/core'

const ODD = /[^A-Za-z0-9 ._:/@+-]/g
const LONGEST = 120

/** The edits that put a recalled text between delimiters that it cannot know, with the notice and where it came from. */
export function labelEdits({ text, meta = {} }: Inbound, notice: string): readonly Edit[] {
  const mark = randomBytes(12).toString('hex')
  const origin = ['key', 'source', 'tool', 'url'].flatMap((name) => {
    const value = name === 'key' ? meta[name] : field(meta['provenance'], name)
    return typeof value === 'string' && value !== '' ? [`${name} ${value.replace(ODD, '?').slice(0, LONGEST)}`] : []
  })
  const about = origin.length > 0 ? ` (${origin.join(', ')})` : ''
  return [
    { start: 0, end: 0, text: `[memory ${mark}] ${notice}${about}\n` },
    { start: text.length, end: text.length, text: `\n[/memory ${mark}]` },
  ]
}

function field(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return value !== undefined && isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined
}
