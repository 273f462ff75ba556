import { randomBytes } from 'node:crypto'
import { MAX_PAGE, scoped, type Change, type Store, type Version } from '@ringwall/store'
import { fail } from './errors.ts'
import { NAME } from './name.ts'
import { fromRow, toRow, type TokenBinding, type TokenEntry, type TokenRecord } from './record.ts'
import { AGENT_SCOPES } from './scopes.ts'
import { digestOf, makeToken } from './token.ts'

const MAX_TOKENS = 1000
const MAX_TRIES = 50
const MAX_NAME_LENGTH = 100
/** How long revoked and expired tokens stay listed. */
const KEEP_MS = 30 * 86_400_000
/** Last uses are told to the minute: a write for each request would cost more than the check. */
const TOUCH_MS = 60_000
const ID_BYTES = 8
/** Its version changes with every change of any token. */
const MARK = 'tokens'

/** What a new token is made with. */
export interface NewToken extends TokenBinding {
  /** For people: at most 100 printable characters. */
  readonly name: string
  /** Absent: it does not expire. */
  readonly expiresInMs?: number
}
/** A token that was just made. Nothing can show it again. */
export interface MadeToken {
  readonly token: string
  readonly record: TokenRecord
}
/** A token in a list. */
export interface ListedToken extends TokenRecord {
  /** To the minute; null: never. */
  readonly lastUsedAt: number | null
  readonly state: 'live' | 'expired' | 'revoked'
}
/** The tokens in a store, shared by every process on it. Every method rejects when the store does. */
export interface TokenRegistry {
  /** All entries, as they are at the moment of the call; one read of the store unless they have changed. */
  load(): Promise<readonly TokenEntry[]>
  /** Rejects with AUTH_SETTINGS_INVALID or AUTH_TOKENS_FULL. */
  create(wanted: NewToken): Promise<MadeToken>
  /** The very first token of the store, with the scopes of an agent. Undefined if there ever was one: exactly one of several callers gets it. */
  createFirst(): Promise<MadeToken | undefined>
  list(): Promise<readonly ListedToken[]>
  /** From now on it lets nobody in, on any process. False if there is no such token, or it was revoked before. */
  revoke(id: string): Promise<boolean>
  /** A new token with the same scopes, bindings and lifetime; the old one works for `overlapMs` more. Undefined if it is not live. */
  rotate(id: string, overlapMs: number): Promise<MadeToken | undefined>
  /** Notes that a token was used now. */
  touch(id: string): Promise<void>
  /** The clock of `expiresAt`. */
  time(): Promise<number>
}

interface State {
  readonly version: Version | null
  readonly entries: readonly TokenEntry[]
}

