import { isJsonObject, type JsonObject } from '@ringwall/core'
import type { Change, Store, Stored, Version } from '@ringwall/store'
import { z } from 'zod'
import type { Owner, Request } from './request.ts'
import { SCOPES, type Scope } from './scopes.ts'
import type { Seal } from './seal.ts'

/** What the config said when the request was made: whoever approves needs no config of his own. */
export interface Terms {
  readonly scopes: readonly Scope[]
  readonly maxGrantMs: number
  readonly approvalCacheMs: number
  readonly denialCacheMs: number
}
/** Who settled it, and how. */
export interface SettledBy {
  readonly by: string
  readonly at: number
  readonly note?: string | undefined
  readonly scope?: Scope | undefined
  readonly until?: number | undefined
}
/** A request as the store holds it. */
export interface RequestRow extends Omit<Request, 'digest'> {
  readonly v: 1
  readonly id: string
  readonly state: 'pending' | 'granted' | 'used' | 'denied' | 'expired'
  readonly requestedAt: number
  readonly expiresAt: number
  readonly terms: Terms
  readonly settled?: SettledBy | undefined
}
/** An approval of several calls as the store holds it. */
export interface GrantRow extends Owner {
  readonly v: 1
  readonly id: string
  readonly scope: Exclude<Scope, 'once'>
  readonly tool: string
  /** Null where any arguments are approved. */
  readonly argsHash: string | null
  readonly reasons: readonly string[]
  readonly by: string
  readonly at: number
  readonly note?: string | undefined
  readonly until: number
}

const text = z.string()
const time = z.number()
const note = text.optional()
const scope = z.enum(SCOPES)
const owner = { tenant: text, agent: text, session: text, user: text.nullable() }
const requestRow: z.ZodType<RequestRow> = z.strictObject({
  v: z.literal(1),
  id: text,
  state: z.enum(['pending', 'granted', 'used', 'denied', 'expired']),
  ...owner,
  tool: text,
  args: text,
  argsHash: text,
  reasons: z.array(z.strictObject({ code: text, message: text.optional(), detail: text.optional() })),
  definition: text.optional(),
  requestedAt: time,
  expiresAt: time,
  terms: z.strictObject({ scopes: z.array(scope), maxGrantMs: time, approvalCacheMs: time, denialCacheMs: time }),
  settled: z.strictObject({ by: text, at: time, note, scope: scope.optional(), until: time.optional() }).optional(),
})
const grantRow: z.ZodType<GrantRow> = z.strictObject({
  v: z.literal(1),
  id: text,
  scope: z.enum(['args', 'session', 'until']),
  ...owner,
  tool: text,
  argsHash: text.nullable(),
  reasons: z.array(text),
  by: text,
  at: time,
  note,
  until: time,
})

/** An authentic row, and where it stands. */
export interface Authentic<T> {
  readonly key: string
  readonly version: Version
  readonly row: T
}
/** What stands in the store: an authentic row, or one that is none, or nothing. */
export type Found<T> =
  | Authentic<T>
  | { readonly key: string; readonly version: Version; readonly row: 'forged' }
  | undefined

/** How long rows stay beyond their time, in milliseconds: so that it shows that they have ended. */
export const KEEP_MS = 600_000
const REQUESTS = 'request/'
const GRANTS = 'grant/'
const PAGE = 100

/** Where the request of a digest stands. */
export const requestKey = (digest: string): string => REQUESTS + digest
/** Where an approval of several calls stands. */
export const grantKey = (digest: string): string => GRANTS + digest

/** The rows of requests and approvals, each authenticated for its place. */
export class Rows {
  readonly #store: Store
  readonly #seal: Seal

  constructor(store: Store, seal: Seal) {
    this.#store = store
    this.#seal = seal
  }

  async request(digest: string): Promise<Found<RequestRow>> {
    const key = requestKey(digest)
    return this.#open(key, await this.#store.get(key), requestRow)
  }

  async grant(digest: string): Promise<Found<GrantRow>> {
    const key = grantKey(digest)
    return this.#open(key, await this.#store.get(key), grantRow)
  }

  /** All, or those whose digest begins so. */
  async requests(digest = ''): Promise<readonly NonNullable<Found<RequestRow>>[]> {
    return this.#all(requestKey(digest), requestRow)
  }

  async grants(): Promise<readonly NonNullable<Found<GrantRow>>[]> {
    return this.#all(GRANTS, grantRow)
  }

  /** The change that writes a row; `expected` as in compareAndSet. */
  write(key: string, row: RequestRow | GrantRow, ttlMs: number, expected?: Version | null): Change {
    const value = this.#seal.close(key, plain(row))
    return {
      kind: 'set',
      key,
      value,
      ttlMs: Math.max(1, Math.ceil(ttlMs)),
      ...(expected === undefined ? {} : { expected }),
    }
  }

  async #all<T>(prefix: string, schema: z.ZodType<T>): Promise<readonly NonNullable<Found<T>>[]> {
    const found: NonNullable<Found<T>>[] = []
    let after: string | undefined
    for (;;) {
      const page = await this.#store.list(prefix, { limit: PAGE, ...(after === undefined ? {} : { after }) })
      for (const item of page) {
        const opened = this.#open(item.key, item, schema)
        if (opened) found.push(opened)
      }
      after = page.at(-1)?.key
      if (page.length < PAGE) return found
    }
  }

  #open<T>(key: string, stored: Stored | undefined, schema: z.ZodType<T>): Found<T> {
    if (!stored) return undefined
    const { value, version } = stored
    const row = isJsonObject(value) ? this.#seal.open(key, value) : undefined
    const read = row === undefined ? undefined : schema.safeParse(row)
    return read?.success === true ? { key, version, row: read.data } : { key, version, row: 'forged' }
  }
}

/** Without what is undefined: a seal is over what the store gives back. */
function plain(row: object): JsonObject {
  return JSON.parse(JSON.stringify(row)) as JsonObject
}

/** True from the moment on at which it was made; one from the future is of a clock that was set back since. */
export function isLive(from: number, until: number, now: number): boolean {
  return from - SKEW_MS <= now && now < until
}

/** Two processes may read one clock in another order than they act. */
const SKEW_MS = 5000
