import { isRingwallError } from '@ringwall/core'
import { scoped, type Change, type Store } from '@ringwall/store'
import { checkScope, checkWho, pick } from './approver-input.ts'
import { createClock, type Clock } from './clock.ts'
import { fail } from './errors.ts'
import type { Tell } from './events.ts'
import type { KeySource } from './key.ts'
import type { Ledger } from './ledger.ts'
import { NAME } from './name.ts'
import { hint, release } from './register.ts'
import { toolDigestOf } from './request.ts'
import { grantKey, isLive, KEEP_MS, Rows, type Authentic, type Found, type GrantRow, type RequestRow } from './rows.ts'
import { createSeal } from './seal.ts'
import type { ApprovalDesk, ApprovalList } from './services.ts'
import { hashOf, isWaiting, stateOf, toPending, toSettled, toStanding, toUnused } from './views.ts'
import { watchRequests } from './watching.ts'

/** What a desk works on. */
export interface DeskParts {
  /** The layer's part of the store. */
  readonly store: Store
  readonly clock: Clock
  /** Rejects with APPROVALS_KEY_MISSING. */
  readonly rows: () => Promise<Rows>
  readonly used: Ledger
  readonly tell: Tell
}

/** Opens the approvals of a store, in whatever process: for commands and hosts. Nothing is read yet. */
export function openApprovals(store: Store, key: KeySource): ApprovalDesk {
  const own = scoped(store, NAME)
  return createDesk({
    store: own,
    clock: createClock(own),
    rows: createRows(own, key),
    used: key.used,
    tell: () => undefined,
  })
}

/** The rows of a store, under the key as it is when it is first needed. */
export function createRows(store: Store, { read, where }: Pick<KeySource, 'read' | 'where'>): () => Promise<Rows> {
  let made: Rows | undefined
  return async () => {
    if (made) return made
    const secret = await read()
    if (!secret) throw fail('APPROVALS_KEY_MISSING', { where })
    return (made ??= new Rows(store, createSeal(secret)))
  }
}

