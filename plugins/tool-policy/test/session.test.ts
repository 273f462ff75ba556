import type { Session, Source } from '@ringwall/core'
import type { Store } from '@ringwall/store'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ToolPolicyInput } from '../src/index.ts'
import { always, call, createRig, SESSION, type Rig, type Setup } from './host.ts'

let rig: Rig
let store: Store

beforeEach(async () => {
  rig = await createRig()
  store = rig.store
})
afterEach(() => rig.close())

const start: Rig['start'] = (setup) => rig.start(setup)

const MESSAGING = { profile: 'messaging' } as const

describe('perSource', () => {
  it('asks before a message once content from outside is in the session, and only then', async () => {
    const tainted = new Set<string>()
    const kernel = await start({
      config: MESSAGING,
      sources: async ({ sessionId }) => (tainted.has(sessionId) ? ['email'] : []),
    })
    expect(await call(kernel, 'send_email')).toBe('allow')
    tainted.add('s')
    expect(await call(kernel, 'send_email')).toBe('ask TOOL_ASK perSource.0')
    expect(await call(kernel, 'web_search')).toBe('allow')
    expect(await call(kernel, 'send_email', {}, { sessionId: 's2' })).toBe('allow')
  })

  it('asks before tools of servers that send, under whatever name', async () => {
    const config = { servers: { slack: ['*'], gmail: ['*'] }, allow: ['mcp__slack__*', 'mcp__gmail__*'] }
    const sends = [
      'slack__slack_post_message',
      'slack__conversations_add_message',
      'gmail__send_email',
      'gmail__sendemail',
      'slack__notify',
    ]
    const kernel = await start({ config, sources: always('web') })
    for (const tool of sends) expect(await call(kernel, `mcp__${tool}`)).toBe('ask TOOL_ASK perSource.0')
    for (const tool of ['slack__list_channels', 'gmail__search_emails', 'slack__get_post'])
      expect(await call(kernel, `mcp__${tool}`)).toBe('allow')
    const clean = await start({ config, sources: always() })
    for (const tool of sends) expect(await call(clean, `mcp__${tool}`)).toBe('allow')
  })

  it('denies, asks and narrows by source, and the strictest entry wins', async () => {
    const config = {
      profile: 'full',
      perSource: [
        { source: 'external', ask: ['group:messaging'] },
        { source: 'web', deny: ['send_email'] },
        { source: 'email', profile: 'minimal' },
      ],
    } satisfies ToolPolicyInput
    const said = async (...sources: readonly Source[]): Promise<readonly string[]> => {
      const kernel = await start({ config, sources: always(...sources) })
      return Promise.all(['send_email', 'notify', 'exec', 'think'].map((tool) => call(kernel, tool)))
    }
    expect(await said()).toEqual(['allow', 'allow', 'allow', 'allow'])
    expect(await said('file')).toEqual(['ask TOOL_ASK perSource.0', 'ask TOOL_ASK perSource.0', 'allow', 'allow'])
    expect(await said('web')).toEqual([
      'deny TOOL_SOURCE_DENIED perSource.1',
      'ask TOOL_ASK perSource.0',
      'allow',
      'allow',
    ])
    const notMinimal = 'deny TOOL_SOURCE_DENIED perSource.2'
    expect(await said('email')).toEqual([notMinimal, notMinimal, notMinimal, 'allow'])
  })

  it('takes every source to be there where nobody can tell', async () => {
    const asks = 'ask TOOL_ASK perSource.0'
    const log: string[] = []
    const failing = await start({ config: MESSAGING, sources: () => Promise.reject(new Error('lost')), log })
    expect(await call(failing, 'send_email')).toBe(asks)
    expect(log).toContain('tool-policy: the provenance of a session is not known')
    const throwing: Setup['sources'] = () => {
      throw new Error('lost')
    }
    for (const sources of [throwing, undefined])
      expect(await call(await start({ config: MESSAGING, ...(sources && { sources }) }), 'send_email')).toBe(asks)
    for (const answer of [undefined, null, 'web', ['wbe'], {}, [undefined]]) {
      const kernel = await start({ config: MESSAGING, sources: async () => answer as never })
      expect([answer, await call(kernel, 'send_email')]).toEqual([answer, asks])
    }
  })

  it('denies where the answer does not come in time', async () => {
    const kernel = await start({ config: MESSAGING, options: { deadlineMs: 5 }, sources: () => new Promise(() => {}) })
    expect(await call(kernel, 'send_email')).toBe('deny LAYER_FAILED')
  })

  it('is asked only for tools that an entry speaks of', async () => {
    let asked = 0
    const kernel = await start({ config: MESSAGING, sources: async () => (asked++, []) })
    for (const tool of ['web_search', 'exec', 'launch_rocket', 'recall']) await call(kernel, tool)
    expect(asked).toBe(0)
    await call(kernel, 'notify')
    expect(asked).toBe(1)
  })
})

