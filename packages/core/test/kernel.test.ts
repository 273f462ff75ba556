import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import {
  createKernel,
  definePlugin,
  join,
  token,
  use,
  type Logger,
  type Outcome,
  type Power,
  type Trust,
  type Use,
} from '../src/index.ts'
import { codes, make, session } from './make.ts'

const quiet: Logger = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() }
const says = (name: string, kind: 'deny' | 'ask' | 'flag' | 'instruct', parts: Parameters<typeof make>[3] = {}): Use =>
  make(name, { onInbound: { judge: [kind] } }, { onInbound: { judge: () => ({ kind, code: 'X', text: name }) } }, parts)
const inbound = { source: 'user', text: 'one two' } as const
const outcomes: readonly Outcome[] = ['allow', 'ask', 'deny']
const rank = (outcome: Outcome) => outcomes.indexOf(outcome)

describe('join', () => {
  it('only goes up, save that a grant settles the asks so far', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom<Power>('deny', 'ask', 'grant', 'rewrite', 'flag', 'instruct')), (kinds) => {
        let outcome: Outcome = 'allow'
        for (const kind of kinds) {
          const next = join(outcome, kind)
          if (kind === 'grant' && outcome === 'ask') expect(next).toBe('allow')
          else expect(rank(next)).toBeGreaterThanOrEqual(rank(outcome))
          outcome = next
        }
        if (kinds.includes('deny')) expect(outcome).toBe('deny')
        else if (kinds.lastIndexOf('ask') > kinds.lastIndexOf('grant')) expect(outcome).toBe('ask')
        else expect(outcome).toBe('allow')
      }),
    )
  })

  it('is what the kernel does', async () => {
    const kinds = fc.array(fc.constantFrom('deny', 'ask', 'flag', 'instruct'), { maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(kinds, async (list) => {
        const kernel = await createKernel({ plugins: list.map((kind, i) => says(`l${i}`, kind)) })
        const decision = await kernel.onInbound(inbound, session)
        expect(decision.outcome).toBe(list.reduce<Outcome>(join, 'allow'))
        const until = list.indexOf('deny') + 1 || list.length
        expect(decision.rulings.map((r) => r.kind)).toEqual(list.slice(0, until))
      }),
    )
  })
})

describe('a grant', () => {
  const grant = (options: Use['options'] = {}) =>
    make(
      'gate',
      { onInbound: { decide: ['grant'] } },
      { onInbound: { decide: () => ({ kind: 'grant', code: 'X' }) } },
      { options },
    )
  const askLate = make(
    'late',
    { onInbound: { decide: ['ask'] } },
    { onInbound: { decide: () => ({ kind: 'ask', code: 'X' }) } },
  )

  it.each([
    ['settles the asks before it', [says('a', 'ask'), grant()], 'allow'],
    ['does not settle an ask after it', [grant(), askLate], 'ask'],
    ['does not settle a denial', [says('a', 'deny'), grant()], 'deny'],
    ['mints nothing in observe mode', [says('a', 'ask'), grant({ mode: 'observe' })], 'ask'],
  ] as const)('%s', async (_, plugins, outcome) => {
    const kernel = await createKernel({ plugins })
    expect((await kernel.onInbound(inbound, session)).outcome).toBe(outcome)
  })
})

