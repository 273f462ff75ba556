import { hash } from 'node:crypto'
import { SOURCES, token, type Session, type Source, type Token } from '@ringwall/core'
import type { Store } from '@ringwall/store'

/** Tells from where outside content came into a session. An error means "not known", never "clean". */
export interface Provenance {
  /** The sources of outside content that this session was given, in the order of SOURCES. */
  sourcesOf(session: Session): Promise<readonly Source[]>
  /** True once any outside content was given to the session. */
  taint(session: Session): Promise<boolean>
}

/** The service that tool-policy and approval-gate ask. */
export const ProvenanceToken: Token<Provenance> = token<Provenance>('Provenance')

/** Provenance with the way to add to it. */
export interface ProvenanceRecord extends Provenance {
  record(session: Session, source: Source): Promise<void>
}

/** What a session's content was is forgotten this long after its last outside content, in milliseconds: 30 days. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000
const ATTEMPTS = 8

/** Keeps labels in the store, so that they hold across reloads, restarts and processes. */
export function storedProvenance(store: Store): ProvenanceRecord {
  const sourcesOf = async (session: Session): Promise<readonly Source[]> =>
    readSources((await store.get(keyOf(session)))?.value)
  return {
    sourcesOf,
    taint: async (session) => (await sourcesOf(session)).length > 0,
    async record(session, source) {
      const key = keyOf(session)
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const stored = await store.get(key)
        const known = readSources(stored?.value)
        const sources = SOURCES.filter((one) => one === source || known.includes(one))
        if (await store.compareAndSet(key, stored?.version ?? null, sources, { ttlMs: KEPT_MS })) return
      }
      // Others kept writing first. Not to record would leave the session clean, so the call fails instead.
      throw new Error('the provenance of the session could not be recorded')
    },
  }
}

/** What cannot be read is taken for content from everywhere. */
function readSources(value: unknown): readonly Source[] {
  if (value === undefined) return []
  return Array.isArray(value) ? SOURCES.filter((source) => value.includes(source)) : SOURCES
}

/**
 * Keeps labels of the last `capacity` sessions in memory. Older ones go into a Bloom filter of fixed size: a session in it
 * counts as given content from every source. So none is ever forgotten, and flooding costs accuracy, never a label.
 */
export function memoryProvenance(capacity: number): ProvenanceRecord {
  const labels = new Map<string, Set<Source>>()
  const evicted = new BloomFilter()
  const read = (session: Session): readonly Source[] => {
    const key = keyOf(session)
    const known = labels.get(key)
    return evicted.has(key) ? SOURCES : SOURCES.filter((source) => known?.has(source))
  }
  return {
    sourcesOf: async (session) => read(session),
    taint: async (session) => read(session).length > 0,
    async record(session, source) {
      const key = keyOf(session)
      const known = labels.get(key) ?? new Set()
      known.add(source)
      labels.delete(key)
      labels.set(key, known)
      if (labels.size <= capacity) return
      for (const oldest of labels.keys()) {
        evicted.add(oldest)
        labels.delete(oldest)
        break
      }
    },
  }
}

/** What an observing layer tells: it leaves no labels, so any session may hold content from everywhere. */
export function unknownProvenance(): ProvenanceRecord {
  return { sourcesOf: async () => SOURCES, taint: async () => true, record: async () => undefined }
}

/** Bits of the filter: with four hashes, one in a hundred is a false alarm after some 190,000 evictions. */
const FILTER_BITS = 2 ** 21
const HASH_LENGTH = 8

class BloomFilter {
  readonly #bits = new Uint8Array(FILTER_BITS / 8)

  add(key: string): void {
    for (const bit of bitsOf(key)) this.#bits[bit >> 3] = (this.#bits[bit >> 3] ?? 0) | (1 << (bit & 7))
  }

  has(key: string): boolean {
    return bitsOf(key).every((bit) => ((this.#bits[bit >> 3] ?? 0) >> (bit & 7)) & 1)
  }
}

/** Keys are SHA-256 in hex, so stretches of them are independent hashes. */
function bitsOf(key: string): readonly number[] {
  return [0, 1, 2, 3].map((i) => Number.parseInt(key.slice(i * HASH_LENGTH, (i + 1) * HASH_LENGTH), 16) % FILTER_BITS)
}

/** Of fixed length, whatever the host's ids are; JSON keeps the parts apart. */
function keyOf({ tenantId, agentId, sessionId }: Session): string {
  return hash('sha256', JSON.stringify([tenantId, agentId, sessionId]), 'hex')
}
