import { token, type JsonObject, type Ruling } from '@ringwall/core'
import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { ApprovalsToken } from '../src/index.ts'
import { other } from './asker.ts'
import { approveFirst, codesOf, makeWorld, provenance, SESSION, waiting } from './world.ts'

const CALL = { tool: 'ask_exec', args: { command: 'ls' } }
const DRY = { token: token('DryRun'), value: true }

test('a call waits for a person and goes on once it is approved', async () => {
  const { kernel, desk } = await makeWorld()
  const wall = await kernel()
  const call = wall.onToolCall(CALL, { ...SESSION, traceId: 'trace' })
  const [request] = await waiting(desk)
  expect(request).toMatchObject({
    tool: 'ask_exec',
    args: '{"command":"ls"}',
    tenant: 't',
    agent: 'a',
    session: 's',
    user: 'u',
  })
  expect(request?.reasons).toEqual([{ code: 'asker/NEEDED', message: 'really?' }])
  await approveFirst(desk)
  const decision = await call
  expect(decision.outcome).toBe('allow')
  expect(codesOf(decision)).toEqual(['APPROVAL_GRANTED', 'APPROVAL_CHECKED'])
  expect(wall.told.map(({ kind, by, session }) => [kind, by, session.traceId])).toEqual([
    ['requested', undefined, 'trace'],
    ['granted', 'ada', 'trace'],
    ['used', 'ada', 'trace'],
  ])
  expect(JSON.stringify(wall.told)).not.toContain('ls')
  expect(await desk.list()).toEqual({ pending: [], standing: [], forged: [] })
})

test('where nobody asks, nothing is said, and no key is made', async () => {
  const { kernel, keyFile } = await makeWorld()
  const wall = await kernel()
  expect((await wall.onToolCall({ tool: 'read', args: {} }, SESSION)).rulings).toEqual([])
  expect(existsSync(keyFile)).toBe(false)
})

describe('an approval of one call', () => {
  test('serves one of those that wait for it; the others are told so', async () => {
    const { kernel, desk } = await makeWorld()
    const walls = [await kernel(), await kernel()]
    const calls = [0, 1, 2, 3, 4, 5].map((i) =>
      walls[i % 2]?.onToolCall({ ...CALL, meta: { callId: `${i}` } }, SESSION),
    )
    await waiting(desk)
    await new Promise((resolve) => setTimeout(resolve, 50)) // all have joined
    expect((await desk.list()).pending).toHaveLength(1)
    await approveFirst(desk)
    const made = await Promise.all(calls)
    expect(made.filter((decision) => decision?.outcome === 'allow')).toHaveLength(1)
    expect(
      made.flatMap((decision) => (decision ? codesOf(decision) : [])).filter((code) => code === 'APPROVAL_SPENT'),
    ).toHaveLength(5)
  })

  test.for([
    ['args', { args: { command: 'ls -l' } }],
    ['an argument more', { args: { command: 'ls', _confirmed: true, approved: true } }],
    ['the tool', { tool: 'ask_exec2' }],
    ['the spelling of the tool', { tool: 'ask_Exec' }],
    ['the type of an argument', { args: { command: ['ls'] } }],
    ['the reason', { args: { command: 'ls', why: 'other' } }],
  ] as readonly [string, { readonly tool?: string; readonly args?: JsonObject }][])(
    'is none for another call: %s',
    async ([, change]) => {
      const { kernel, desk } = await makeWorld()
      const wall = await kernel({ onAsk: 'return' })
      await wall.onToolCall(CALL, SESSION)
      await approveFirst(desk, { scope: 'args' })
      expect((await wall.onToolCall({ ...CALL, ...change }, SESSION)).outcome).toBe('ask')
      expect((await wall.onToolCall(CALL, SESSION)).outcome).toBe('allow')
    },
  )

  test.for([
    ['tenantId', { tenantId: 't2' }],
    ['agentId', { agentId: 'a2' }],
    ['sessionId', { sessionId: 's2' }],
    ['userId', { userId: 'u2' }],
    ['no user', { userId: undefined }],
    ['border between the two', { agentId: 'as', sessionId: 's' }],
  ] as const)('of any scope is none for another %s', async ([, change]) => {
    const { kernel, desk } = await makeWorld()
    const wall = await kernel({ onAsk: 'return' })
    await wall.onToolCall(CALL, SESSION)
    await approveFirst(desk, { scope: 'session' })
    const { userId, ...rest } = { ...SESSION, ...change }
    expect((await wall.onToolCall(CALL, { ...rest, ...(userId === undefined ? {} : { userId }) })).outcome).toBe('ask')
    expect((await wall.onToolCall(CALL, { ...SESSION, traceId: 'other', channel: 'other' })).outcome).toBe('allow')
  })

  test('is nothing that a call can say of itself', async () => {
    const { kernel } = await makeWorld()
    const wall = await kernel({ onAsk: 'return' })
    const meta = {
      approved: true,
      _confirmed: true,
      approval: { by: 'ada', scope: 'session' },
      annotations: { approved: true },
    }
    for (const args of [{ _confirmed: true }, { approved: true, approver: 'ada' }, { confirm: 'yes', __proto__: null }])
      expect((await wall.onToolCall({ tool: 'ask_x', args, meta }, SESSION)).outcome).toBe('ask')
  })

  test('waits for its call for so long, and no longer', async () => {
    const { kernel, desk, advance } = await makeWorld()
    const wall = await kernel({ onAsk: 'return', approvalCacheMs: 30_000, denialCacheMs: 0 })
    await wall.onToolCall(CALL, SESSION)
    await approveFirst(desk)
    advance(29_000)
    expect((await wall.onToolCall(CALL, SESSION)).outcome).toBe('allow')
    expect((await wall.onToolCall(CALL, SESSION)).outcome).toBe('ask')
    await approveFirst(desk)
    advance(31_000)
    expect((await wall.onToolCall(CALL, SESSION)).outcome).toBe('ask')
  })
})