describe('order', () => {
  it('is stages first, then before/after, then the list; and always the same', async () => {
    const names = ['a', 'b', 'c', 'd', 'e']
    const edges = fc.uniqueArray(
      fc.tuple(fc.nat(4), fc.nat(4)).filter(([x, y]) => x < y),
      { selector: String, maxLength: 6 },
    )
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(names, { minLength: 5 }), edges, async (list, pairs) => {
        const plugins = list.map((name) =>
          says(name, 'flag', {
            before: pairs.filter(([x]) => names[x] === name).map(([, y]) => names[y] ?? ''),
          }),
        )
        const order = (await createKernel({ plugins })).explain().map((link) => link.layer)
        expect((await createKernel({ plugins })).explain().map((link) => link.layer)).toEqual(order)
        for (const [x, y] of pairs) expect(order.indexOf(names[x] ?? '')).toBeLessThan(order.indexOf(names[y] ?? ''))
        if (pairs.length === 0) expect(order).toEqual(list)
      }),
    )
  })

  it('runs the five stages in turn, whatever the list says', async () => {
    const ran: string[] = []
    const at = (stage: 'admit' | 'normalize' | 'judge' | 'decide' | 'finish') =>
      make(stage, { onToolCall: { [stage]: ['flag'] } }, { onToolCall: { [stage]: () => void ran.push(stage) } })
    const kernel = await createKernel({
      plugins: (['finish', 'judge', 'admit', 'decide', 'normalize'] as const).map(at),
    })
    await kernel.onToolCall({ tool: 'x', args: {} }, session)
    expect(ran).toEqual(['admit', 'normalize', 'judge', 'decide', 'finish'])
  })
})

