import { fail } from '../errors.ts'
import type { WatchedWall } from '../watched-wall.ts'
import { nameOf, type Operator } from './access.ts'
import type { MemoryAnswer, MemoryItem, MemoryList } from './contract.ts'
import type { Redactor } from './redact.ts'
import { asking } from './refused.ts'
import type { ReleaseBody } from './requests.ts'
import { demandService, findService, type MemoryReview } from './services.ts'

/** The quarantine of the layer memory-guard. */
export class MemoryApi {
  readonly #wall: WatchedWall
  readonly #redactor: Redactor

  constructor(wall: WatchedWall, redactor: Redactor) {
    this.#wall = wall
    this.#redactor = redactor
  }

  /** What waits in the memories of a tenant. */
  async list(tenant: string): Promise<MemoryList> {
    const review = demandService(this.#wall, 'memory-guard')
    const entries = await asking(() => review.quarantine(tenant))
    return {
      tenant,
      entries: entries.map(({ id, agent, user, key, text, trust, provenance, reason, findings, at, intact }) =>
        this.#redactor.redact<MemoryItem>({
          id,
          agent,
          user,
          key,
          text,
          trust,
          provenance,
          reason,
          findings,
          at,
          intact,
        }),
      ),
    }
  }

  /** Stores an entry after review. Throws MEMORY_UNKNOWN or MEMORY_REFUSED. */
  async release(operator: Operator, id: string, body: ReleaseBody): Promise<MemoryAnswer> {
    const { memory, did, recorded } = await this.#open(operator, id, body.tenant)
    const release = () => memory.release(id, { reviewer: nameOf(operator), trust: body.trust })
    const result = await recorded({ ...did, action: 'memory.release' }, release, ({ status }) => status === 'stored')
    if (result.status !== 'stored') throw fail('MEMORY_REFUSED', { reason: result.code })
    return { status: 'stored', trust: result.trust }
  }

  /** Removes an entry for good. Throws MEMORY_UNKNOWN. */
  async discard(operator: Operator, id: string, body: { readonly tenant?: string | undefined }): Promise<MemoryAnswer> {
    const { memory, did, recorded } = await this.#open(operator, id, body.tenant)
    const discard = (): Promise<boolean> => memory.discard(id, nameOf(operator))
    if (!(await recorded({ ...did, action: 'memory.discard' }, discard, Boolean))) throw fail('MEMORY_UNKNOWN')
    return { status: 'discarded' }
  }

  /** The memory in whose quarantine the entry is. */
  async #open(operator: Operator, id: string, tenant: string = operator.caller.tenant): Promise<Opened> {
    const review = demandService(this.#wall, 'memory-guard')
    const entry = (await asking(() => review.quarantine(tenant))).find((one) => one.id === id)
    if (entry === undefined) throw fail('MEMORY_UNKNOWN')
    const { agent, user } = entry
    const session = {
      tenantId: tenant,
      agentId: agent,
      sessionId: 'operator-api',
      ...(user !== null && { userId: user }),
    }
    const kernel = this.#wall.for(agent)
    const memory = await asking(async () => review.open({ kernel, session, shared: user === null }))
    const did = { target: id, tenant, agent, ...(user !== null && { user }), by: nameOf(operator) }
    const trail = findService(this.#wall, 'audit-log')
    const recorded: Opened['recorded'] = (what, action, isDone) =>
      asking(() => (trail === undefined ? action() : trail.recorded(what, action, isDone)))
    return { memory, did, recorded }
  }
}

interface Opened {
  readonly memory: ReturnType<MemoryReview['open']>
  readonly did: { readonly target: string; readonly tenant: string; readonly agent: string; readonly by: string }
  readonly recorded: <T>(
    did: Opened['did'] & { readonly action: string },
    action: () => Promise<T>,
    isDone: (result: T) => boolean,
  ) => Promise<T>
}