describe('an approval of several calls', () => {
  const OTHER = { tool: 'ask_exec', args: { command: 'pwd' } }

  test('of these args serves just those, until its end', async () => {
    const { kernel, desk, advance } = await makeWorld()
    const wall = await kernel({ onAsk: 'return', maxGrantMs: 60_000 })
    await wall.onToolCall(CALL, SESSION)
    await approveFirst(desk, { scope: 'args' })
    for (let i = 0; i < 3; i++) expect((await wall.onToolCall(CALL, SESSION)).outcome).toBe('allow')
    expect((await wall.onToolCall(OTHER, SESSION)).outcome).toBe('ask')
    advance(60_500)
    expect((await wall.onToolCall(CALL, SESSION)).outcome).toBe('ask')
  })

  test.for(['session', 'until'] as const)(
    'of the scope %s serves every call of the tool for the same reasons',
    async (scope) => {
      const { kernel, desk, store, advance } = await makeWorld()
      const wall = await kernel({ onAsk: 'return' })
      await wall.onToolCall(CALL, SESSION)
      await approveFirst(desk, { scope, until: (await store.time()) + 5000 })
      expect((await wall.onToolCall(OTHER, SESSION)).outcome).toBe('allow')
      expect((await wall.onToolCall({ ...OTHER, args: { why: 'other' } }, SESSION)).outcome).toBe('ask')
      expect((await wall.onToolCall({ ...OTHER, tool: 'ask_else' }, SESSION)).outcome).toBe('ask')
      advance(5000)
      expect((await wall.onToolCall(OTHER, SESSION)).outcome).toBe('ask')
    },
  )

  test('wakes all that wait', async () => {
    const { kernel, desk } = await makeWorld()
    const walls = [await kernel(), await kernel()]
    const calls = walls.map((wall) => wall.onToolCall(CALL, SESSION))
    await waiting(desk)
    await approveFirst(desk, { scope: 'args' })
    expect((await Promise.all(calls)).map(({ outcome }) => outcome)).toEqual(['allow', 'allow'])
  })

  test('that is taken back holds at once nowhere', async () => {
    const { kernel, desk } = await makeWorld()
    const walls = [await kernel({ onAsk: 'return' }), await kernel({ onAsk: 'return', denialCacheMs: 0 })]
    await walls[0]?.onToolCall(CALL, SESSION)
    const id = await approveFirst(desk, { scope: 'session' })
    expect((await walls[1]?.onToolCall(OTHER, SESSION))?.outcome).toBe('allow')
    expect(await desk.revoke(id.slice(0, 6), { approver: 'bob' })).toMatchObject({ id, scope: 'session' })
    for (const wall of walls) expect((await wall.onToolCall({ ...OTHER, args: { a: 1 } }, SESSION)).outcome).toBe('ask')
    // The very call that was taken back is not asked about again for a while.
    expect((await walls[0]?.onToolCall(CALL, SESSION))?.outcome).toBe('deny')
    await expect(desk.revoke(id, { approver: 'bob' })).rejects.toMatchObject({ code: 'APPROVALS_UNKNOWN' })
  })

  test('whose clock is set back is over all the same', async () => {
    const { kernel, desk, store, advance } = await makeWorld()
    const config = { onAsk: 'return', denialCacheMs: 0 } as const
    const wall = await kernel(config)
    await wall.onToolCall(CALL, SESSION)
    await approveFirst(desk, { scope: 'session', until: (await store.time()) + 60_000 })
    advance(61_000)
    expect((await wall.onToolCall(OTHER, SESSION)).outcome).toBe('ask')
    advance(-30_000)
    for (const each of [wall, await kernel(config)])
      expect((await each.onToolCall({ ...OTHER, args: { b: 1 } }, SESSION)).outcome).toBe('ask')
  })

  test('from the future counts as none', async () => {
    const { kernel, desk, advance } = await makeWorld()
    await (await kernel({ onAsk: 'return' })).onToolCall(CALL, SESSION)
    await approveFirst(desk, { scope: 'session' })
    advance(-3_600_000)
    expect((await (await kernel({ onAsk: 'return', denialCacheMs: 0 })).onToolCall(OTHER, SESSION)).outcome).toBe('ask')
  })
})

