import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  createKernel,
  HOOKS,
  STAGE_POWERS,
  STAGES,
  type Hook,
  type Kernel,
  type Payloads,
  type Power,
  type Stage,
  type Use,
} from '../src/index.ts'
import { make, session } from './make.ts'

const payloads: Payloads = {
  onInbound: { source: 'user', text: 'some text' },
  onToolCall: { tool: 'read', args: { path: 'a' } },
  onOutbound: { destination: 'user', body: 'some text' },
  onMemoryWrite: { text: 'some text', trust: 'external' },
}
const places = HOOKS.flatMap((hook) => STAGES.map((stage) => [hook, stage] as const))
const powers: readonly Power[] = ['deny', 'ask', 'grant', 'rewrite', 'flag', 'instruct']
const later = (ms: number, value?: unknown) => new Promise((resolve) => setTimeout(resolve, ms, value))

/** What a layer may do wrong, in any stage of any hook. */
const wrongs: Readonly<Record<string, () => unknown>> = {
  throws: () => {
    throw new Error('broken')
  },
  'throws a string': () => {
    throw 'broken'
  },
  'throws something that cannot be described': () => {
    throw {
      toString: () => {
        throw new Error('again')
      },
    }
  },
  rejects: () => Promise.reject(new Error('broken')),
  hangs: () => new Promise(() => undefined),
  'answers late': () => later(60),
  'answers late, with the event loop blocked': async () => {
    await Promise.resolve()
    const until = performance.now() + 40
    while (performance.now() < until);
  },
  'answers null': () => null,
  'answers true': () => true,
  'answers a number, later': () => later(1, 7),
  'answers an unknown kind': () => ({ kind: 'allow', code: 'X' }),
  'answers a kind that only objects inherit': () => ({ kind: 'constructor', code: 'X' }),
  'answers without a code': () => ({ kind: 'flag' }),
  'answers an undeclared code': () => ({ kind: 'flag', code: 'TOSTRING' }),
  'answers a code that only objects inherit': () => ({ kind: 'flag', code: 'toString' }),
  'answers findings that are none': () => ({ kind: 'flag', code: 'X', findings: [null] }),
  'answers a finding without severity': () => ({ kind: 'flag', code: 'X', findings: [{ rule: 'r' }] }),
  'answers a score that is NaN': () => ({
    kind: 'flag',
    code: 'X',
    findings: [{ rule: 'r', severity: 'low', score: Number.NaN }],
  }),
  'answers a span outside the text': () => ({
    kind: 'flag',
    code: 'X',
    findings: [{ rule: 'r', severity: 'low', span: { start: 0, end: 99 } }],
  }),
  'answers a message that is an object': () => ({ kind: 'flag', code: 'X', message: {} }),
  'answers a getter that throws': () => ({
    kind: 'flag',
    get code() {
      throw new Error('trap')
    },
  }),
  'answers one good and one bad verdict': () => [
    { kind: 'flag', code: 'X' },
    { kind: 'flag', code: 'nope' },
  ],
  'answers a thenable that throws': () => ({
    // oxlint-disable-next-line unicorn/no-thenable -- that is the attack
    then: () => {
      throw new Error('trap')
    },
  }),
}

function layer(
  hook: Hook,
  stage: Stage,
  handler: unknown,
  declared: readonly Power[],
  options: Use['options'] = {},
): Use {
  const fields = { [hook]: { [stage]: declared } }
  return make('wrong', fields, { [hook]: { [stage]: handler } }, { deadlineMs: 20, options })
}

function call(kernel: Kernel, hook: Hook) {
  return kernel.dispatch(hook, payloads[hook], session)
}

