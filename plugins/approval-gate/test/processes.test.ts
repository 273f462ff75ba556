import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { openStore, type Store } from '@ringwall/store'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { describeWith } from '../../../test/servers/describe-with.ts'
import { findPostgres, startPostgres, type PostgresServer } from '../../../test/servers/postgres.ts'
import { findRedis, startRedis, type RedisTestServer } from '../../../test/servers/redis.ts'
import { fileKey, openApprovals, type ApprovalChange, type ApprovalDesk } from '../src/index.ts'
import type { Job, Place } from './place.ts'
import { approveFirst, makeFolder, waiting } from './world.ts'

const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url))
const FLAGS = ['--conditions=@ringwall/source', '--experimental-strip-types', '--no-warnings']

interface Worker {
  readonly child: ChildProcess
  /** Of each call its outcome and codes. */
  readonly done: Promise<readonly (readonly string[])[]>
}

function start(job: Job): Worker {
  const child = spawn(process.execPath, [...FLAGS, WORKER, JSON.stringify(job)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const done = text(child.stdout).then((out) => (out === '' ? [] : (JSON.parse(out) as string[][])))
  return { child, done }
}

interface Scene {
  readonly store: Store
  readonly desk: ApprovalDesk
  readonly job: (parties: number, calls: number, onAsk?: 'wait' | 'return') => Job
}

async function setScene(place: (folder: string) => Place): Promise<Scene> {
  const folder = await makeFolder()
  const at = place(folder)
  const keyFile = join(folder, 'approvals.key')
  const store = await openStore(at.url, at.options)
  onTestFinished(() => store.close())
  const desk = openApprovals(store, fileKey(keyFile))
  return { store, desk, job: (parties, calls, onAsk = 'wait') => ({ ...at, keyFile, onAsk, calls, parties }) }
}

function testProcesses(place: (folder: string) => Place): void {
  test('two processes that wait for one approval: it serves one call', async () => {
    const { desk, job } = await setScene(place)
    const workers = [start(job(2, 8)), start(job(2, 8))]
    const pending = await waiting(desk, 8)
    expect(pending).toHaveLength(8)
    await new Promise((resolve) => setTimeout(resolve, 300)) // most calls of both have joined; none is harmed if not
    for (const { id, hash } of pending) await desk.approve(id, { approver: 'ada', expectedHash: hash })
    const first = await Promise.race(workers.map(({ done }, i) => done.then((calls) => ({ calls, i }))))
    expect(first.calls).toHaveLength(8)
    // Whoever came so late that it asked anew is denied.
    const over = new AbortController()
    const deny = (change: ApprovalChange): void => {
      if (change.kind === 'pending') void desk.deny(change.request.id, { approver: 'bob' }).catch(() => undefined)
    }
    const denying = desk.watch(deny, { signal: over.signal })
    const all = [...first.calls, ...((await workers[1 - first.i]?.done) ?? [])]
    over.abort()
    await denying
    const allowed = all.filter(([outcome]) => outcome === 'allow').length
    expect([all.length, allowed]).toEqual([16, 8])
  })

  test('two processes that race for one approval that is there already: one gets it', async () => {
    const { desk, job, store } = await setScene(place)
    await start(job(1, 12, 'return')).done
    for (const { id, hash } of (await desk.list()).pending)
      await desk.approve(id, { approver: 'ada', expectedHash: hash })
    expect((await desk.list()).standing).toHaveLength(12)
    const results = await Promise.all(
      [start(job(3, 12, 'return')), start(job(3, 12, 'return'))].map(({ done }) => done),
    )
    for (let n = 0; n < 12; n++) {
      const outcomes = results.map((calls) => calls[n]?.[0]).toSorted()
      expect(outcomes, `call ${n}`).toEqual(['allow', 'ask'])
    }
    expect(await store.time()).toBeGreaterThan(0)
  })

  test('a process that is killed while it waits: what it asked stays, and what is approved meanwhile serves the next one', async () => {
    const { desk, job } = await setScene(place)
    const killed = start(job(1, 1))
    const [request] = await waiting(desk)
    killed.child.kill('SIGKILL')
    await once(killed.child, 'exit')
    const second = start(job(1, 1))
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect((await desk.list()).pending.map(({ id }) => id)).toEqual([request?.id])
    second.child.kill('SIGKILL')
    await once(second.child, 'exit')
    await approveFirst(desk)
    expect(await start(job(1, 1)).done).toEqual([['allow', 'NEEDED', 'APPROVAL_GRANTED', 'APPROVAL_CHECKED']])
  })

  test('a process that is killed between the use of an approval and its verdict: the approval is used', async () => {
    const { desk, job } = await setScene(place)
    await start(job(1, 1, 'return')).done
    await approveFirst(desk)
    const killed = start({ ...job(1, 1, 'return'), diesAtUse: true })
    expect(await once(killed.child, 'exit')).toEqual([null, 'SIGKILL'])
    expect((await desk.list()).standing).toEqual([])
    expect(await start(job(1, 1, 'return')).done).toEqual([['ask', 'NEEDED', 'APPROVAL_REQUESTED']])
  })
}

describe('SQLite', () => testProcesses((folder) => ({ url: `sqlite:${join(folder, 'state', 'r.db')}`, options: {} })))

describeWith('PostgreSQL', findPostgres() !== undefined, 'PostgreSQL', () => {
  let server: PostgresServer
  beforeAll(async () => void (server = await startPostgres()))
  afterAll(() => server?.process.remove('SIGTERM'))
  testProcesses(() => ({ url: server.url, options: { namespace: unique(), timeoutMs: 30_000 } }))
})

describeWith('Redis', findRedis() !== undefined, 'Redis', () => {
  let server: RedisTestServer
  beforeAll(async () => void (server = await startRedis()))
  afterAll(() => server?.process.remove('SIGTERM'))
  testProcesses(() => ({ url: server.url, options: { namespace: unique(), timeoutMs: 30_000 } }))
})

function unique(): string {
  return `s${randomBytes(6).toString('hex')}`
}
