import type { ActionClass } from '../action.ts'

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

/** Paths of an API that say that something goes. */
export const GRAVE_PATH: RegExp =
  /\/(?:delete|destroy|remove|purge|drop|terminate|revoke|wipe|reset|cancel|refund|payouts?|transfers?|deactivate|shutdown|force[_-]?\w*|bulk[_-]?delete)(?:[/?#]|$)/i