describe('without an approval', () => {
  test('a denial denies, and the same call again without asking', async () => {
    const { kernel, desk, advance } = await makeWorld()
    const wall = await kernel()
    const call = wall.onToolCall(CALL, SESSION)
    const [request] = await waiting(desk)
    await desk.deny(request?.id ?? '', { approver: 'bob', note: 'not on Fridays' })
    const decision = await call
    expect([decision.outcome, codesOf(decision)]).toEqual(['deny', ['APPROVAL_DENIED']])
    expect(decision.rulings.at(-1)?.detail).toBe('denied by bob: not on Fridays')
    expect(decision.rulings.at(-1)?.message).not.toContain('bob')
    expect(codesOf(await wall.onToolCall(CALL, SESSION))).toEqual(['APPROVAL_DENIED'])
    advance(60_500)
    const again = wall.onToolCall(CALL, SESSION)
    await waiting(desk)
    await approveFirst(desk)
    expect((await again).outcome).toBe('allow')
    expect(wall.told.map(({ kind }) => kind)).toEqual(['requested', 'denied', 'requested', 'granted', 'used'])
  })

  test('a time-out denies, and the same call again without asking', async () => {
    const { kernel, desk, advance } = await makeWorld()
    const wall = await kernel({ timeoutMs: 10_000 })
    const call = wall.onToolCall(CALL, SESSION)
    const [request] = await waiting(desk)
    advance(10_000)
    expect(codesOf(await call)).toEqual(['APPROVAL_TIMEOUT'])
    await expect(approveOf(desk, request)).rejects.toMatchObject({ code: 'APPROVALS_SETTLED' })
    expect(codesOf(await wall.onToolCall(CALL, SESSION))).toEqual(['APPROVAL_TIMEOUT'])
    advance(60_000)
    const again = wall.onToolCall(CALL, SESSION)
    await waiting(desk)
    advance(10_000)
    expect(codesOf(await again)).toEqual(['APPROVAL_TIMEOUT'])
  })

  test('arguments too large to be shown are denied, not asked about', async () => {
    const { kernel, desk } = await makeWorld()
    const wall = await kernel({ maxArgsBytes: 20, onAsk: 'return' })
    expect(codesOf(await wall.onToolCall({ tool: 'ask', args: { text: 'x'.repeat(10) } }, SESSION))).toEqual([
      'APPROVAL_TOO_LARGE',
    ])
    expect(codesOf(await wall.onToolCall({ tool: 'ask', args: { text: 'x'.repeat(9) } }, SESSION))).toEqual([
      'APPROVAL_REQUESTED',
    ])
    expect(codesOf(await wall.onToolCall({ tool: 'ask', args: { text: 'ééééé' } }, SESSION))).toEqual([
      'APPROVAL_TOO_LARGE',
    ])
    expect((await desk.list()).pending).toHaveLength(1)
  })

  test.for([
    ['session', { asksPerSession: 2 }, {}],
    ['agent', { asksPerAgent: 2 }, { sessionId: 'another' }],
    ['tenant', { maxPending: 2 }, { sessionId: 'another', agentId: 'another' }],
  ] as const)('nobody is worn out: a cap for the %s', async ([, config, third]) => {
    const { kernel, desk, advance } = await makeWorld()
    const wall = await kernel({ onAsk: 'return', askWindowMs: 60_000, timeoutMs: 20_000, denialCacheMs: 0, ...config })
    const ask = async (n: number, who = {}): Promise<readonly string[]> =>
      codesOf(await wall.onToolCall({ tool: 'ask', args: { n } }, { ...SESSION, ...who }))
    expect([await ask(1), await ask(2), await ask(1)]).toEqual([
      ['APPROVAL_REQUESTED'],
      ['APPROVAL_REQUESTED'],
      ['APPROVAL_REQUESTED'],
    ])
    expect(await ask(3, third)).toEqual(['APPROVAL_LIMIT'])
    expect(await ask(3, { tenantId: 'other' })).toEqual(['APPROVAL_REQUESTED'])
    const [first] = (await desk.list()).pending
    await desk.deny(first?.id ?? '', { approver: 'bob' })
    // What is answered makes room to wait; that it was asked, counts on.
    expect(await ask(4, third)).toEqual(['maxPending' in config ? 'APPROVAL_REQUESTED' : 'APPROVAL_LIMIT'])
    advance(80_001)
    expect(await ask(5, third)).toEqual(['APPROVAL_REQUESTED'])
  })
})

