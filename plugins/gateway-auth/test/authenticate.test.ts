import { openSqliteStore, type Store } from '@ringwall/store'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SCOPES } from '../src/index.ts'
import { digestOf, makeToken as randomToken } from '../src/token.ts'
import { bearing, codeOf, makeToken, start } from './harness.ts'

const MINUTE = 60_000
const DAY = 86_400_000
const OWN = 'an-operators-own-token-0123456789-abcdef'

let now: number
let store: Store
beforeEach(async () => {
  now = Date.now()
  store = await openSqliteStore({ file: ':memory:', now: () => now })
})
afterEach(() => store.close())

describe('a token', () => {
  it('says whose request it is', async () => {
    const rig = await start({}, store)
    const { token, id } = await makeToken(rig.tokens, { scopes: ['chat'], user: 'u' })
    const { identity } = await rig.auth.authenticate(bearing(token), { scope: 'chat' })
    expect(identity).toMatchObject({ tokenId: id, scopes: ['chat'], tenantId: 't', agentId: 'a', userId: 'u' })
    expect(rig.refused).toEqual([])
  })

  it('that nobody made is unknown, and a store without tokens lets nobody in', async () => {
    const rig = await start({}, store)
    expect(await codeOf(rig, bearing(randomToken()))).toBe('AUTH_UNKNOWN')
    await makeToken(rig.tokens)
    expect(await codeOf(rig, bearing(randomToken()))).toBe('AUTH_UNKNOWN')
    expect(rig.refused).toMatchObject([
      { code: 'AUTH_UNKNOWN', source: '192.0.2.1' },
      { code: 'AUTH_UNKNOWN', source: '192.0.2.1' },
    ])
  })

  it('is nowhere in the store', async () => {
    const rig = await start({}, store)
    const { token } = await makeToken(rig.tokens)
    await codeOf(rig, bearing(token))
    const rows = await store.list('', { limit: 1000 })
    expect(rows.length).toBeGreaterThan(2)
    expect(JSON.stringify(rows)).not.toContain(token.slice(3, 20))
  })

  it.each(SCOPES)('with the scope %s alone may do that alone', async (scope) => {
    const rig = await start({ failureLimit: 100 }, store)
    const { token } = await makeToken(rig.tokens, { scopes: [scope] })
    const allowed: string[] = []
    for (const needed of SCOPES)
      if ((await codeOf(rig, bearing(token), { scope: needed })) === 'in') allowed.push(needed)
    expect(allowed).toEqual(scope === '*' ? [...SCOPES] : [scope])
    expect(await codeOf(rig, bearing(token))).toBe('in')
  })

  it('ends at its time, to the millisecond, by the clock of the store', async () => {
    const rig = await start({}, store)
    const { token } = await makeToken(rig.tokens, { expiresInMs: MINUTE })
    now += MINUTE - 1
    expect(await codeOf(rig, bearing(token))).toBe('in')
    now += 1
    expect(await codeOf(rig, bearing(token))).toBe('AUTH_EXPIRED')
  })

  it('ends at once where it is revoked', async () => {
    const rig = await start({}, store)
    const [first, second] = [await makeToken(rig.tokens), await makeToken(rig.tokens)]
    expect(await codeOf(rig, bearing(first.token))).toBe('in')
    expect(await rig.tokens.revoke(first.id)).toBe(true)
    expect(await codeOf(rig, bearing(first.token))).toBe('AUTH_REVOKED')
    expect(await codeOf(rig, bearing(second.token))).toBe('in')
    expect(await rig.tokens.revoke(first.id)).toBe(false)
    expect(await rig.tokens.revoke('nothing')).toBe(false)
  })

  it('and the one in its place both work for the overlap', async () => {
    const rig = await start({}, store)
    const old = await makeToken(rig.tokens, { scopes: ['chat'], user: 'u', expiresInMs: DAY })
    now += MINUTE
    const next = await rig.tokens.rotate(old.id, 10 * MINUTE)
    expect(next?.record).toMatchObject({ scopes: ['chat'], tenant: 't', agent: 'a', user: 'u', expiresAt: now + DAY })
    expect(await codeOf(rig, bearing(old.token), { scope: 'chat' })).toBe('in')
    expect(await codeOf(rig, bearing(next?.token ?? ''), { scope: 'chat' })).toBe('in')
    expect(await codeOf(rig, bearing(next?.token ?? ''), { scope: 'admin' })).toBe('AUTH_SCOPE')
    now += 10 * MINUTE
    expect(await codeOf(rig, bearing(old.token))).toBe('AUTH_EXPIRED')
    expect(await codeOf(rig, bearing(next?.token ?? ''))).toBe('in')
    expect(await rig.tokens.rotate(old.id, 0)).toBeUndefined()
    await expect(rig.tokens.rotate(next?.record.id ?? '', Number.NaN)).rejects.toMatchObject({
      code: 'AUTH_SETTINGS_INVALID',
    })
  })

  it('is listed with its last use, to the minute', async () => {
    const rig = await start({}, store)
    const { token, id } = await makeToken(rig.tokens)
    now += 1
    await makeToken(rig.tokens, { name: 'other', expiresInMs: 1 })
    now += 5000
    await codeOf(rig, bearing(token))
    const used = now
    now += 5000
    await codeOf(rig, bearing(token))
    const listed = await rig.tokens.list()
    expect(listed).toMatchObject([
      { id, name: 'n', state: 'live', lastUsedAt: used },
      { name: 'other', state: 'expired', lastUsedAt: null },
    ])
    expect(JSON.stringify(listed)).not.toContain('digest')
  })
})

