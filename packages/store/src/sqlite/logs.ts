import type { JsonValue } from '@ringwall/core'
import { checkBatch, checkKey, checkRead } from '../check.ts'
import { fail } from '../errors.ts'
import { decode, encode } from '../json.ts'
import type { LogEntry, Logs, ReadOptions } from '../store.ts'
import type { Parts } from './parts.ts'
import { integer, type Row } from './row.ts'

/** Logs as a head position per stream and one row per entry, so that a missing row shows. */
export function createLogs({ connection, now, purge }: Parts): Logs {
  const { file } = connection
  const advance = connection.prepare(`
    INSERT INTO streams (stream, head) VALUES (?, ?)
    ON CONFLICT DO UPDATE SET head = head + excluded.head RETURNING head`)
  const insert = connection.prepare('INSERT INTO entries (stream, position, at, body) VALUES (?, ?, ?, ?)')
  // One statement, so one snapshot of head and entries; it gives the head even if there are no entries.
  const select = connection.prepare(`
    SELECT s.head, e.position, e.at, e.body FROM streams s
    LEFT JOIN entries e ON e.stream = s.stream AND e.position > ?
    WHERE s.stream = ? ORDER BY e.position LIMIT ?`)

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

  const checkWhole = (rows: readonly Row[], after: number, limit: number): void => {
    const head = rows.length === 0 ? 0 : integer(rows[0], 'head', file)
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
      checkBatch(entries)
      const bodies = entries.map((entry) => encode(entry))
      return connection.write(() => append(stream, bodies))
    },
    async read(stream: string, options: ReadOptions): Promise<readonly LogEntry[]> {
      checkKey('stream', stream)
      const { after, limit } = checkRead(options)
      return connection.read(() => {
        const rows = select.all(after, stream, limit)
        checkWhole(rows, after, limit)
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
