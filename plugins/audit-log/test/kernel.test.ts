import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import {
  createKernel,
  definePlugin,
  HOOKS,
  token,
  use,
  type Decision,
  type Hook,
  type Kernel,
  type Payloads,
  type ToolCall,
  type Use,
} from '@ringwall/core'
import { openSqliteStore, StoreToken, type Store } from '@ringwall/store'
import { describe, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { auditLog, type Sealed } from '../src/index.ts'
import {
  configIn,
  decisionsOf,
  makeFolder,
  NODE_FLAGS,
  Notes,
  openStore,
  recordsOf,
  refusing,
  SESSION,
  startKernel,
  verifyIn,
} from './harness.ts'

const PAYLOADS: Payloads = {
  onInbound: { source: 'web', text: 'PLANTED-SECRET', meta: { sender: 'PLANTED-SECRET' } },
  onToolCall: { tool: 'exec', args: { command: 'PLANTED-SECRET', 'PLANTED-SECRET': ['PLANTED-SECRET'] } },
  onOutbound: { destination: 'user', body: 'PLANTED-SECRET' },
  onMemoryWrite: { key: 'PLANTED-SECRET', text: 'PLANTED-SECRET', trust: 'external' },
}
const codesOf = ({ rulings }: Sealed): unknown =>
  (rulings as readonly { readonly layer: string; readonly code: string }[]).map(({ layer, code }) => `${layer} ${code}`)

function layer(name: string, judge: () => { kind: 'deny' | 'ask'; code: 'C' } | undefined | void): Use {
  const hooks = Object.fromEntries(HOOKS.map((hook) => [hook, { judge: ['deny', 'ask'] }]))
  return use(
    definePlugin({
      name,
      version: '1.0.0',
      manifest: { api: 1, hooks },
      codes: { C: 'said' },
      config: z.strictObject({}),
      setup: () => Object.fromEntries(HOOKS.map((hook) => [hook, { judge }])),
    }),
  )
}

describe('what is on record', () => {
  it('is one record for each decision of every hook, streams too, and no secret', async () => {
    const folder = await makeFolder()
    const store = await openStore(folder)
    const kernel = await startKernel(store, configIn(folder))
    for (const hook of HOOKS) await kernel.dispatch(hook, PAYLOADS[hook], SESSION)
    const stream = kernel.outboundStream(SESSION)
    await ReadableStream.from(['PLANTED-', 'SECRET']).pipeThrough(stream).pipeTo(new WritableStream())
    await kernel.close()
    const records = await recordsOf(store, folder)
    expect(JSON.stringify(records)).not.toContain('PLANTED-SECRET')
    expect(records.map(({ type }) => type)).toEqual(['start', 'open', ...Array(5).fill('decision'), 'checkpoint'])
    expect(
      (await decisionsOf(store, folder)).map(({ hook, action, outcome, size }) => [hook, action, outcome, size]),
    ).toEqual([
      ['onInbound', 'web', 'allow', 14],
      ['onToolCall', 'exec', 'allow', 49],
      ['onOutbound', 'user', 'allow', 14],
      ['onMemoryWrite', 'external', 'allow', 14],
      ['onOutbound', 'user', 'allow', 14],
    ])
    expect(await verifyIn(store, folder)).toMatchObject({
      status: 'ok',
      records: 8,
      last: 8,
      signedUpTo: 8,
      problems: [],
    })
  })

  it('has every denial: of layers, of failures, of asks that nobody settled, and of the kernel itself, also after it was closed', async () => {
    const folder = await makeFolder()
    const store = await openStore(folder)
    const answers: (() => { kind: 'deny' | 'ask'; code: 'C' })[] = [
      () => ({ kind: 'deny', code: 'C' }),
      () => ({ kind: 'ask', code: 'C' }),
      () => {
        throw new Error('PLANTED-SECRET')
      },
    ]
    const kernel = await startKernel(store, configIn(folder), { plugins: [layer('x', () => answers.shift()?.())] })
    const ask = (): Promise<Decision> => kernel.onToolCall({ tool: 'read', args: {} }, SESSION)
    for (let i = 0; i < 3; i++) await ask()
    await kernel.onInbound({ source: 'nowhere' } as never, SESSION)
    await kernel.dispatch('onNothing' as Hook, PAYLOADS.onInbound, SESSION)
    await kernel.close()
    await ask()
    const decisions = await decisionsOf(store, folder)
    expect(decisions.map((record) => [record.outcome, codesOf(record)])).toEqual([
      ['deny', ['x C']],
      ['ask', ['x C']],
      ['deny', ['x LAYER_FAILED']],
      ['deny', ['kernel PAYLOAD_INVALID']],
      ['deny', ['kernel PAYLOAD_INVALID']],
      ['deny', ['kernel KERNEL_CLOSED']],
    ])
    const records = await recordsOf(store, folder)
    const failure = records.findIndex(({ type }) => type === 'failure')
    expect(records[failure]).toMatchObject({ layer: 'x', bypassed: false })
    expect(records[failure + 1], 'events stand before the decision that they led to').toMatchObject({ outcome: 'deny' })
    expect(JSON.stringify(records)).not.toContain('PLANTED-SECRET')
  })

  it('names the class of a tool call, where there is a service that knows it', async () => {
    const folder = await makeFolder()
    const store = await openStore(folder)
    const classify = ({ tool }: ToolCall): { class: string } => {
      if (tool === 'odd') throw new Error('no idea')
      return { class: 'destructive' }
    }
    const kernel = await createKernel({
      plugins: [use(auditLog, configIn(folder))],
      services: [
        { token: StoreToken, value: store },
        { token: token('Actions'), value: { classify } },
      ],
      logger: new Notes(),
    })
    for (const tool of ['rm', 'odd']) await kernel.onToolCall({ tool, args: {} }, SESSION)
    await kernel.onInbound(PAYLOADS.onInbound, SESSION)
    await kernel.close()
    expect((await decisionsOf(store, folder)).map((record) => record.class)).toEqual([
      'destructive',
      undefined,
      undefined,
    ])
  })

  it('has what other layers tell of approvals, budgets, breakers and the door, by fields that are known', async () => {
    const folder = await makeFolder()
    const store = await openStore(folder)
    const kernel = await startKernel(store, configIn(folder))
    const emit = kernel.events.emit.bind(kernel.events) as unknown as (name: string, event: unknown) => void
    const session = { ...SESSION, traceId: 'trace' }
    emit('approval', {
      time: 1,
      kind: 'granted',
      id: 'r1',
      session,
      tool: 'exec',
      argsHash: 'ab',
      by: 'ada',
      note: 'PLANTED-SECRET',
      reasons: ['x/C'],
    })
    const ruling = {
      layer: 'l',
      hook: 'onInbound',
      stage: 'admit',
      kind: 'deny',
      code: 'OVER',
      findings: [{ rule: 'hour', severity: 'high', note: 'PLANTED-SECRET' }, 'nonsense'],
      detail: 'PLANTED-SECRET',
      enforced: true,
    }
    emit('budget', { time: 1, kind: 'refused', session, code: 'OVER', ruling })
    emit('budget', { time: 1, kind: 'warned', session, ruling: { layer: 'l', kind: 'flag', findings: 'nonsense' } })
    emit('budget', { time: 1, kind: 'reserved', session, tokens: 1, cost: 1, enforced: true })
    emit('budget', {
      time: 1,
      kind: 'refused',
      session,
      tokens: 5,
      cost: Number.NaN,
      code: 'OVER',
      rule: 'hour',
      target: { provider: 'p', model: 'm' },
      enforced: true,
    })
    emit('breaker', { time: 1, provider: 'p', model: 'm', state: 'open', secret: 'PLANTED-SECRET' })
    emit('definition', { time: 1, session, tool: 'mcp__x__go', hash: 'cd', before: 'ab', text: 'PLANTED-SECRET' })
    emit('auth-refused', { time: 1, code: 'AUTH_UNKNOWN', source: '192.0.2.1', note: 'PLANTED-SECRET' })
    emit('auth-refused', { time: 1, code: 'AUTH_LOCKED', source: '192.0.2.1' })
    emit('tls', { time: 1, kind: 'refused', code: 'PEER_EXPIRED', detail: 'PLANTED-SECRET' })
    emit('approval', 'nonsense')
    await kernel.close()
    const records = (await recordsOf(store, folder)).filter(({ type }) =>
      ['approval', 'budget', 'breaker', 'definition', 'auth-refused', 'tls'].includes(type),
    )
    expect(records).toMatchObject([
      {
        type: 'approval',
        tenant: 't',
        user: 'u',
        trace: 'trace',
        kind: 'granted',
        request: 'r1',
        action: 'exec',
        args: 'ab',
        by: 'ada',
        reasons: ['x/C'],
      },
      {
        type: 'budget',
        kind: 'refused',
        outcome: 'deny',
        code: 'OVER',
        rulings: [
          {
            layer: 'l',
            stage: 'admit',
            kind: 'deny',
            code: 'OVER',
            enforced: true,
            findings: [{ rule: 'hour', severity: 'high' }],
          },
        ],
      },
      { type: 'budget', kind: 'warned', rulings: [{ layer: 'l', kind: 'flag', enforced: false, findings: [] }] },
      { type: 'budget', kind: 'refused', tokens: 5, code: 'OVER', rule: 'hour', provider: 'p', model: 'm' },
      { type: 'breaker', provider: 'p', model: 'm', state: 'open' },
      { type: 'definition', trace: 'trace', action: 'mcp__x__go', accepted: 'cd', before: 'ab' },
      { type: 'auth-refused', code: 'AUTH_UNKNOWN', source: '192.0.2.1' },
      { type: 'tls', kind: 'refused', code: 'PEER_EXPIRED' },
    ])
    expect(records[2]).not.toHaveProperty('outcome')
    expect(records[3]).not.toHaveProperty('cost')
    expect(JSON.stringify(records)).not.toContain('PLANTED-SECRET')
  })

  it('is recorded once over reloads, also one that fails', async () => {
    const folder = await makeFolder()
    const store = await openStore(folder)
    const kernel = await startKernel(store, configIn(folder))
    const plugins = [use(auditLog, configIn(folder))]
    const ask = (): Promise<Decision> => kernel.onInbound({ source: 'user', text: 'x' }, SESSION)
    const tell = (name: string): void =>
      kernel.events.emit('secret-access', { time: 0, name, purpose: 'p', outcome: 'granted', hosts: [] })
    const stream = kernel.outboundStream(SESSION) // keeps the first generation alive
    await ask()
    await kernel.reload({ plugins })
    tell('one')
    await ask()
    await expect(kernel.reload({ plugins: [...plugins, use(failing)] })).rejects.toMatchObject({
      code: 'PLUGIN_SETUP_FAILED',
    })
    tell('two')
    await ask()
    await ReadableStream.from(['y']).pipeThrough(stream).pipeTo(new WritableStream())
    await kernel.close()
    const seen = (await recordsOf(store, folder)).map(({ type, name }) => name ?? type)
    expect(seen.filter((what) => !['start', 'open', 'checkpoint'].includes(String(what)))).toEqual([
      'decision',
      'reload',
      'one',
      'decision',
      'two',
      'decision',
      'decision',
    ])
    expect(await verifyIn(store, folder)).toMatchObject({ status: 'ok', problems: [] })
  })

  it('sums up a burst of one source, and keeps each of its records', async () => {
    const folder = await makeFolder()
    const store = await openStore(folder)
    const kernel = await startKernel(store, configIn(folder, { burstThreshold: 5 }))
    for (let i = 0; i < 12; i++) await kernel.onToolCall({ tool: `t${i % 4}`, args: {} }, SESSION)
    for (let i = 0; i < 4; i++) await kernel.onToolCall({ tool: 't', args: {} }, { ...SESSION, userId: 'other' })
    await kernel.close()
    expect(await decisionsOf(store, folder)).toHaveLength(16)
    const bursts = (await recordsOf(store, folder)).filter(({ type }) => type === 'burst')
    expect(bursts).toMatchObject([
      { tenant: 't', agent: 'a', user: 'u', count: 12, outcomes: { allow: 12, ask: 0, deny: 0 } },
    ])
    expect(bursts[0]?.patterns).toHaveLength(4)
  })
})

const failing = definePlugin({
  name: 'failing',
  version: '1.0.0',
  manifest: { api: 1, hooks: {} },
  codes: {},
  config: z.strictObject({}),
  setup() {
    throw new Error('not today')
  },
})

describe('a store that fails', () => {
  const start = async (refuse: () => 'before' | 'after' | undefined, config = {}) => {
    const folder = await makeFolder()
    const store = await openStore(folder)
    const logger = new Notes()
    let isOpen = true
    const kernel = await startKernel(
      refusing(store, () => (isOpen ? refuse() : undefined)),
      configIn(folder, config),
      { logger },
    )
    onTestFinished(() => void (isOpen = false))
    const ask = async (text: string): Promise<readonly unknown[]> => {
      const { outcome, rulings } = await kernel.onInbound({ source: 'user', text }, SESSION)
      return [outcome, ...rulings.map(({ code }) => code)]
    }
    return { folder, store, kernel, logger, ask }
  }

  it('denies the very call that could not be recorded and all that follow, and goes on by itself, with all records in order', async () => {
    let broken = false
    const { folder, store, kernel, logger, ask } = await start(() => (broken ? 'before' : undefined))
    expect(await ask('1')).toEqual(['allow'])
    broken = true
    expect(await ask('22')).toEqual(['deny', 'LAYER_FAILED'])
    expect(await ask('333')).toEqual(['deny', 'AUDIT_UNAVAILABLE'])
    broken = false
    expect(await ask('4444')).toEqual(['allow'])
    await kernel.close()
    expect((await decisionsOf(store, folder)).map(({ size, outcome, late }) => [size, outcome, late])).toEqual([
      [1, 'allow', undefined],
      [2, 'allow', true],
      [3, 'deny', true],
      [4, 'allow', undefined],
    ])
    expect((await recordsOf(store, folder)).filter(({ type }) => type === 'failure')).toMatchObject([
      { layer: 'audit-log' },
    ])
    expect(logger.messages.filter((message) => message.startsWith('the audit log'))).toEqual([
      'the audit log cannot be written',
      'the audit log is written again',
    ])
    expect(await verifyIn(store, folder)).toMatchObject({ status: 'ok', problems: [] })
  })

  it('that had written what it says it had not: nothing is there twice', async () => {
    let losses = 0
    const { folder, store, kernel, ask } = await start(() => (losses-- > 0 ? 'after' : undefined))
    expect(await ask('1')).toEqual(['allow'])
    losses = 1
    expect(await ask('22')).toEqual(['deny', 'LAYER_FAILED'])
    expect(await ask('333')).toEqual(['allow'])
    await kernel.close()
    const decisions = await decisionsOf(store, folder)
    expect(decisions.map(({ size }) => size)).toEqual([1, 2, 3])
    expect(new Set(decisions.map(({ id }) => id)).size).toBe(3)
    expect(await verifyIn(store, folder)).toMatchObject({ status: 'ok', problems: [] })
  })

  it('lets calls go on where the operator wants that, and the records follow', async () => {
    let broken = false
    const { folder, store, kernel, ask } = await start(() => (broken ? 'before' : undefined), {
      onWriteFailure: 'continue',
    })
    broken = true
    expect(await ask('1')).toEqual(['allow'])
    expect(await ask('22')).toEqual(['allow'])
    broken = false
    expect(await ask('333')).toEqual(['allow'])
    await kernel.close()
    expect((await decisionsOf(store, folder)).map(({ size, late }) => [size, late])).toEqual([
      [1, undefined],
      [2, undefined],
      [3, undefined],
    ])
  })

  it('for good: the logger gets what can neither be written nor kept', async () => {
    let broken = false
    const { kernel, logger, ask } = await start(() => (broken ? 'before' : undefined), { maxPending: 2 })
    expect(await ask('1')).toEqual(['allow'])
    broken = true
    for (let i = 0; i < 5; i++) expect((await ask('x'))[0]).toBe('deny')
    await kernel.close()
    const reported = logger.lines.flatMap(({ fields }) => (fields?.record === undefined ? [] : [fields.record]))
    const decisions = reported.filter((record) => JSON.stringify(record).includes('"decision"'))
    expect(new Set(decisions.map((record) => JSON.stringify(record))).size).toBe(5)
  })
})

it('calls wait before they begin while more records than maxPending do, and none is refused', async () => {
  const folder = await makeFolder()
  const store = await openStore(folder)
  const gate = Promise.withResolvers<void>()
  const slow: Store = new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target)
      if (name !== 'appendAfter') return typeof member === 'function' ? member.bind(target) : member
      return async (...args: Parameters<Store['appendAfter']>) => {
        if (args[1] >= 2) await gate.promise // what follows the first two records, start and open
        return target.appendAfter(...args)
      }
    },
  })
  let begun = 0
  const counter = layer('counter', () => void begun++)
  const kernel = await startKernel(slow, configIn(folder, { maxPending: 2 }), { plugins: [counter] })
  const call = (): Promise<Decision> => kernel.onToolCall({ tool: 'read', args: {} }, SESSION)
  const turns = async (): Promise<void> => {
    for (let i = 0; i < 50; i++) await new Promise((resolve) => setImmediate(resolve))
  }
  const first = Array.from({ length: 3 }, call)
  await turns()
  expect(begun).toBe(3)
  const later = Array.from({ length: 10 }, call)
  await turns()
  expect(begun, 'two records wait, so no call begins').toBe(3)
  gate.resolve()
  const outcomes = await Promise.all([...first, ...later])
  expect(outcomes.every(({ outcome }) => outcome === 'allow')).toBe(true)
  expect(await decisionsOf(store, folder)).toHaveLength(13)
})

