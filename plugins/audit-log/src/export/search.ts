import type { Sealed } from '../chain/seal.ts'
import type { AuditReader } from '../operate.ts'
import { matches, type Filter } from './filter.ts'

const PAGE = 1000

/** Where a search begins, and where it ends. */
export interface SearchSettings {
  /** Only records before this one. Absent: from the newest on. */
  readonly before?: number
  /** The most records to answer. */
  readonly limit: number
  /** The most records to look at. Absent: all. */
  readonly maxScanned?: number
  readonly onProgress?: (scanned: number, of: number) => void
}
/** What was found. */
export interface SearchPage {
  /** Newest first. */
  readonly records: readonly Sealed[]
  /** `before` of the next page; undefined at the end of the log. */
  readonly next: number | undefined
  readonly scanned: number
  readonly first: number
  readonly last: number
}

/** Looks for records from the newest to the oldest, a page of the store at a time. */
export async function searchBack(
  reader: Pick<AuditReader, 'extent' | 'read'>,
  filter: Filter,
  { before = Infinity, limit, maxScanned = Infinity, onProgress }: SearchSettings,
): Promise<SearchPage> {
  const { first, last } = await reader.extent()
  const start = Math.min(last, before - 1)
  const end = Math.max(first, start - maxScanned + 1)
  const records: Sealed[] = []
  let upTo = start
  while (upTo >= end && records.length < limit) {
    const after = Math.max(end - 1, upTo - PAGE)
    const page = await reader.read(after, upTo - after)
    upTo = after
    for (const record of page.toReversed()) {
      if (!matches(record, filter)) continue
      records.push(record)
      if (records.length < limit) continue
      upTo = record.seq - 1
      break
    }
    onProgress?.(start - upTo, last - first + 1)
  }
  const scanned = Math.max(0, start - upTo)
  return { records, next: upTo >= first ? upTo + 1 : undefined, scanned, first, last }
}