describe('the start fails', () => {
  const A = token<number>('A')
  const provider = (
    name: string,
    provides: readonly string[],
    requires: readonly string[] = [],
    does: 'provide' | 'nothing' | 'require' = 'provide',
  ) =>
    use(
      definePlugin({
        name,
        version: '1.0.0',
        codes,
        config: z.strictObject({}),
        manifest: { api: 1, hooks: {}, provides, requires },
        setup: (context) => {
          if (does === 'provide') for (const service of provides) context.provide(token(service), name)
          if (does === 'require') context.require(A)
          return {}
        },
      }),
    )
  const define = (parts: object) =>
    definePlugin({
      name: 'p',
      version: '1.0.0',
      manifest: { api: 1, hooks: {} },
      codes,
      config: z.strictObject({}),
      setup: () => ({}),
      ...parts,
    })

  it.each([
    ['PLUGIN_DUPLICATE', () => [says('a', 'flag'), says('a', 'deny')]],
    [
      'ORDER_CYCLE',
      () => [
        says('a', 'flag', { before: ['b'] }),
        says('b', 'flag', { before: ['c'] }),
        says('c', 'flag', { before: ['a'] }),
      ],
    ],
    ['ORDER_CYCLE', () => [provider('a', ['A'], ['B']), provider('b', ['B'], ['A'])]],
    ['SERVICE_MISSING', () => [provider('a', [], ['A'])]],
    ['SERVICE_DUPLICATE', () => [provider('a', ['A']), provider('b', ['A'])]],
    ['SERVICE_DUPLICATE', () => [provider('a', ['Logger'])]],
    ['SERVICE_NOT_PROVIDED', () => [provider('a', ['A'], [], 'nothing')]],
    ['SERVICE_UNDECLARED', () => [provider('a', [], [], 'require')]],
    ['PLUGIN_HOOK_UNDECLARED', () => [make('a', {}, { onInbound: { judge: () => undefined } })]],
    ['PLUGIN_HOOK_UNDECLARED', () => [make('a', {}, { onSomething: {} } as never)]],
    ['PLUGIN_HOOK_MISSING', () => [make('a', { onInbound: { judge: ['deny'] } }, {})]],
    [
      'PLUGIN_SETUP_FAILED',
      () => [
        use(
          define({
            setup: () => {
              throw new Error('no port')
            },
          }),
        ),
      ],
    ],
    ['PLUGIN_SETUP_FAILED', () => [use(define({ setup: () => undefined as never }))]],
    ['PLUGIN_API_MISMATCH', () => [use(define({ manifest: { api: 2, hooks: {} } }))]],
    ['PLUGIN_INVALID', () => [use({} as never)]],
    ['PLUGIN_INVALID', () => [use(define({ name: 'Not Kebab' }))]],
    ['PLUGIN_INVALID', () => [use(define({ manifest: { api: 1, hooks: { onFoo: {} } } }))]],
    ['PLUGIN_INVALID', () => [use(define({ manifest: { api: 1, hooks: { onInbound: { judge: ['rewrite'] } } } }))]],
    ['PLUGIN_INVALID', () => [use(define({ manifest: { api: 1, hooks: {}, streaming: { window: Number.NaN } } }))]],
    [
      'PLUGIN_INVALID',
      () => [use(define({ manifest: { api: 1, hooks: {}, streaming: { window: 0, whole: ['moon' as never] } } }))],
    ],
    ['PLUGIN_INVALID', () => [use(define({ config: z.object({}) }))]],
    ['PLUGIN_INVALID', () => [use(define({ codes: undefined }))]],
    ['PLUGIN_INVALID', () => [use(define({ manifest: undefined }))]],
    ['PLUGIN_INVALID', () => [use(define({ manifest: { api: 1, hooks: { onInbound: { judge: 'deny' } } } }))]],
    ['PLUGIN_INVALID', () => [use(definePlugin(undefined as never))]],
    [
      'PLUGIN_CONFIG_INVALID',
      () => [use(define({ config: z.strictObject({ n: z.number() }) }), { n: 'x', m: 1 } as never)],
    ],
    ['OPTION_INVALID', () => [says('a', 'flag', { options: { deadlineMs: Number.NaN } })]],
    ['OPTION_INVALID', () => [says('a', 'flag', { options: { mode: 'off' as never } })]],
    ['OPTION_INVALID', () => [says('a', 'flag', { options: { onFailure: 'allow' as never } })]],
  ])('with %s (%#)', async (code, plugins) => {
    await expect(async () => createKernel({ plugins: plugins(), logger: quiet })).rejects.toMatchObject({
      name: 'RingwallError',
      code,
      fix: expect.stringMatching(/\w/),
      message: expect.not.stringContaining('{'),
    })
  })

  it('names the cycle, and every problem of a config', async () => {
    await expect(
      createKernel({ plugins: [says('a', 'flag', { before: ['b'] }), says('b', 'flag', { before: ['a'] })] }),
    ).rejects.toThrow(/a -> b -> a|b -> a -> b/)
    await expect(
      createKernel({
        plugins: [use(define({ config: z.strictObject({ n: z.number() }) }), { n: 'x', m: 1 } as never)],
      }),
    ).rejects.toThrow(/n: .*; .*m/)
  })

  it('when a setup hangs, and disposes what it makes after all', async () => {
    vi.useFakeTimers()
    try {
      const dispose = vi.fn()
      const gate = Promise.withResolvers<undefined>()
      const hangs = use(
        define({
          setup: async () => {
            await gate.promise
            return { dispose }
          },
        }),
      )
      const start = createKernel({ plugins: [hangs] })
      const failed = expect(start).rejects.toMatchObject({
        code: 'PLUGIN_SETUP_FAILED',
        message: expect.stringContaining('30000 ms'),
      })
      await vi.advanceTimersByTimeAsync(30_000)
      await failed
      gate.resolve(undefined)
      await vi.waitFor(() => expect(dispose).toHaveBeenCalledTimes(1))
    } finally {
      vi.useRealTimers()
    }
  })

  it('and disposes what had started, in reverse order', async () => {
    const gone: string[] = []
    const starts = (name: string) => make(name, {}, {}, { layer: { dispose: () => void gone.push(name) } })
    await expect(
      createKernel({ plugins: [starts('a'), starts('b'), provider('c', ['A'], [], 'nothing')] }),
    ).rejects.toThrow()
    expect(gone).toEqual(['b', 'a'])
  })
})

describe('services', () => {
  it('come from whichever layer or host provides them, however the list is ordered, and stay in their kernel', async () => {
    const N = token<number>('N')
    const H = token<string>('H')
    const got: unknown[] = []
    const needs = use(
      definePlugin({
        name: 'needs',
        version: '1.0.0',
        codes,
        config: z.strictObject({}),
        manifest: { api: 1, hooks: {}, requires: ['N', 'H'], optional: ['O'] },
        setup: ({ require, find }) => {
          got.push(require(N), require(H), find(token('O')))
          return {}
        },
      }),
    )
    const gives = (n: number) =>
      use(
        definePlugin({
          name: 'gives',
          version: '1.0.0',
          codes,
          config: z.strictObject({}),
          manifest: { api: 1, hooks: {}, provides: ['N'] },
          setup: ({ provide }) => {
            provide(N, n)
            return {}
          },
        }),
      )
    const services = [{ token: H, value: 'host' }]
    await createKernel({ plugins: [needs, gives(1)], services })
    await createKernel({ plugins: [needs, gives(2)], services })
    expect(got).toEqual([1, 'host', undefined, 2, 'host', undefined])
    await expect(createKernel({ plugins: [needs], services })).rejects.toMatchObject({
      code: 'SERVICE_MISSING',
    })
  })
})

