import type { JsonValue } from '@ringwall/core'
import { MAX_PAGE, type Store, type Version } from '@ringwall/store'
import { setTimeout as sleep } from 'node:timers/promises'
import { fail } from './errors.ts'
import type { KeySource } from './master-key.ts'
import {
  checkName,
  checkValue,
  fromRow,
  labelOf,
  metaJson,
  newGeneration,
  newMeta,
  opensMeta,
  readMeta,
  rowKey,
  rowPrefix,
  toRow,
  type Meta,
  type Secret,
} from './row.ts'

/** The key of the record that says which master key is in force. */
export const META = 'meta'
/** Told that secrets have changed. */
export const CHANGED = 'changed'
const ATTEMPTS = 20
const WAIT_MS = 250

/** What is known of a secret without decrypting it. */
export type Label = Omit<Secret, 'value'>

/** A master key that fits what is stored. */
interface Unlocked {
  readonly meta: Meta
  readonly key: Uint8Array
}

/** Secrets, encrypted one by one, in the keyed values of a store. */
export class Vault {
  readonly #store: Store
  readonly #keys: KeySource
  #unlocked: Unlocked | undefined
  #version: Version | undefined
  readonly #seen = new Map<string, number>()

  constructor(store: Store, keys: KeySource) {
    this.#store = store
    this.#keys = keys
  }

