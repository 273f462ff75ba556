import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { describeWith } from '../../../test/servers/describe-with.ts'
import { findRedis, startRedis, type RedisTestServer } from '../../../test/servers/redis.ts'
import { openRedisStore, STORE_CONTRACT, type RedisOptions } from '../src/index.ts'
import { findProblem } from '../src/redis/check-server.ts'
import { withRedis } from './harness.ts'
import { codeOf, testServerDriver } from './server-suite.ts'

describeWith('Redis', findRedis() !== undefined, 'Redis', () => {
  let server: RedisTestServer
  let prefix = ''
  beforeAll(async () => {
    server = await startRedis()
  })
  afterAll(() => server?.process.remove('SIGTERM'))
  beforeEach(() => {
    prefix = `t${randomBytes(6).toString('hex')}`
  })
  const open = (options: Partial<RedisOptions> = {}): ReturnType<typeof openRedisStore> =>
    openRedisStore({ url: server.url, prefix, ...options })
  /** Runs the action with a setting of the server changed. */
  const withSetting = async (
    name: string,
    value: string,
    usual: string,
    action: () => Promise<void>,
  ): Promise<void> => {
    await server.call('CONFIG', 'SET', name, value)
    try {
      await action()
    } finally {
      await server.call('CONFIG', 'SET', name, usual)
    }
  }

  describe('contract', () => {
    test.for(STORE_CONTRACT)('$name', { timeout: 60_000 }, ({ run }) => withRedis(server.url, run))
  })

  testServerDriver({
    url: () => server.url,
    process: () => server.process,
    open,
    cutListeners: async () => {
      await server.call('CLIENT', 'KILL', 'TYPE', 'pubsub')
    },
    writeVersion: async (version) => {
      await server.call('SET', `{${prefix}}:schema`, String(version))
    },
  })

  describe('what the server must be', () => {
    test('appendonly no is refused, unless a loss is accepted', () =>
      withSetting('appendonly', 'no', 'yes', async () => {
        await expect(open()).rejects.toThrow(/appendonly/)
        expect(await codeOf(open())).toBe('STORE_SERVER_UNSAFE')
        const store = await open({ acceptLoss: true })
        await store.close()
      }))

    test('a memory limit is fine, unless keys are dropped for it', () =>
      withSetting('maxmemory', '1gb', '0', async () => {
        const store = await open()
        await store.close()
        for (const policy of ['allkeys-lru', 'volatile-ttl'])
          await withSetting('maxmemory-policy', policy, 'noeviction', async () => {
            expect(await codeOf(open())).toBe('STORE_SERVER_UNSAFE')
          })
      }))

    test('a full memory rejects calls, and all goes on when there is room', async () => {
      const store = await open()
      await store.set('k', 1)
      await withSetting('maxmemory', '1mb', '0', async () => {
        expect(await codeOf(store.hit('k', { windowMs: 1000, limit: 5 }))).toBe('STORE_UNAVAILABLE')
        expect(await codeOf(store.set('k', 2))).toBe('STORE_UNAVAILABLE')
      })
      expect((await store.get('k'))?.value).toBe(1)
      await store.close()
    })

    test('a primary that was made a replica answers nothing, not even reads, until it is one no more', async () => {
      const store = await open({ timeoutMs: 500 })
      await store.set('k', 1)
      await server.call('REPLICAOF', '127.0.0.1', '1')
      try {
        for (let i = 0; i < 3; i += 1) expect(await codeOf(store.get('k'))).not.toBe('answered')
        expect(await codeOf(open({ timeoutMs: 500 }))).toBe('STORE_SERVER_UNSAFE')
      } finally {
        await server.call('REPLICAOF', 'NO', 'ONE')
      }
      await expect.poll(() => codeOf(store.get('k')), { timeout: 10_000 }).toBe('answered')
      await store.close()
    })

    test.for([
      ['redis_version:6.2.1\ncluster_enabled:0\nrole:master\naof_enabled:1\nmaxmemory:0', /older/],
      [
        'redis_version:7.2.4\nserver_name:valkey\ncluster_enabled:0\nrole:master\naof_enabled:1\nmaxmemory:0',
        undefined,
      ],
      ['redis_version:7.0.0\ncluster_enabled:1\nrole:master\naof_enabled:1\nmaxmemory:0', /cluster/],
      ['redis_version:7.0.0\ncluster_enabled:0\nrole:slave\naof_enabled:1\nmaxmemory:0', /replica/],
      ['redis_version:7.0.0\ncluster_enabled:0\nrole:master\nmaxmemory:0', /appendonly/],
      ['redis_version:7.0.0\ncluster_enabled:0\nrole:master\naof_enabled:1', /maxmemory-policy is unknown/],
      ['', /older/],
    ] as const)('INFO %j: %s', ([info, problem]) => {
      const found = findProblem(info.replaceAll('\n', '\r\n'), false)
      if (problem === undefined) expect(found).toBeUndefined()
      else expect(found).toMatch(problem)
    })
  })

  test('another program’s key in the place of the mark is refused', async () => {
    await server.call('SET', `{${prefix}}:schema`, 'theirs')
    expect(await codeOf(open())).toBe('STORE_FOREIGN')
    expect(await server.call('GET', `{${prefix}}:schema`)).toBe('theirs')
  })

  test('scripts that the server has forgotten are sent again', async () => {
    const store = await open()
    await store.set('k', 1)
    await server.call('SCRIPT', 'FLUSH')
    expect((await store.get('k'))?.value).toBe(1)
    await store.close()
  })

  test('expired values and messages are removed while others are written', async () => {
    let now = Date.now()
    const store = await open({ now: () => now })
    for (let i = 0; i < 50; i += 1) {
      await store.set(`k${i}`, i, { ttlMs: 1000 })
      await store.publish('t', i)
    }
    now += 60_000
    for (let i = 0; i < 30; i += 1) {
      await store.set('one', i)
      await store.publish('t', i)
    }
    expect(await server.call('ZCARD', `{${prefix}}:names`)).toBe(1)
    expect(await server.call('XLEN', `{${prefix}}:messages`)).toBe(30)
    await store.close()
  })

  test('removed log entries, other types and texts that are no JSON are errors, never nothing', async () => {
    const store = await open()
    await store.append('s', [1, 2, 3])
    await store.set('k', 1)
    await server.call('XDEL', `{${prefix}}:entries:s`, '2-0')
    await server.call('HSET', `{${prefix}}:value:k`, 'body', '{')
    expect(await codeOf(store.read('s', { limit: 9 }))).toBe('STORE_CORRUPT')
    expect(await codeOf(store.get('k'))).toBe('STORE_CORRUPT')
    await server.call('SET', `{${prefix}}:hits:k`, 'x')
    expect(await codeOf(store.hit('k', { windowMs: 1000, limit: 9 }))).toBe('STORE_CORRUPT')
    await store.close()
  })

  const badOptions: Partial<Record<keyof RedisOptions | 'file', unknown>>[] = [
    { file: 'x' },
    { prefix: '' },
    { prefix: 'a}b' },
    { timeoutMs: NaN },
    { pollMs: 0 },
    { maxRowsPerCounter: 0 },
    { now: 5 },
  ]
  test.for(badOptions)('refuses the options %j', async (bad) => {
    expect(await codeOf(openRedisStore({ url: server.url, ...bad } as RedisOptions))).toBe('STORE_ARGUMENT_INVALID')
  })
})
