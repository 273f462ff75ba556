import { openSqliteStore, type Store } from '@ringwall/store'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeToken as randomToken } from '../src/token.ts'
import { bearing, codeOf, makeToken, start, type Rig } from './harness.ts'

const MINUTE = 60_000
const UNKNOWN = 'AUTH_UNKNOWN'
const LOCKED = 'AUTH_LOCKED'

let now: number
let store: Store
beforeEach(async () => {
  now = Date.now()
  store = await openSqliteStore({ file: ':memory:', now: () => now })
})
afterEach(() => store.close())

/** Wrong tokens from an address, and the codes of the answers. */
async function guess(rig: Rig, times: number, remoteAddress: string | undefined): Promise<readonly string[]> {
  const codes: string[] = []
  for (let i = 0; i < times; i++) codes.push(await codeOf(rig, bearing(randomToken(), { remoteAddress })))
  return codes
}

describe('an address', () => {
  it('is locked out by failures, for the right token too, until its time is over', async () => {
    const rig = await start({ failureLimit: 3 }, store)
    const { token } = await makeToken(rig.tokens)
    expect(await guess(rig, 4, '192.0.2.1')).toEqual([UNKNOWN, UNKNOWN, UNKNOWN, LOCKED])
    const { refusal } = await rig.auth.authenticate(bearing(token))
    expect([refusal?.code, refusal?.status, refusal?.headers]).toEqual([LOCKED, 429, { 'retry-after': '900' }])
    // Who was let in before guesses nothing; a wrong token is wrong all the same.
    expect((await rig.auth.authenticate(bearing(token), { isProven: true })).identity).toBeDefined()
    expect((await rig.auth.authenticate(bearing(randomToken()), { isProven: true })).refusal?.code).toBe(UNKNOWN)
    now += 15 * MINUTE - 1
    expect(await codeOf(rig, bearing(token))).toBe(LOCKED)
    now += 1
    expect(await codeOf(rig, bearing(token))).toBe('in')
    expect(rig.log.filter((line) => line.includes('locked out'))).toHaveLength(1)
  })

  it('has 20 failures in 5 minutes by default, in a window that slides', async () => {
    const rig = await start({}, store)
    expect(await guess(rig, 19, '192.0.2.1')).toEqual(Array(19).fill(UNKNOWN))
    now += 5 * MINUTE
    expect(await guess(rig, 21, '192.0.2.1')).toEqual([...Array(20).fill(UNKNOWN), LOCKED])
  })

  it.each([
    [{ failureLimit: 1 }, [UNKNOWN, LOCKED, LOCKED]],
    [{ failureLimit: 2, failureWindowMs: 1000 }, [UNKNOWN, UNKNOWN, UNKNOWN]],
    [{ failureLimit: 1, lockMs: 1000 }, [UNKNOWN, UNKNOWN, UNKNOWN]],
    [{ failureLimit: 1, neverLocked: ['192.0.2.0/24'] }, [UNKNOWN, UNKNOWN, UNKNOWN]],
    [{ failureLimit: 1, neverLocked: ['198.51.100.0/24'] }, [UNKNOWN, LOCKED, LOCKED]],
  ])('is held to %j', async (config, codes) => {
    const rig = await start(config, store)
    const found: string[] = []
    for (let i = 0; i < 3; i++) {
      found.push(...(await guess(rig, 1, '192.0.2.1')))
      now += 1000
    }
    expect(found).toEqual(codes)
  })

  it('locks nobody else out', async () => {
    const rig = await start({ failureLimit: 1 }, store)
    const { token } = await makeToken(rig.tokens)
    await guess(rig, 2, '192.0.2.1')
    expect(await codeOf(rig, bearing(token, { remoteAddress: '192.0.2.2' }))).toBe('in')
  })

  it('cannot name another one', async () => {
    const rig = await start({ failureLimit: 1 }, store)
    const { token } = await makeToken(rig.tokens)
    const headers = [
      ['authorization', `Bearer ${randomToken()}`],
      ['x-forwarded-for', '192.0.2.9'],
    ] as const
    expect(await codeOf(rig, bearing('', { headers }))).toBe(UNKNOWN)
    expect(await codeOf(rig, bearing('', { headers }))).toBe(LOCKED)
    expect(await codeOf(rig, bearing(token, { remoteAddress: '192.0.2.9' }))).toBe('in')
  })

  it('is the client’s own behind a trusted proxy', async () => {
    const rig = await start({ failureLimit: 1, trustedProxies: ['10.0.0.0/8'] }, store)
    const from = (client: string, token: string) =>
      codeOf(rig, {
        ...bearing(token, { remoteAddress: '10.0.0.1' }),
        headers: [
          ['authorization', `Bearer ${token}`],
          ['x-forwarded-for', `8.8.8.8, ${client}`],
        ],
      })
    const { token } = await makeToken(rig.tokens)
    await from('192.0.2.1', randomToken())
    expect([await from('192.0.2.1', token), await from('192.0.2.2', token)]).toEqual([LOCKED, 'in'])
  })

  it('is all of a /64', async () => {
    const rig = await start({ failureLimit: 1 }, store)
    const { token } = await makeToken(rig.tokens)
    await guess(rig, 1, '2001:db8:1:2::1')
    expect(await codeOf(rig, bearing(token, { remoteAddress: '2001:db8:1:2:ffff::9' }))).toBe(LOCKED)
    expect(await codeOf(rig, bearing(token, { remoteAddress: '2001:db8:1:3::1' }))).toBe('in')
  })

  it('that the host does not know is one for all', async () => {
    const rig = await start({ failureLimit: 1 }, store)
    expect(await guess(rig, 2, undefined)).toEqual([UNKNOWN, LOCKED])
  })

  it('is not locked out by requests that guess nothing', async () => {
    const rig = await start({ failureLimit: 1 }, store)
    const { token } = await makeToken(rig.tokens)
    for (const headers of [[], [['authorization', 'Basic x']], [['authorization', 'Bearer a b']]] as const)
      await rig.auth.authenticate(bearing('', { headers }))
    await rig.auth.authenticate(bearing(token, { url: '/?token=x' }))
    expect(await codeOf(rig, bearing(token))).toBe('in')
  })

  it('cannot get rid of its record by a flood of others, nor fill the store with them', async () => {
    const rig = await start({ failureLimit: 2, maxSources: 100 }, store)
    await guess(rig, 1, '192.0.2.1')
    for (let i = 0; i < 300; i++) await guess(rig, 1, `10.0.${i >> 8}.${i & 255}`)
    expect(await guess(rig, 2, '192.0.2.1')).toEqual([UNKNOWN, LOCKED])
    expect(await guess(rig, 4, '10.0.1.40')).toEqual(Array(4).fill(UNKNOWN)) // there was no place for it
    expect(await guess(rig, 2, '10.0.0.5')).toEqual([UNKNOWN, LOCKED])
  })
})