describe('rates', () => {
  const rate = { tools: ['web_fetch', 'group:messaging'], limit: 2, windowMs: 60_000, per: 'session' } as const
  const config = { profile: 'messaging', perSource: [], rates: [rate] } satisfies ToolPolicyInput
  const LIMITED = 'deny TOOL_RATE_LIMITED rates.0'

  it('count the tools of an entry together, in a window that slides', async () => {
    const kernel = await start({ config, store })
    expect(await call(kernel, 'web_fetch')).toBe('allow')
    rig.advance(30_000)
    expect(await call(kernel, 'notify')).toBe('allow')
    expect(await call(kernel, 'web_fetch')).toBe(LIMITED)
    expect(await call(kernel, 'web_search')).toBe('allow')
    rig.advance(30_000)
    expect(await call(kernel, 'notify')).toBe('allow')
    expect(await call(kernel, 'notify')).toBe(LIMITED)
  })

  it('count by session, user, agent or tenant', async () => {
    const others: readonly Partial<Session>[] = [
      { sessionId: 's2' },
      { sessionId: 's2', userId: 'u2' },
      { sessionId: 's2', userId: 'u2', agentId: 'a2' },
      { sessionId: 's2', userId: 'u2', agentId: 'a2', tenantId: 't2' },
      { tenantId: 't2' },
    ]
    const free = { session: '01234', user: '1234', agent: '234', tenant: '34' } as const
    for (const per of ['session', 'user', 'agent', 'tenant'] as const) {
      const kernel = await start({ config: { ...config, rates: [{ ...rate, limit: 1, per }] }, store })
      expect(await call(kernel, 'notify')).toBe('allow')
      expect(await call(kernel, 'notify')).toBe(LIMITED)
      for (const [i, other] of others.entries()) {
        // Each other identity once: those that share the count are denied.
        const fresh = await rig.openStore()
        const wall = await start({ config: { ...config, rates: [{ ...rate, limit: 1, per }] }, store: fresh })
        await call(wall, 'notify')
        const isFree = (await call(wall, 'notify', {}, other)) === 'allow'
        expect([per, i, isFree]).toEqual([per, i, free[per].includes(String(i))])
      }
    }
  })

  it('per user deny whoever is not proven', async () => {
    const kernel = await start({ config: { ...config, rates: [{ ...rate, per: 'user' }] }, store })
    const { userId: _, ...anonymous } = SESSION
    const { outcome, rulings } = await kernel.onToolCall({ tool: 'notify', args: {} }, anonymous)
    expect([outcome, rulings[0]?.code, rulings[0]?.detail]).toEqual([
      'deny',
      'TOOL_RATE_LIMITED',
      'the limit is per user, and the user is not proven',
    ])
  })

  it('spend nothing for what is denied, and nothing in observe mode', async () => {
    const rules = [{ tool: 'web_fetch', arg: 'url', hosts: ['acme.example'] }]
    const kernel = await start({ config: { ...config, rules }, store })
    for (let i = 0; i < 5; i++)
      expect(await call(kernel, 'web_fetch', { url: 'https://evil.example' })).toMatch(/^deny TOOL_ARGS/)
    const watching = await start({ config, store, options: { mode: 'observe' } })
    for (let i = 0; i < 5; i++) expect(await call(watching, 'notify')).toBe('allow')
    expect(await call(kernel, 'notify')).toBe('allow')
    expect(await call(kernel, 'notify')).toBe('allow')
    expect(await call(watching, 'notify')).toBe('allow TOOL_RATE_LIMITED rates.0')
    expect(await call(kernel, 'notify')).toBe(LIMITED)
  })

  it('of a wider scope are not used up by who is over his own', async () => {
    const rates = [
      { ...rate, limit: 4, per: 'tenant' },
      { ...rate, limit: 1, per: 'session' },
    ] satisfies ToolPolicyInput['rates']
    const kernel = await start({ config: { ...config, rates }, store })
    for (let i = 0; i < 10; i++) await call(kernel, 'notify')
    for (const sessionId of ['2', '3', '4']) expect(await call(kernel, 'notify', {}, { sessionId })).toBe('allow')
    expect(await call(kernel, 'notify', {}, { sessionId: '5' })).toBe(LIMITED)
  })

  it('keep their count when entries move or limits change, and through a restart', async () => {
    const first = await start({ config, store })
    await call(first, 'notify')
    await call(first, 'notify')
    const other = { tools: ['exec'], limit: 1, windowMs: 1000, per: 'tenant' } as const
    const rates = [other, { ...rate, tools: rate.tools.toReversed(), limit: 3 }]
    const second = await start({ config: { ...config, rates }, store })
    expect(await call(second, 'notify')).toBe('allow')
    expect(await call(second, 'notify')).toBe('deny TOOL_RATE_LIMITED rates.1')
  })

  it('need a store to start, and deny when it is lost', async () => {
    await expect(start({ config })).rejects.toMatchObject({ code: 'TOOL_POLICY_STORE_MISSING' })
    const kernel = await start({ config: { ...config, skills: 'ignore' }, store })
    await store.close()
    expect(await call(kernel, 'notify')).toBe('deny LAYER_FAILED')
    expect(await call(kernel, 'web_search')).toBe('allow')
  })
})
