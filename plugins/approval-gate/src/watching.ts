import type { Store } from '@ringwall/store'
import { waitFor } from '@ringwall/store'
import type { Clock } from './clock.ts'
import { TOPIC } from './register.ts'
import type { Found, RequestRow } from './rows.ts'
import type { ApprovalChange, ApprovalDesk } from './services.ts'
import { isWaiting, toPending } from './views.ts'

/** What is watched. */
interface Watched {
  readonly store: Store
  readonly clock: Clock
  readonly requests: () => Promise<readonly NonNullable<Found<RequestRow>>[]>
}

/** Compares what waits with what waited, at each message and every second, until the signal is aborted. */
export async function watchRequests(
  { store, clock, requests }: Watched,
  listener: Parameters<ApprovalDesk['watch']>[0],
  signal: AbortSignal,
): Promise<void> {
  const shown = new Set<string>()
  const look = async (): Promise<undefined> => {
    const [found, now] = [await requests(), await clock.now()]
    const rows = new Map<string, RequestRow>()
    for (const { key, row } of found) {
      if (row === 'forged') continue
      rows.set(row.id, row)
      if (!isWaiting(row, now) || shown.has(row.id)) continue
      shown.add(row.id)
      listener({ kind: 'pending', request: toPending(key, row) })
    }
    for (const id of shown) {
      const row = rows.get(id)
      if (row && isWaiting(row, now)) continue
      shown.delete(id)
      listener(settled(id, row))
    }
  }
  try {
    await waitFor(store, TOPIC, look, { signal })
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

function settled(id: string, row: RequestRow | undefined): ApprovalChange {
  const state = row === undefined ? 'gone' : row.state === 'pending' ? 'expired' : row.state
  const by = row?.settled?.by
  return { kind: 'settled', id, state, ...(by === undefined ? {} : { by }) }
}
