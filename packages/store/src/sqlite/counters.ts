import { checkCosts, checkHit, checkKey, checkReserve, checkWindow, type CheckedHit } from '../check.ts'
import { fail } from '../errors.ts'
import type { Counters, Demand, HitOptions, HitResult, Reservation, ReserveOptions, WindowCount } from '../store.ts'
import { MOST, after, isWithin, slotOf } from '../window.ts'
import type { Parts } from './parts.ts'
import { changes, integer, integerOrNull, text } from './row.ts'

/**
 * Counters as one row for each key, window and slot of it, and reservations as one row for each of their demands. A window
 * has `maxRows` slots: a flood can neither fill the disk nor push out what came before it.
 */
export function createCounters({ connection, reads, now, purge }: Parts, maxRows: number): Counters {
  const { file } = connection
  // A hit stamped later than `now`, by a process whose clock is ahead or before the clock was set back, counts.
  const select = connection.prepare(`
    SELECT min(coalesce(sum(cost), 0), ${MOST}) AS count, min(at) AS oldest_at FROM (
      SELECT at, cost FROM window_hits WHERE key = ? AND at > ? AND expires_at > ?
      UNION ALL
      SELECT at, cost FROM holds WHERE key = ? AND at > ? AND at + window_ms > ? AND cost > 0)`)
  const add = connection.prepare(`
    INSERT INTO window_hits (key, window_ms, slot, at, expires_at, cost) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET cost = min(cost + excluded.cost, ${MOST}),
      at = max(at, excluded.at), expires_at = max(expires_at, excluded.expires_at)`)
  const isOpen = connection.prepare('SELECT 1 FROM holds WHERE name = ? AND expires_at > ?')
  const hold = connection.prepare(`
    INSERT INTO holds (name, place, key, window_ms, at, expires_at, cost) VALUES (?, ?, ?, ?, ?, ?, ?)`)
  const held = connection.prepare(
    'SELECT place, key, window_ms FROM holds WHERE name = ? AND expires_at > ? ORDER BY place',
  )
  const remove = connection.prepare('DELETE FROM holds WHERE name = ?')

  const measure = (key: string, windowMs: number, at: number): WindowCount => {
    const row = select.get(key, at - windowMs, at, key, at - windowMs, at)
    return { count: integer(row, 'count', file), oldestAt: integerOrNull(row, 'oldest_at', file) }
  }
  const record = (key: string, windowMs: number, cost: number, at: number): void => {
    if (cost > 0) add.run(key, windowMs, slotOf(at, windowMs, maxRows), at, at + windowMs, cost)
  }

  const hit = (key: string, { windowMs, cost, limit, recordDenied }: CheckedHit): HitResult => {
    const at = now()
    const before = measure(key, windowMs, at)
    const allowed = isWithin(before, cost, limit)
    if (!allowed && !recordDenied) return { ...before, allowed }
    record(key, windowMs, cost, at)
    purge(at)
    return { ...after(before, cost, at), allowed }
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
      return reads.read(() => measure(key, windowMs, now()))
    },
    async reserve(name: string, demands: readonly Demand[], options: ReserveOptions): Promise<Reservation> {
      checkKey('name', name)
      const { demands: checked, holdMs } = checkReserve(demands, options)
      const longest = Math.max(...checked.map(({ windowMs }) => windowMs))
      return connection.write(() => {
        const at = now()
        if (isOpen.get(name, at) !== undefined) throw fail('STORE_RESERVATION_OPEN', { name })
        const measured = checked.map((demand) => {
          const before = measure(demand.key, demand.windowMs, at)
          return { demand, before, fits: isWithin(before, demand.cost, demand.limit) }
        })
        const allowed = measured.every(({ fits }) => fits)
        if (allowed) {
          remove.run(name)
          for (const [place, { key, windowMs, cost }] of checked.entries())
            hold.run(name, place, key, windowMs, at + holdMs, at + holdMs + longest, cost)
        }
        purge(at)
        const windows = measured.map(({ demand, before, fits }) => ({
          ...after(before, allowed ? demand.cost : 0, at + holdMs),
          allowed: fits,
        }))
        return { allowed, windows }
      })
    },
    async settle(name: string, costs?: readonly number[]): Promise<boolean> {
      checkKey('name', name)
      const checked = checkCosts(costs)
      return connection.write(() => {
        const at = now()
        const rows = held.all(name, at)
        if (rows.length === 0) return false
        if (checked !== undefined && checked.length !== rows.length)
          throw fail('STORE_ARGUMENT_INVALID', { argument: 'costs', problem: `there are ${rows.length} demands` })
        for (const [place, row] of rows.entries()) {
          if (row['place'] !== place)
            throw fail('STORE_CORRUPT', { file, problem: `a demand of the reservation ${name} is missing` })
          record(text(row, 'key', file), integer(row, 'window_ms', file), checked?.[place] ?? 0, at)
        }
        purge(at)
        return changes(remove, name) > 0
      })
    },
  }
}
