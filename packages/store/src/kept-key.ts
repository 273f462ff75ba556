import { randomBytes } from 'node:crypto'
import { fail } from './errors.ts'
import type { Values } from './store.ts'

const BYTES = 32

/**
 * The random key of 32 bytes that the store keeps under `name`, made on the first call: every process on the store gets
 * the same one. Rejects with STORE_KEY_INVALID where another value stands there, and with what the store rejects with.
 */
export async function keptKey(store: Pick<Values, 'get' | 'compareAndSet'>, name: string): Promise<Uint8Array> {
  const made = randomBytes(BYTES).toString('base64')
  const isMine = (await store.compareAndSet(name, null, made)) !== undefined
  const value = isMine ? made : (await store.get(name))?.value
  const key = typeof value === 'string' ? Buffer.from(value, 'base64') : undefined
  if (key?.length !== BYTES) throw fail('STORE_KEY_INVALID', { name })
  return new Uint8Array(key)
}
