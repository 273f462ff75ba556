import type { WindowCount } from './store.ts'

/** The largest sum that a counter tells. */
export const MOST: number = Number.MAX_SAFE_INTEGER

/** The row of a window into which a hit falls; hits of one slot are kept as one, at the time of the latest. */
export function slotOf(at: number, windowMs: number, slots: number): number {
  return Math.floor(at / Math.ceil(windowMs / slots))
}

/** Whether a cost fits. A saturated sum is at the largest limit or past it: which of the two is unknown, so it does not. */
export function isWithin(before: WindowCount, cost: number, limit: number | undefined): boolean {
  const sum = before.count + cost
  return limit === undefined || (sum <= limit && sum <= MOST)
}

/** The window after a cost was added at a time. */
export function after({ count, oldestAt }: WindowCount, cost: number, at: number): WindowCount {
  if (cost === 0) return { count, oldestAt }
  return { count: Math.min(count + cost, MOST), oldestAt: Math.min(oldestAt ?? at, at) }
}