  /** Whether there is a master key in force. Throws SECRETS_KEY_MISSING, SECRETS_KEY_WRONG or SECRETS_CHECK_MISSING where there are secrets that cannot be read. */
  async isReady(): Promise<boolean> {
    return (await this.#unlock()) !== undefined
  }

  /** Puts the master key of the source in force. True if it was none before. */
  async init(): Promise<boolean> {
    if (await this.#unlock()) return false
    const [key] = await this.#keys.read()
    if (!key) throw fail('SECRETS_NOT_INITIALISED')
    const made = await this.#store.compareAndSet(META, null, metaJson(newMeta(key, newGeneration())))
    await this.#unlock() // also where another process was first: its key must be ours
    return made !== undefined
  }

  /** Undefined where there is none. Throws SECRETS_CORRUPT where the row was tampered with. */
  async get(tenant: string, name: string): Promise<Secret | undefined> {
    checkName(name)
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const unlocked = await this.#unlock()
      if (!unlocked) return undefined
      const { generation } = unlocked.meta
      const key = rowKey(generation, tenant, name)
      const stored = await this.#store.get(key)
      if (stored) return this.#newest(fromRow(unlocked.key, generation, key, stored.value))
      // A rotation may have ended in between, and taken the row away.
      const now = await this.#meta()
      if (now?.generation === generation) return undefined
    }
    throw fail('SECRETS_CONFLICT', { what: name })
  }

  /**
   * Writes a secret, whatever was there, or with `expected` only over that version; resolves to its version, or to
   * undefined where `expected` is no longer there. Throws SECRETS_NOT_INITIALISED.
   */
  async set(secret: Omit<Secret, 'version'>, expected?: number): Promise<number | undefined> {
    const { tenant, name, kind } = secret
    const value = checkValue(checkName(name), secret.value)
    return this.#write(name, async ({ meta: { generation }, key }) => {
      const at = rowKey(generation, tenant, name)
      const before = await this.#store.get(at)
      const old = before && readable(key, generation, at, before.value)
      // Our own write of an attempt that a rotation made doubtful.
      if (expected !== undefined && old?.version !== expected && old?.value !== value) return { done: undefined }
      const version = Math.max((old?.version ?? 0) + 1, Date.now())
      const row = toRow(key, generation, { tenant, name, version, kind, value })
      const written = await this.#store.compareAndSet(at, before?.version ?? null, row)
      return written === undefined ? undefined : { done: version }
    })
  }

  /** True if there was one. A row that cannot be read is removed too. */
  async remove(tenant: string, name: string): Promise<boolean> {
    checkName(name)
    let found = false
    await this.#write(name, async ({ meta: { generation } }) => {
      if (await this.#store.delete(rowKey(generation, tenant, name))) found = true
      return { done: undefined }
    })
    return found
  }

  /** Names and kinds, by tenant and name; values stay encrypted. */
  async list(tenant?: string): Promise<readonly Label[]> {
    const unlocked = await this.#unlock()
    if (!unlocked) return []
    const labels: Label[] = []
    for await (const { value } of this.#rows(unlocked.meta.generation)) {
      const label = labelOf(value)
      if (label && (tenant === undefined || label.tenant === tenant)) labels.push(label)
    }
    return labels.toSorted((a, b) => (a.tenant + a.name < b.tenant + b.name ? -1 : 1))
  }

  /** Every secret of every tenant, decrypted. Throws SECRETS_CORRUPT where one of them was tampered with. */
  async all(): Promise<readonly Secret[]> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const unlocked = await this.#unlock()
      if (!unlocked) return []
      const { generation } = unlocked.meta
      const secrets: Secret[] = []
      for await (const { key, value } of this.#rows(generation))
        secrets.push(this.#newest(fromRow(unlocked.key, generation, key, value)))
      if ((await this.#meta())?.generation === generation) return secrets
    }
    throw fail('SECRETS_CONFLICT', { what: 'secrets' })
  }

  /** Calls the listener after changes by any process, soon; until the returned function is called. */
  async onChange(listener: () => void, onError: () => void): Promise<() => Promise<void>> {
    return this.#store.subscribe(CHANGED, listener, { onError })
  }

  /** Writes that a rotation crosses are done again: what it left behind would be lost. */
  async #write<T>(
    what: string,
    attempt: (unlocked: Unlocked) => Promise<{ readonly done: T } | undefined>,
  ): Promise<T> {
    for (let tries = 0; tries < ATTEMPTS; tries++) {
      const unlocked = await this.#unlock()
      if (!unlocked) throw fail('SECRETS_NOT_INITIALISED')
      if (isRotating(unlocked.meta)) {
        if (tries === ATTEMPTS - 1) throw fail('SECRETS_BUSY')
        await sleep(WAIT_MS)
        continue
      }
      const result = await attempt(unlocked)
      const now = await this.#meta()
      const isCrossed = now?.generation !== unlocked.meta.generation || (now !== undefined && isRotating(now))
      if (!result || isCrossed) continue
      await this.#store.publish(CHANGED, null)
      return result.done
    }
    throw fail('SECRETS_CONFLICT', { what })
  }

  /** What was written before the last write that this process saw was put back by somebody. */
  #newest(secret: Secret): Secret {
    const { tenant, name, version } = secret
    const key = JSON.stringify([tenant, name])
    if (version < (this.#seen.get(key) ?? 0))
      throw fail('SECRETS_CORRUPT', { what: name, problem: 'an older row stands there again' })
    this.#seen.set(key, version)
    return secret
  }

  async #unlock(): Promise<Unlocked | undefined> {
    const stored = await this.#store.get(META)
    if (!stored) {
      const [row] = await this.#store.list(rowPrefix(), { limit: 1 })
      if (row) throw fail('SECRETS_CHECK_MISSING')
      return undefined
    }
    // A version names one state of the record for ever, so a key that opened it opens it still.
    if (this.#unlocked && this.#version === stored.version) return this.#unlocked
    const meta = readMeta(stored.value)
    const before = this.#unlocked?.key
    const keys = before && opensMeta(before, meta) ? [before] : await this.#keys.read()
    if (keys.length === 0) throw fail('SECRETS_KEY_MISSING', { where: this.#keys.where })
    const key = keys.find((one) => opensMeta(one, meta))
    if (!key) throw fail('SECRETS_KEY_WRONG')
    this.#unlocked = { meta, key }
    this.#version = stored.version
    return this.#unlocked
  }

  async #meta(): Promise<Meta | undefined> {
    const stored = await this.#store.get(META)
    return stored && readMeta(stored.value)
  }

  async *#rows(generation: string): ReturnType<typeof rowsOf> {
    yield* rowsOf(this.#store, rowPrefix(generation))
  }
}

/** A row that was tampered with is no reason not to write a good one. */
function readable(masterKey: Uint8Array, generation: string, key: string, value: JsonValue): Secret | undefined {
  try {
    return fromRow(masterKey, generation, key, value)
  } catch {
    return undefined
  }
}

/** All rows under a prefix, page by page. */
export async function* rowsOf(
  store: Store,
  prefix: string,
): AsyncGenerator<Awaited<ReturnType<Store['list']>>[number], void, void> {
  let after: string | undefined
  for (;;) {
    const page = await store.list(prefix, after === undefined ? { limit: MAX_PAGE } : { limit: MAX_PAGE, after })
    yield* page
    after = page.at(-1)?.key
    if (page.length < MAX_PAGE || after === undefined) return
  }
}

/** True while a rotation is alive. */
export function isRotating({ rotating }: Meta): boolean {
  return rotating !== undefined && rotating.until > Date.now()
}