describe('events', () => {
  it('survive listeners that throw or reject, and stop after unsubscribing', async () => {
    const kernel = await createKernel({ plugins: [says('a', 'flag')], logger: quiet })
    const seen: string[] = []
    kernel.events.on('decision', () => {
      throw new Error('listener')
    })
    kernel.events.on('decision', async () => {
      throw new Error('listener')
    })
    const stop = kernel.events.on('decision', (event) => seen.push(event.decision.outcome))
    kernel.events.on('finding', (event) => seen.push(event.ruling.layer))
    await kernel.onInbound(inbound, session)
    stop()
    await kernel.onInbound(inbound, session)
    expect(seen).toEqual(['a', 'allow', 'a'])
    expect(quiet.warn).toHaveBeenCalledTimes(4)
  })
})

describe('what cannot be described', () => {
  const nameless: unknown = Object.create(null) // String() of it throws

  it('harms no dispatch when a listener throws it, and the logger is broken too', async () => {
    const broken = () => {
      throw new Error('the disk is full')
    }
    const kernel = await createKernel({
      plugins: [says('a', 'deny')],
      logger: { debug: broken, info: broken, warn: broken, error: broken },
    })
    for (const name of ['decision', 'finding'] as const)
      kernel.events.on(name, () => {
        throw nameless
      })
    expect((await kernel.onInbound(inbound, session)).outcome).toBe('deny')
    await kernel.close()
  })

  it('leaves no call in flight when a failure cannot be told', async () => {
    const throws = make(
      't',
      { onInbound: { judge: ['deny'] } },
      {
        onInbound: {
          judge: () => {
            throw nameless
          },
        },
      },
    )
    const kernel = await createKernel({
      plugins: [throws],
      logger: {
        ...quiet,
        warn: () => {
          throw nameless
        },
      },
    })
    kernel.events.on('failure', () => {
      throw nameless
    })
    expect((await kernel.onInbound(inbound, session)).rulings).toMatchObject([{ layer: 't', code: 'LAYER_FAILED' }])
    await kernel.close()
  })

  it('is a result of a tool, and a failure of a setup', async () => {
    const kernel = await createKernel({ plugins: [] })
    const result = await kernel.guardTool({ tool: 't', args: {} }, session, () => {
      throw nameless
    })
    expect(result).toMatchObject({ outcome: 'allow', failed: true })
    const broken = definePlugin({
      name: 'b',
      version: '1.0.0',
      manifest: { api: 1, hooks: {} },
      codes,
      config: z.strictObject({}),
      setup: () => {
        throw nameless
      },
    })
    await expect(createKernel({ plugins: [use(broken)] })).rejects.toMatchObject({ code: 'PLUGIN_SETUP_FAILED' })
  })
})

