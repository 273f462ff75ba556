import { checkKey, checkPosition, checkRead } from '../check.ts'
import { fail } from '../errors.ts'
import { checkWhole, numbersTo } from '../log-page.ts'
import { decode } from '../json.ts'
import { createAppends, type Append } from '../server-writes.ts'
import type { Extent, LogEntry, Logs, ReadOptions } from '../store.ts'
import { refusal } from './counters.ts'
import type { Row } from './database.ts'
import { RAISED } from './functions.ts'
import type { Parts } from './parts.ts'
import { integer } from './row.ts'

/** Most entries that one statement trims. */
const TRIM_BATCH = 10_000

/** Logs as a row per stream, which is locked while it grows, and one per entry. */
export function createLogs({ database, now }: Parts): Logs {
  const { schema, place: file } = database
  const extentOf = (row: Row | undefined): Extent =>
    row?.['head'] === null
      ? { first: 1, last: 0 }
      : { first: integer(row, 'first', file), last: integer(row, 'head', file) }

  const append: Append = async (stream, after, bodies) => {
    const [row] = await database.query(`SELECT ${schema}.append($1, $2, $3, $4) AS head`, [
      now(),
      stream,
      after,
      bodies,
    ])
    return row?.['head'] === null ? undefined : numbersTo(integer(row, 'head', file), bodies.length)
  }

  return {
    ...createAppends(append, file),
    async read(stream: string, options: ReadOptions): Promise<readonly LogEntry[]> {
      checkKey('stream', stream)
      const { after, limit } = checkRead(options)
      // One statement, so one snapshot of head and entries; it gives the head even if there are no entries, and asks the
      // clock, which refuses a session that cannot be trusted, even if there is no log.
      const rows = await database.query(
        `SELECT c.at AS read_at, s.first, s.head, e.position, e.at, e.body
         FROM (SELECT ${schema}.clock(0) AS at) AS c
         LEFT JOIN ${schema}.streams s ON s.stream = $1
         LEFT JOIN ${schema}.entries e ON e.stream = s.stream AND e.position > $2
         ORDER BY e.position LIMIT $3`,
        [stream, after, limit],
      )
      const found = rows.filter((row) => row['position'] !== null)
      const entries = found.map((row) => ({
        position: integer(row, 'position', file),
        at: integer(row, 'at', file),
        value: decode(row['body'], file),
      }))
      checkWhole(entries, { ...extentOf(rows[0]), stream, after, limit, file })
      return entries
    },
    async extent(stream: string): Promise<Extent> {
      checkKey('stream', stream)
      const [row] = await database.query(
        `SELECT c.at AS read_at, first, head FROM (SELECT ${schema}.clock(0) AS at) AS c
         LEFT JOIN ${schema}.streams ON stream = $1`,
        [stream],
      )
      return extentOf(row)
    },
    async trim(stream: string, upTo: number): Promise<Extent> {
      checkKey('stream', stream)
      checkPosition('upTo', upTo)
      for (;;) {
        const [row] = await database
          .query(`SELECT * FROM ${schema}.cut($1, $2, $3)`, [stream, upTo, TRIM_BATCH])
          .catch(
            refusal(
              (code, message) =>
                code === RAISED.end &&
                fail('STORE_ARGUMENT_INVALID', { argument: 'upTo', problem: `the log ends at position ${message}` }),
            ),
          )
        const left = extentOf(row)
        if (left.first > upTo) return left
      }
    },
  }
}