/** Makes the side of the approvers. */
export function createDesk({ store, clock, rows, used, tell }: DeskParts): ApprovalDesk {
  /** Where there is no key yet, there is nothing to look at; where there is something, that the key is gone must be said. */
  const readAll = async <T>(prefix: string, read: (opened: Rows) => Promise<readonly T[]>): Promise<readonly T[]> => {
    const opened = await rows().catch(async (error: unknown) => {
      const isMissing = isRingwallError(error) && error.code === 'APPROVALS_KEY_MISSING'
      if (isMissing && (await store.list(prefix, { limit: 1 })).length === 0) return undefined
      return rows() // it may have been made since
    })
    return opened ? read(opened) : []
  }
  const requests = (): Promise<readonly NonNullable<Found<RequestRow>>[]> =>
    readAll('request/', (opened) => opened.requests())
  const grants = (): Promise<readonly NonNullable<Found<GrantRow>>[]> => readAll('grant/', (opened) => opened.grants())

  const find = async (id: string): Promise<Authentic<RequestRow>> => {
    const all = await requests()
    const forged = all.filter(({ row, key }) => row === 'forged' && hashOf(key).startsWith(id.slice(0, 8)))
    if (forged.length > 0) throw fail('APPROVALS_UNAUTHENTIC', { id })
    return pick(id, all.filter(isAuthentic), ({ row }) => row.id, 'request')
  }
  const findWaiting = async (id: string): Promise<Authentic<RequestRow> & { readonly now: number }> => {
    const found = await find(id)
    const now = await clock.now()
    if (!isWaiting(found.row, now))
      throw fail('APPROVALS_SETTLED', { id: found.row.id, state: stateOf(found.row, now) })
    return { ...found, now }
  }
  /** All or nothing, unless somebody else was first; then everybody is told, and the place is free. */
  const settle = async (row: RequestRow, state: 'granted' | 'denied', changes: readonly Change[]): Promise<void> => {
    if (!(await store.transact(changes)))
      throw fail('APPROVALS_SETTLED', { id: row.id, state: 'somebody else was first' })
    await release(store, row.id).catch(() => undefined) // it is settled all the same, and its place comes free by itself
    await hint(store, row.id, state)
  }

  const list = async (): Promise<ApprovalList> => {
    const [asked, granted, now] = [await requests(), await grants(), await clock.now()]
    const own = asked.filter(isAuthentic)
    return {
      pending: own.filter(({ row }) => isWaiting(row, now)).map(({ key, row }) => toPending(key, row)),
      standing: [
        ...own.flatMap(({ row }) => toUnused(row, now)),
        ...granted
          .filter(isAuthentic)
          .filter(({ row }) => isLive(row.at, row.until, now))
          .map(({ row }) => toStanding(row)),
      ],
      forged: [...asked, ...granted].filter(({ row }) => row === 'forged').map(({ key }) => key),
    }
  }

  return {
    now: () => clock.now(),
    list,
    async settled() {
      const [asked, now] = [await requests(), await clock.now()]
      const over = asked.filter(isAuthentic).filter(({ row }) => !isWaiting(row, now))
      return over.map(({ row }) => toSettled(row)).toSorted((a, b) => b.requestedAt - a.requestedAt)
    },
    async get(id) {
      const { key, row } = await findWaiting(id)
      return toPending(key, row)
    },
    async approve(id, options) {
      const who = checkWho(options)
      const { key, version, row, now } = await findWaiting(id)
      if (options.expectedHash !== hashOf(key)) throw fail('APPROVALS_CHANGED', { id: row.id })
      const { scope, until } = checkScope(row, options, now)
      const opened = await rows()
      const ttlMs = until - now + KEEP_MS
      const granted: RequestRow = { ...row, state: 'granted', settled: { ...who, at: now, scope, until } }
      const changes = [opened.write(key, granted, ttlMs, version)]
      const { id: full, tenant, agent, session, user, tool } = row
      const argsHash = scope === 'once' || scope === 'args' ? row.argsHash : null
      const reasons = row.reasons.map(({ code }) => code)
      const approval = { id: full, tenant, agent, session, user, tool, argsHash, reasons, ...who, at: now, until }
      if (scope !== 'once') {
        const digest = scope === 'args' ? hashOf(key) : toolDigestOf(row)
        changes.push(opened.write(grantKey(digest), { v: 1, scope, ...approval }, ttlMs))
      }
      await settle(row, 'granted', changes)
      tell(row, { kind: 'granted', time: now, ...who, scope, expiresAt: until })
      return { ...approval, scope }
    },
    async deny(id, options) {
      const who = checkWho(options)
      if ((await list()).forged.includes(id)) {
        await store.delete(id)
        return
      }
      const { key, version, row, now } = await findWaiting(id)
      const denied: RequestRow = { ...row, state: 'denied', settled: { ...who, at: now } }
      await settle(row, 'denied', [(await rows()).write(key, denied, row.terms.denialCacheMs + KEEP_MS, version)])
      tell(row, { kind: 'denied', time: now, ...who })
    },
    async revoke(id, options) {
      const who = checkWho(options)
      const approval = pick(id, (await list()).standing, (one) => one.id, 'approval')
      const [opened, now] = [await rows(), await clock.now()]
      let isRevoked = false
      for (const { key, version, row } of (await requests()).filter(isAuthentic)) {
        if (row.id !== approval.id || row.state !== 'granted') continue
        const denied: RequestRow = { ...row, state: 'denied', settled: { ...who, at: now } }
        const change = opened.write(key, denied, row.terms.denialCacheMs + KEEP_MS, version)
        if (await store.transact([change])) isRevoked = true
      }
      for (const { key, version, row } of (await grants()).filter(isAuthentic))
        if (row.id === approval.id && (await store.delete(key, version))) isRevoked = true
      if (isRevoked) await used.mark(approval.id)
      else throw fail('APPROVALS_SETTLED', { id: approval.id, state: 'it was used or taken back meanwhile' })
      await hint(store, approval.id, 'revoked')
      tell(approval, { kind: 'revoked', time: now, ...who, scope: approval.scope })
      return approval
    },
    watch: (listener, { signal }) => watchRequests({ store, clock, requests }, listener, signal),
  }
}

function isAuthentic<T extends object>(found: NonNullable<Found<T>>): found is Authentic<T> {
  return found.row !== 'forged'
}
