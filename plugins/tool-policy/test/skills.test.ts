import type { Kernel, Session } from '@ringwall/core'
import type { Store } from '@ringwall/store'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ToolPolicyToken, type ToolPolicyInput } from '../src/index.ts'
import { always, call, createRig, SESSION, type Rig } from './host.ts'

let rig: Rig
let store: Store

beforeEach(async () => {
  rig = await createRig()
  store = rig.store
})
afterEach(() => rig.close())

const start: Rig['start'] = (setup) => rig.start(setup)

describe('skills', () => {
  const DENIED = 'deny TOOL_SKILL_DENIED skill'
  const skill = (tools: string, name = 'pdf', meta: Record<string, string | readonly string[]> = {}) => ({
    source: 'skill' as const,
    text: `---\nname: ${name}\nallowed-tools: ${tools}\n---\nDo it.`,
    meta: { name, ...meta },
  })
  const load = async (kernel: Kernel, ...of: Parameters<typeof skill>): Promise<string> => {
    const { outcome, rulings } = await kernel.onInbound(skill(...of), SESSION)
    return [outcome, ...rulings.map(({ code }) => code)].join(' ')
  }
  const left = async (kernel: Kernel, session: Partial<Session> = {}): Promise<readonly string[]> => {
    const tools = ['read', 'bash', 'web_search', 'send_email']
    const said = await Promise.all(tools.map((tool) => call(kernel, tool, {}, session)))
    const visible = await kernel.find(ToolPolicyToken)?.visible(tools, { ...SESSION, ...session })
    const allowed = tools.filter((_, i) => said[i] === 'allow')
    expect(visible).toEqual(allowed)
    return allowed
  }

  it('narrow the session to the tools that they name, and never widen it', async () => {
    const kernel = await start({ store })
    expect(await left(kernel)).toEqual(['read', 'bash', 'web_search'])
    expect(await load(kernel, 'Read, Bash(git add:*), send_email')).toBe('allow')
    expect(await left(kernel)).toEqual(['read', 'bash'])
    expect(await call(kernel, 'web_search')).toBe(DENIED)
    expect(await left(kernel, { sessionId: 's2' })).toEqual(['read', 'bash', 'web_search'])
    expect(await left(kernel, { agentId: 'a2' })).toEqual(['read', 'bash', 'web_search'])
    expect(await load(kernel, 'Bash, web_search', 'other')).toBe('allow')
    expect(await left(kernel)).toEqual(['bash'])
    // Once more under another list: still both.
    await load(kernel, 'Read, Bash, web_search')
    expect(await left(kernel)).toEqual(['bash'])
  })

  it('narrow by what the host says as well, and a list that cannot be read leaves nothing', async () => {
    const kernel = await start({ store })
    await load(kernel, 'Read, Bash', 'a', { allowedTools: ['bash', 'web_*'] })
    expect(await left(kernel)).toEqual(['bash'])
    const other = await start({ store: await rig.openStore() })
    await load(other, 'Read', 'a', { allowedTools: 'Read' })
    expect(await left(other)).toEqual([])
  })

  it('that name no tools, and definitions of tools, change nothing', async () => {
    const kernel = await start({ store })
    const inbound = [
      { source: 'skill', text: '# A skill\nallowed-tools: Read' },
      { ...skill('Read'), meta: { structured: true, tool: 'x' } },
      { source: 'user', text: skill('Read').text },
      { source: 'document', text: skill('Read').text },
    ] as const
    for (const payload of inbound) expect((await kernel.onInbound(payload, SESSION)).rulings).toEqual([])
    expect(await left(kernel)).toEqual(['read', 'bash', 'web_search'])
  })

  it('hold through a restart, and end when the host says so', async () => {
    await load(await start({ store }), 'Read')
    const kernel = await start({ store })
    expect(await left(kernel)).toEqual(['read'])
    const policy = kernel.find(ToolPolicyToken)
    await policy?.narrow(SESSION, 'mine', ['read', 'bash'])
    await policy?.release(SESSION, 'pd')
    expect(await left(kernel)).toEqual(['read'])
    await policy?.release(SESSION, 'pdf')
    expect(await left(kernel)).toEqual(['read', 'bash'])
    await policy?.release(SESSION)
    expect(await left(kernel)).toEqual(['read', 'bash', 'web_search'])
  })

  it('beyond a number, or too long, are not loaded', async () => {
    const kernel = await start({ store })
    for (let i = 0; i < 16; i++) expect(await load(kernel, 'Read', `skill-${i}`)).toBe('allow')
    expect(await load(kernel, 'Read', 'skill-3')).toBe('allow')
    expect(await load(kernel, 'Read', 'skill-16')).toBe('deny TOOLS_NOT_NARROWED')
    const other = await start({ store: await rig.openStore() })
    expect(await load(other, `Read ${'x'.repeat(300)}`)).toBe('deny TOOLS_NOT_NARROWED')
    expect(await load(other, Array.from({ length: 101 }, (_, i) => `t${i}`).join(' '))).toBe('deny TOOLS_NOT_NARROWED')
  })

  it('that load at once all narrow', async () => {
    const kernel = await start({ store })
    await Promise.all(['Read Bash', 'Bash web_search', 'Bash'].map((tools, i) => load(kernel, tools, `s${i}`)))
    expect(await left(kernel)).toEqual(['bash'])
  })

  it('are ignored where the operator says so, and only watched in observe mode', async () => {
    const ignoring = await start({ store, config: { skills: 'ignore' } })
    expect(await load(ignoring, 'Read')).toBe('allow')
    await expect(ignoring.find(ToolPolicyToken)?.narrow(SESSION, 'x', [])).rejects.toMatchObject({
      code: 'TOOL_POLICY_CANNOT_NARROW',
    })
    const watching = await start({ store, options: { mode: 'observe' } })
    expect(await load(watching, 'Read')).toBe('allow')
    await watching.find(ToolPolicyToken)?.narrow(SESSION, 'x', [])
    expect(await watching.find(ToolPolicyToken)?.visible(['launch_rocket'], SESSION)).toEqual(['launch_rocket'])
    expect(await left(await start({ store }))).toEqual(['read', 'bash', 'web_search'])
  })

  it('cannot be loaded, and no tool called, when the store is lost', async () => {
    const kernel = await start({ store })
    await store.close()
    expect(await load(kernel, 'Read')).toBe('deny LAYER_FAILED')
    expect(await call(kernel, 'read')).toBe('deny LAYER_FAILED')
    await expect(kernel.find(ToolPolicyToken)?.visible(['read'], SESSION)).rejects.toMatchObject({
      code: 'STORE_CLOSED',
    })
  })

  it('whose record was spoilt leave nothing', async () => {
    const keys: string[] = []
    const spy = new Proxy(store, {
      get(target, name) {
        if (name === 'compareAndSet')
          return (key: string, ...rest: [never, never, never]) => (keys.push(key), target.compareAndSet(key, ...rest))
        const value: unknown = Reflect.get(target, name)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
    const kernel = await start({ store: spy })
    await load(kernel, 'Read')
    for (const value of ['x', [], 7, { a: 'Read' }, { a: [7] }]) {
      await store.set(keys[0] ?? '', value)
      expect(await left(kernel)).toEqual([])
    }
  })
})

describe('the service', () => {
  it('shows only what could be called', async () => {
    const config = {
      profile: 'messaging',
      servers: { github: ['*'] },
      allow: ['mcp__github__*'],
      deny: ['notify'],
      ask: ['reply'],
      perSource: [{ source: 'web', deny: ['send_email'] }],
      rates: [{ tools: ['web_search'], limit: 1, windowMs: 1000, per: 'session' }],
    } satisfies ToolPolicyInput
    const tools = ['Send_Email', 'notify', 'reply', 'exec', 'launch_rocket', 'mcp__github__x', 'web_search', 'ｒeply']
    const clean = (await start({ config, store, sources: always() })).find(ToolPolicyToken)
    const rest = ['reply', 'mcp__github__x', 'web_search', 'ｒeply']
    expect(await clean?.visible(tools, SESSION)).toEqual(['Send_Email', ...rest])
    const tainted = (await start({ config, store, sources: always('web') })).find(ToolPolicyToken)
    expect(await tainted?.visible(tools, SESSION)).toEqual(rest)
  })
})
