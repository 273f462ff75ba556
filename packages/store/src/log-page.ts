import { fail } from './errors.ts'
import type { Extent, LogEntry } from './store.ts'

/** What was asked for, and what the log says of itself. */
export interface Asked extends Extent {
  readonly stream: string
  readonly after: number
  readonly limit: number
  readonly file: string
}

/** Throws where the entries are not all that the log should hold behind a position: STORE_LOG_TRIMMED, STORE_CORRUPT. */
export function checkWhole(
  entries: readonly Pick<LogEntry, 'position'>[],
  { first, last, stream, after, limit, file }: Asked,
): void {
  if (after + 1 < first) throw fail('STORE_LOG_TRIMMED', { stream, first })
  const due = Math.min(limit, Math.max(0, last - after))
  const isWhole = entries.slice(0, due).every(({ position }, index) => position === after + index + 1)
  if (entries.length < due || !isWhole)
    throw fail('STORE_CORRUPT', { file, problem: `entries of a log are missing behind position ${after}` })
  if (entries.length > due) throw fail('STORE_CORRUPT', { file, problem: 'a log has entries behind its end' })
}

/** The `length` positions that end with `last`. */
export function numbersTo(last: number, length: number): number[] {
  return Array.from({ length }, (_, index) => last - length + 1 + index)
}
