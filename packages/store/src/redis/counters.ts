import { checkCosts, checkHit, checkKey, checkReserve, checkWindow } from '../check.ts'
import { fail } from '../errors.ts'
import type { Counters, Demand, HitOptions, HitResult, Reservation, ReserveOptions, WindowCount } from '../store.ts'
import { integer, integerOrNull, list, refusal, type Parts } from './parts.ts'
import type { Answer } from './server.ts'

/** Counters and reservations, each call one script. */
export function createCounters({ server, now }: Parts, maxRows: number): Counters {
  const file = server.place
  const windowOf = (count: Answer | undefined, oldest: Answer | undefined): WindowCount => ({
    count: integer(count, file),
    oldestAt: integerOrNull(oldest, file),
  })

  return {
    async hit(key: string, options: HitOptions): Promise<HitResult> {
      checkKey('key', key)
      const { windowMs, cost, limit = '', recordDenied } = checkHit(options)
      const args = [key, windowMs, cost, limit, recordDenied ? 1 : 0, maxRows].map(String)
      const [allowed, count, oldest] = list(await server.run('hit', now(), ...args), file)
      return { ...windowOf(count, oldest), allowed: allowed === '1' }
    },
    async count(key: string, windowMs: number): Promise<WindowCount> {
      checkKey('key', key)
      checkWindow(windowMs)
      const [count, oldest] = list(await server.run('count', now(), key, String(windowMs)), file)
      return windowOf(count, oldest)
    },
    async reserve(name: string, demands: readonly Demand[], options: ReserveOptions): Promise<Reservation> {
      checkKey('name', name)
      const { demands: checked, holdMs } = checkReserve(demands, options)
      const args = checked.flatMap(({ key, windowMs, cost, limit = '' }) => [key, windowMs, cost, limit].map(String))
      const answer = await server.run('reserve', now(), name, String(holdMs), ...args)
      if (answer === 'open') throw fail('STORE_RESERVATION_OPEN', { name })
      const [allowed, ...rest] = list(answer, file)
      const windows = checked.map((_, place) => {
        const [fits, count, oldest] = rest.slice(place * 3)
        return { ...windowOf(count, oldest), allowed: fits === '1' }
      })
      return { allowed: allowed === '1', windows }
    },
    async settle(name: string, costs?: readonly number[]): Promise<boolean> {
      checkKey('name', name)
      const checked = checkCosts(costs) ?? []
      const answer = await server.run('settle', now(), name, String(maxRows), ...checked.map(String))
      const size = refusal(answer, 'costs')
      if (size !== undefined)
        throw fail('STORE_ARGUMENT_INVALID', { argument: 'costs', problem: `there are ${size} demands` })
      return answer === '1'
    },
  }
}
