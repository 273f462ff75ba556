import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { openStore as openUrl, type Store } from '@ringwall/store'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { describeWith } from '../../../test/servers/describe-with.ts'
import { canMount, UNSHARE } from '../../../test/servers/own-mount.ts'
import { findPostgres, startPostgres, type PostgresServer } from '../../../test/servers/postgres.ts'
import { findRedis, startRedis, type RedisTestServer } from '../../../test/servers/redis.ts'
import { decisionsOf, makeFolder, NODE_FLAGS, openStore, verifyIn } from './harness.ts'

const WRITER = fileURLToPath(new URL('writer.ts', import.meta.url))
const FULL_DISK = fileURLToPath(new URL('full-disk.ts', import.meta.url))

/** Runs a writer; where `lines` is given, kills it once it has told so many. Answers what it told. */
async function runWriter(args: readonly string[], lines = Infinity): Promise<readonly string[]> {
  const child = spawn(process.execPath, [...NODE_FLAGS, WRITER, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
    if (output.split('\n').length > lines) child.kill('SIGKILL')
  })
  const [code] = (await once(child, 'close')) as [number | null]
  if (lines === Infinity) expect(code, `the writer ${args[2]}`).toBe(0)
  // The last line may be cut.
  return output.split('\n').slice(0, -1)
}

/** Every decision that was told is there, once, and the log is one whole chain. */
async function expectAll(store: Store, folder: string, told: readonly string[]): Promise<number> {
  const traces = (await decisionsOf(store, folder)).map(({ trace }) => String(trace))
  const there = new Set(traces)
  expect(there.size, 'none is there twice').toBe(traces.length)
  expect(told.filter((trace) => !there.has(trace))).toEqual([])
  const seen = await verifyIn(store, folder)
  expect([seen.status, seen.problems]).toEqual(['ok', []])
  return traces.length
}

describe('a process that is killed', () => {
  test('fifty times in the middle of its records loses none that was acknowledged', { timeout: 300_000 }, async () => {
    const folder = await makeFolder()
    const url = `sqlite:${join(folder, 'state', 'store.db')}`
    const told: string[] = []
    // Two at a time on one file, at another number of lines each time.
    for (let round = 0; round < 25; round++) {
      const lines = await Promise.all(
        ['a', 'b'].map((by, index) => runWriter([url, folder, `${by}${round}`], 2 + ((round * 7 + index * 5) % 40))),
      )
      told.push(...lines.flat())
    }
    expect(told.length).toBeGreaterThan(500)
    const store = await openStore(folder)
    await expectAll(store, folder, told)
  })
})

test('two processes on one SQLite file write one chain', { timeout: 60_000 }, async () => {
  const folder = await makeFolder()
  const url = `sqlite:${join(folder, 'state', 'store.db')}`
  const told = (await Promise.all(['a', 'b'].map((by) => runWriter([url, folder, by, '300'])))).flat()
  expect(told).toHaveLength(600)
  const store = await openStore(folder)
  expect(await expectAll(store, folder, told)).toBe(600)
})

/** Four processes on the store of a URL, all at once from the first record on. */
async function fourProcesses(url: string): Promise<void> {
  const folder = await makeFolder()
  const told = (await Promise.all(['a', 'b', 'c', 'd'].map((by) => runWriter([url, folder, by, '200'])))).flat()
  expect(told).toHaveLength(800)
  const store = await openUrl(url)
  onTestFinished(() => store.close())
  expect(await expectAll(store, folder, told)).toBe(800)
}

describeWith('PostgreSQL', findPostgres() !== undefined, 'PostgreSQL', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(() => server?.process.remove('SIGQUIT'))
  test('four processes write one chain', { timeout: 120_000 }, () => fourProcesses(server.url))
})

describeWith('Redis or Valkey', findRedis() !== undefined, 'Redis', () => {
  let server: RedisTestServer
  beforeAll(async () => {
    server = await startRedis()
  })
  afterAll(() => server?.process.remove('SIGKILL'))
  test('four processes write one chain', { timeout: 120_000 }, () => fourProcesses(server.url))
})

test.skipIf(!(await canMount('the full disk is')))(
  'a full disk denies, loses nothing, and recovers by itself',
  { timeout: 60_000 },
  async () => {
    const folder = await makeFolder()
    const place = join(folder, `small-${randomBytes(3).toString('hex')}`)
    await mkdir(place)
    const script = 'mount -t tmpfs -o size=3m,mode=700 none "$1" || exit 3; shift; "$@"'
    const args = [...UNSHARE, 'sh', '-c', script, 'sh', place, process.execPath, ...NODE_FLAGS, FULL_DISK, place]
    const { stdout } = await promisify(execFile)('unshare', args)
    const seen = JSON.parse(stdout) as Readonly<Record<string, unknown>>
    expect(seen).toMatchObject({
      whenFull: ['deny', 'LAYER_FAILED'],
      whileFull: ['deny', 'AUDIT_UNAVAILABLE'],
      afterwards: ['allow'],
      missing: 0,
      status: 'ok',
    })
    expect(Number(seen['allowed'])).toBeGreaterThan(20)
  },
)
