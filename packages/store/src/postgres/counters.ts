import { checkCosts, checkHit, checkKey, checkReserve, checkWindow } from '../check.ts'
import { fail } from '../errors.ts'
import type { Counters, Demand, HitOptions, HitResult, Reservation, ReserveOptions, WindowCount } from '../store.ts'
import { codeOf, type Row } from './database.ts'
import { RAISED } from './functions.ts'
import type { Parts } from './parts.ts'
import { integer, integerOrNull } from './row.ts'

/** Counters and reservations, each call one function of the schema. */
export function createCounters({ database, now }: Parts, maxRows: number): Counters {
  const { schema, place: file } = database
  const windowOf = (row: Row | undefined): WindowCount => ({
    count: integer(row, 'count', file),
    oldestAt: integerOrNull(row, 'oldest', file),
  })

  return {
    async hit(key: string, options: HitOptions): Promise<HitResult> {
      checkKey('key', key)
      const { windowMs, cost, limit = null, recordDenied } = checkHit(options)
      const [row] = await database.query(`SELECT * FROM ${schema}.hit($1, $2, $3, $4, $5, $6, $7)`, [
        now(),
        key,
        windowMs,
        cost,
        limit,
        recordDenied,
        maxRows,
      ])
      return { ...windowOf(row), allowed: row?.['allowed'] === true }
    },
    async count(key: string, windowMs: number): Promise<WindowCount> {
      checkKey('key', key)
      checkWindow(windowMs)
      const [row] = await database.query(`SELECT * FROM ${schema}.count_hits($1, $2, $3)`, [now(), key, windowMs])
      return windowOf(row)
    },
    async reserve(name: string, demands: readonly Demand[], options: ReserveOptions): Promise<Reservation> {
      checkKey('name', name)
      const { demands: checked, holdMs } = checkReserve(demands, options)
      const rows = await database
        .query(`SELECT * FROM ${schema}.reserve($1, $2, $3, $4, $5, $6, $7)`, [
          now(),
          name,
          checked.map(({ key }) => key),
          checked.map(({ windowMs }) => windowMs),
          checked.map(({ cost }) => cost),
          checked.map(({ limit = null }) => limit),
          holdMs,
        ])
        .catch(refusal((code) => code === RAISED.open && fail('STORE_RESERVATION_OPEN', { name })))
      if (rows.length !== checked.length) throw fail('STORE_CORRUPT', { file, problem: 'a demand has no answer' })
      const windows = rows.map((row) => ({ ...windowOf(row), allowed: row['fits'] === true }))
      return { allowed: rows[0]?.['allowed'] === true, windows }
    },
    async settle(name: string, costs?: readonly number[]): Promise<boolean> {
      checkKey('name', name)
      const checked = checkCosts(costs)
      const [row] = await database
        .query(`SELECT ${schema}.settle($1, $2, $3, $4) AS settled`, [now(), name, checked ?? null, maxRows])
        .catch(
          refusal(
            (code, message) =>
              code === RAISED.costs &&
              fail('STORE_ARGUMENT_INVALID', { argument: 'costs', problem: `there are ${message} demands` }),
          ),
        )
      return row?.['settled'] === true
    },
  }
}

/** Gives an error that a function raised its meaning, and passes on any other. */
export function refusal(meaning: (code: string, message: string) => Error | false): (error: unknown) => never {
  return (error) => {
    const cause: unknown = error instanceof Error ? error.cause : undefined
    const meant = cause instanceof Error && meaning(codeOf(cause), cause.message)
    throw meant === false ? error : meant
  }
}
