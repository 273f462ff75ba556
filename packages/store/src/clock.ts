import { checkInteger } from './check.ts'
import { fail } from './errors.ts'

/** The largest time at which expiries are still exact integers. */
const LATEST = 8_640_000_000_000_000 / 2

/** The clock in whole milliseconds; a clock that fails must not make every record look expired. */
export function checkedClock(now: () => number): () => number {
  if (typeof now !== 'function')
    throw fail('STORE_ARGUMENT_INVALID', { argument: 'now', problem: 'it is not a function' })
  return () => checkInteger('now()', Math.floor(now()), 0, LATEST)
}