describe('rewrites', () => {
  const edit = (name: string, stage: 'normalize' | 'finish', start: number, end: number, text: string) =>
    make(
      name,
      { onInbound: { [stage]: ['rewrite'] } },
      {
        onInbound: {
          [stage]: () => ({
            kind: 'rewrite',
            code: 'X',
            edits: [{ start, end, text }],
            findings: [{ rule: name, severity: 'low', span: { start, end } }],
          }),
        },
      },
    )

  it('apply in turn, and their spans refer to the text that the host passed', async () => {
    const kernel = await createKernel({
      plugins: [edit('one', 'normalize', 0, 4, ''), edit('two', 'finish', 0, 3, '2')],
    })
    const decision = await kernel.onInbound(inbound, session)
    expect(decision.payload?.text).toBe('2')
    expect(decision.rulings.flatMap((r) => r.findings.map((f) => f.span))).toEqual([
      { start: 0, end: 4 },
      { start: 0, end: 7 },
    ])
  })

  it('set only declared paths of structured values', async () => {
    const set = (path: string, value: unknown) =>
      make(
        's',
        { onToolCall: { finish: ['rewrite'] } },
        {
          onToolCall: {
            finish: () => ({ kind: 'rewrite', code: 'X', set: [{ path, value: value as never }] }),
          },
        },
        { rewrites: ['/url', '/list/*', '/deep/**'] },
      )
    const call = { tool: 't', args: { url: 'a', list: [1, 2], deep: { a: { b: 1 } }, other: 1 } }
    const run = async (path: string, value: unknown) =>
      (await createKernel({ plugins: [set(path, value)] })).onToolCall(call, session)
    expect((await run('/url', 'b')).payload?.args['url']).toBe('b')
    expect((await run('/list/1', 9)).payload?.args['list']).toEqual([1, 9])
    expect((await run('/deep/a/b', [1])).payload?.args['deep']).toEqual({ a: { b: [1] } })
    for (const [path, value] of [
      ['/other', 1],
      ['/list/5', 1],
      ['/list/01', 1],
      ['/deep/x/y', 1],
      ['/url', Number.NaN],
      ['', {}],
      ['/url/x', 1],
    ]) {
      expect((await run(String(path), value)).rulings, String(path)).toMatchObject([{ code: 'LAYER_FAILED' }])
    }
  })
})

describe('a rewrite of a memory', () => {
  const memory = { text: 'ab', trust: 'learned', provenance: { url: 'u', tool: 't' } } as const
  const run = async (answer: object, trust: Trust = 'learned', rewrites = ['/trust', '/provenance/*']) => {
    const finish = () => ({ kind: 'rewrite' as const, code: 'X', ...answer })
    const line = make('m', { onMemoryWrite: { finish: ['rewrite'] } }, { onMemoryWrite: { finish } }, { rewrites })
    return (await createKernel({ plugins: [line] })).onMemoryWrite({ ...memory, trust }, session)
  }

  it('changes its text, its labels, or both at once', async () => {
    const edits = [{ start: 0, end: 1, text: 'x' }]
    const set = [{ path: '/trust', value: 'external' }]
    expect((await run({ edits })).payload).toMatchObject({ ...memory, text: 'xb' })
    expect((await run({ set })).payload).toMatchObject({ ...memory, trust: 'external' })
    expect((await run({ edits, set })).payload).toMatchObject({ ...memory, text: 'xb', trust: 'external' })
    const { payload } = await run({ set: [{ path: '/provenance/url', value: 'v' }] })
    expect(payload?.provenance).toEqual({ url: 'v', tool: 't' })
  })

  it('never raises trust, whatever it stood at', async () => {
    const levels = ['system', 'learned', 'external'] as const
    for (const [from, before] of levels.entries())
      for (const [to, value] of levels.entries()) {
        const { payload, rulings } = await run({ set: [{ path: '/trust', value }] }, before)
        expect(payload?.trust, `${before} to ${value}`).toBe(to < from ? undefined : value)
        expect(rulings[0]?.code).toBe(to < from ? 'LAYER_FAILED' : 'X')
      }
  })

  it.each([
    [{ set: [{ path: '/trust', value: 'none' }] }],
    [{ set: [{ path: '/trust', value: 1 }] }],
    [{ set: [{ path: '/text', value: 'x' }] }],
    [{ set: [{ path: '/provenance', value: {} }] }],
    [{ set: [{ path: '', value: 'x' }] }],
    [{}],
  ])('is a failure where it is %j', async (answer) => {
    expect((await run(answer)).rulings).toMatchObject([{ code: 'LAYER_FAILED', kind: 'deny' }])
  })

  it('leaves the text to edits, even where every path is declared', async () => {
    const value = { trust: 'external', provenance: {}, text: 'other' }
    expect((await run({ set: [{ path: '', value }] }, 'learned', [''])).payload).toMatchObject({ text: 'ab' })
  })

  it('does not happen where the layer only observes', async () => {
    const finish = () => ({ kind: 'rewrite' as const, code: 'X', set: [{ path: '/trust', value: 'external' }] })
    const parts = { rewrites: ['/trust'], options: { mode: 'observe' } } as const
    const line = make('m', { onMemoryWrite: { finish: ['rewrite'] } }, { onMemoryWrite: { finish } }, parts)
    const kernel = await createKernel({ plugins: [line] })
    expect((await kernel.onMemoryWrite(memory, session)).payload?.trust).toBe('learned')
  })
})

