import { waitFor, type Store } from '@ringwall/store'
import type { Clock } from './clock.ts'
import type { ApprovalGateConfig } from './config.ts'
import type { Tell } from './events.ts'
import type { Ledger } from './ledger.ts'
import { createRegister, hint, release, TOPIC } from './register.ts'
import { toolDigestOf, type Request } from './request.ts'
import { isLive, KEEP_MS, type Authentic, type Found, type RequestRow, type Rows } from './rows.ts'
import type { Scope } from './scopes.ts'

/** On whose word a call goes on. */
export interface Granted {
  readonly id: string
  readonly scope: Scope
  readonly by: string
  /** Under which the approval stands; one of a single call is used up, and stands nowhere. */
  readonly standing?: string
}
/** Why a call does not go on. */
export interface Denied {
  readonly code: DenialCode
  readonly detail: string
}
export type DenialCode =
  | 'APPROVAL_DENIED'
  | 'APPROVAL_TIMEOUT'
  | 'APPROVAL_SPENT'
  | 'APPROVAL_LIMIT'
  | 'APPROVAL_UNAUTHENTIC'
/** Where a request stands. */
export type Answer =
  | { readonly kind: 'granted'; readonly granted: Granted }
  | { readonly kind: 'denied'; readonly denied: Denied }
  | { readonly kind: 'pending'; readonly id: string; readonly expiresAt: number }

/** An answer that is no waiting. */
export type Settled = Exclude<Answer, { readonly kind: 'pending' }>

/** What calls are asked about over. */
export interface AskingParts {
  readonly store: Store
  readonly rows: Rows
  readonly clock: Clock
  readonly config: ApprovalGateConfig
  readonly tell: Tell
  readonly used: Ledger
}

/** The side of the calls: each looks where its request stands, and makes it where there is none. */
export interface Asking {
  /** Uses an approval up, joins the request that waits, or makes one. */
  ask(request: Request, traceId: string | undefined): Promise<Answer>
  /** The same for one that was told `pending` with this id; undefined while it waits. */
  look(request: Request, id: string, traceId: string | undefined): Promise<Settled | undefined>
  /** Looks whenever something may have changed, until there is an answer. Rejects with the reason of the signal. */
  wait(request: Request, id: string, traceId: string | undefined, signal: AbortSignal): Promise<Settled>
  /** What `ask` would find, with nothing used up and nobody asked; undefined where somebody would have to be. */
  peek(request: Request): Promise<Settled | undefined>
  /** Whether a standing approval still stands. */
  stands(granted: Granted): Promise<boolean>
}

/** Others may write in between; each time one of them gets on. */
const ATTEMPTS = 64