describe.each(places)('a layer in %s %s', (hook, stage) => {
  const admitted: readonly Power[] = STAGE_POWERS[stage]

  it.each(Object.keys(wrongs))('that %s is an attributed denial', async (wrong) => {
    let passed = false
    const after = make(
      'after',
      { [hook]: { finish: ['flag'] } },
      {
        [hook]: {
          finish: () => {
            passed = true
          },
        },
      },
      { after: ['wrong'] },
    )
    const kernel = await createKernel({ plugins: [layer(hook, stage, wrongs[wrong], admitted), after] })
    const failures: unknown[] = []
    kernel.events.on('failure', (event) => failures.push(event))
    const decision = await call(kernel, hook)
    expect(decision.outcome).toBe('deny')
    expect(decision.payload).toBeUndefined()
    expect(decision.rulings).toMatchObject([
      { layer: 'wrong', hook, stage, kind: 'deny', code: 'LAYER_FAILED', enforced: true },
    ])
    expect(failures).toMatchObject([{ layer: 'wrong', hook, bypassed: false }])
    expect(passed).toBe(false)
    await kernel.close()
  })

  it.each(powers)('that uses the power %s without declaring it is an attributed denial', async (power) => {
    const declared = admitted.filter((p) => p !== power)
    const kernel = await createKernel({
      plugins: [layer(hook, stage, () => ({ kind: power, code: 'X', text: 't', edits: [] }), declared)],
    })
    expect((await call(kernel, hook)).rulings).toMatchObject([{ layer: 'wrong', code: 'LAYER_FAILED' }])
    await kernel.close()
  })

  it('goes on after a failure only where the operator said so, and says it did', async () => {
    const kernel = await createKernel({
      plugins: [layer(hook, stage, wrongs['throws'], admitted, { onFailure: 'flag' })],
    })
    const failures: unknown[] = []
    kernel.events.on('failure', (event) => failures.push(event))
    const decision = await call(kernel, hook)
    expect(decision.outcome).toBe('allow')
    expect(decision.rulings).toMatchObject([{ layer: 'wrong', kind: 'flag', code: 'LAYER_FAILED' }])
    expect(failures).toMatchObject([{ bypassed: true }])
    await kernel.close()
  })

  it('enforces nothing in observe mode, and records what it would have done', async () => {
    for (const kind of admitted) {
      const answer = { kind, code: 'X', text: 't', ...(kind === 'rewrite' ? rewriteOf(hook) : undefined) }
      const line = make(
        'watch',
        { [hook]: { [stage]: admitted } },
        { [hook]: { [stage]: () => answer } },
        { rewrites: ['/**'], options: { mode: 'observe' } },
      )
      const kernel = await createKernel({ plugins: [line] })
      const decision = await call(kernel, hook)
      expect(decision).toMatchObject({
        outcome: 'allow',
        payload: payloads[hook],
        instructions: [],
        rulings: [{ layer: 'watch', kind, enforced: false }],
      })
      await kernel.close()
    }
  })
})

function rewriteOf(hook: Hook): object {
  return hook === 'onToolCall' ? { set: [{ path: '/path', value: 'b' }] } : { edits: [{ start: 0, end: 1, text: '' }] }
}

describe('late answers', () => {
  it('aborts the signal after the denial, so that settling on abort does not win', async () => {
    let aborted = false
    const kernel = await createKernel({
      plugins: [
        layer(
          'onInbound',
          'judge',
          (event: { signal: AbortSignal }) =>
            new Promise((resolve) => {
              event.signal.addEventListener('abort', () => {
                aborted = true
                resolve(undefined)
              })
            }),
          ['deny'],
        ),
      ],
    })
    expect((await call(kernel, 'onInbound')).outcome).toBe('deny')
    await later(5)
    expect(aborted).toBe(true)
  })

  it('gives each asynchronous handler a deadline of its own', async () => {
    const slow = (name: string) =>
      make(
        name,
        { onInbound: { judge: ['flag'] } },
        {
          onInbound: {
            judge: async () => {
              await later(60)
            },
          },
        },
        { deadlineMs: 100 },
      )
    const kernel = await createKernel({ plugins: [slow('a'), slow('b'), slow('c')] })
    expect((await call(kernel, 'onInbound')).outcome).toBe('allow')
  })
})

