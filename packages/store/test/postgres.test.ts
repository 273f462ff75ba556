import { afterAll, beforeAll, describe, test } from 'vitest'
import { describeWith } from '../../../test/servers/describe-with.ts'
import { findPostgres, startPostgres, type PostgresServer } from '../../../test/servers/postgres.ts'
import { STORE_CONTRACT } from '../src/index.ts'
import { withPostgres } from './harness.ts'

describeWith('PostgreSQL', findPostgres() !== undefined, 'PostgreSQL', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(() => server?.process.remove('SIGQUIT'))

  describe('contract', () => {
    test.for(STORE_CONTRACT)('$name', { timeout: 60_000 }, ({ run }) => withPostgres(server.url, run))
  })
})
