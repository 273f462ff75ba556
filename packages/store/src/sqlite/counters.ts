import { checkHit, checkKey, checkWindow, type CheckedHit } from '../check.ts'
import type { Counters, HitOptions, HitResult, WindowCount } from '../store.ts'
import type { Parts } from './parts.ts'
import { integer, integerOrNull, type Row } from './row.ts'

const MOST = Number.MAX_SAFE_INTEGER

/** One window, and how many rows its key has in all. */
interface Window extends WindowCount {
  readonly rows: number
}

/**
 * Counters as one row for each key, millisecond and expiry. A key that has `maxRows` rows gets no more: a further hit is
 * added to its newest row, which moves to the time of the hit. Such a window may count hits for too long but never too
 * few, and a flood can neither fill the disk nor push out what came before it.
 */
export function createCounters({ connection, now, purge }: Parts, maxRows: number): Counters {
  const { file } = connection
  // A hit stamped later than `now`, by a process whose clock is ahead or before the clock was set back, counts.
  const select = connection.prepare(`
    SELECT min(coalesce(sum(cost) FILTER (WHERE at > ?), 0), ${MOST}) AS count,
           min(at) FILTER (WHERE at > ?) AS oldest_at, count(*) AS rows
    FROM hits WHERE key = ? AND expires_at > ?`)
  const add = connection.prepare(`
    INSERT INTO hits (key, at, expires_at, cost) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET cost = min(cost + excluded.cost, ${MOST})`)
  const isPresent = connection.prepare('SELECT 1 FROM hits WHERE key = ? AND at = ? AND expires_at = ?')
  const newest = connection.prepare(`
    SELECT at, expires_at, cost FROM hits WHERE key = ? AND expires_at > ?
    ORDER BY at DESC, expires_at DESC LIMIT 1`)
  const remove = connection.prepare('DELETE FROM hits WHERE key = ? AND at = ? AND expires_at = ?')

  const measure = (key: string, windowMs: number, at: number): Window => {
    const row = select.get(at - windowMs, at - windowMs, key, at)
    return {
      count: integer(row, 'count', file),
      oldestAt: integerOrNull(row, 'oldest_at', file),
      rows: integer(row, 'rows', file),
    }
  }

  const record = (key: string, at: number, expiresAt: number, cost: number, rows: number): void => {
    const isFull = rows >= maxRows && isPresent.get(key, at, expiresAt) === undefined
    const last: Row | undefined = isFull ? newest.get(key, at) : undefined
    if (last === undefined) {
      add.run(key, at, expiresAt, cost)
      return
    }
    const [lastAt, lastExpiry] = [integer(last, 'at', file), integer(last, 'expires_at', file)]
    remove.run(key, lastAt, lastExpiry)
    const sum = Math.min(integer(last, 'cost', file) + cost, MOST)
    add.run(key, Math.max(lastAt, at), Math.max(lastExpiry, expiresAt), sum)
  }

  const hit = (key: string, { windowMs, cost, limit, recordDenied }: CheckedHit): HitResult => {
    const at = now()
    const before = measure(key, windowMs, at)
    const count = Math.min(before.count + cost, MOST)
    // A saturated sum is at the largest limit or past it: which of the two is unknown, so it is denied.
    const allowed = limit === undefined || (count <= limit && before.count + cost <= MOST)
    if (!allowed && !recordDenied) return { count: before.count, oldestAt: before.oldestAt, allowed }
    record(key, at, at + windowMs, cost, before.rows)
    purge(at)
    return { count, oldestAt: Math.min(before.oldestAt ?? at, at), allowed }
  }

  return {
    async hit(key: string, options: HitOptions): Promise<HitResult> {
      checkKey('key', key)
      const checked = checkHit(options)
      return connection.write(() => hit(key, checked))
    },
    async count(key: string, windowMs: number): Promise<WindowCount> {
      checkKey('key', key)
      checkWindow(windowMs)
      return connection.read(() => {
        const { count, oldestAt } = measure(key, windowMs, now())
        return { count, oldestAt }
      })
    },
  }
}
