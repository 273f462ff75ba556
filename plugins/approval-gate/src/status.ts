import { isRingwallError, type Ruling, type Session } from '@ringwall/core'
import type { Clock } from './clock.ts'
import { NAME } from './name.ts'
import { isLive, type Found, type RequestRow, type Rows } from './rows.ts'
import type { ApprovalStatus } from './services.ts'
import { isWaiting } from './views.ts'

/** An id as `register` makes it: the start of the digest, and chance. */
const ID = /^([0-9a-f]{8})[0-9a-f]{12}$/
const NAMED = /^request ([0-9a-f]{20}) /

/** How the detail of a verdict begins that leads to a request. */
export function nameOf(id: string): string {
  return `request ${id}`
}

/** The request that the rulings of a dispatch lead to. */
export function requestIn(rulings: readonly Pick<Ruling, 'layer' | 'code' | 'detail'>[]): string | undefined {
  const ruling = rulings.find(({ layer, code }) => layer === NAME && code === 'APPROVAL_REQUESTED')
  return NAMED.exec(ruling?.detail ?? '')?.[1]
}

/** What a person said in a dispatch. */
export function answerIn(
  rulings: readonly Pick<Ruling, 'layer' | 'code' | 'enforced'>[],
): 'approved' | 'denied' | undefined {
  const said = (code: string): boolean =>
    rulings.some((ruling) => ruling.layer === NAME && ruling.code === code && ruling.enforced)
  if (said('APPROVAL_DENIED')) return 'denied'
  return said('APPROVAL_GRANTED') ? 'approved' : undefined
}

/** Reads the requests whose digest begins so; nothing where nobody was asked yet. */
export type ReadRequests = (digest: string) => Promise<readonly NonNullable<Found<RequestRow>>[]>

/** Where a request of this very session stands; undefined where it has none of that id, and for what is not authentic. */
export async function statusOf(
  id: string,
  session: Session,
  { read, clock }: { readonly read: ReadRequests; readonly clock: Clock },
): Promise<ApprovalStatus | undefined> {
  const [, start] = ID.exec(id) ?? []
  if (start === undefined) return undefined
  for (const { row } of await read(start)) {
    if (row === 'forged' || row.id !== id || !isOf(row, session)) continue
    const { tool, requestedAt, expiresAt } = row
    return { id, state: stateAt(row, await clock.now()), tool, requestedAt, expiresAt }
  }
  return undefined
}

function isOf({ tenant, agent, session, user }: RequestRow, who: Session): boolean {
  return tenant === who.tenantId && agent === who.agentId && session === who.sessionId && user === (who.userId ?? null)
}

/** An approval that has ended serves no call any more, whatever its row says. */
function stateAt(row: RequestRow, now: number): ApprovalStatus['state'] {
  const { state, settled: { at = 0, until = 0 } = {} } = row
  if (state === 'pending') return isWaiting(row, now) ? 'pending' : 'expired'
  return state === 'granted' && !isLive(at, until, now) ? 'expired' : state
}

/** Under the key of the rows. Where there is none, nothing can have been asked. */
export function reader(rows: () => Promise<Pick<Rows, 'requests'>>): ReadRequests {
  return async (digest) => {
    try {
      return await (await rows()).requests(digest)
    } catch (error) {
      if (isRingwallError(error) && error.code === 'APPROVALS_KEY_MISSING') return []
      throw error
    }
  }
}
