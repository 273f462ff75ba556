import { createHash } from 'node:crypto'
import { scoped, type Store } from '@ringwall/store'
import { NAME } from '../name.ts'

/** Remembers what has been delivered, in the store, for all processes on it. Every method rejects when the store does. */
export interface ReplayCache {
  /** True for exactly one of all callers that come with the same content within `ttlMs`. */
  claim(key: string, ttlMs: number): Promise<boolean>
  release(key: string): Promise<void>
}

/** Opens the cache. Only what was signed is remembered, so that a stranger cannot fill it. */
export function createReplayCache(root: Store): ReplayCache {
  const store = scoped(root, NAME)
  return {
    claim: async (key, ttlMs) => (await store.compareAndSet(`delivered/${key}`, null, true, { ttlMs })) !== undefined,
    async release(key) {
      await store.delete(`delivered/${key}`)
    },
  }
}

/** Names a delivery by its signed id, else by all that was signed, and by nothing else: headers that no signature covers may be changed by whoever repeats it. */
export function replayKey(
  endpoint: string,
  scheme: string,
  { signed, id }: { readonly signed: Uint8Array; readonly id?: string },
): string {
  return createHash('sha256')
    .update(JSON.stringify([endpoint, scheme, id ?? null]))
    .update(id === undefined ? signed : '')
    .digest('base64url')
}
