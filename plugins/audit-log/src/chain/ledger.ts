import { setTimeout as sleep } from 'node:timers/promises'
import { isJsonObject, isRingwallError } from '@ringwall/core'
import { scoped, type Extent, type LogEntry, type Store } from '@ringwall/store'
import { hashOf, readSealed, type Place, type Sealed } from './seal.ts'
import { fail } from '../errors.ts'

const SCOPE = 'audit-log'
const STREAM = 'records'
const MARKER = 'chain'
/** Less than the deadline of the layer, so that whoever waits hears why. */
const PATIENCE_MS = 8000
const FIRST_PAUSE_MS = 1
const LONGEST_PAUSE_MS = 32

/** The chain as a store keeps it: record n stands at position n of one log. */
export class Ledger {
  readonly #store: Store

  constructor(store: Store, scope: string = SCOPE) {
    this.#store = scoped(store, scope)
  }

  extent(): Promise<Extent> {
    return this.#store.extent(STREAM)
  }

  read(after: number, limit: number): Promise<readonly LogEntry[]> {
    return this.#store.read(STREAM, { after, limit })
  }

  /** read for whoever is about to continue the chain. Throws AUDIT_CHAIN_BROKEN where the store cannot read an entry, since then an operator has a way out. */
  async readWhole(after: number, limit: number): Promise<readonly LogEntry[]> {
    try {
      return await this.read(after, limit)
    } catch (error) {
      if (!isRingwallError(error) || error.code !== 'STORE_CORRUPT') throw error
      const place = limit === 1 ? `what stands at position ${after + 1}` : `something from position ${after + 1} on`
      throw fail('AUDIT_CHAIN_BROKEN', { problem: `${place} cannot be read` }, error)
    }
  }

  /** The id of the chain that was begun here; undefined where there was none. */
  async marker(): Promise<string | undefined> {
    const value = (await this.#store.get(MARKER))?.value
    return value !== undefined && isJsonObject(value) && typeof value.chain === 'string' ? value.chain : undefined
  }

  /** Notes which chain was begun here. */
  async mark(chain: string): Promise<void> {
    await this.#store.set(MARKER, { chain })
  }

  /** Appends, if the log ends at that position. False where others were first. */
  async append(after: number, records: readonly Sealed[]): Promise<boolean> {
    const positions = await this.#store.appendAfter(STREAM, after, records)
    return positions !== undefined
  }

  /** Resolves once what was appended survives a loss of power. */
  flush(): Promise<void> {
    return this.#store.flush()
  }

  async trim(upTo: number): Promise<Extent> {
    return this.#store.trim(STREAM, upTo)
  }

  /** The last record, for whoever is about to continue it. Throws AUDIT_CHAIN_BROKEN where it is none of this chain. */
  async tail(chain: string): Promise<Place> {
    const { last } = await this.extent()
    const [entry] = last === 0 ? [] : await this.readWhole(last - 1, 1)
    if (!entry) throw fail('AUDIT_CHAIN_BROKEN', { problem: 'its last record is gone' })
    return checkEntry(entry, chain)
  }

  /** The records behind a position that others, or this process without having heard of it, have appended since. */
  async *since(after: number): AsyncGenerator<LogEntry, void, void> {
    for (let at = after; ;) {
      const page = await this.read(at, PAGE)
      yield* page
      at += page.length
      if (page.length < PAGE) return
    }
  }
}

const PAGE = 500

/** The record of an entry, whole and in its place. Throws AUDIT_CHAIN_BROKEN. */
export function checkEntry({ position, value }: LogEntry, chain: string): Sealed {
  const record = readSealed(value)
  const problem =
    record === undefined
      ? 'is no record'
      : record.seq !== position
        ? `is record ${record.seq}`
        : record.chain !== chain
          ? 'belongs to another chain'
          : hashOf(record) !== record.hash
            ? 'was changed'
            : undefined
  if (record === undefined || problem !== undefined)
    throw fail('AUDIT_CHAIN_BROKEN', { problem: `what stands at position ${position} ${problem}` })
  return record
}

/** Repeats what others may get in the way of, with pauses that grow and differ between processes. Throws AUDIT_CONFLICT. */
export async function untilAlone<T>(attempt: () => Promise<T | undefined>): Promise<T> {
  const start = performance.now()
  for (let tries = 0; performance.now() - start < PATIENCE_MS; tries++) {
    const result = await attempt()
    if (result !== undefined) return result
    await sleep(Math.random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** tries))
  }
  throw fail('AUDIT_CONFLICT')
}
