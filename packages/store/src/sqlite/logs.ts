import type { JsonValue } from '@ringwall/core'
import { checkBatch, checkKey, checkPosition, checkRead } from '../check.ts'
import { fail } from '../errors.ts'
import { decode } from '../json.ts'
import type { Extent, LogEntry, Logs, ReadOptions } from '../store.ts'
import type { Parts } from './parts.ts'
import { integer, type Row } from './row.ts'

/** Most entries that one transaction trims, so that trimming a long log holds neither the event loop nor the lock. */
const TRIM_BATCH = 1000

/** Logs as a head position per stream and one row per entry, so that a missing row shows. */
export function createLogs({ connection, now, purge }: Parts): Logs {
  const { file } = connection
  const advance = connection.prepare(`
    INSERT INTO streams (stream, head) VALUES (?, ?)
    ON CONFLICT DO UPDATE SET head = head + excluded.head RETURNING head`)
  const insert = connection.prepare('INSERT INTO entries (stream, position, at, body) VALUES (?, ?, ?, ?)')
  // One statement, so one snapshot of head and entries; it gives the head even if there are no entries.
  const select = connection.prepare(`
    SELECT s.head, s.first, e.position, e.at, e.body FROM streams s
    LEFT JOIN entries e ON e.stream = s.stream AND e.position > ?
    WHERE s.stream = ? ORDER BY e.position LIMIT ?`)

  const ends = connection.prepare('SELECT first, head FROM streams WHERE stream = ?')
  const setFirst = connection.prepare('UPDATE streams SET first = ? WHERE stream = ?')
  const remove = connection.prepare('DELETE FROM entries WHERE stream = ? AND position < ?')

  const extent = (stream: string): Extent => {
    const row = ends.get(stream)
    if (row === undefined) return { first: 1, last: 0 }
    return { first: integer(row, 'first', file), last: integer(row, 'head', file) }
  }

  /** One batch; resolves to what is left. */
  const trimOnce = (stream: string, upTo: number): Extent => {
    const { first, last } = extent(stream)
    if (upTo > last)
      throw fail('STORE_ARGUMENT_INVALID', { argument: 'upTo', problem: `the log ends at position ${last}` })
    if (upTo < first) return { first, last }
    const next = Math.min(upTo + 1, first + TRIM_BATCH)
    remove.run(stream, next)
    setFirst.run(next, stream)
    return { first: next, last }
  }

  const append = (stream: string, bodies: readonly string[]): number[] => {
    const at = now()
    const first = integer(advance.get(stream, bodies.length), 'head', file) - bodies.length + 1
    const positions = bodies.map((body, index) => {
      insert.run(stream, first + index, at, body)
      return first + index
    })
    purge(at)
    return positions
  }

  const checkWhole = (rows: readonly Row[], stream: string, after: number, limit: number): void => {
    const head = rows.length === 0 ? 0 : integer(rows[0], 'head', file)
    const first = rows.length === 0 ? 1 : integer(rows[0], 'first', file)
    if (after + 1 < first) throw fail('STORE_LOG_TRIMMED', { stream, first })
    const due = Math.min(limit, Math.max(0, head - after))
    const isWhole = rows.slice(0, due).every((row, index) => row['position'] === after + index + 1)
    if (rows.length < due || !isWhole)
      throw fail('STORE_CORRUPT', { file, problem: `entries of a log are missing behind position ${after}` })
    // Only the row that carries the head alone may be left over.
    if (rows.slice(due).some((row) => row['position'] !== null))
      throw fail('STORE_CORRUPT', { file, problem: 'a log has entries behind its end' })
  }

  return {
    async append(stream: string, entries: readonly JsonValue[]): Promise<readonly number[]> {
      checkKey('stream', stream)
      const bodies = checkBatch(entries)
      return connection.write(() => append(stream, bodies))
    },
    async appendAfter(
      stream: string,
      after: number,
      entries: readonly JsonValue[],
    ): Promise<readonly number[] | undefined> {
      checkKey('stream', stream)
      checkPosition('after', after)
      const bodies = checkBatch(entries)
      return connection.write(() => (extent(stream).last === after ? append(stream, bodies) : undefined))
    },
    async extent(stream: string): Promise<Extent> {
      checkKey('stream', stream)
      return connection.read(() => extent(stream))
    },
    async trim(stream: string, upTo: number): Promise<Extent> {
      checkKey('stream', stream)
      checkPosition('upTo', upTo)
      for (;;) {
        const left = await connection.write(() => trimOnce(stream, upTo))
        if (left.first > upTo) return left
      }
    },
    async read(stream: string, options: ReadOptions): Promise<readonly LogEntry[]> {
      checkKey('stream', stream)
      const { after, limit } = checkRead(options)
      return connection.read(() => {
        const rows = select.all(after, stream, limit)
        checkWhole(rows, stream, after, limit)
        return rows.filter((row) => row['position'] !== null).map((row) => entryOf(row, file))
      })
    },
  }
}

function entryOf(row: Row, file: string): LogEntry {
  return {
    position: integer(row, 'position', file),
    at: integer(row, 'at', file),
    value: decode(row['body'], file),
  }
}