function approveOf(
  desk: Awaited<ReturnType<typeof makeWorld>>['desk'],
  request: { readonly id: string; readonly hash: string } | undefined,
) {
  return desk.approve(request?.id ?? '', { approver: 'ada', expectedHash: request?.hash ?? '' })
}

describe('rules', () => {
  const AUTO = [{ tool: 'ask_*', action: 'auto' }] as const
  test.for([
    ['a clean session', [provenance(async () => false)], 'allow'],
    ['content from outside', [provenance(async () => true)], 'ask'],
    ['provenance that fails', [provenance(() => Promise.reject(new Error('lost')))], 'ask'],
    ['no provenance', [], 'ask'],
  ] as const)('grant by themselves: %s', async ([, services, outcome]) => {
    const { kernel, keyFile } = await makeWorld()
    const wall = await kernel({ rules: [...AUTO], onAsk: 'return' }, { services })
    const decision = await wall.onToolCall(CALL, SESSION)
    expect(decision.outcome).toBe(outcome)
    expect(existsSync(keyFile)).toBe(outcome === 'ask')
  })

  test('deny whatever was approved', async () => {
    const { kernel, desk } = await makeWorld()
    await (await kernel({ onAsk: 'return' })).onToolCall(CALL, SESSION)
    await approveFirst(desk, { scope: 'session' })
    const wall = await kernel({ rules: [{ tool: 'ask_exec', action: 'deny' }] })
    expect(codesOf(await wall.onToolCall(CALL, SESSION))).toEqual(['APPROVAL_RULE_DENIED'])
  })

  test('ask about what nobody else asks about', async () => {
    const { kernel, desk } = await makeWorld()
    const wall = await kernel({ rules: [{ tool: 'deploy', action: 'ask' }] })
    const call = wall.onToolCall({ tool: 'deploy', args: {} }, SESSION)
    await approveFirst(desk)
    expect((await call).outcome).toBe('allow')
  })
})

