import { randomBytes } from 'node:crypto'
import type { Store, Version } from '@ringwall/store'
import type { Answer, AskingParts } from './asking.ts'
import { ownerKey, type Request } from './request.ts'
import { KEEP_MS, requestKey, type RequestRow } from './rows.ts'

/** Makes a request where `version` is what stands there (null: nothing); undefined where another was first. */
export type Register = (
  request: Request,
  version: Version | null,
  now: number,
  traceId: string | undefined,
) => Promise<Answer | undefined>

/** The topic on which everything that changes is told, as a hint to look. */
export const TOPIC = 'changes'

/** Makes what makes requests, within the limits on asking. */
export function createRegister(parts: Omit<AskingParts, 'clock' | 'used'>): Register {
  const make = createMake(parts)
  const making = new Map<string, ReturnType<Register>>()
  // One for all that come while it is made: they would count against the limits as if each were another request.
  return (request, version, now, traceId) => {
    const { digest } = request
    const made = making.get(digest) ?? make(request, version, now, traceId).finally(() => making.delete(digest))
    making.set(digest, made)
    return made
  }
}

function createMake({ store, rows, config, tell }: Omit<AskingParts, 'clock' | 'used'>): Register {
  const { approvalCacheMs, denialCacheMs, timeoutMs, maxGrantMs, scopes } = config
  const terms = { scopes: [...scopes], maxGrantMs, approvalCacheMs, denialCacheMs }
  return async (request, version, now, traceId) => {
    const { digest, tenant, agent, session, user, tool, args, argsHash, reasons, definition } = request
    const id = `${digest.slice(0, 8)}${randomBytes(6).toString('hex')}`
    const demands = [
      { key: `pending/${ownerKey([tenant])}`, windowMs: 1, cost: 1, limit: config.maxPending },
      {
        key: `session/${ownerKey([tenant, agent, session])}`,
        windowMs: config.askWindowMs,
        cost: 1,
        limit: config.asksPerSession,
      },
      { key: `agent/${ownerKey([tenant, agent])}`, windowMs: config.askWindowMs, cost: 1, limit: config.asksPerAgent },
    ]
    const { allowed, windows } = await store.reserve(holdOf(id), demands, { holdMs: timeoutMs })
    if (!allowed) {
      // What was in the way may be the same request, of another process.
      if (((await rows.request(digest))?.version ?? null) !== version) return undefined
      return {
        kind: 'denied',
        denied: { code: 'APPROVAL_LIMIT', detail: LIMITS[windows.findIndex((window) => !window.allowed)] ?? LIMITS[0] },
      }
    }
    const row: RequestRow = {
      v: 1,
      id,
      state: 'pending',
      tenant,
      agent,
      session,
      user,
      tool,
      args,
      argsHash,
      reasons,
      ...(definition === undefined ? {} : { definition }),
      requestedAt: now,
      expiresAt: now + timeoutMs,
      terms,
    }
    const isMine = await store.transact([
      rows.write(requestKey(digest), row, timeoutMs + denialCacheMs + KEEP_MS, version),
    ])
    if (!isMine) {
      await store.settle(holdOf(id)) // it joins what another made, so nobody is asked once more
      return undefined
    }
    await hint(store, id, 'pending')
    tell(row, { kind: 'requested', time: now, expiresAt: row.expiresAt, traceId })
    return { kind: 'pending', id, expiresAt: row.expiresAt }
  }
}

/** Tells those who wait or watch to look. They look by themselves too, so a message may be lost. */
export async function hint(store: Pick<Store, 'publish'>, id: string, state: string): Promise<void> {
  await store.publish(TOPIC, { id, state }).catch(() => undefined)
}

/** Gives the place of a request among those that wait free; that it asked, still counts. */
export async function release(store: Pick<Store, 'settle'>, id: string): Promise<void> {
  await store.settle(holdOf(id), [0, 1, 1])
}

function holdOf(id: string): string {
  return `ask/${id}`
}

const LIMITS = [
  'too many requests of the tenant wait already',
  'the session has asked too often',
  'the agent has asked too often',
] as const
