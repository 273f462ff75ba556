import { isRingwallError } from '@ringwall/core'
import type { Connection } from './connection.ts'

/** Reads that share transactions: to begin and end one costs several times what a small read in it does. */
export interface ReadGroup {
  /** Runs a read, which may run more than once, with those that are asked for by what goes on at the same time. */
  read<T>(action: () => T): Promise<T>
  /** Runs what waits at once. */
  finish(): void
}

interface Waiting {
  readonly action: () => unknown
  readonly resolve: (answer: unknown) => void
  readonly reject: (error: unknown) => void
}

/** The grouped reads of one connection. Those of a group see one snapshot; if one of them fails, each runs alone, so that it harms nobody else. */
export function createReadGroup(connection: Connection): ReadGroup {
  const begin = connection.prepare('BEGIN')
  // Ends also a transaction in which something failed.
  const end = connection.prepare('ROLLBACK')
  let waiting: Waiting[] = []

  const runTogether = (group: readonly Waiting[]): readonly unknown[] => {
    begin.run()
    try {
      return group.map(({ action }) => action())
    } finally {
      end.run()
    }
  }

  const runAlone = ({ action, resolve }: Waiting): void => resolve(connection.read(action))

  const settle = async (group: readonly Waiting[]): Promise<void> => {
    try {
      const answers = await connection.read(() => runTogether(group))
      for (const [at, { resolve }] of group.entries()) resolve(answers[at])
    } catch (error) {
      // For a lock, each would wait once more as long as all have.
      const isForAll = isRingwallError(error) && error.code === 'STORE_LOCKED'
      for (const each of group) {
        if (isForAll) each.reject(error)
        else runAlone(each)
      }
    }
  }

  const flush = (): void => {
    const group = waiting
    waiting = []
    const [first] = group
    if (first && group.length === 1) runAlone(first)
    else if (first) void settle(group)
  }

  return {
    read: <T>(action: () => T): Promise<T> =>
      new Promise<unknown>((resolve, reject) => {
        waiting.push({ action, resolve, reject })
        if (waiting.length === 1) queueMicrotask(flush)
      }) as Promise<T>,
    finish: flush,
  }
}