describe('what layers are given', () => {
  it('is read-only, deep down', async () => {
    const tries = [
      (event: Record<string, unknown>) => {
        event['payload'] = {}
      },
      (event: { payload: { args: { list: unknown[] } } }) => {
        event.payload.args.list.push(1)
      },
      (event: { payload: { args: Record<string, unknown> } }) => {
        event.payload.args['path'] = 'b'
      },
      (event: { session: Record<string, unknown> }) => {
        event.session['agentId'] = 'root'
      },
    ]
    for (const attempt of tries) {
      const kernel = await createKernel({ plugins: [layer('onToolCall', 'judge', attempt, ['flag'])] })
      const args = { path: 'a', list: [1, 2] }
      const decision = await kernel.onToolCall({ tool: 'read', args }, session)
      expect(decision.rulings).toMatchObject([{ code: 'LAYER_FAILED' }])
      expect(args).toEqual({ path: 'a', list: [1, 2] })
    }
  })

  it('keeps one layer from unsaying what another said', async () => {
    const first = make(
      'first',
      { onInbound: { admit: ['ask'] } },
      { onInbound: { admit: () => ({ kind: 'ask', code: 'X' }) } },
    )
    const second = layer(
      'onInbound',
      'judge',
      (event: { rulings: unknown[] }) => {
        event.rulings.length = 0
      },
      ['flag'],
    )
    const kernel = await createKernel({ plugins: [first, second] })
    const decision = await call(kernel, 'onInbound')
    expect(decision.outcome).toBe('ask')
    expect(decision.rulings).toMatchObject([{ layer: 'first' }])
  })

  it('is what the host passed when it called, not what it made of it since', async () => {
    const seen: string[] = []
    const wait = make(
      'wait',
      { onToolCall: { admit: ['flag'], judge: ['flag'] } },
      {
        onToolCall: {
          admit: async () => {
            await later(5)
          },
          judge: (event) => {
            seen.push(String(event.payload.args['path']))
          },
        },
      },
    )
    const kernel = await createKernel({ plugins: [wait] })
    const args = { path: 'a' }
    const going = kernel.onToolCall({ tool: 'read', args }, session)
    args.path = '/etc/shadow'
    expect((await going).payload?.args).toEqual({ path: 'a' })
    expect(seen).toEqual(['a'])
  })
})

describe('bad payloads', () => {
  const cyclic: Record<string, unknown> = {}
  cyclic['self'] = cyclic
  it.each([
    ['onInbound', { source: 'nowhere', text: '' }],
    ['onInbound', { source: 'user' }],
    ['onInbound', undefined],
    ['onInbound', { source: 'user', text: 't', meta: [] }],
    ['onToolCall', { tool: '', args: {} }],
    ['onToolCall', { tool: 'read', args: { n: Number.NaN } }],
    ['onToolCall', { tool: 'read', args: cyclic }],
    ['onToolCall', { tool: 'read', args: { when: new Date() } }],
    ['onToolCall', { tool: 'read', args: [undefined] }],
    ['onOutbound', { destination: 'moon', body: '' }],
    ['onOutbound', { destination: 'user', body: () => 'x' }],
    ['onMemoryWrite', { text: 't', trust: 'total' }],
    ['onNothing', {}],
  ])('%s %j is denied', async (hook, payload) => {
    const kernel = await createKernel({ plugins: [] })
    const decision = await kernel.dispatch(hook as 'onInbound', payload as never, session)
    expect(decision).toMatchObject({
      outcome: 'deny',
      rulings: [{ layer: 'kernel', code: 'PAYLOAD_INVALID' }],
    })
  })

  it.each([{ ...session, tenantId: '' }, { ...session, userId: '' }, { tenantId: 't', agentId: 'a' }, null])(
    'session %j is denied',
    async (who) => {
      const kernel = await createKernel({ plugins: [] })
      expect((await kernel.onInbound(payloads.onInbound, who as never)).rulings).toMatchObject([
        { code: 'PAYLOAD_INVALID' },
      ])
    },
  )

  it('keeps a key named __proto__ in sight', async () => {
    const kernel = await createKernel({ plugins: [] })
    const args: Record<string, never> = JSON.parse('{"__proto__":{"x":1}}')
    const decision = await kernel.onToolCall({ tool: 'read', args }, session)
    expect(JSON.stringify(decision.payload?.args)).toBe('{"__proto__":{"x":1}}')
  })

  it('never rejects, whatever the payload', async () => {
    const kernel = await createKernel({ plugins: [] })
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...HOOKS), fc.anything(), fc.anything(), async (hook, payload, who) => {
        expect(['allow', 'deny']).toContain((await kernel.dispatch(hook, payload as never, who as never)).outcome)
      }),
    )
  })
})
