import { copyJson, isJsonObject, TRUST_LEVELS, type JsonObject, type JsonValue, type Trust } from '@ringwall/core'
import type { Store, Version } from '@ringwall/store'
import { z } from 'zod'
import type { Owner, RowProblem } from './record.ts'
import { digest, type Signer } from './signature.ts'

/** Why a text is in quarantine: it was judged to be dangerous, or its row in the store cannot be believed. */
export type Reason = 'dangerous' | Exclude<RowProblem, 'missing'>
/** A text that waits for a person. */
export interface Quarantined extends Owner {
  readonly format: 1
  /** Digest of the owner, the key and the exact text. */
  readonly id: string
  readonly key: string
  readonly text: string
  /** What it claims to be. */
  readonly trust: Trust
  readonly provenance: JsonObject
  readonly reason: Reason
  /** What was found, as the rules' names. */
  readonly findings: readonly string[]
  readonly session: string
  /** In milliseconds. */
  readonly at: number
}
/** An entry as it was found: one that is not intact can be looked at and discarded, and never released. */
export type QuarantineEntry = Pick<Quarantined, Exclude<keyof Quarantined, 'format'>> & { readonly intact: boolean }

/** The quarantine of one tenant and its agents. Every method rejects when the store does. */
export interface Quarantine {
  /** True once the text is kept; false if there is no room. The same text is kept once. */
  put(entry: Quarantined): Promise<boolean>
  list(owner: Owner): Promise<readonly QuarantineEntry[]>
  /** Those of all agents and users of a tenant. */
  listAll(tenant: string): Promise<readonly QuarantineEntry[]>
  /** Removes an entry; true for exactly one of several callers. */
  take(owner: Owner, id: string): Promise<boolean>
}

const schema: z.ZodType<Quarantined> = z.strictObject({
  format: z.literal(1),
  tenant: z.string(),
  agent: z.string(),
  user: z.string().nullable(),
  id: z.string(),
  key: z.string(),
  text: z.string(),
  trust: z.enum(TRUST_LEVELS),
  provenance: z.custom<JsonObject>((value) => typeof value === 'object' && value !== null && !Array.isArray(value)),
  reason: z.enum(['dangerous', 'unreadable', 'unsigned', 'misplaced', 'rolled-back']),
  findings: z.array(z.string()),
  session: z.string(),
  at: z.number(),
})

/** Others may take the free slots first so many times. */
const RACES = 16
const DAY_MS = 86_400_000

/** The name of a text in quarantine: another text, key or owner has another one. */
export function quarantineId({ tenant, agent, user }: Owner, key: string, text: string): string {
  return digest([tenant, agent, user, key, text])
}

/** A tenant has a fixed number of slots, so that a flood cannot fill the store, nor push out what came before it. */
export function createQuarantine(store: Store, signer: Signer, slots: number, days: number): Quarantine {
  const prefixOf = ({ tenant }: Pick<Owner, 'tenant'>): string => `q/${digest([tenant])}/`

  async function read(owner: Pick<Owner, 'tenant'>): Promise<readonly Found[]> {
    const rows = await store.list(prefixOf(owner), { limit: slots })
    return rows.map(({ key: slot, value, version }) => ({ slot, version, entry: toEntry(value, owner, signer, slot) }))
  }

  return {
    async put(entry) {
      const plain = copyJson(entry)
      const value = { entry: plain, signature: signer.sign('quarantine', plain) }
      for (let race = 0; race < RACES; race++) {
        const found = await read(entry)
        if (found.some((other) => other.entry.id === entry.id && other.entry.intact)) return true
        const taken = new Set(found.map(({ slot }) => slot))
        const free = Array.from({ length: slots }, (_, n) => prefixOf(entry) + String(n).padStart(4, '0')).find(
          (slot) => !taken.has(slot),
        )
        if (free === undefined) return false
        if ((await store.compareAndSet(free, null, value, { ttlMs: days * DAY_MS })) !== undefined) return true
      }
      return false
    },
    async list(owner) {
      const found = await read(owner)
      return found.map(({ entry }) => entry).filter(({ agent, user }) => agent === owner.agent && user === owner.user)
    },
    async listAll(tenant) {
      return (await read({ tenant })).map(({ entry }) => entry)
    },
    async take(owner, id) {
      for (const { slot, version, entry } of await read(owner)) {
        const isMine = entry.id === id && entry.agent === owner.agent && entry.user === owner.user
        if (isMine) return store.delete(slot, version)
      }
      return false
    },
  }
}

interface Found {
  readonly slot: string
  readonly version: Version
  readonly entry: QuarantineEntry
}

function toEntry(value: JsonValue, owner: Pick<Owner, 'tenant'>, signer: Signer, slot: string): QuarantineEntry {
  const { entry: raw, signature } = isJsonObject(value) ? value : {}
  const parsed = schema.safeParse(raw)
  if (!parsed.success || raw === undefined || typeof signature !== 'string') return unreadable(value, owner, slot)
  const { format: _, ...entry } = parsed.data
  const isSigned = signer.verify('quarantine', raw, signature) && entry.tenant === owner.tenant
  return { ...entry, intact: isSigned && entry.id === quarantineId(entry, entry.key, entry.text) }
}

/** Shown all the same: an entry that somebody broke must not vanish. It shows up for everybody of the tenant who has the empty agent, so under its slot. */
function unreadable(value: JsonValue, { tenant }: Pick<Owner, 'tenant'>, slot: string): QuarantineEntry {
  const { entry = {} } = isJsonObject(value) ? value : {}
  const said = isJsonObject(entry) ? entry : {}
  const text = typeof said['text'] === 'string' ? said['text'] : JSON.stringify(value)
  const word = (name: string): string => (typeof said[name] === 'string' ? said[name] : '')
  const user = typeof said['user'] === 'string' ? said['user'] : null
  const own = { tenant, agent: word('agent'), user, id: word('id') || digest([slot]), key: word('key'), text }
  return {
    ...own,
    trust: 'external',
    provenance: {},
    reason: 'unreadable',
    findings: [],
    session: '',
    at: 0,
    intact: false,
  }
}
