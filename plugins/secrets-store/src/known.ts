import type { KnownSecret, KnownSecrets } from '@ringwall/text'
import { parseTokens, secretsOf } from './oauth/tokens.ts'
import type { Secret } from './row.ts'

/** Values that were replaced, and may still be about. */
const MAX_FORMER = 1000

/** What findings call the master key; no secret can have this name. */
const MASTER_KEY = '-master-key'

/** Every value that must not leave: the master key, what the store holds, what it held since the start, and what references led to. */
export class Known implements KnownSecrets {
  readonly #listeners = new Set<() => void>()
  readonly #handedOut = new Map<string, KnownSecret>()
  #stored: readonly KnownSecret[] = []
  #storedKeys: ReadonlySet<string> = new Set()

  values(): readonly KnownSecret[] {
    const all = new Map(this.#handedOut)
    for (const known of this.#stored) all.set(keyOf(known), known)
    return [...all.values()]
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** What the store holds now. */
  replace(secrets: readonly Secret[]): void {
    const before = new Set(this.values().map(keyOf))
    for (const known of this.#stored) this.#keep(known)
    this.#stored = secrets.flatMap(valuesOf)
    this.#storedKeys = new Set(this.#stored.map(keyOf))
    this.#tell(before)
  }

  /** The master key, in the writings in which it is kept. */
  addKeys(keys: readonly Uint8Array[]): void {
    for (const key of keys)
      for (const writing of ['base64', 'base64url', 'hex'] as const)
        this.add({ name: MASTER_KEY, value: Buffer.from(key).toString(writing).replaceAll('=', '') })
  }

  /** One more value, as it is handed out. */
  add(secret: KnownSecret): void {
    const key = keyOf(secret)
    if (this.#storedKeys.has(key) || this.#handedOut.has(key)) return // nearly always
    const before = new Set(this.values().map(keyOf))
    this.#keep(secret)
    this.#tell(before)
  }

  #keep(known: KnownSecret): void {
    this.#handedOut.delete(keyOf(known))
    this.#handedOut.set(keyOf(known), known)
    const [oldest] = this.#handedOut.keys()
    if (this.#handedOut.size > MAX_FORMER && oldest !== undefined) this.#handedOut.delete(oldest)
  }

  #tell(before: ReadonlySet<string>): void {
    const now = this.values()
    if (now.length === before.size && now.every((known) => before.has(keyOf(known)))) return
    for (const listener of this.#listeners) listener()
  }
}

function valuesOf({ name, kind, value }: Secret): readonly KnownSecret[] {
  const values = kind === 'oauth' ? secretsOf(parseTokens(name, value)) : [value]
  return values.map((one) => ({ name, value: one }))
}

function keyOf({ name, value }: KnownSecret): string {
  return JSON.stringify([name, value])
}