describe('find', () => {
  it('answers the service of the layers that run now, or undefined', async () => {
    const Name = token<string>('Name')
    const providing = (name: string): Use =>
      use(
        definePlugin({
          name,
          version: '1.0.0',
          manifest: { api: 1, hooks: {}, provides: ['Name'] },
          codes,
          config: z.strictObject({}),
          setup: ({ provide }) => (provide(Name, name), {}),
        }),
      )
    const kernel = await createKernel({ plugins: [providing('one')] })
    expect([kernel.find(Name), kernel.find(token('Other'))]).toEqual(['one', undefined])
    await kernel.reload({ plugins: [providing('two')] })
    expect(kernel.find(Name)).toBe('two')
    await kernel.reload({ plugins: [] })
    expect(kernel.find(Name)).toBeUndefined()
  })
})

describe('guardTool', () => {
  it('runs the checked args and guards the result', async () => {
    const clean = make(
      'clean',
      { onToolCall: { finish: ['rewrite'] }, onInbound: { normalize: ['rewrite'], judge: ['deny'] } },
      {
        onToolCall: { finish: () => ({ kind: 'rewrite', code: 'X', set: [{ path: '/n', value: 2 }] }) },
        onInbound: {
          normalize: () => ({ kind: 'rewrite', code: 'X', edits: [{ start: 0, end: 0, text: '> ' }] }),
          judge: (event) => (event.payload.text.includes('evil') ? { kind: 'deny', code: 'X' } : undefined),
        },
      },
      { rewrites: ['/n'] },
    )
    const kernel = await createKernel({ plugins: [clean] })
    const call = { tool: 't', args: { n: 1 } }
    expect(await kernel.guardTool(call, session, ({ n }) => `n is ${String(n)}`)).toMatchObject({
      outcome: 'allow',
      text: '> n is 2',
      failed: false,
    })
    expect(await kernel.guardTool(call, session, () => ({ a: 1 }))).toMatchObject({ text: '> {"a":1}' })
    expect(
      await kernel.guardTool(call, session, () => {
        throw new Error('disk full')
      }),
    ).toMatchObject({ outcome: 'allow', text: '> Error: disk full', failed: true })
    const evil = await kernel.guardTool(call, session, () => Promise.reject(new Error('evil')))
    expect(evil).toMatchObject({ outcome: 'deny', failed: true })
    expect(evil.text).toBeUndefined()
  })

  it('does not run what is denied or waits for a person', async () => {
    for (const kind of ['deny', 'ask'] as const) {
      const stop = make(
        'stop',
        { onToolCall: { judge: [kind] } },
        { onToolCall: { judge: () => ({ kind, code: 'X' }) } },
      )
      const run = vi.fn()
      const kernel = await createKernel({ plugins: [stop] })
      expect((await kernel.guardTool({ tool: 't', args: {} }, session, run)).outcome).toBe(kind)
      expect(run).not.toHaveBeenCalled()
    }
  })
})