describe('the config', () => {
  const tokens = [{ name: 'ci', token: OWN, scopes: ['metrics' as const], tenant: 'ops', agent: 'bot', user: 'ci' }]

  it('has tokens of its own', async () => {
    const rig = await start({ tokens }, store)
    const { identity } = await rig.auth.authenticate(bearing(OWN), { scope: 'metrics' })
    expect(identity).toMatchObject({ tokenId: 'config:ci', tenantId: 'ops', agentId: 'bot', userId: 'ci' })
    expect(await codeOf(rig, bearing(OWN), { scope: 'chat' })).toBe('AUTH_SCOPE')
  })

  it('says when they end', async () => {
    const expiresAt = new Date(now + 1000).toISOString()
    const rig = await start({ tokens: [{ name: 'ci', token: OWN, expiresAt }] }, store)
    expect(await codeOf(rig, bearing(OWN), { scope: 'chat' })).toBe('in')
    now += 1000
    expect(await codeOf(rig, bearing(OWN), { scope: 'chat' })).toBe('AUTH_EXPIRED')
  })

  it.each([
    [
      [
        { name: 'a', token: OWN },
        { name: 'b', token: OWN },
      ],
      'AUTH_TOKEN_INVALID',
    ],
    [
      [
        { name: 'a', token: OWN },
        { name: 'a', token: `${OWN}x` },
      ],
      'AUTH_TOKEN_INVALID',
    ],
    [[{ name: 'a', token: 'short' }], 'PLUGIN_CONFIG_INVALID'],
    [[{ name: 'a', token: 'k'.repeat(40) }], 'PLUGIN_CONFIG_INVALID'],
    [[{ name: 'a', token: OWN, scopes: [] }], 'PLUGIN_CONFIG_INVALID'],
  ])('refuses %j', async (tokens, code) => {
    const failed = await start({ tokens }, store).catch((error: unknown) => error)
    expect([Reflect.get(failed as object, 'code'), String(Reflect.get(failed as object, 'message'))]).toEqual([
      code,
      expect.not.stringContaining(OWN),
    ])
  })

  it('and the host may both bring some, and neither is the other', async () => {
    const rig = await start({ tokens }, store)
    const digest = digestOf('from-the-host')
    const given = { id: 'host', digest, scopes: ['chat'] as const, tenant: 'h', agent: 'h' }
    const { identity } = await rig.auth.authenticate(bearing('from-the-host'), { tokens: [given] })
    expect(identity?.tokenId).toBe('host')
    expect(await codeOf(rig, bearing('from-the-host'))).toBe('AUTH_UNKNOWN')
  })
})

describe('the first token', () => {
  it('is made once, for an agent and no more', async () => {
    const rig = await start({}, store)
    const token = (await rig.auth.createFirst()) ?? ''
    expect(await rig.auth.createFirst()).toBeUndefined()
    expect(await codeOf(rig, bearing(token), { scope: 'chat' })).toBe('in')
    for (const scope of ['admin', 'approvals:decide', 'audit:read'] as const)
      expect(await codeOf(rig, bearing(token), { scope })).toBe('AUTH_SCOPE')
  })

  it('is made by one of many that start at once', async () => {
    const rigs = await Promise.all(Array.from({ length: 5 }, () => start({}, store)))
    const made = await Promise.all(rigs.map(({ auth }) => auth.createFirst()))
    expect(made.filter((token) => token !== undefined)).toHaveLength(1)
  })

  it('is not made again for an operator who has revoked all', async () => {
    const rig = await start({}, store)
    const { id } = await makeToken(rig.tokens)
    await rig.tokens.revoke(id)
    expect(await rig.auth.createFirst()).toBeUndefined()
  })

  it('is not made, and that is said, where the store is lost', async () => {
    const rig = await start({}, store)
    await store.close()
    await expect(rig.auth.createFirst()).rejects.toMatchObject({ code: 'STORE_CLOSED' })
  })

  it('is not made where the config has one', async () => {
    const rig = await start({ tokens: [{ name: 'a', token: OWN }] }, store)
    expect(await rig.auth.createFirst()).toBeUndefined()
  })
})

