import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { isRingwallError } from '@ringwall/core'
import type { StoreErrorCode } from '../errors.ts'

/** Throws unless both are deeply equal; the contract has its own assertions because drivers choose their test runner. */
export function equal(actual: unknown, expected: unknown, what: string): void {
  if (isDeepStrictEqual(actual, expected)) return
  throw new Error(`${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`)
}

/** Throws unless the call rejects, without throwing at once, with a RingwallError of this code. */
export async function rejects(code: StoreErrorCode, what: string, call: () => Promise<unknown>): Promise<void> {
  const outcome = await call().then(
    (value) => `answered ${JSON.stringify(value)}`,
    (error: unknown) => (isRingwallError(error) ? error.code : String(error)),
  )
  equal(outcome, code, what)
}

/** Waits until the condition holds; throws after ten seconds. */
export async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  const start = performance.now()
  while (!(await condition())) {
    if (performance.now() - start > 10_000) throw new Error(`${what} did not happen in ten seconds`)
    await sleep(5)
  }
}