describe('reload and close', () => {
  const slow = (name: string, gone: string[], gate: Promise<unknown>) =>
    make(
      name,
      { onInbound: { judge: ['flag'] } },
      {
        onInbound: {
          judge: async () => {
            await gate
            return { kind: 'flag', code: 'X' }
          },
        },
      },
      { layer: { dispose: () => void gone.push(name) }, deadlineMs: 5000 },
    )

  it('lets calls in flight finish on the old generation, then disposes it', async () => {
    const gone: string[] = []
    const gate = Promise.withResolvers<undefined>()
    const kernel = await createKernel({ plugins: [slow('old', gone, gate.promise)] })
    const going = kernel.onInbound(inbound, session)
    await kernel.reload({ plugins: [slow('new', gone, Promise.resolve())] })
    expect((await kernel.onInbound(inbound, session)).rulings).toMatchObject([{ layer: 'new' }])
    expect(gone).toEqual([])
    gate.resolve(undefined)
    expect((await going).rulings).toMatchObject([{ layer: 'old' }])
    await vi.waitFor(() => expect(gone).toEqual(['old']))
    await kernel.close()
    expect(gone).toEqual(['old', 'new'])
  })

  it('keeps the old generation when the new one cannot start', async () => {
    const kernel = await createKernel({ plugins: [says('a', 'deny')] })
    await expect(kernel.reload({ plugins: [says('b', 'flag'), says('b', 'flag')] })).rejects.toMatchObject({
      code: 'PLUGIN_DUPLICATE',
    })
    expect((await kernel.onInbound(inbound, session)).rulings).toMatchObject([{ layer: 'a' }])
    await kernel.reload({ plugins: [says('b', 'deny')] })
    expect((await kernel.onInbound(inbound, session)).rulings).toMatchObject([{ layer: 'b' }])
  })

  it('closes once, waits for calls in flight, disposes in reverse, and denies from then on', async () => {
    const gone: string[] = []
    const gate = Promise.withResolvers<undefined>()
    const breaks = make(
      'breaks',
      {},
      {},
      {
        layer: {
          dispose: () => {
            throw new Error('stuck')
          },
        },
      },
    )
    const kernel = await createKernel({
      plugins: [
        slow('a', gone, gate.promise),
        breaks,
        make('b', {}, {}, { layer: { dispose: () => void gone.push('b') } }),
      ],
      logger: quiet,
    })
    const going = kernel.onInbound(inbound, session)
    const closing = Promise.all([kernel.close(), kernel.close()])
    expect((await kernel.onInbound(inbound, session)).rulings).toMatchObject([
      { layer: 'kernel', code: 'KERNEL_CLOSED' },
    ])
    gate.resolve(undefined)
    expect((await going).outcome).toBe('allow')
    await closing
    expect(gone).toEqual(['b', 'a'])
    await expect(kernel.reload({ plugins: [] })).rejects.toMatchObject({ code: 'KERNEL_CLOSED' })
  })

  it('finishes a stream on the generation on which it began', async () => {
    const gone: string[] = []
    const kernel = await createKernel({ plugins: [slow('old', gone, Promise.resolve())] })
    const stream = kernel.outboundStream(session)
    await kernel.reload({ plugins: [] })
    expect(gone).toEqual([])
    await stream.readable.cancel()
    await vi.waitFor(() => expect(gone).toEqual(['old']))
  })
})

describe('setup', () => {
  it('is told whether the layer only observes', async () => {
    const seen: string[] = []
    const tells = definePlugin({
      name: 'tells',
      version: '1.0.0',
      manifest: { api: 1, hooks: {} },
      codes,
      config: z.strictObject({}),
      setup: ({ mode }) => (seen.push(mode), {}),
    })
    await createKernel({ plugins: [use(tells)] })
    await createKernel({ plugins: [use(tells, {}, { mode: 'observe' })] })
    expect(seen).toEqual(['enforce', 'observe'])
  })
})

describe('scores', () => {
  it('are kept by layer, and must be 0 to 1', async () => {
    const score = (name: string, value: number) =>
      make(
        name,
        { onInbound: { judge: ['flag'] } },
        { onInbound: { judge: (event) => event.score(value) as undefined } },
      )
    expect(
      await (await createKernel({ plugins: [score('a', 0.25), score('b', 1)] })).onInbound(inbound, session),
    ).toMatchObject({ outcome: 'allow', scores: { a: 0.25, b: 1 }, rulings: [] })
    expect(
      (await (await createKernel({ plugins: [score('a', Number.NaN)] })).onInbound(inbound, session)).rulings,
    ).toMatchObject([{ code: 'LAYER_FAILED' }])
  })
})
