import { hash } from 'node:crypto'
import { isJsonObject, type JsonObject, type JsonValue } from '@ringwall/core'

/** What the first record of a chain follows. */
export const ORIGIN: string = '0'.repeat(64)
/** Keeps these hashes apart from all others; a new encoding gets a new number. */
const DOMAIN = 'ringwall-audit-record-v1\n'
const HASH = /^[0-9a-f]{64}$/
const SIGNATURE = /^[0-9a-f]{128}$/

/** A place in a chain: what the next record follows. */
export interface Place {
  /** The id of the chain, made with its first record. */
  readonly chain: string
  /** 1 for the first record of the chain, then without gaps. */
  readonly seq: number
  readonly hash: string
}

/** The fields that every record in a chain has besides its own. */
export interface Link extends Place {
  /** The hash of the record before, or ORIGIN. */
  readonly prev: string
  readonly id: string
  /** ISO 8601, UTC. */
  readonly time: string
  readonly type: string
  /** The id of the key, and its Ed25519 signature in hex; checkpoints and the like have both. */
  readonly key?: string
  readonly sig?: string
}

/** A record in a chain. */
export type Sealed = JsonObject & Link

/** A record without its place in a chain. */
export type Body = JsonObject & Pick<Link, 'id' | 'time' | 'type' | 'key'>

/** The canonical JSON of a value (RFC 8785): one text for one value, whichever way it was stored. */
export function canonical(value: JsonValue): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  // Strings are put together in place: this runs for every part of every record.
  let text = ''
  if (isList(value)) {
    for (const item of value) text += text === '' ? canonical(item) : `,${canonical(item)}`
    return `[${text}]`
  }
  for (const key of Object.keys(value).sort())
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonical(value[key] ?? null)}`
  return `{${text}}`
}

/** Puts a record behind a place. Its hash covers everything in it, and so, through `prev`, everything before it. */
export function seal(body: Body, after: Place): Sealed {
  return sealAndMeasure(body, after).record
}

/** seal that tells how long the JSON is, in UTF-16 code units; a signature makes it a little longer. */
export function sealAndMeasure(body: Body, after: Place): { readonly record: Sealed; readonly length: number } {
  const open = { ...body, chain: after.chain, seq: after.seq + 1, prev: after.hash }
  const text = canonical(open)
  return { record: { ...open, hash: digest(text) }, length: text.length }
}

/** The hash that the record must have. */
export function hashOf({ hash: _hash, sig: _sig, ...open }: Sealed): string {
  return digest(canonical(open))
}

/** The value as a record of a chain, whatever its hash is worth; undefined for anything else. */
export function readSealed(value: JsonValue): Sealed | undefined {
  if (!isJsonObject(value)) return undefined
  const { chain, seq, prev, hash, id, time, type, key, sig } = value
  const isNamed = [chain, id, type].every((text) => typeof text === 'string' && text !== '')
  const isPlaced = typeof seq === 'number' && Number.isSafeInteger(seq) && seq >= 1
  const isLinked = [prev, hash].every((text) => typeof text === 'string' && HASH.test(text))
  const isDated = typeof time === 'string' && Number.isFinite(Date.parse(time))
  if (!isNamed || !isPlaced || !isLinked || !isDated) return undefined
  if (key !== undefined && typeof key !== 'string') return undefined
  if (sig !== undefined && !(typeof sig === 'string' && SIGNATURE.test(sig))) return undefined
  return value as Sealed
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value)
}

function digest(text: string): string {
  return hash('sha256', DOMAIN + text, 'hex')
}
