import { hash } from 'node:crypto'
import type { JsonValue, Session } from '@ringwall/core'
import type { Store } from '@ringwall/store'

/** What is known of sessions, in the store, so that all processes on it know the same. Every method rejects when the store does. */
export interface Sessions {
  /** Remembers whose a canary is. */
  plant(session: Session, canary: string): Promise<void>
  /** Names the session that a canary was planted in, if that is remembered. */
  ownerOf(canary: string): Promise<string | undefined>
  /** Remembers that the session leaked its canary. */
  markLeaked(session: Session): Promise<void>
  hasLeaked(session: Session): Promise<boolean>
}

/** Sessions whose planting this process need not write again. */
const MOST_PLANTED = 10_000

/** Plants and flags end after their times, in milliseconds. */
export function createSessions(store: Store, rememberMs: number, flagMs: number): Sessions {
  /** When a plant was last written, by session. */
  const planted = new Map<string, number>()
  /** A hook asks twice for the same session, which is its own object. */
  const keys = new WeakMap<Session, string>()
  const keyOf = (session: Session): string => {
    const key = keys.get(session) ?? digest(nameOf(session))
    keys.set(session, key)
    return key
  }
  return {
    async plant(session, canary) {
      const name = keyOf(session)
      const now = Date.now()
      const since = now - (planted.get(name) ?? -Infinity)
      // A plant is written again before it could be forgotten while the session lives.
      if (since >= 0 && since < rememberMs / 2) return
      const { tenantId, agentId, sessionId } = session
      const owner: JsonValue = { tenantId, agentId, sessionId }
      await store.set(`planted/${digest(JSON.stringify([canary]))}`, owner, { ttlMs: rememberMs })
      planted.delete(name)
      planted.set(name, now)
      for (const oldest of planted.keys()) {
        if (planted.size <= MOST_PLANTED) break
        planted.delete(oldest)
      }
    },
    async ownerOf(canary) {
      const found = await store.get(`planted/${digest(JSON.stringify([canary]))}`)
      return found && JSON.stringify(found.value)
    },
    async markLeaked(session) {
      await store.set(`leaked/${keyOf(session)}`, true, { ttlMs: flagMs })
    },
    async hasLeaked(session) {
      return (await store.get(`leaked/${keyOf(session)}`)) !== undefined
    },
  }
}

/** Names a session; JSON keeps the borders of its names. */
export function nameOf({ tenantId, agentId, sessionId }: Session): string {
  return JSON.stringify([tenantId, agentId, sessionId])
}

/** Names of any length by one of fixed length. */
function digest(name: string): string {
  return hash('sha256', name, 'base64url')
}
