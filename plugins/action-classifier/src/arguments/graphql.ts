import type { Grade } from '../action.ts'
import { wordsOf } from '../name.ts'

const MAX_LENGTH = 65_536
const GRAVE =
  /^(?:delete|remove|destroy|archive|purge|revoke|cancel|refund|transfer|pay|drop|disable|reset|close|terminate|merge|unpublish|wipe|clear)$/

/** Grades a document of GraphQL by the kinds of its operations. */
export function gradeGraphql(text: string, grade: Grade): void {
  if (text.length > MAX_LENGTH)
    return grade.raise('destructive', 'graphql.limit', 'the document is longer than is read')
  const plain = text.replaceAll(/"""[^]*?"""|"(?:[^"\\\n]|\\.)*"|#[^\n]*/g, ' ')
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
