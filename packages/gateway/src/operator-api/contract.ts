/**
 * The operator API: what the dashboard, or a script with a bearer token, sends and gets. Types alone.
 *
 * Errors have the gateway's form, `ApiError`, with the statuses 400, 401, 403, 404, 409, 413, 429, 501 and 503. Times are milliseconds since 1970.
 * Texts that a client, a model or a tool wrote have passed the redaction of secrets; they are still not to be trusted as markup.
 */

export type * from './contract/session.ts'
export type * from './contract/overview.ts'
export type * from './contract/feed.ts'
export type * from './contract/approvals.ts'
export type * from './contract/audit.ts'
export type * from './contract/layers.ts'
export type * from './contract/memory.ts'
export type * from './contract/trial.ts'
export type * from './contract/page.ts'
