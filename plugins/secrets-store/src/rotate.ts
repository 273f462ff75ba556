import type { Store, Version } from '@ringwall/store'
import { timingSafeEqual } from 'node:crypto'
import { fail } from './errors.ts'
import { dropStagedKey, promoteKey, settleKeyFile, stageKey, type KeySource } from './master-key.ts'
import {
  fromRow,
  metaJson,
  newGeneration,
  newMeta,
  opensMeta,
  readMeta,
  rowKey,
  rowPrefix,
  toRow,
  type Meta,
} from './row.ts'
import { CHANGED, isRotating, META, rowsOf } from './vault.ts'

/** So long a rotation that was cut off keeps others waiting. */
const LEASE_MS = 60_000
const RENEW_EVERY = 50

/** The new key: made and kept in the key file, or given by the operator, who then has to change the config. */
export type NewKey = { readonly keyFile: string } | { readonly key: Uint8Array }

/** What a rotation works on. */
export interface RotateOptions {
  readonly store: Store
  /** The key in force. */
  readonly source: KeySource
  readonly to: NewKey
  /** Told before each step, and of how many secrets were encrypted anew. */
  readonly onStep?: (step: string, done: number) => void | Promise<void>
  readonly leaseMs?: number
}

/**
 * Encrypts all secrets anew under a new master key; resolves to their number. The new rows are written beside the old ones, and one
 * compare-and-set makes them count: until then every reader finds everything under the old key, from then on everything
 * under the new one, wherever the process ends. Throws SECRETS_BUSY, SECRETS_KEY_WRONG or SECRETS_CORRUPT with nothing changed.
 */
export async function rotate({ store, source, to, onStep, leaseMs = LEASE_MS }: RotateOptions): Promise<number> {
  const target = newGeneration()
  const lease = await Lease.take(store, source, target, leaseMs)
  const keyFile = 'keyFile' in to ? to.keyFile : undefined
  let done = 0
  let isCommitted = false
  const step = async (name: string): Promise<void> => onStep?.(name, done)
  try {
    await step('lease')
    if (keyFile !== undefined) await settleKeyFile(keyFile, (key) => opensMeta(key, lease.meta))
    await step('settle')
    const key = 'key' in to ? to.key : await stageKey(to.keyFile, target)
    if (isSame(key, lease.key))
      throw fail('SECRETS_KEY_INVALID', { where: 'that is given', problem: 'it is the old one' })
    await step('stage')
    const { generation } = lease.meta
    for await (const row of rowsOf(store, rowPrefix(generation))) {
      const secret = fromRow(lease.key, generation, row.key, row.value)
      const at = rowKey(target, secret.tenant, secret.name)
      await store.compareAndSet(at, null, toRow(key, target, secret))
      done++
      if (done % RENEW_EVERY === 0) await lease.renew()
      await step('row')
    }
    await verify(store, target, key, done)
    await step('verify')
    await lease.commit(newMeta(key, target))
    isCommitted = true
    await step('commit')
    if (keyFile !== undefined) await promoteKey(keyFile, target)
    await step('promote')
    await sweep(store, lease.meta.dead)
    await step('sweep')
    await lease.release()
    await store.publish(CHANGED, null)
    return done
  } catch (error) {
    if (!isCommitted) {
      // The first error says more; what is left here is swept by the next rotation.
      await sweep(store, [target, ...lease.meta.dead])
        .then(() => lease.release())
        .catch(() => undefined)
      if (keyFile !== undefined) await dropStagedKey(keyFile, target).catch(() => undefined)
    }
    throw error
  }
}

/** Ends what a rotation that was cut off left behind: rows that do not count, and keys beside the file. True if there was anything. */
export async function recover({
  store,
  source,
  keyFile,
  leaseMs = LEASE_MS,
}: Pick<RotateOptions, 'store' | 'source' | 'leaseMs'> & { readonly keyFile?: string }): Promise<boolean> {
  const stored = await store.get(META)
  const meta = stored && readMeta(stored.value)
  if (!meta || isRotating(meta) || (!meta.rotating && meta.dead.length === 0)) return false
  const lease = await Lease.take(store, source, newGeneration(), leaseMs)
  if (keyFile !== undefined) await settleKeyFile(keyFile, (key) => opensMeta(key, lease.meta))
  await sweep(store, lease.meta.dead)
  await lease.release()
  return true
}

/** The right to rotate, kept in the record of the master key, so that whatever happens to it happens to the rotation too. */
class Lease {
  readonly key: Uint8Array
  readonly #store: Store
  readonly #target: string
  readonly #ms: number
  #meta: Meta
  #version: Version

  private constructor(
    store: Store,
    held: { readonly meta: Meta; readonly version: Version; readonly key: Uint8Array },
    target: string,
    ms: number,
  ) {
    this.#store = store
    this.#meta = held.meta
    this.#version = held.version
    this.key = held.key
    this.#target = target
    this.#ms = ms
  }

  static async take(store: Store, source: KeySource, target: string, ms: number): Promise<Lease> {
    const stored = await store.get(META)
    if (!stored) throw fail('SECRETS_NOT_INITIALISED')
    const meta = readMeta(stored.value)
    const keys = await source.read()
    if (keys.length === 0) throw fail('SECRETS_KEY_MISSING', { where: source.where })
    const key = keys.find((one) => opensMeta(one, meta))
    if (!key) throw fail('SECRETS_KEY_WRONG')
    if (isRotating(meta)) throw fail('SECRETS_BUSY')
    // Once the record is ours, the rotation that it tells of can never commit.
    const left = meta.rotating && meta.rotating.target !== meta.generation ? [meta.rotating.target] : []
    const held = { meta: { ...meta, dead: [...meta.dead, ...left] }, version: stored.version, key }
    const lease = new Lease(store, held, target, ms)
    await lease.renew()
    return lease
  }

  get meta(): Meta {
    return this.#meta
  }

  async renew(): Promise<void> {
    await this.#write({ ...this.#meta, rotating: { target: this.#target, until: Date.now() + this.#ms } })
  }

  async commit(meta: Meta): Promise<void> {
    const dead = [...this.#meta.dead, this.#meta.generation]
    await this.#write({ ...meta, dead, rotating: { target: this.#target, until: Date.now() + this.#ms } })
  }

  /** To be called once the rows of dead generations are gone. */
  async release(): Promise<void> {
    await this.#write({ ...this.#meta, dead: [], rotating: undefined })
  }

  /** Where somebody else took over, nothing is written. */
  async #write(meta: Meta): Promise<void> {
    const version = await this.#store.compareAndSet(META, this.#version, metaJson(meta))
    if (version === undefined) throw fail('SECRETS_BUSY')
    this.#meta = meta
    this.#version = version
  }
}

/** All rows are there and can be read, before they count. */
async function verify(store: Store, generation: string, key: Uint8Array, expected: number): Promise<void> {
  let count = 0
  for await (const row of rowsOf(store, rowPrefix(generation))) {
    fromRow(key, generation, row.key, row.value)
    count++
  }
  if (count !== expected) throw fail('SECRETS_CORRUPT', { what: 'all secrets', problem: 'rows came or went' })
}

/** Removes the rows of generations that can never count again: whoever is late with it does no harm. */
async function sweep(store: Store, generations: readonly string[]): Promise<void> {
  for (const generation of generations)
    for await (const { key } of rowsOf(store, rowPrefix(generation))) await store.delete(key)
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}