describe('right before it runs', () => {
  const HOOKS = { onToolCall: { finish: ['rewrite'] } } as const
  const rewriting = (path: string, value: string) =>
    other(
      'secrets-store',
      HOOKS,
      { SET: 's' },
      () => ({ onToolCall: { finish: () => ({ kind: 'rewrite', code: 'SET', set: [{ path, value }] }) } }),
      {
        rewrites: ['/**'],
      },
    )

  test('a value in place of a reference to a secret is what was approved', async () => {
    const { kernel, desk } = await makeWorld()
    const wall = await kernel({}, { plugins: [rewriting('/key', 'Bearer hunter2')] })
    const call = wall.onToolCall({ tool: 'ask', args: { key: 'Bearer {{secret:A}}' } }, SESSION)
    expect((await waiting(desk))[0]?.args).toBe('{"key":"Bearer {{secret:A}}"}')
    await approveFirst(desk)
    expect(await call).toMatchObject({ outcome: 'allow', payload: { args: { key: 'Bearer hunter2' } } })
  })

  test.for([
    ['approved', {}],
    ['granted by a rule', { rules: [{ tool: 'ask', action: 'auto', trust: 'external' }] }],
  ] as const)('other arguments than those that were %s are stopped', async ([, config]) => {
    const { kernel, desk } = await makeWorld()
    const wall = await kernel(
      { ...config, ...('rules' in config ? { rules: [...config.rules] } : {}) },
      { plugins: [rewriting('/command', 'rm -rf /')] },
    )
    const call = wall.onToolCall({ tool: 'ask', args: { command: 'ls' } }, SESSION)
    if (!('rules' in config)) await approveFirst(desk)
    const decision = await call
    expect([decision.outcome, codesOf(decision).at(-1)]).toEqual(['deny', 'APPROVAL_STALE'])
  })

  test.for(['revoked', 'ended'] as const)('an approval that was %s in between holds no more', async (how) => {
    const { kernel, desk, advance } = await makeWorld()
    let id = ''
    const between = other('secrets-store', { onToolCall: { finish: [] } }, {}, () => ({
      onToolCall: {
        finish: async () => {
          if (how === 'ended') advance(3_601_000)
          else await desk.revoke(id, { approver: 'bob' })
          return undefined
        },
      },
    }))
    const wall = await kernel({}, { plugins: [between] })
    const call = wall.onToolCall(CALL, SESSION)
    id = await approveFirst(desk, { scope: 'session' })
    const decision = await call
    expect([decision.outcome, codesOf(decision)]).toEqual(['deny', ['APPROVAL_GRANTED', 'APPROVAL_STALE']])
  })
})

