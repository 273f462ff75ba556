import type { JsonValue } from '@ringwall/core'
import type { ActionClass, Grade } from '../action.ts'
import { fieldsOf, type Field } from './fields.ts'
import { gradeGraphql } from './graphql.ts'

/** What a method of HTTP does; one that nobody knows is destructive. */
export function classOfMethod(method: string): ActionClass {
  const name = method.trim().toUpperCase()
  if (/^(?:GET|HEAD|OPTIONS|TRACE|PROPFIND|REPORT|SEARCH|QUERY)$/.test(name)) return 'read'
  return /^(?:POST|PUT|PATCH|MKCOL|COPY|LOCK|UNLOCK|PROPPATCH|MKCALENDAR)$/.test(name) ? 'mutate' : 'destructive'
}

/** Names of headers and fields with which a request asks to be taken for another method. */
export const OVERRIDE: ReadonlySet<string> = new Set([
  'xhttpmethodoverride',
  'xhttpmethod',
  'xmethodoverride',
  'method',
])

/** Paths of an API that say that something goes: `/users/1/delete`, `/_delete_by_query`, `/chat.delete`, `/x:cancel`. */
const GRAVE_PATH =
  /[/.:](?:_?delete(?:[_-]\w+)?|destroy|remove|purge|drop|terminate|revoke|wipe|reset|cancel|refunds?|payouts?|transfers?|deactivate|shutdown|force[_-]?\w*|bulk[_-]?delete|batch[_-]?delete|(?:destroy|purge|revoke|terminate|remove(?![_-]?(?:bg|background)))[_-]\w+)(?:[/?#]|$)/i
/** The same as one word: `/deleteUser`. */
const GRAVE_CALL =
  /[/.:](?:delete|destroy|remove(?!Bg|BG|Background)|purge|revoke|terminate|refund|cancel)[A-Z]\w*(?:[/?#]|$)/
const MAX_BODY = 65_536

/** Grades where a request of this class goes: its address may say more than its method. */
export function gradeAddress(url: string, of: ActionClass, grade: Grade): void {
  const path = url.slice(0, 8192)
  if (of !== 'read' && (GRAVE_PATH.test(path) || GRAVE_CALL.test(path)))
    grade.raise('destructive', 'http.path', 'the address is called after taking away or paying')
}

/** Grades the text that a request carries, where it asks for more than its method says: GraphQL, and methods in JSON. */
export function gradeBody(text: string, grade: Grade): void {
  if (!/\bmutation\b|method/i.test(text.slice(0, MAX_BODY + 1))) return
  if (text.length > MAX_BODY) return grade.raise('destructive', 'http.limit', 'the body is longer than is read')
  if (/^\s*mutation\b/.test(text)) return gradeGraphql(text, grade)
  const fields = fieldsOfText(text)
  for (const { name, value } of fields ?? []) {
    if (typeof value !== 'string') continue
    if (/^(?:query|mutation|document)$/.test(name) && /\bmutation\b/.test(value)) gradeGraphql(value, grade)
    if (OVERRIDE.has(name) && /^\s*delete\s*$/i.test(value))
      grade.raise('destructive', 'http.method', 'the request asks to be taken for one that deletes')
  }
  if (/(?:^|&)_method=delete(?:&|$)/i.test(text))
    grade.raise('destructive', 'http.method', 'the request asks to be taken for one that deletes')
}

function fieldsOfText(text: string): readonly Field[] | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return fieldsOf({ body: value as JsonValue })
  } catch {
    return undefined
  }
}
