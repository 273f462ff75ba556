import { copyJson, TRUST_LEVELS, type JsonObject, type JsonValue, type Session, type Trust } from '@ringwall/core'
import { z } from 'zod'
import { canonical, type Signer } from './signature.ts'

/** Whose memory it is: an agent's for one user, or, without a user, the agent's own. */
export interface Owner {
  readonly tenant: string
  readonly agent: string
  readonly user: string | null
}
/** Who let a text out of quarantine. */
export interface Review {
  readonly reviewer: string
  /** Of the entry in quarantine: a digest of the owner, the key and the exact text. */
  readonly id: string
  /** In milliseconds. */
  readonly at: number
}
/** Everything that is known of one memory, all of it signed. */
export interface MemoryRecord extends Owner {
  readonly format: 1
  readonly key: string
  readonly text: string
  readonly trust: Trust
  /** As what it was written, before the layer may have lowered it. */
  readonly claimed: Trust
  readonly provenance: JsonObject
  /** In whose session it was written. */
  readonly writer: { readonly session: string; readonly user: string | null }
  /** What the layers said, `layer CODE`. */
  readonly rulings: readonly string[]
  /** In milliseconds. */
  readonly at: number
  /** Names one life of the key, from its first write until it is forgotten. */
  readonly epoch: string
  /** 1 for the first write of a life, then one more each time. */
  readonly revision: number
  readonly review?: Review | undefined
}
/** What is wrong with a row of the store. `missing`: it is gone without having been forgotten. */
export type RowProblem = 'unreadable' | 'unsigned' | 'misplaced' | 'rolled-back' | 'missing'

const trust = z.enum(TRUST_LEVELS)
const json = z.custom<JsonObject>((value) => typeof value === 'object' && value !== null && !Array.isArray(value))
const schema: z.ZodType<MemoryRecord> = z.strictObject({
  format: z.literal(1),
  tenant: z.string(),
  agent: z.string(),
  user: z.string().nullable(),
  key: z.string(),
  text: z.string(),
  trust,
  claimed: trust,
  provenance: json,
  writer: z.strictObject({ session: z.string(), user: z.string().nullable() }),
  rulings: z.array(z.string()),
  at: z.number(),
  epoch: z.string(),
  revision: z.int().min(1),
  review: z.strictObject({ reviewer: z.string(), id: z.string(), at: z.number() }).optional(),
})
const row = z.strictObject({ record: schema, signature: z.string() })

/** The owner of a session's memories. */
export function ownerOf({ tenantId, agentId, userId }: Session, isShared: boolean): Owner {
  return { tenant: tenantId, agent: agentId, user: isShared ? null : (userId ?? null) }
}

/** True if the first may take the place of the second. */
export function mayReplace(next: Trust, present: Trust): boolean {
  return TRUST_LEVELS.indexOf(next) <= TRUST_LEVELS.indexOf(present)
}

/** A record as it stands in the store. */
export function seal(record: MemoryRecord, signer: Signer): JsonObject {
  const plain = copyJson(record)
  return { record: plain, signature: signer.sign('record', plain) }
}

/** The record of a row, if it is readable, signed, and stands where it was put. */
export function unseal(value: JsonValue, owner: Owner, key: string, signer: Signer): MemoryRecord | RowProblem {
  const parsed = row.safeParse(value)
  if (!parsed.success) return 'unreadable'
  const { record, signature } = parsed.data
  if (!signer.verify('record', copyJson(record), signature)) return 'unsigned'
  const place = ({ tenant, agent, user }: Owner): JsonValue => [tenant, agent, user]
  return record.key === key && canonical(place(record)) === canonical(place(owner)) ? record : 'misplaced'
}

/** The text of whatever stands in a row, for a reviewer to look at. */
export function textOfRow(value: JsonValue): string {
  const parsed = z.object({ record: z.object({ text: z.string() }) }).safeParse(value)
  return parsed.success ? parsed.data.record.text : JSON.stringify(value)
}

/** Control characters, invisible ones and unpaired surrogates: two keys with them may look like one. */
const ODD = /[\p{C}\p{Zl}\p{Zp}]/u
const MAX_KEY_BYTES = 256

/** What is wrong with a key, or undefined. */
export function keyProblem(key: string): string | undefined {
  if (key === '') return 'it is empty'
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) return `it is longer than ${MAX_KEY_BYTES} bytes`
  if (ODD.test(key)) return 'it holds control or invisible characters'
  if (key.normalize('NFC') !== key || key.trim() !== key) return 'it is not in NFC, or begins or ends with white space'
  return undefined
}
