import type { JsonValue } from '@ringwall/core'
import { checkKey, checkList, checkPrefix } from './check.ts'
import { fail } from './errors.ts'
import type {
  Change,
  Demand,
  Extent,
  HitOptions,
  HitResult,
  ListOptions,
  Listed,
  LogEntry,
  MessageHandler,
  ReadOptions,
  Reservation,
  ReserveOptions,
  SetOptions,
  Store,
  Stored,
  SubscribeOptions,
  Unsubscribe,
  Version,
  WindowCount,
} from './store.ts'

/**
 * A view of the store in which every key, stream and topic lives under `name`. No key of one scope can be spelled in
 * another one, nested or not, whatever characters names and keys contain; give layers and tenants scopes, never the
 * store itself, which sees all of them. Closing the view ends its subscriptions and leaves the store open.
 */
export function scoped(store: Store, name: string): Store {
  checkKey('name', name)
  // A nested scope extends the path: were it a key with a prefix, the outer scope could spell it.
  if (store instanceof ScopedStore) return store.nested(name)
  return new ScopedStore(store, escapeName(name))
}

/** Escapes what ends a name, so that `a/b` and a `b` nested in `a` differ, and `a:b` cannot reach into `a`. */
function escapeName(name: string): string {
  return name.replaceAll('%', '%25').replaceAll('/', '%2F').replaceAll(':', '%3A')
}

class ScopedStore implements Store {
  readonly #root: Store
  readonly #path: string
  readonly #parents: readonly ScopedStore[]
  readonly #subscriptions = new Set<Unsubscribe>()
  #closed = false

  constructor(root: Store, path: string, parents: readonly ScopedStore[] = []) {
    this.#root = root
    this.#path = path
    this.#parents = parents
  }

  nested(name: string): ScopedStore {
    return new ScopedStore(this.#root, `${this.#path}/${escapeName(name)}`, [...this.#parents, this])
  }

  async time(): Promise<number> {
    return this.#open().time()
  }

  async hit(key: string, options: HitOptions): Promise<HitResult> {
    return this.#open().hit(this.#inside('key', key), options)
  }

  async count(key: string, windowMs: number): Promise<WindowCount> {
    return this.#open().count(this.#inside('key', key), windowMs)
  }

  async reserve(name: string, demands: readonly Demand[], options: ReserveOptions): Promise<Reservation> {
    return this.#open().reserve(this.#inside('name', name), this.#all('demands', demands), options)
  }

  async settle(name: string, costs?: readonly number[]): Promise<boolean> {
    return this.#open().settle(this.#inside('name', name), costs)
  }

  async get(key: string): Promise<Stored | undefined> {
    return this.#open().get(this.#inside('key', key))
  }

  async set(key: string, value: JsonValue, options?: SetOptions): Promise<Version> {
    return this.#open().set(this.#inside('key', key), value, options)
  }

  async compareAndSet(
    key: string,
    expected: Version | null,
    value: JsonValue,
    options?: SetOptions,
  ): Promise<Version | undefined> {
    return this.#open().compareAndSet(this.#inside('key', key), expected, value, options)
  }

  async delete(key: string, expected?: Version): Promise<boolean> {
    return this.#open().delete(this.#inside('key', key), expected)
  }

  async transact(changes: readonly Change[]): Promise<readonly (Version | null)[] | undefined> {
    return this.#open().transact(this.#all('changes', changes))
  }

  async list(prefix: string, options: ListOptions): Promise<readonly Listed[]> {
    const { limit, after } = checkList(options)
    const start = this.#prefix()
    const page = after === undefined ? { limit } : { limit, after: start + after }
    const found = await this.#open().list(start + checkPrefix('prefix', prefix), page)
    return found.map((entry) => ({ ...entry, key: entry.key.slice(start.length) }))
  }

  async append(stream: string, entries: readonly JsonValue[]): Promise<readonly number[]> {
    return this.#open().append(this.#inside('stream', stream), entries)
  }

  async appendAfter(
    stream: string,
    after: number,
    entries: readonly JsonValue[],
  ): Promise<readonly number[] | undefined> {
    return this.#open().appendAfter(this.#inside('stream', stream), after, entries)
  }

  async extent(stream: string): Promise<Extent> {
    return this.#open().extent(this.#inside('stream', stream))
  }

  async trim(stream: string, upTo: number): Promise<Extent> {
    return this.#open().trim(this.#inside('stream', stream), upTo)
  }

  async read(stream: string, options: ReadOptions): Promise<readonly LogEntry[]> {
    return this.#open().read(this.#inside('stream', stream), options)
  }

  async publish(topic: string, message: JsonValue): Promise<void> {
    return this.#open().publish(this.#inside('topic', topic), message)
  }

  async subscribe(topic: string, handler: MessageHandler, options?: SubscribeOptions): Promise<Unsubscribe> {
    const end = await this.#open().subscribe(this.#inside('topic', topic), handler, options)
    const unsubscribe = async (): Promise<void> => {
      this.#subscriptions.delete(unsubscribe)
      await end()
    }
    // The view may have been closed while the store subscribed.
    if (this.#isClosed()) {
      await end()
      throw fail('STORE_CLOSED')
    }
    this.#subscriptions.add(unsubscribe)
    return unsubscribe
  }

  async flush(): Promise<void> {
    return this.#root.flush()
  }

  async close(): Promise<void> {
    this.#closed = true
    await Promise.all([...this.#subscriptions].map((unsubscribe) => unsubscribe()))
  }

  #open(): Store {
    if (this.#isClosed()) throw fail('STORE_CLOSED')
    return this.#root
  }

  #isClosed(): boolean {
    return this.#closed || this.#parents.some((parent) => parent.#closed)
  }

  #inside(argument: string, key: string): string {
    return this.#prefix() + checkKey(argument, key)
  }

  #all<T extends { readonly key: string }>(argument: string, list: readonly T[]): readonly T[] {
    if (!Array.isArray(list)) throw fail('STORE_ARGUMENT_INVALID', { argument, problem: 'it is not an array' })
    return (list as readonly T[]).map((item) => ({ ...item, key: this.#inside('key', item?.key) }))
  }

  /** Ends the path with the one character that no escaped name holds. */
  #prefix(): string {
    return `${this.#path}:`
  }
}
