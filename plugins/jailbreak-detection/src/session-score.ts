import { hash } from 'node:crypto'
import type { Session } from '@ringwall/core'
import type { Store } from '@ringwall/store'

/** Adds up the scores of one session's texts, in the store, so that all processes on it see one sum. Rejects when the store does. */
export interface SessionScore {
  /** Adds the score of a text, each text once in a window, and answers the sum. */
  add(session: Session, text: string, score: number): Promise<number>
  /** The sum that `add` would answer at most; changes nothing. */
  predict(session: Session, score: number): Promise<number>
}

/** Counters hold whole numbers. */
const UNITS = 1000

/** A score is forgotten `windowMs` after it was added. */
export function createSessionScore(store: Store, windowMs: number): SessionScore {
  return {
    async add(session, text, score) {
      const key = keyOf(session)
      const mark = `seen/${key}/${digest([text])}`
      // A host that passes the whole conversation in each turn shows the same text again and again.
      if (await store.get(mark)) return (await store.count(`sum/${key}`, windowMs)).count / UNITS
      // Marked only once it is added: a store that fails between the two must not lose the score.
      const { count } = await store.hit(`sum/${key}`, { windowMs, cost: toUnits(score) })
      await store.set(mark, true, { ttlMs: windowMs })
      return count / UNITS
    },
    async predict(session, score) {
      const { count } = await store.count(`sum/${keyOf(session)}`, windowMs)
      return (count + toUnits(score)) / UNITS
    },
  }
}

function toUnits(score: number): number {
  return Math.max(1, Math.round(score * UNITS))
}

function keyOf({ tenantId, agentId, sessionId }: Session): string {
  return digest([tenantId, agentId, sessionId])
}

/** A key of fixed length for names of any length and characters; JSON keeps their borders. */
function digest(names: readonly string[]): string {
  return hash('sha256', JSON.stringify(names), 'base64url')
}
