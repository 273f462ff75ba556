import type { JsonValue } from '@ringwall/core'
import { checkBatch, checkKey, checkPosition, checkRead } from '../check.ts'
import { fail } from '../errors.ts'
import { decode } from '../json.ts'
import { checkWhole, numbersTo } from '../log-page.ts'
import type { Extent, LogEntry, Logs, ReadOptions } from '../store.ts'
import type { Parts } from './parts.ts'
import { integer, type Row } from './row.ts'

/** Most entries that one transaction trims, so that trimming a long log holds neither the event loop nor the lock. */
const TRIM_BATCH = 1000

const NOTHING: Extent = { first: 1, last: 0 }

/** Logs as a head position per stream and one row per entry, so that a missing row shows. */
export function createLogs({ connection, reads, now, purge }: Parts): Logs {
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

  const extentOf = (row: Row): Extent => ({
    first: integer(row, 'first', file),
    last: integer(row, 'head', file),
  })
  const extent = (stream: string): Extent => {
    const row = ends.get(stream)
    return row === undefined ? NOTHING : extentOf(row)
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
    for (const [index, body] of bodies.entries()) insert.run(stream, first + index, at, body)
    purge(at)
    return numbersTo(first + bodies.length - 1, bodies.length)
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
      return reads.read(() => extent(stream))
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
        const [head] = rows
        const ends = head === undefined ? NOTHING : extentOf(head)
        // A row without a position carries the head alone.
        const entries = rows.filter((row) => row['position'] !== null).map((row) => entryOf(row, file))
        checkWhole(entries, { ...ends, stream, after, limit, file })
        return entries
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