/** Makes the side of the calls. */
export function createAsking(parts: AskingParts): Asking {
  const { store, rows, clock, config, tell, used } = parts
  const { denialCacheMs } = config
  const register = createRegister(parts)

  /** Removes what is not authentic, so that the next call can ask anew. */
  const refuse = async (
    { key, version }: Place,
    { request, now, isPeek }: Visit,
    why: string,
  ): Promise<Settled | 'again'> => {
    const answer = denied('APPROVAL_UNAUTHENTIC', why)
    if (isPeek) return answer
    if (!(await store.delete(key, version))) return 'again'
    tell({ ...request, id: key }, { kind: 'refused', time: now, note: why })
    return answer
  }

  /** An approval of several calls that covers this one. */
  const readGrants = async (visit: Visit): Promise<Settled | 'again' | undefined> => {
    const { request, now, traceId, isPeek } = visit
    for (const digest of [request.digest, toolDigestOf(request)]) {
      const found = await rows.grant(digest)
      if (!found) continue
      if (found.row === 'forged') return refuse(found, visit, FORGED)
      const { id, scope, by, note, at, until } = found.row
      if (isLive(at, until, now)) {
        if (await used.has(id)) return refuse(found, visit, REPLAYED)
        const told = { time: now, by, note, scope, expiresAt: until, traceId }
        if (!isPeek) for (const kind of ['granted', 'used'] as const) tell({ ...request, id }, { ...told, kind })
        return { kind: 'granted', granted: { id, scope, by, standing: digest } }
      }
      // It has ended: no clock that is set back later shall find it.
      if (!isPeek) await store.delete(found.key, found.version)
    }
    return undefined
  }

  const replayed = (row: RequestRow, now: number): Settled => {
    tell(row, { kind: 'refused', time: now, note: REPLAYED })
    return denied('APPROVAL_UNAUTHENTIC', REPLAYED)
  }

  /** Exactly one of all who try gets it, in whatever process. */
  const use = async (
    { key, version, row }: Authentic<RequestRow>,
    { now, traceId, isPeek }: Visit,
  ): Promise<Settled | 'again'> => {
    const { id, settled: { by = '', note, until } = {} } = row
    const answer: Settled = { kind: 'granted', granted: { id, scope: 'once', by } }
    if (isPeek) return (await used.has(id)) ? denied('APPROVAL_UNAUTHENTIC', REPLAYED) : answer
    const change = rows.write(key, { ...row, state: 'used' }, KEEP_MS, version)
    const isMine = await store.transact([change]).catch(async (error: unknown) => {
      await used.mark(id) // what was lost may be the answer alone
      throw error
    })
    if (!isMine) return 'again'
    // Only now: whoever was second must not take the first one's mark for a use of long ago.
    if (!(await used.mark(id))) return replayed(row, now)
    await hint(store, id, 'used')
    const told = { time: now, by, note, scope: 'once', expiresAt: until, traceId } as const
    for (const kind of ['granted', 'used'] as const) tell(row, { ...told, kind })
    return answer
  }

  const expire = async (
    { key, version, row }: Authentic<RequestRow>,
    { now, traceId, isPeek }: Visit,
  ): Promise<Settled | 'again'> => {
    if (isPeek) return denied('APPROVAL_TIMEOUT', TIMEOUT)
    const change = rows.write(key, { ...row, state: 'expired' }, denialCacheMs + KEEP_MS, version)
    if (await store.transact([change])) {
      await release(store, row.id)
      await hint(store, row.id, 'expired')
      tell(row, { kind: 'expired', time: now, traceId })
    }
    return 'again'
  }

  /** What the row of a request says to a call; `again` where it changed meanwhile. */
  const readRow = async (found: Authentic<RequestRow>, visit: Visit): Promise<Answer | 'again' | 'absent'> => {
    const { id, state, settled, requestedAt, expiresAt } = found.row
    const { now, traceId, isPeek } = visit
    const hasWaited = visit.id === id
    /** Said to those that waited; the others ask anew. */
    const toWaiting = (code: DenialCode, detail: string): Settled | 'absent' =>
      hasWaited ? denied(code, detail) : 'absent'
    const isRecent = (from: number, end: number): boolean => isLive(from, end + denialCacheMs, now)
    switch (state) {
      case 'pending':
        if (isLive(requestedAt, expiresAt, now)) return { kind: 'pending', id, expiresAt }
        return expire(found, visit)
      case 'granted': {
        const { scope, at = 0, until = 0 } = settled ?? {}
        if (scope !== 'once') return toWaiting('APPROVAL_SPENT', 'the approval was taken back, or has ended')
        if (!isLive(at, until, now)) return toWaiting('APPROVAL_TIMEOUT', 'the approval has ended')
        return use(found, visit)
      }
      case 'used':
        return toWaiting('APPROVAL_SPENT', 'another call of the same kind used the approval')
      case 'denied': {
        const { by = '', note, at = 0 } = settled ?? {}
        if (!isPeek) tell(found.row, { kind: 'denied', time: now, by, note, traceId })
        const detail = `denied by ${by}${note === undefined ? '' : `: ${note}`}`
        return hasWaited || isRecent(at, at) ? denied('APPROVAL_DENIED', detail) : 'absent'
      }
      case 'expired':
        return hasWaited || isRecent(requestedAt, expiresAt) ? denied('APPROVAL_TIMEOUT', TIMEOUT) : 'absent'
    }
  }

  /** One look. The request first: an approval that comes in between is then seen with the grant that it made. */
  const visit = async (request: Request, of: Pick<Visit, 'id' | 'traceId' | 'isPeek'>): Promise<Seen> => {
    const now = await clock.now()
    const found = await rows.request(request.digest)
    const looking: Visit = { ...of, request, now }
    const granted = await readGrants(looking)
    if (granted !== undefined) return { now, found, said: granted }
    if (!found) return { now, found, said: 'absent' }
    const { row } = found
    return {
      now,
      found,
      said: row === 'forged' ? await refuse(found, looking, FORGED) : await readRow({ ...found, row }, looking),
    }
  }

  const self: Asking = {
    async ask(request, traceId) {
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const { now, found, said } = await visit(request, { id: undefined, traceId, isPeek: false })
        if (said === 'again') continue
        if (said !== 'absent') return said
        const made = await register(request, found?.version ?? null, now, traceId)
        if (made) return made
      }
      throw new Error('the request could not be made: others kept writing first')
    },
    async look(request, id, traceId) {
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const { found, said } = await visit(request, { id, traceId, isPeek: false })
        if (said === 'again') continue
        const isOther = found === undefined || (found.row !== 'forged' && found.row.id !== id)
        if (said === 'absent' || (said.kind === 'pending' && isOther))
          return denied('APPROVAL_SPENT', 'the request is there no more')
        return said.kind === 'pending' ? undefined : said
      }
      throw new Error('the request could not be read: others kept writing')
    },
    wait: (request, id, traceId, signal) => waitFor(store, TOPIC, () => self.look(request, id, traceId), { signal }),
    async peek(request) {
      const { said } = await visit(request, { id: undefined, traceId: undefined, isPeek: true })
      return typeof said === 'string' || said.kind === 'pending' ? undefined : said
    },
    async stands({ id, standing: digest }) {
      if (digest === undefined) return true
      const found = await rows.grant(digest)
      if (!found || found.row === 'forged' || found.row.id !== id || (await used.has(id))) return false
      return isLive(found.row.at, found.row.until, await clock.now())
    },
  }
  return self
}

/** One look at a request. */
interface Visit {
  readonly request: Request
  /** Of the request that the call waits for. */
  readonly id: string | undefined
  readonly now: number
  readonly traceId: string | undefined
  /** Nothing may be changed. */
  readonly isPeek: boolean
}
interface Seen {
  readonly now: number
  readonly found: Found<RequestRow>
  readonly said: Answer | 'again' | 'absent'
}
type Place = Pick<Authentic<unknown>, 'key' | 'version'>

const FORGED = 'what the store holds for this call is not authentic: changed, forged, or made under another key'
const REPLAYED = 'the store shows an approval that was used up or taken back before'
const TIMEOUT = 'nobody answered in time'

function denied(code: DenialCode, detail: string): Settled {
  return { kind: 'denied', denied: { code, detail } }
}