describe('nobody is asked', () => {
  test('in observe mode: nothing is used up, and nothing is left behind', async () => {
    const { kernel, desk, keyFile } = await makeWorld()
    const watcher = await kernel({}, { options: { mode: 'observe' } })
    const enforced = ({ rulings }: { readonly rulings: readonly Ruling[] }) =>
      rulings.filter((ruling) => ruling.layer === 'approval-gate' && ruling.enforced)
    const first = await watcher.onToolCall(CALL, SESSION)
    expect([first.outcome, codesOf(first), enforced(first)]).toEqual(['ask', ['APPROVAL_REQUESTED'], []])
    expect(existsSync(keyFile)).toBe(false)
    expect((await desk.list()).pending).toEqual([])
    const wall = await kernel({ onAsk: 'return' })
    await wall.onToolCall(CALL, SESSION)
    await approveFirst(desk)
    for (let i = 0; i < 2; i++)
      expect(codesOf(await watcher.onToolCall(CALL, SESSION))).toEqual(['APPROVAL_GRANTED', 'APPROVAL_CHECKED'])
    expect((await wall.onToolCall(CALL, SESSION)).outcome).toBe('allow')
    expect(watcher.told).toEqual([])
  })

  test('in a dry run: the ask stays, at once, with its reason', async () => {
    const { kernel, desk, keyFile } = await makeWorld()
    const wall = await kernel({}, { services: [DRY] })
    const decision = await wall.onToolCall(CALL, SESSION)
    expect([decision.outcome, codesOf(decision)]).toEqual(['ask', ['APPROVAL_REQUESTED']])
    expect(decision.rulings.at(-1)?.detail).toContain('asker/NEEDED')
    expect(existsSync(keyFile)).toBe(false)
    expect((await desk.list()).pending).toEqual([])
  })

  test('for what a layer that only observes would ask about', async () => {
    const { kernel } = await makeWorld()
    const wall = await kernel({}, { asking: { mode: 'observe' } })
    const decision = await wall.onToolCall(CALL, SESSION)
    expect([decision.outcome, codesOf(decision)]).toEqual(['allow', []])
  })
})

describe('a wait ends', () => {
  test('for one request of the host whose client is gone, and for no other', async () => {
    const { kernel, desk } = await makeWorld()
    const wall = await kernel()
    const [gone, stays] = ['one', 'two'].map((traceId) => wall.onToolCall(CALL, { ...SESSION, traceId }))
    await waiting(desk)
    await new Promise((resolve) => setTimeout(resolve, 30))
    const approvals = wall.find(ApprovalsToken)
    expect(approvals?.withdraw({ ...SESSION, traceId: 'one', tenantId: 'other' })).toBe(0)
    expect(approvals?.withdraw({ ...SESSION, traceId: 'one' })).toBe(1)
    const decision = await gone
    expect(decision && [decision.outcome, codesOf(decision)]).toEqual(['deny', ['APPROVAL_WITHDRAWN']])
    // What was asked can still be answered, for a call that waits elsewhere or is made again.
    await approveFirst(desk)
    expect((await stays)?.outcome).toBe('allow')
  })

  test('where the host stops, and no later one begins', async () => {
    const { kernel, desk } = await makeWorld()
    const wall = await kernel()
    const call = wall.onToolCall(CALL, SESSION)
    await waiting(desk)
    wall.find(ApprovalsToken)?.stop()
    expect(codesOf(await call)).toEqual(['APPROVAL_WITHDRAWN'])
    expect(codesOf(await wall.onToolCall({ ...CALL, args: {} }, SESSION))).toEqual(['APPROVAL_WITHDRAWN'])
    await wall.close()
    // A restart finds what was asked, and what was approved meanwhile.
    const [pending, ...more] = (await desk.list()).pending
    expect(more).toEqual([])
    await desk.approve(pending?.id ?? '', { approver: 'ada', expectedHash: pending?.hash ?? '' })
    expect((await (await kernel()).onToolCall(CALL, SESSION)).outcome).toBe('allow')
  })

  test('at the deadline that the operator sets, as a failure that denies', async () => {
    const { kernel, desk } = await makeWorld()
    const wall = await kernel({}, { options: { deadlineMs: 200 } })
    const decision = await wall.onToolCall(CALL, SESSION)
    expect([decision.outcome, codesOf(decision)]).toEqual(['deny', ['LAYER_FAILED']])
    expect((await desk.list()).pending).toHaveLength(1)
    expect(wall.find(ApprovalsToken)?.withdraw(SESSION)).toBe(0)
  })

  test('where the store is lost, as a failure that denies', async () => {
    const { kernel, desk, store } = await makeWorld()
    const wall = await kernel()
    const call = wall.onToolCall(CALL, SESSION)
    await waiting(desk)
    await store.close()
    const decision = await call
    expect([decision.outcome, codesOf(decision)]).toEqual(['deny', ['LAYER_FAILED']])
    expect(codesOf(await wall.onToolCall(CALL, SESSION))).toEqual(['LAYER_FAILED'])
  })
})
