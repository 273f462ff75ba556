import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeWith } from '../../../test/servers/describe-with.ts'
import { findPostgres, startPostgres, type PostgresServer } from '../../../test/servers/postgres.ts'
import { findRedis, startRedis, type RedisTestServer } from '../../../test/servers/redis.ts'
import { BreakerToken } from '../src/index.ts'
import { announce, TARGET, wallOn } from './wall.ts'
import { openPlace, type Place, type Task } from './worker.ts'

const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url))
const FLAGS = ['--conditions=@ringwall/source', '--experimental-strip-types', '--no-warnings']
const PROCESSES = 4

/** What a process was granted, in all, and whether it was killed. `onLine` hears of each line that it prints, or of several at once. */
function work(
  place: Place,
  task: Task,
  onLine?: () => void,
): Promise<{ readonly granted: number; readonly isKilled: boolean }> {
  const child = spawn(process.execPath, [...FLAGS, WORKER, JSON.stringify(place), JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const { promise, resolve, reject } = Promise.withResolvers<Awaited<ReturnType<typeof work>>>()
  let [out, errors] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString()
    onLine?.()
  })
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  child.on('close', (code, signal) => {
    const granted = out.split('\n').reduce((sum, line) => sum + Number(line), 0)
    if (code === 0 || signal === 'SIGKILL') resolve({ granted, isKilled: signal === 'SIGKILL' })
    else reject(new Error(`a process ended with ${code}: ${errors}`))
  })
  return promise
}
async function workAll(place: Place, task: Task): Promise<number> {
  const each = await Promise.all(Array.from({ length: PROCESSES }, () => work(place, task)))
  return each.reduce((sum, { granted }) => sum + granted, 0)
}

/** Four processes on one store: what they are granted together is the limit, to the very token. */
function testTogether(newPlace: () => Place): void {
  const timeout = 240_000
  test('one budget of tokens is used up and never passed', { timeout }, async () => {
    const limit = 10_001 // no multiple of what is asked for; a call takes two tokens at least, so that one may be left
    const granted = await workAll(newPlace(), { what: 'calls', limit, most: 32, inFlight: 8 })
    expect([limit - 1, limit]).toContain(granted)
  })

  test(
    'a process that is killed amid its calls frees nothing, and takes nothing from the others',
    { timeout },
    async () => {
      const place = newPlace()
      const task = { what: 'calls', limit: 10_001, most: 32, inFlight: 4 } as const
      // The others begin once it has begun: else, on a busy machine, they may leave it nothing to be killed at.
      const { promise: hasBegun, resolve } = Promise.withResolvers<void>()
      const killed = work(place, { ...task, lastLine: 12 }, resolve)
      await Promise.race([hasBegun, killed])
      const all = await Promise.all([killed, ...[1, 2, 3].map(() => work(place, task))])
      expect(all.map(({ isKilled }) => isKilled)).toEqual([true, false, false, false])
      const granted = all.reduce((sum, each) => sum + each.granted, 0)
      expect(granted).toBeLessThanOrEqual(task.limit)
      // Lost is at most what it held, or had settled without having said so.
      expect(granted).toBeGreaterThanOrEqual(task.limit - 1 - task.inFlight * task.most)
      const store = await openPlace(place)
      const wall = await wallOn(store, { tokensPerHour: task.limit }, { deadlineMs: 60_000 })
      const more = { inputTokens: 1, maxOutputTokens: 1 }
      expect(await announce(wall, 'more', more)).toEqual(['BUDGET_TOKENS_EXCEEDED tokens.tenant.hour'])
      await wall.close()
      await store.close()
    },
  )

  test('one execution has its 150 steps', { timeout }, async () => {
    expect(await workAll(newPlace(), { what: 'steps', limit: 150, most: 0, inFlight: 8 })).toBe(150)
  })

  test('a user who begins a new session for each step has those of the hour', { timeout }, async () => {
    expect(await workAll(newPlace(), { what: 'renewed', limit: 150, most: 0, inFlight: 8 })).toBe(150)
  })

  test('one of a flood is the probe', { timeout }, async () => {
    const place = newPlace()
    // Its clock is behind that of the processes, for whom the breaker has been open for long enough.
    const store = await openPlace(place, () => Date.now() - 300_000)
    const wall = await wallOn(store, {}, { deadlineMs: 60_000 })
    const pass = { ...TARGET, probe: null, trip: null }
    for (let i = 0; i < 5; i++) await wall.find(BreakerToken)?.report(pass, 'failure')
    expect(await wall.find(BreakerToken)?.state(TARGET)).toBe('open')
    await wall.close()
    await store.close()
    expect(await workAll(place, { what: 'probe', limit: 1, most: 0, inFlight: 16 })).toBe(1)
  })
}

describe('four processes on SQLite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ringwall-budget-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  testTogether(() => ({ driver: 'sqlite', file: join(folder, randomBytes(4).toString('hex'), 'store.db') }))
})

describeWith('PostgreSQL', findPostgres() !== undefined, 'four processes on PostgreSQL', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(() => server?.process.remove('SIGQUIT'))
  testTogether(() => ({ driver: 'postgres', url: server.url, schema: `s${randomBytes(6).toString('hex')}` }))
})

describeWith('Redis', findRedis() !== undefined, 'four processes on Redis', () => {
  let server: RedisTestServer
  beforeAll(async () => {
    server = await startRedis()
  })
  afterAll(() => server?.process.remove('SIGKILL'))
  testTogether(() => ({ driver: 'redis', url: server.url, prefix: `s${randomBytes(6).toString('hex')}` }))
})