describe('a request', () => {
  it.each(['/v1/models?token=', '/v1/models?x=', '/', '/v1/models#'])(
    'with a token in the URL is refused, with the token in the header too: %s',
    async (before) => {
      for (const own of [false, true]) {
        const rig = await start(own ? { tokens: [{ name: 'a', token: OWN }] } : {}, store)
        const token = own ? OWN : (await makeToken(rig.tokens)).token
        const request = bearing(token, { url: before + token })
        const { refusal } = await rig.auth.authenticate(request)
        expect(refusal?.code).toBe('AUTH_IN_URL')
        expect(JSON.stringify([refusal, rig.refused, rig.log])).not.toContain(token)
        expect((await rig.auth.refuseUrl(request))?.code).toBe('AUTH_IN_URL')
      }
    },
  )

  it('with a token of the host in its path is refused', async () => {
    const rig = await start({}, store)
    const given = { id: 'host', digest: digestOf(OWN), scopes: ['chat'] as const, tenant: 'h', agent: 'h' }
    expect((await rig.auth.refuseUrl(bearing('x', { url: `/v1/${OWN}` }), [given]))?.code).toBe('AUTH_IN_URL')
    expect(await rig.auth.refuseUrl(bearing('x', { url: `/v1/${OWN}` }))).toBeUndefined()
  })

  it('cannot be judged, so is refused, where the store is lost', async () => {
    const rig = await start({ tokens: [{ name: 'a', token: OWN }] }, store)
    const { token } = await makeToken(rig.tokens)
    expect(await codeOf(rig, bearing(token))).toBe('in')
    await store.close()
    expect(await codeOf(rig, bearing(token))).toBe('AUTH_UNAVAILABLE')
    expect(await codeOf(rig, bearing(OWN))).toBe('AUTH_UNAVAILABLE')
    expect((await rig.auth.refuseUrl(bearing(OWN, { url: `/${OWN}` })))?.code).toBe('AUTH_UNAVAILABLE')
    expect(rig.log.join()).toContain('nobody is let in')
  })

  it.each([
    { scopes: ['root'] },
    { scopes: 'admin' },
    { digest: 'AAAA' },
    { id: 'other' },
    { expiresAt: 'never' },
    { tenant: '' },
  ])('is refused where somebody wrote %j into a record of the store', async (change) => {
    const rig = await start({}, store)
    const { token, id } = await makeToken(rig.tokens)
    const [row] = (await store.list('gateway-auth:token/', { limit: 1 })).map(({ value }) => value)
    await store.set(`gateway-auth:token/${id}`, { ...(row as object), ...change } as never)
    await store.set('gateway-auth:tokens', 0)
    expect(await codeOf(rig, bearing(token))).toBe('AUTH_UNAVAILABLE')
  })
})

describe('the number of tokens', () => {
  it('is limited, and the ended are forgotten in time', async () => {
    const rig = await start({}, store)
    for (let i = 0; i < 3; i++) await makeToken(rig.tokens, { expiresInMs: 1 })
    now += 30 * DAY
    await makeToken(rig.tokens)
    expect(await rig.tokens.list()).toHaveLength(4)
    now += 2
    await makeToken(rig.tokens)
    expect(await rig.tokens.list()).toHaveLength(2)
  })

  it.each([
    { scopes: [] },
    { name: '' },
    { tenant: 'a\nb' },
    { agent: 'x'.repeat(101) },
    { expiresInMs: 0 },
    { expiresInMs: Number.NaN },
  ])('does not grow by one with %j', async (wanted) => {
    const rig = await start({}, store)
    await expect(makeToken(rig.tokens, wanted)).rejects.toMatchObject({ code: 'AUTH_SETTINGS_INVALID' })
    expect(await rig.tokens.list()).toEqual([])
  })
})
