import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { isJsonObject, type JsonObject, type JsonValue } from '@ringwall/core'
import { MAX_PAGE, type Store, type Stored, type Version } from '@ringwall/store'
import { seal, unseal, type MemoryRecord, type Owner, type RowProblem } from './record.ts'
import { digest, type Signer } from './signature.ts'

/** A row of the store: a memory, or what is wrong with it. */
export type Row = { readonly key: string; readonly version: Version | null; readonly value: JsonValue } & (
  | { readonly record: MemoryRecord; readonly problem?: undefined }
  | { readonly record?: undefined; readonly problem: RowProblem }
)
/** Where the next write of a key goes. */
export interface Head {
  readonly epoch: string
  readonly revision: number
}
/** The rows of memories. Every method rejects when the store does. */
export interface Vault {
  find(owner: Owner, key: string): Promise<Row | undefined>
  /** Every row whose key starts with the prefix. */
  list(owner: Owner, prefix: string): Promise<readonly Row[]>
  /** How many keys there are. */
  count(owner: Owner): Promise<number>
  /** The head of a key, raised to what stands there; made if `mayMake`, which is asked only then. */
  head(owner: Owner, key: string, present: Row | undefined, mayMake: () => Promise<boolean>): Promise<Head | undefined>
  /** Writes the record if nobody was faster; false otherwise. */
  put(owner: Owner, record: MemoryRecord, present: Row | undefined): Promise<boolean>
  /** Removes the row if it is still the one that was read, and its head. */
  remove(owner: Owner, row: Row): Promise<boolean>
}

/** Others may be writing while a row and its head are read. */
const LOOKS = 4
const PAUSE_MS = 5
/** Other writers of one key may be faster so many times. */
const RACES = 64

/**
 * Each key has two rows: the record, and a head that tells its life (`epoch`) and its newest revision. The record is
 * written first, so it may be one ahead of its head; one that is behind was put back from an earlier time.
 */
export function createVault(store: Store, signer: Signer): Vault {
  const spaceOf = ({ tenant, agent, user }: Owner): string => digest([tenant, agent, user])
  const rowKey = (owner: Owner, key: string): string => `m/${spaceOf(owner)}/${key}`
  const headKey = (owner: Owner, key: string): string => `h/${spaceOf(owner)}/${key}`

  const sealHead = (owner: Owner, key: string, { epoch, revision }: Head): JsonObject => ({
    epoch,
    revision,
    signature: signer.sign('head', headClaim(owner, key, epoch, revision)),
  })
  function readHead(owner: Owner, key: string, value: JsonValue | undefined): Head | undefined {
    if (value === undefined || !isJsonObject(value)) return undefined
    const { epoch, revision, signature } = value
    if (typeof epoch !== 'string' || typeof revision !== 'number' || typeof signature !== 'string') return undefined
    return signer.verify('head', headClaim(owner, key, epoch, revision), signature) ? { epoch, revision } : undefined
  }

  function judge(owner: Owner, key: string, stored: Stored | undefined, head: Head | undefined): Row | undefined {
    if (stored === undefined)
      return head === undefined || head.revision === 0
        ? undefined
        : { key, version: null, value: null, problem: 'missing' }
    const { value, version } = stored
    const record = unseal(value, owner, key, signer)
    if (typeof record === 'string') return { key, version, value, problem: record }
    const ahead = head?.epoch === record.epoch ? record.revision - head.revision : -1
    return ahead === 0 || ahead === 1
      ? { key, version, value, record }
      : { key, version, value, problem: 'rolled-back' }
  }

  async function find(owner: Owner, key: string): Promise<Row | undefined> {
    let row: Row | undefined
    for (let look = 0; look < LOOKS; look++) {
      const head = readHead(owner, key, (await store.get(headKey(owner, key)))?.value)
      row = judge(owner, key, await store.get(rowKey(owner, key)), head)
      if (row?.problem !== 'rolled-back' && row?.problem !== 'missing') return row
      await sleep(PAUSE_MS * look)
    }
    return row
  }

  async function listAll(prefix: string): Promise<Map<string, Stored>> {
    const found = new Map<string, Stored>()
    let after: string | undefined
    for (;;) {
      const page = await store.list(prefix, { limit: MAX_PAGE, ...(after !== undefined && { after }) })
      for (const { key, ...stored } of page) found.set(key, stored)
      after = page.at(-1)?.key
      if (page.length < MAX_PAGE || after === undefined) return found
    }
  }

  /** Never lowers a head, and leaves one of another life alone; one that was removed by a late forget is made again. */
  async function raise(owner: Owner, key: string, to: Head): Promise<void> {
    for (let race = 0; race < RACES; race++) {
      const stored = await store.get(headKey(owner, key))
      const head = readHead(owner, key, stored?.value)
      if (stored && (head?.epoch !== to.epoch || head.revision >= to.revision)) return
      if (await store.compareAndSet(headKey(owner, key), stored?.version ?? null, sealHead(owner, key, to))) return
    }
    throw new Error('the newest revision of a memory could not be recorded')
  }

  return {
    find,
    async list(owner, prefix) {
      const [heads, rows] = [await listAll(headKey(owner, prefix)), await listAll(rowKey(owner, prefix))]
      const base = rowKey(owner, '').length
      const keys = new Set([...heads.keys(), ...rows.keys()].map((name) => name.slice(base)))
      const judged: Row[] = []
      for (const key of keys) {
        const head = readHead(owner, key, heads.get(headKey(owner, key))?.value)
        const row = judge(owner, key, rows.get(rowKey(owner, key)), head)
        // The two lists are of two moments.
        const sure = row?.problem === undefined ? row : await find(owner, key)
        if (sure) judged.push(sure)
      }
      return judged
    },
    count: async (owner) => (await listAll(headKey(owner, ''))).size,
    async head(owner, key, present, mayMake) {
      for (let race = 0; race < RACES; race++) {
        const stored = await store.get(headKey(owner, key))
        const head = readHead(owner, key, stored?.value)
        if (head) {
          const { record } = present ?? {}
          if (!record || record.revision <= head.revision) return head
          await raise(owner, key, record)
          return { epoch: head.epoch, revision: record.revision }
        }
        if (!(await mayMake())) return undefined
        const made = { epoch: randomBytes(12).toString('base64url'), revision: 0 }
        if (await store.compareAndSet(headKey(owner, key), stored?.version ?? null, sealHead(owner, key, made)))
          return made
      }
      throw new Error('the head of a memory could not be made')
    },
    async put(owner, record, present) {
      const version = present?.version ?? null
      if (!(await store.compareAndSet(rowKey(owner, record.key), version, seal(record, signer)))) return false
      await raise(owner, record.key, record)
      return true
    },
    async remove(owner, { key, version }) {
      const head = await store.get(headKey(owner, key))
      if (version !== null && !(await store.delete(rowKey(owner, key), version))) return false
      // Not if a writer has raised it since: what it wrote lives on.
      if (head) await store.delete(headKey(owner, key), head.version)
      return true
    },
  }
}

function headClaim({ tenant, agent, user }: Owner, key: string, epoch: string, revision: number): JsonValue {
  return [tenant, agent, user, key, epoch, revision]
}
