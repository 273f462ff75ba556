import { MAX_PAGE } from '@ringwall/store'
import { readSealed } from './seal.ts'
import type { Retention } from '../config.ts'
import type { Ledger } from './ledger.ts'
import { stamp } from '../record.ts'
import type { Writer } from './writer.ts'

const DAY_MS = 24 * 3_600_000

/**
 * Removes what the retention lets go. A signed record that names the last record removed and its hash is durable before anything is
 * removed, so that verification tells this from tampering. Answers how many went.
 */
export async function retain(ledger: Ledger, writer: Writer, retention: Retention, now: number): Promise<number> {
  const { first, last } = await ledger.extent()
  const byCount = retention.maxRecords === undefined ? 0 : last - retention.maxRecords
  const byAge = retention.days === undefined ? 0 : await lastBefore(ledger, first, last, now - retention.days * DAY_MS)
  // The last record stays, whatever its age: the chain goes on from it.
  const upTo = Math.min(Math.max(byCount, byAge), last - 1)
  if (upTo < first) return 0
  const [entry] = await ledger.read(upTo - 1, 1)
  const hash = (entry && readSealed(entry.value)?.hash) ?? null
  const removed = upTo - first + 1
  await writer.writeSigned(stamp({ type: 'retention', upTo: { seq: upTo, hash }, removed }))
  await ledger.trim(upTo)
  return removed
}

/** The position up to which everything is older than a time on the store's clock; 0 where nothing is. A young record ends it, also where older ones follow. */
async function lastBefore(ledger: Ledger, first: number, last: number, time: number): Promise<number> {
  let old = 0
  for (let after = first - 1; after < last;) {
    const page = await ledger.read(after, MAX_PAGE)
    const young = page.find(({ at }) => at >= time)
    if (young) return young.position - 1
    old = page.at(-1)?.position ?? old
    if (page.length < MAX_PAGE) return old
    after = old
  }
  return old
}