describe('a token', () => {
  it('is locked out while a flood of addresses takes all places', async () => {
    const rig = await start({ failureLimit: 2, maxSources: 100 }, store)
    const { token } = await makeToken(rig.tokens, { scopes: ['chat'] })
    for (let i = 0; i < 101; i++) await guess(rig, 1, `10.0.0.${i}`)
    const codes: string[] = []
    for (let i = 0; i < 3; i++) codes.push(await codeOf(rig, bearing(token), { scope: 'admin' }))
    expect(codes).toEqual(['AUTH_SCOPE', 'AUTH_SCOPE', LOCKED])
  })

  it('is locked out where its holder goes on with what it is not for, from any address', async () => {
    const rig = await start({ failureLimit: 2 }, store)
    const { token } = await makeToken(rig.tokens, { scopes: ['chat'] })
    const ask = (scope: 'admin' | 'chat', remoteAddress: string) =>
      codeOf(rig, bearing(token, { remoteAddress }), { scope })
    expect(await ask('admin', '192.0.2.1')).toBe('AUTH_SCOPE')
    expect(await ask('chat', '192.0.2.1')).toBe('in')
    expect(await ask('admin', '192.0.2.2')).toBe('AUTH_SCOPE')
    expect(await ask('chat', '192.0.2.3')).toBe(LOCKED)
    expect(rig.refused.at(-1)?.tokenId).toBeDefined()
    now += 15 * MINUTE
    expect(await ask('chat', '192.0.2.3')).toBe('in')
  })

  it('is not locked out by who has something like it', async () => {
    const rig = await start({ failureLimit: 1 }, store)
    const { token, id } = await makeToken(rig.tokens)
    for (const wrong of [token.slice(0, -1), `${token}x`, token.toLowerCase(), id, `rw_${id}`])
      await codeOf(rig, bearing(wrong, { remoteAddress: `192.0.2.${wrong.length}` }))
    expect(await codeOf(rig, bearing(token, { remoteAddress: '198.51.100.1' }))).toBe('in')
  })
})

it('in observe mode nothing is counted, and nobody is let in for it', async () => {
  const rig = await start({ failureLimit: 1 }, store, { mode: 'observe' })
  const { token } = await makeToken(rig.tokens)
  expect(await guess(rig, 3, '192.0.2.1')).toEqual([UNKNOWN, UNKNOWN, UNKNOWN])
  expect(await codeOf(rig, bearing(token))).toBe('in')
  expect((await rig.tokens.list())[0]?.lastUsedAt).toBeNull()
})
