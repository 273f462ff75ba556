import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { openStore } from '@ringwall/store'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { describeWith } from '../../../test/servers/describe-with.ts'
import { findPostgres, startPostgres } from '../../../test/servers/postgres.ts'
import { findRedis, startRedis } from '../../../test/servers/redis.ts'
import { ToolPolicyToken } from '../src/index.ts'
import { call, kernelOn, SESSION } from './host.ts'

interface Server {
  readonly url: string
  end(): Promise<unknown>
}
const started = async (server: Promise<{ url: string; process: { remove(signal: 'SIGINT'): Promise<unknown> } }>) => {
  const { url, process } = await server
  return { url, end: () => process.remove('SIGINT') }
}
const SERVERS: readonly (readonly [name: string, isThere: boolean, start: () => Promise<Server>])[] = [
  [
    'SQLite',
    true,
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'ringwall-policy-'))
      return { url: `sqlite:${join(folder, 'store.db')}`, end: () => rm(folder, { recursive: true, force: true }) }
    },
  ],
  ['PostgreSQL', findPostgres() !== undefined, () => started(startPostgres())],
  ['Redis', findRedis() !== undefined, () => started(startRedis())],
]

for (const [name, isThere, start] of SERVERS)
  describeWith(name, isThere, `policies on one ${name}`, () => {
    let server: Server
    beforeAll(async () => {
      server = await start()
    }, 60_000)
    afterAll(() => server?.end())

    const open = async () => {
      const store = await openStore(server.url)
      const kernel = await kernelOn({ store })
      onTestFinished(async () => {
        await kernel.close()
        await store.close()
      })
      return kernel
    }

    test('four processes share one rate, and none goes beyond', { timeout: 120_000 }, async () => {
      const run = async (): Promise<number> => {
        const flags = ['--conditions=@ringwall/source', '--experimental-strip-types', '--no-warnings']
        const worker = fileURLToPath(new URL('worker.ts', import.meta.url))
        const { stdout } = await promisify(execFile)(process.execPath, [...flags, worker, server.url, '20'])
        return Number(stdout)
      }
      const allowed = await Promise.all([run(), run(), run(), run()])
      expect(allowed.reduce((sum, count) => sum + count, 0)).toBe(30)
      expect(await run()).toBe(0)
    })

    test('a skill that one of them loads narrows the session on all', async () => {
      const [one, other] = [await open(), await open()]
      expect(await call(other, 'bash')).toBe('allow')
      const text = '---\nallowed-tools: Read\n---\n'
      expect((await one.onInbound({ source: 'skill', text }, SESSION)).outcome).toBe('allow')
      expect([await call(other, 'bash'), await call(other, 'read')]).toEqual(['deny TOOL_SKILL_DENIED skill', 'allow'])
      await other.find(ToolPolicyToken)?.release(SESSION)
      expect(await call(one, 'bash')).toBe('allow')
    })
  })