it('several kernels on one store write one chain', async () => {
  const folder = await makeFolder()
  const store = await openStore(folder)
  const kernels = [
    await startKernel(store, configIn(folder)),
    await startKernel(store, configIn(folder)),
    await startKernel(store, configIn(folder)),
  ]
  await Promise.all(
    Array.from({ length: 300 }, (_, i) => kernels[i % 3]?.onInbound({ source: 'user', text: 'x'.repeat(i) }, SESSION)),
  )
  for (const kernel of kernels) await kernel.close()
  const sizes = (await decisionsOf(store, folder)).map(({ size }) => Number(size))
  expect(sizes.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 300 }, (_, i) => i))
  expect(await verifyIn(store, folder)).toMatchObject({ status: 'ok', problems: [] })
})

describe('a dry run', () => {
  it('leaves nothing outside of its store, with several kernels too', async () => {
    const folder = await makeFolder()
    const store: Store = await openSqliteStore({ file: ':memory:' })
    onTestFinished(() => store.close())
    const services = [
      { token: StoreToken, value: store },
      { token: token('DryRun'), value: true },
    ]
    const plugins = [use(auditLog, configIn(folder, { copy: 'stdout' }))]
    const start = (): Promise<Kernel> => createKernel({ plugins, services, logger: new Notes() })
    const kernels = [await start(), await start()]
    for (const kernel of kernels) {
      expect((await kernel.onInbound(PAYLOADS.onInbound, SESSION)).outcome).toBe('allow')
      await kernel.close()
    }
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('the copy', () => {
  it.for(['stdout', 'stderr'] as const)('has every record of the store on %s', async (copy) => {
    const folder = await makeFolder()
    const [core, storeModule, plugin] = ['@ringwall/core', '@ringwall/store', '../src/index.ts'].map((name) =>
      import.meta.resolve(name),
    )
    const program = `
      import { createKernel, use } from ${JSON.stringify(core)}
      import { openSqliteStore, StoreToken } from ${JSON.stringify(storeModule)}
      import { auditLog } from ${JSON.stringify(plugin)}
      const store = await openSqliteStore({ file: ':memory:' })
      const silent = { debug() {}, info() {}, warn() {}, error() {} }
      const kernel = await createKernel({ plugins: [use(auditLog, { copy: '${copy}' })], services: [{ token: StoreToken, value: store }], logger: silent })
      for (const text of ['x', 'yy']) await kernel.onInbound({ source: 'user', text }, ${JSON.stringify(SESSION)})
      await kernel.close()`
    const ran = spawnSync(process.execPath, [...NODE_FLAGS, '--input-type=module', '-e', program], {
      encoding: 'utf8',
      cwd: folder,
    })
    expect(ran[copy === 'stdout' ? 'stderr' : 'stdout']).toBe('')
    const lines = ran[copy].split('\n').slice(0, -1)
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { seq: 2, type: 'open' },
      { seq: 3, size: 1 },
      { seq: 4, size: 2 },
      { seq: 5, type: 'checkpoint' },
    ])
  })

  it('goes to the log of the kernel where the operator wants that', async () => {
    const folder = await makeFolder()
    const store = await openStore(folder)
    const logger = new Notes()
    const kernel = await startKernel(store, configIn(folder, { copy: 'logger' }), { logger })
    await kernel.onInbound({ source: 'user', text: 'x' }, SESSION)
    await kernel.close()
    const copied = logger.lines.filter(({ message }) => message === 'audit').map(({ fields }) => fields?.record)
    expect(copied).toEqual((await recordsOf(store, folder)).slice(1))
  })
})
