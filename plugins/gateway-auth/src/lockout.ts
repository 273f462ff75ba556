import { hash } from 'node:crypto'
import { scoped, type Store } from '@ringwall/store'
import { NAME } from './name.ts'

/** What failures are counted for: an address, whoever it claims to be; a token, whose holder has shown it. */
export type Subject = 'address' | 'token'

/** When somebody is locked out. Times in milliseconds. */
export interface LockoutRules {
  readonly failureLimit: number
  readonly failureWindowMs: number
  readonly lockMs: number
  readonly maxSources: number
}
/** Counts failures in the store, for all processes on it. Every method rejects when the store does. */
export interface Lockout {
  /** How long the subject is locked out for yet, in milliseconds; undefined if it is not. */
  lockedFor(subject: Subject, name: string): Promise<number | undefined>
  /** Counts one failure. True if it locks the subject out. */
  fail(subject: Subject, name: string): Promise<boolean>
}

/** Opens the counters. */
export function createLockout(root: Store, rules: LockoutRules): Lockout {
  const store = scoped(root, NAME)
  const { failureLimit, failureWindowMs: windowMs, lockMs, maxSources } = rules

  /** A record is never given up for another one: who floods with new addresses finds no place for them, and evicts nobody, himself included. */
  async function hasPlace(counter: string): Promise<boolean> {
    if ((await store.count(counter, windowMs)).count > 0) return true
    return (await store.hit('sources', { windowMs, limit: maxSources })).allowed
  }

  return {
    async lockedFor(subject, name) {
      const lock = await store.get(`lock/${keyOf(subject, name)}`)
      if (lock === undefined) return undefined
      return Math.max(1, (lock.expiresAt ?? 0) - (await store.time()))
    },
    async fail(subject, name) {
      const key = keyOf(subject, name)
      // Of tokens there are no more than the operator made.
      if (subject === 'address' && !(await hasPlace(`failures/${key}`))) return false
      const { count } = await store.hit(`failures/${key}`, { windowMs })
      if (count < failureLimit) return false
      await store.set(`lock/${key}`, true, { ttlMs: lockMs })
      return true
    },
  }
}

/** A key of fixed length; the two kinds of subject never meet. */
function keyOf(subject: Subject, name: string): string {
  return hash('sha256', JSON.stringify([subject, name]), 'base64url')
}
