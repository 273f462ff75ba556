import { isRingwallError } from '@ringwall/core'

/** Most actions of one transaction, so that a flood does not hold the event loop. */
const MAX_GROUP = 256

/** How a group's transaction is run. */
export interface GroupRunner {
  /** In a transaction, waiting for locks. */
  readonly run: <T>(action: () => T) => Promise<T>
  /** In a transaction, without waiting. */
  readonly runNow: <T>(action: () => T) => T
}

/** Writes that share transactions. */
export interface WriteGroup {
  /** Runs the action with others that wait; resolves once it is committed. */
  add<T>(action: () => T): Promise<T>
  /** Runs what waits at once, or rejects it with `refusal`. */
  finish(refusal: Error): void
}

interface Waiting {
  /** Does the work, and says how to acknowledge it once it is committed. */
  readonly run: () => () => void
  readonly reject: (error: unknown) => void
}

/**
 * Group commit: what is asked for in two turns of the event loop, or while an earlier group waits for a lock, becomes one
 * transaction. If an action of it throws, all are undone and each runs alone, so that it harms nobody else.
 */
export function createWriteGroup({ run, runNow }: GroupRunner): WriteGroup {
  let waiting: Waiting[] = []
  let isBusy = false

  const settle = async (group: readonly Waiting[]): Promise<void> => {
    try {
      const done = await run(() => group.map((each) => each.run()))
      for (const acknowledge of done) acknowledge()
    } catch (error) {
      if (group.length === 1 || isForAll(error)) for (const { reject } of group) reject(error)
      else for (const each of group) await settle([each])
    }
  }

  const flush = async (): Promise<void> => {
    while (waiting.length > 0) await settle(waiting.splice(0, MAX_GROUP))
    isBusy = false
  }

  return {
    add<T>(action: () => T): Promise<T> {
      return new Promise((resolve, reject) => {
        const run = (): (() => void) => {
          const result = action()
          return () => resolve(result)
        }
        waiting.push({ run, reject })
        if (isBusy) return
        isBusy = true
        // After the I/O of this turn, whose requests join; and after one more turn, for those who wait for the end of this one themselves.
        setImmediate(() => setImmediate(() => void flush()))
      })
    },
    finish(refusal: Error): void {
      const last = waiting
      waiting = []
      for (const { run, reject } of last) {
        try {
          runNow(run)()
        } catch {
          reject(refusal)
        }
      }
    },
  }
}

/** Whether each action by itself would fail in the same way. */
function isForAll(error: unknown): boolean {
  return isRingwallError(error) && ['STORE_LOCKED', 'STORE_CLOSED'].includes(error.code)
}
