// Two gateways on one store are one: each kernel here has a connection of its own.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPostgresStore, openRedisStore, openSqliteStore, type Store } from '@ringwall/store'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { describeWith } from '../../../test/servers/describe-with.ts'
import { findPostgres, startPostgres, type PostgresServer } from '../../../test/servers/postgres.ts'
import { findRedis, startRedis, type RedisTestServer } from '../../../test/servers/redis.ts'
import { makeToken as randomToken } from '../src/token.ts'
import { bearing, codeOf, makeToken, start, type Config, type Rig } from './harness.ts'
import { sign } from './sign.ts'

/** Every test has a state of its own, which two stores are opened on. */
function testShared(open: (state: string) => Promise<Store>): void {
  let number = 0

  async function startTwo(config: Config = {}): Promise<readonly [Rig, Rig]> {
    const state = `s${process.pid}_${number++}`
    const startOne = async (): Promise<Rig> => {
      const store = await open(state)
      onTestFinished(() => store.close())
      return start(config, store)
    }
    return [await startOne(), await startOne()]
  }

  it('share tokens, and what becomes of them, at once', async () => {
    const [one, two] = await startTwo()
    const { token, id } = await makeToken(one.tokens, { scopes: ['chat'] })
    expect(await codeOf(two, bearing(token), { scope: 'chat' })).toBe('in')
    const next = await two.tokens.rotate(id, 60_000)
    expect(await codeOf(one, bearing(next?.token ?? ''), { scope: 'chat' })).toBe('in')
    expect(await one.tokens.revoke(id)).toBe(true)
    expect(await codeOf(two, bearing(token))).toBe('AUTH_REVOKED')
    expect(await codeOf(two, bearing(next?.token ?? ''))).toBe('in')
    expect((await two.tokens.list()).map(({ state }) => state).toSorted()).toEqual(['live', 'revoked'])
  })

  it('lock out together, whichever was asked', async () => {
    const [one, two] = await startTwo({ failureLimit: 4 })
    const { token } = await makeToken(one.tokens)
    for (const rig of [one, two, one, two]) expect(await codeOf(rig, bearing(randomToken()))).toBe('AUTH_UNKNOWN')
    for (const rig of [one, two]) {
      const { refusal } = await rig.auth.authenticate(bearing(token))
      expect(refusal?.code).toBe('AUTH_LOCKED')
      expect(Number(refusal?.headers['retry-after'])).toBeGreaterThan(800)
      expect(await codeOf(rig, bearing(token, { remoteAddress: '192.0.2.2' }))).toBe('in')
    }
  })

  it('count failures that come at once, each', async () => {
    const [one, two] = await startTwo({ failureLimit: 8 })
    await Promise.all(Array.from({ length: 8 }, (_, at) => codeOf(at % 2 ? one : two, bearing(randomToken()))))
    expect(await codeOf(one, bearing(randomToken()))).toBe('AUTH_LOCKED')
  })

  it('take a webhook once', async () => {
    const [one, two] = await startTwo()
    const verdicts = await Promise.all([one, two, one, two].map(({ webhooks }) => webhooks.verify(sign('stripe'))))
    expect(verdicts.filter(({ valid }) => valid)).toHaveLength(1)
    for (const { webhooks } of [one, two])
      expect(await webhooks.verify(sign('stripe'))).toMatchObject({ valid: false, code: 'WEBHOOK_REPLAYED' })
  })

  it('make one first token', async () => {
    const [one, two] = await startTwo()
    const made = await Promise.all([one, two].map(({ auth }) => auth.createFirst()))
    expect(made.filter((token) => token !== undefined)).toHaveLength(1)
    const token = made.find((text) => text !== undefined) ?? ''
    for (const rig of [one, two]) expect(await codeOf(rig, bearing(token), { scope: 'chat' })).toBe('in')
  })

  it('know each other’s proofs', async () => {
    const [one, two] = await startTwo()
    const { token } = await makeToken(one.tokens)
    const session = { tenantId: 't', agentId: 'a', sessionId: 's', channel: 'gateway' }
    const { identity } = await one.auth.authenticate(bearing(token))
    const meta = { auth: identity?.prove(session) ?? null }
    const outcome = async (other: object): Promise<string> =>
      (await two.kernel.onInbound({ source: 'user', text: 'x', meta }, { ...session, ...other })).outcome
    expect([await outcome({}), await outcome({ sessionId: 's2' })]).toEqual(['allow', 'deny'])
    expect(() => identity?.prove({ ...session, tenantId: 'other' })).toThrow(/not of the tenant/)
    expect(() => identity?.prove({ ...session, agentId: 'other' })).toThrow(/not of the tenant/)
    expect(() => identity?.prove({ ...session, userId: 'other' })).toThrow(/not of the tenant/)
  })

  it('make twenty tokens at once, and lose none', async () => {
    const [one, two] = await startTwo()
    const made = await Promise.all(Array.from({ length: 20 }, (_, at) => makeToken((at % 2 ? one : two).tokens)))
    expect(await one.tokens.list()).toHaveLength(20)
    for (const { token } of made) expect(await codeOf(two, bearing(token))).toBe('in')
  })
}

describe('two gateways on a file', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ringwall-auth-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))
  testShared((state) => openSqliteStore({ file: join(folder, 'state', `${state}.db`) }))
})

describeWith('Redis', findRedis() !== undefined, 'two gateways on Redis', () => {
  let server: RedisTestServer
  beforeAll(async () => {
    server = await startRedis()
  })
  afterAll(() => server?.process.remove('SIGTERM'))
  testShared((prefix) => openRedisStore({ url: server.url, prefix }))
})

describeWith('PostgreSQL', findPostgres() !== undefined, 'two gateways on PostgreSQL', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(() => server?.process.remove('SIGTERM'))
  testShared((schema) => openPostgresStore({ url: server.url, schema }))
})
