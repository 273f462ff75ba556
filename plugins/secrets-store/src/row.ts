import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { JsonValue } from '@ringwall/core'
import { fail } from './errors.ts'
import { seal, unseal, type Place, type Sealed } from './sealing.ts'

/** What a secret is: a value as it was typed, or the tokens of a login. */
export type Kind = 'value' | 'oauth'

/** A secret as it is after decryption. */
export interface Secret {
  readonly tenant: string
  readonly name: string
  /** Grows with each write. */
  readonly version: number
  readonly kind: Kind
  /** Of a login, the JSON of its tokens. */
  readonly value: string
}

const FORMAT = 1
const PREFIX = 'row/'
const NAME = /^[A-Za-z_][A-Za-z0-9_.-]{0,127}$/
const MAX_LENGTH = 65_536

const sealed = { salt: z.string(), iv: z.string(), tag: z.string(), data: z.string() }
const rowSchema = z.strictObject({
  format: z.literal(FORMAT),
  tenant: z.string(),
  name: z.string(),
  version: z.int().min(1),
  kind: z.enum(['value', 'oauth']),
  ...sealed,
})
const metaSchema = z.strictObject({
  format: z.literal(FORMAT),
  generation: z.string().min(1),
  check: z.strictObject(sealed),
  /** A rotation that runs, and until when it must have said that it goes on. */
  rotating: z.strictObject({ target: z.string().min(1), until: z.number() }).optional(),
  /** Generations that never count again, and whose rows are to be removed. */
  dead: z.array(z.string().min(1)).default([]),
})

/** What the store says of the whole: which rows count, and a record that only the right master key opens. */
export interface Meta {
  readonly format: typeof FORMAT
  readonly generation: string
  readonly check: Sealed
  readonly rotating?: { readonly target: string; readonly until: number } | undefined
  readonly dead: readonly string[]
}

/** True for what may be the name of a secret. */
export function isSecretName(name: string): boolean {
  return NAME.test(name)
}

/** Throws SECRET_NAME_INVALID. */
export function checkName(name: string): string {
  if (!isSecretName(name)) throw fail('SECRET_NAME_INVALID') // not shown: it may be a value in the wrong place
  return name
}

/** Throws SECRET_VALUE_INVALID. */
export function checkValue(name: string, value: string): string {
  const problem =
    value === ''
      ? 'it is empty'
      : value.length > MAX_LENGTH
        ? 'it is too long'
        : value.includes('\0') || !value.isWellFormed()
          ? 'it is not text'
          : undefined
  if (problem !== undefined) throw fail('SECRET_VALUE_INVALID', { name, problem })
  return value
}

/** The key of a row. Names of tenants may be anything, so a digest stands for them. */
export function rowKey(generation: string, tenant: string, name: string): string {
  return `${rowPrefix(generation)}${createHash('sha256').update(tenant).digest('base64url')}/${name}`
}

/** What the keys of all rows of a generation start with; without one, those of all rows. */
export function rowPrefix(generation?: string): string {
  return generation === undefined ? PREFIX : `${PREFIX}${generation}/`
}

/** The row of a secret, encrypted. */
export function toRow(masterKey: Uint8Array, generation: string, { value, ...place }: Secret): JsonValue {
  return { format: FORMAT, ...place, ...seal(masterKey, { generation, ...place }, value) }
}

/** The secret in a row that was read at a key. Throws SECRETS_CORRUPT where the row is not the one that was written there. */
export function fromRow(masterKey: Uint8Array, generation: string, key: string, value: JsonValue): Secret {
  const { data: row } = rowSchema.safeParse(value)
  const what = row ? row.name : 'a secret'
  if (!row || rowKey(generation, row.tenant, row.name) !== key)
    throw fail('SECRETS_CORRUPT', { what, problem: 'the row is malformed, or was moved' })
  const { tenant, name, version, kind } = row
  const text = unseal(masterKey, { generation, tenant, name, version, kind }, row)
  if (text === undefined) throw fail('SECRETS_CORRUPT', { what, problem: 'the row was changed, or was moved' })
  return { tenant, name, version, kind, value: text }
}

/** Name, tenant, kind and version of a row, as they are written beside the ciphertext; undefined where it is malformed. */
export function labelOf(value: JsonValue): Omit<Secret, 'value'> | undefined {
  const { data: row } = rowSchema.safeParse(value)
  return row && { tenant: row.tenant, name: row.name, version: row.version, kind: row.kind }
}

/** Begins a generation under a master key. */
export function newMeta(masterKey: Uint8Array, generation: string): Meta {
  return { format: FORMAT, generation, check: seal(masterKey, checkPlace(generation), CHECK), dead: [] }
}

/** Names a generation; never the same twice, so that rows of a rotation that was cut off meet no others. */
export function newGeneration(): string {
  return randomBytes(12).toString('hex')
}

/** Throws SECRETS_CORRUPT. */
export function readMeta(value: JsonValue): Meta {
  const { data } = metaSchema.safeParse(value)
  if (!data)
    throw fail('SECRETS_CORRUPT', { what: 'all secrets', problem: 'the record of the master key is malformed' })
  return data
}

/** As it is stored: JSON has no undefined. */
export function metaJson({ format, generation, check, rotating, dead }: Meta): JsonValue {
  const { salt, iv, tag, data } = check
  const rest = { format, generation, check: { salt, iv, tag, data }, dead }
  return rotating ? { ...rest, rotating: { ...rotating } } : rest
}

/** True if this master key is the one of the generation. */
export function opensMeta(masterKey: Uint8Array, { generation, check }: Meta): boolean {
  return unseal(masterKey, checkPlace(generation), check) === CHECK
}

const CHECK = 'ringwall secrets-store key check'

function checkPlace(generation: string): Place {
  return { generation, tenant: '', name: '', version: 0, kind: 'check' }
}
