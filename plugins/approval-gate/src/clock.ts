import type { Store } from '@ringwall/store'

/** The time by which requests and approvals end, in milliseconds. */
export interface Clock {
  now(): Promise<number>
}

/**
 * The store's clock, but one that never goes back while the process runs, and goes on at least as fast as time passes here: a
 * store whose clock is set back gives no ended approval a second life.
 */
export function createClock(store: Pick<Store, 'time'>, elapsed: () => number = () => performance.now()): Clock {
  let latest = -Infinity
  let at = elapsed()
  return {
    async now() {
      const told = await store.time()
      const passed = elapsed()
      latest = Math.max(told, Math.floor(latest + Math.max(0, passed - at)))
      at = passed
      return latest
    },
  }
}
