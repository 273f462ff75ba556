import { afterAll, beforeAll, describe, test } from 'vitest'
import { describeWith } from '../../../test/servers/describe-with.ts'
import { findRedis, startRedis, type RedisTestServer } from '../../../test/servers/redis.ts'
import { STORE_CONTRACT } from '../src/index.ts'
import { withRedis } from './harness.ts'

describeWith('Redis', findRedis() !== undefined, 'Redis', () => {
  let server: RedisTestServer
  beforeAll(async () => {
    server = await startRedis()
  })
  afterAll(() => server?.process.remove('SIGTERM'))

  describe('contract', () => {
    test.for(STORE_CONTRACT)('$name', { timeout: 60_000 }, ({ run }) => withRedis(server.url, run))
  })
})
