import type { Session } from '@ringwall/core'
import type { Store } from '@ringwall/store'
import { z } from 'zod'
import type { Books } from './budget.ts'
import { codes, type Code } from './codes.ts'
import { digest } from './counters.ts'
import { readUsage, type HostReport, type HostRequest } from './request.ts'
import type { Hold, Opened, Settlement } from './service.ts'

/** How long after its reservation a call is remembered, so that a second report of it is known as one. */
const MEMORY_MS = 86_400_000

const HoldShape = z.strictObject({
  name: z.string(),
  session: z.object({
    tenantId: z.string(),
    agentId: z.string(),
    sessionId: z.string(),
    userId: z.string().optional(),
    channel: z.string().optional(),
    traceId: z.string().optional(),
  }),
  pass: z.strictObject({
    provider: z.string(),
    model: z.string(),
    probe: z.string().nullable(),
    trip: z.string().nullable(),
  }),
  counters: z.array(z.enum(['tokens', 'cost'])),
  tokens: z.number(),
  cost: z.number(),
  price: z
    .strictObject({ input: z.number(), output: z.number(), cachedInput: z.number(), cacheWrite: z.number() })
    .nullable(),
})
const RecordShape = z.union([
  z.strictObject({ hold: HoldShape }),
  z.strictObject({ done: z.enum(Object.keys(codes) as Code[]).nullable() }),
])

/** The calls of hosts that know hooks alone: what they reserved is kept in the store, so that any process may hear how it ended. */
export interface HostCalls {
  open(session: Session, request: HostRequest): Promise<Opened>
  /** The settlement; of a call that was reported before, its code alone, and nothing is counted again. */
  close(session: Session, report: HostReport): Promise<Settlement & { readonly hold?: Hold }>
}

/** Every method rejects when the store does, and where its record of a call is not what was written. */
export function createHostCalls(store: Store, books: Books, reserveMs: number): HostCalls {
  const ttlMs = reserveMs + MEMORY_MS
  return {
    async open(session, { id, ...request }) {
      const name = nameOf(session, id)
      const opened = await books.open(session, request, name)
      // Where this is not written, the reservation stays spent: nobody can settle it.
      if (opened.hold) await store.set(name, { hold: JSON.parse(JSON.stringify(opened.hold)) }, { ttlMs })
      return opened
    },
    async close(session, report) {
      const name = nameOf(session, report.requestId)
      const stored = await store.get(name)
      if (!stored) {
        const isUnusable = report.outcome === 'answered' && readUsage(report) === undefined
        const code = isUnusable ? 'BUDGET_USAGE_INVALID' : 'BUDGET_RESERVATION_UNKNOWN'
        const isFirst = (await store.compareAndSet(name, null, { done: code }, { ttlMs })) !== undefined
        if (!isFirst || report.usage === undefined) return { settled: false, tokens: 0, cost: 0, code }
        return books.countUnreserved(session, report)
      }
      const record = RecordShape.parse(stored.value)
      if ('done' in record)
        return { settled: false, tokens: 0, cost: 0, ...(record.done !== null && { code: record.done }) }
      const hold = record.hold as Hold
      const settlement = await books.close(hold, report)
      // Only in the place of what was settled: a host that gives an id again may have reserved under it meanwhile.
      await store.compareAndSet(name, stored.version, { done: settlement.code ?? null }, { ttlMs })
      return { ...settlement, hold }
    },
  }
}

/** The ids of one user are no other's, also where both name their session alike. */
function nameOf({ tenantId, agentId, userId, sessionId }: Session, id: string): string {
  return `call/${digest([tenantId, agentId, userId ?? null, sessionId, id])}`
}
