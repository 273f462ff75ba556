import { isJsonObject, type JsonObject, type JsonValue } from '@ringwall/core'
import { fail } from './errors.ts'
import { isScope, type Scope } from './scopes.ts'

/** Whose calls a token makes, and what it may do. */
export interface TokenBinding {
  readonly scopes: readonly Scope[]
  readonly tenant: string
  readonly agent: string
  readonly user?: string
}
/** A token as it is kept: never the token itself. Times in milliseconds on the store's clock. */
export interface TokenRecord extends TokenBinding {
  /** Names it in lists and logs; tells nothing of the token. */
  readonly id: string
  readonly name: string
  readonly createdAt: number
  readonly expiresAt: number | null
  readonly revokedAt: number | null
  /** The id of the token that took its place. */
  readonly rotatedTo: string | null
}
/** A record with the SHA-256 of its token. */
export interface TokenEntry extends TokenRecord {
  readonly digest: Uint8Array
}

const DIGEST_BYTES = 32

/** What the store holds of an entry. */
export function toRow({ digest, ...record }: TokenEntry): JsonObject {
  return { ...record, digest: Buffer.from(digest).toString('base64url') }
}

/** Reads a row of the store that stands under `id`. Throws AUTH_STATE_INVALID for anything that toRow did not make: a store that others wrote to must not let them in. */
export function fromRow(id: string, row: JsonValue): TokenEntry {
  const invalid = (): Error => fail('AUTH_STATE_INVALID', { problem: 'a record of a token is malformed' })
  if (!isJsonObject(row)) throw invalid()
  const { name, tenant, agent, user, createdAt, expiresAt, revokedAt, rotatedTo, digest, scopes } = row
  const bytes = typeof digest === 'string' ? Buffer.from(digest, 'base64url') : undefined
  const isSound =
    row.id === id && isText(name) && isText(tenant) && isText(agent) && (user === undefined || isText(user))
  if (!isSound || bytes?.length !== DIGEST_BYTES || !isTime(createdAt) || !Array.isArray(scopes)) throw invalid()
  if (!isTimeOrNull(expiresAt) || !isTimeOrNull(revokedAt) || !(rotatedTo === null || isText(rotatedTo)))
    throw invalid()
  const held = scopes.filter((scope): scope is Scope => typeof scope === 'string' && isScope(scope))
  if (held.length !== scopes.length) throw invalid()
  return {
    id,
    name,
    tenant,
    agent,
    createdAt,
    expiresAt,
    revokedAt,
    rotatedTo,
    scopes: held,
    ...(user !== undefined && { user }),
    digest: new Uint8Array(bytes),
  }
}

function isText(value: JsonValue | undefined): value is string {
  return typeof value === 'string' && value !== ''
}

function isTime(value: JsonValue | undefined): value is number {
  return Number.isSafeInteger(value)
}

function isTimeOrNull(value: JsonValue | undefined): value is number | null {
  return value === null || isTime(value)
}
