import type { Grade } from '../action.ts'
import { wordsOf } from '../name.ts'

const MAX_LENGTH = 65_536
const GRAVE =
  /^(?:delete|remove|destroy|archive|purge|revoke|cancel|refund|transfer|pay|drop|disable|reset|close|terminate|merge|unpublish|wipe|clear)$/

/** Grades a document of GraphQL by the kinds of its operations. */
export function gradeGraphql(text: string, grade: Grade): void {
  if (text.length > MAX_LENGTH)
    return grade.raise('destructive', 'graphql.limit', 'the document is longer than is read')
  const plain = withoutTexts(text.replaceAll('\r', '\n')) // either ends a line
  let depth = 0
  let isMutation = false
  let isKnown = false
  for (const [token] of plain.matchAll(/[{}]|[\p{L}_]\w*/gu)) {
    if (token === '{') {
      if (depth === 0) isKnown = true
      depth++
    } else if (token === '}') depth--
    else if (depth === 0 && token === 'mutation') isMutation = true
    else if (depth === 0 && token === 'subscription') grade.raise('mutate', 'graphql.subscription', 'it subscribes')
    else if (depth === 1 && isMutation && wordsOf(token).some((word) => GRAVE.test(word)))
      grade.raise('destructive', 'graphql.mutation', 'a mutation is called after taking away')
  }
  if (isMutation) grade.raise('mutate', 'graphql.mutation', 'it changes something')
  if (!isKnown || depth !== 0) grade.raise('destructive', 'graphql.syntax', 'the document cannot be read')
}

const BLOCK = '"""'

/** The document with a blank in the place of each string and comment. What is never closed stays, and is read like the rest. */
function withoutTexts(text: string): string {
  let plain = ''
  let at = 0
  let dead = 0 // no string that starts before it in its line is closed: whatever is escaped for one is so for all
  while (at < text.length) {
    const next = at < dead && text[at] === '"' ? undefined : endOfText(text, at)
    if (next === undefined && text[at] === '"') dead = Math.max(dead, lineEnd(text, at))
    plain += next === undefined ? text.charAt(at) : ' '
    at = next ?? at + 1
  }
  return plain
}

/** Where the string or comment that starts here ends; undefined where none does. */
function endOfText(text: string, at: number): number | undefined {
  if (text[at] === '#') return lineEnd(text, at)
  if (text[at] !== '"') return undefined
  if (text.startsWith(BLOCK, at)) {
    const end = text.indexOf(BLOCK, at + BLOCK.length)
    return end < 0 ? undefined : end + BLOCK.length
  }
  const line = lineEnd(text, at)
  for (let end = at + 1; end < line; end++) {
    if (text[end] === '"') return end + 1
    if (text[end] === '\\') end++
  }
  return undefined
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end
}
