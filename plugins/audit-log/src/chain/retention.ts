import { hashOf, ORIGIN, readSealed, type Sealed } from './seal.ts'
import type { Retention } from '../config.ts'
import { fail } from '../errors.ts'
import type { Ledger } from './ledger.ts'
import { stamp } from '../record.ts'
import { isSignedBy, signedPart, type PublicKey } from './signature.ts'
import { readStore } from './source.ts'
import type { Writer } from './writer.ts'

const DAY_MS = 24 * 3_600_000

/** What the retention works on. */
export interface RetentionSetup {
  readonly ledger: Ledger
  readonly writer: Writer
  readonly retention: Retention
  /** In milliseconds since 1970. */
  readonly now: number
  readonly keys: readonly PublicKey[]
}

/**
 * Removes what the retention lets go. A signed record that names the last record removed and its hash is durable before anything is
 * removed, so that verification tells this from tampering. Answers how many went. Throws AUDIT_CHAIN_BROKEN where what is to go is not what
 * was written, since nobody could find that afterwards; behind it an operator begins a new section first.
 */
export async function retain({ ledger, writer, retention, now, keys }: RetentionSetup): Promise<number> {
  const { first, last } = await ledger.extent()
  const byCount = retention.maxRecords === undefined ? 0 : last - retention.maxRecords
  const byAge = retention.days === undefined ? 0 : await lastBefore(ledger, first, last, now - retention.days * DAY_MS)
  // The last record stays, whatever its age: the chain goes on from it.
  const upTo = Math.min(Math.max(byCount, byAge), last - 1)
  if (upTo < first) return 0
  const hash = await hashOfLast(ledger, first, upTo, last, keys)
  const removed = upTo - first + 1
  await writer.writeSigned(stamp({ type: 'retention', upTo: { seq: upTo, hash }, removed }))
  await ledger.trim(upTo)
  return removed
}

/** The position up to which everything is older than a time; 0 where nothing is. A young record ends it, also where older ones follow. */
async function lastBefore(ledger: Ledger, first: number, last: number, time: number): Promise<number> {
  let old = 0
  for await (const { at, value, storedAt = 0 } of readStore(ledger, first, last)) {
    const record = value === undefined ? undefined : readSealed(value)
    // No hash covers the store's own time, so somebody could make a record older with it.
    if (Math.max(storedAt, Date.parse(record?.time ?? '') || 0) >= time) return old
    old = at
  }
  return old
}

/** The hash of the last record that goes. Looks at all that go, and at the first that stays: it must follow from them. */
async function hashOfLast(
  ledger: Ledger,
  first: number,
  upTo: number,
  last: number,
  keys: readonly PublicKey[],
): Promise<string | null> {
  let before: Sealed | undefined
  let broken: number | undefined
  let hash: string | null = null
  for await (const { at, value } of readStore(ledger, first, last)) {
    if (at > upTo + 1 && broken === undefined) break
    const record = value === undefined ? undefined : readSealed(value)
    const isWhole =
      record !== undefined &&
      record.seq === at &&
      hashOf(record) === record.hash &&
      signatureOf(record, keys) !== 'false'
    if (isWhole && record.type === 'start' && record.prev === ORIGIN && signatureOf(record, keys) === 'trusted')
      broken = undefined
    else if (!isWhole || (before && record.prev !== before.hash)) broken ??= at
    before = record
    if (at === upTo) hash = record?.hash ?? null
  }
  if (broken !== undefined)
    throw fail('AUDIT_CHAIN_BROKEN', { problem: `record ${broken} is not what was written, and was to be removed` })
  return hash
}

/** `unknown`: of a key that is no longer listed, which is no reason to keep its records. */
function signatureOf(record: Sealed, keys: readonly PublicKey[]): 'none' | 'trusted' | 'unknown' | 'false' {
  const part = signedPart(record)
  if (!part) return record.key === undefined && record.sig === undefined ? 'none' : 'false'
  const key = keys.find(({ id }) => id === part.key)
  return key === undefined ? 'unknown' : isSignedBy(key, part) ? 'trusted' : 'false'
}