/** Opens the tokens of a store. */
export function openTokens(root: Store): TokenRegistry {
  const store = scoped(root, NAME)
  const touched = new Map<string, number>()
  let known: State = { version: null, entries: [] }

  async function load(): Promise<State> {
    const version = (await store.get(MARK))?.version ?? null
    if (version === known.version) return known
    // Newer rows under this version do no harm: the next call sees another version and reads again.
    const entries: TokenEntry[] = []
    for (let after: string | undefined; ;) {
      const page = await store.list('token/', { limit: MAX_PAGE, ...(after !== undefined && { after }) })
      entries.push(...page.map(({ key, value }) => fromRow(key.slice('token/'.length), value)))
      after = page.at(-1)?.key
      if (page.length < MAX_PAGE) break
    }
    known = { version, entries }
    return known
  }

  /** Writes what `plan` answers for the tokens as they are, with no change of others in between. */
  async function change<T>(
    plan: (state: State, now: number) => { readonly rows: readonly Change[]; readonly result: T },
  ): Promise<T> {
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const state = await load()
      const now = await store.time()
      const { rows, result } = plan(state, now)
      if (rows.length === 0) return result
      const mark: Change = { kind: 'set', key: MARK, value: now, expected: state.version }
      if ((await store.transact([mark, ...rows])) !== undefined) return result
    }
    throw fail('AUTH_STATE_BUSY')
  }

  function make(wanted: NewToken, now: number): { readonly row: Change; readonly made: MadeToken } {
    const token = makeToken()
    const { expiresInMs, name, scopes, tenant, agent, user } = wanted
    const record: TokenRecord = {
      id: randomBytes(ID_BYTES).toString('hex'),
      name,
      scopes: [...new Set(scopes)],
      tenant,
      agent,
      ...(user !== undefined && { user }),
      createdAt: now,
      expiresAt: expiresInMs === undefined ? null : now + expiresInMs,
      revokedAt: null,
      rotatedTo: null,
    }
    const row: Change = {
      kind: 'set',
      key: `token/${record.id}`,
      value: toRow({ ...record, digest: digestOf(token) }),
      expected: null,
    }
    return { row, made: { token, record } }
  }

  return {
    load: async () => (await load()).entries,
    async create(wanted) {
      check(wanted)
      return change(({ entries }, now) => {
        const old = entries.filter((entry) => (endOf(entry) ?? now) < now - KEEP_MS)
        if (entries.length - old.length >= MAX_TOKENS) throw fail('AUTH_TOKENS_FULL', { limit: MAX_TOKENS })
        const { row, made } = make(wanted, now)
        const forget = old.slice(0, MAX_PAGE / 4).flatMap(({ id }): readonly Change[] => [
          { kind: 'delete', key: `token/${id}` },
          { kind: 'delete', key: `used/${id}` },
        ])
        return { rows: [row, ...forget], result: made }
      })
    },
    createFirst: () =>
      change<MadeToken | undefined>(({ version }, now) => {
        if (version !== null) return { rows: [], result: undefined }
        const wanted = { name: 'first start', scopes: AGENT_SCOPES, tenant: 'default', agent: 'default' }
        const { row, made } = make(wanted, now)
        return { rows: [row], result: made }
      }),
    async list() {
      const { entries } = await load()
      const now = await store.time()
      const listed: ListedToken[] = []
      for (const { digest: _, ...record } of entries) {
        const used = (await store.get(`used/${record.id}`))?.value
        listed.push({ ...record, state: stateOf(record, now), lastUsedAt: typeof used === 'number' ? used : null })
      }
      return listed.toSorted((a, b) => a.createdAt - b.createdAt)
    },
    revoke: (id) =>
      change<boolean>(({ entries }, now) => {
        const entry = entries.find((other) => other.id === id)
        if (entry === undefined || entry.revokedAt !== null) return { rows: [], result: false }
        return { rows: [update({ ...entry, revokedAt: now })], result: true }
      }),
    async rotate(id, overlapMs) {
      if (!Number.isSafeInteger(overlapMs) || overlapMs < 0)
        throw fail('AUTH_SETTINGS_INVALID', { problem: 'the overlap is no number of milliseconds' })
      return change<MadeToken | undefined>(({ entries }, now) => {
        const entry = entries.find((other) => other.id === id)
        if (entry === undefined || stateOf(entry, now) !== 'live') return { rows: [], result: undefined }
        const lifetime = entry.expiresAt === null ? undefined : entry.expiresAt - entry.createdAt
        const { row, made } = make({ ...entry, ...(lifetime !== undefined && { expiresInMs: lifetime }) }, now)
        const expiresAt = Math.min(entry.expiresAt ?? Infinity, now + overlapMs)
        return { rows: [row, update({ ...entry, expiresAt, rotatedTo: made.record.id })], result: made }
      })
    },
    async touch(id) {
      const now = Date.now()
      if (now - (touched.get(id) ?? -TOUCH_MS) < TOUCH_MS) return
      touched.set(id, now) // first: requests that come together write once
      await store.set(`used/${id}`, await store.time())
    },
    time: () => store.time(),
  }
}

/** Whether a token lets anybody in at a time. */
export function stateOf({ expiresAt, revokedAt }: TokenRecord, now: number): ListedToken['state'] {
  if (revokedAt !== null) return 'revoked'
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'live'
}

function endOf({ expiresAt, revokedAt }: TokenRecord): number | null {
  return revokedAt ?? expiresAt
}

function update(entry: TokenEntry): Change {
  return { kind: 'set', key: `token/${entry.id}`, value: toRow(entry) }
}

function check({ name, scopes, tenant, agent, user, expiresInMs }: NewToken): void {
  const refused = (problem: string): Error => fail('AUTH_SETTINGS_INVALID', { problem })
  if (scopes.length === 0) throw refused('it has no scopes, so it would be good for nothing')
  if ([name, tenant, agent, user ?? 'x'].some((text) => text.length > MAX_NAME_LENGTH || !/^[^\p{C}]+$/u.test(text)))
    throw refused(`names, tenants, agents and users have 1 to ${MAX_NAME_LENGTH} printable characters`)
  if (expiresInMs !== undefined && !(Number.isSafeInteger(expiresInMs) && expiresInMs > 0))
    throw refused('the lifetime is no positive number of milliseconds')
}
