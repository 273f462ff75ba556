import { expect, it, vi } from 'vitest'
import {
  createKernel,
  HOOKS,
  type DecisionEvent,
  type Hook,
  type Layer,
  type LayerOptions,
  type Payloads,
  type Use,
} from '../src/index.ts'
import { denier, make, replacer, session } from './make.ts'

type Record = NonNullable<Layer['record']>

const payloads: Payloads = {
  onInbound: { source: 'user', text: 'hello' },
  onToolCall: { tool: 'read', args: {} },
  onOutbound: { destination: 'user', body: 'hello' },
  onMemoryWrite: { text: 'hello', trust: 'learned' },
}

/** A layer that only keeps records. */
function recorder(record: Record, options: LayerOptions = {}, name = 'recorder', dispose?: () => void): Use {
  return make(name, {}, {}, { layer: { record, ...(dispose && { dispose }) }, options })
}

/** A promise that the test settles. */
function gate() {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { promise, open: () => resolve() }
}

/** True if the promise is still pending after everything that could run has run. */
async function waits(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol('pending')
  return (await Promise.race([promise, new Promise((resolve) => setTimeout(resolve, 20, pending))])) === pending
}

it.each(HOOKS)('gets the decision of %s before the host and the listeners do', async (hook: Hook) => {
  const [seen, told] = [[] as DecisionEvent[], vi.fn()]
  const { promise, open } = gate()
  const kernel = await createKernel({ plugins: [recorder((event) => (seen.push(event), promise))] })
  kernel.events.on('decision', told)
  const asked = kernel.dispatch(hook, payloads[hook], session)
  expect(await waits(asked)).toBe(true)
  expect(told).not.toHaveBeenCalled()
  open()
  const decision = await asked
  expect(decision.outcome).toBe('allow')
  expect(told).toHaveBeenCalledTimes(1)
  expect(seen).toMatchObject([{ hook, session, payload: payloads[hook], decision: { traceId: decision.traceId } }])
  await kernel.close()
})

it('gets denials by other layers, by the kernel itself, and after it was closed', async () => {
  const seen: DecisionEvent[] = []
  const kernel = await createKernel({ plugins: [denier('d', 'bad'), recorder((event) => void seen.push(event))] })
  await kernel.onOutbound({ destination: 'user', body: 'bad' }, session)
  await kernel.onInbound({ source: 'nowhere' as 'user', text: '' }, session)
  await kernel.dispatch('onNothing' as Hook, payloads.onInbound, session)
  await kernel.close()
  await kernel.onInbound(payloads.onInbound, session)
  const codes = seen.map(({ decision }) => decision.rulings.map(({ code }) => code))
  expect(codes).toEqual([['Y'], ['PAYLOAD_INVALID'], ['PAYLOAD_INVALID'], ['KERNEL_CLOSED']])
  expect(seen.every(({ decision }) => decision.outcome === 'deny')).toBe(true)
})

const failing: readonly (readonly [string, Record])[] = [
  [
    'throws',
    () => {
      throw new Error('disk full')
    },
  ],
  ['rejects', () => Promise.reject(new Error('disk full'))],
  ['is late', () => new Promise(() => undefined)],
]

it.each(failing)('denies what a record that %s is not made of', async (_, record) => {
  const [failures, told] = [vi.fn(), vi.fn()]
  const kernel = await createKernel({ plugins: [recorder(record, { deadlineMs: 20 })] })
  kernel.events.on('failure', failures)
  kernel.events.on('decision', told)
  const decision = await kernel.onToolCall(payloads.onToolCall, session)
  expect(decision.outcome).toBe('deny')
  expect(decision.payload).toBeUndefined()
  expect(decision.rulings).toMatchObject([{ layer: 'recorder', stage: 'finish', kind: 'deny', code: 'LAYER_FAILED' }])
  expect(failures).toHaveBeenCalledWith(expect.objectContaining({ layer: 'recorder', bypassed: false }))
  expect(told).toHaveBeenCalledTimes(1)
  expect(told).toHaveBeenCalledWith(expect.objectContaining({ decision }))
  await kernel.close()
})

it.each(failing)('goes on without a record that %s where the operator says so, or only observes', async (_, record) => {
  for (const [options, kind] of [
    [{ onFailure: 'flag' }, 'flag'],
    [{ mode: 'observe' }, 'deny'],
  ] as const) {
    const kernel = await createKernel({ plugins: [recorder(record, { ...options, deadlineMs: 20 })] })
    const { outcome, rulings } = await kernel.onToolCall(payloads.onToolCall, session)
    expect(outcome).toBe('allow')
    expect(rulings).toMatchObject([{ kind, code: 'LAYER_FAILED', enforced: kind === 'flag' }])
    await kernel.close()
  }
})

it('asks every layer that keeps records, also behind one that failed', async () => {
  const second = vi.fn()
  const bad = recorder(() => Promise.reject(new Error('no')))
  const kernel = await createKernel({ plugins: [bad, recorder(second, {}, 'second')] })
  expect((await kernel.onInbound(payloads.onInbound, session)).outcome).toBe('deny')
  expect(second).toHaveBeenCalledTimes(1)
  await kernel.close()
})

it('keeps the last words of a stream back until they are on record', async () => {
  const { promise, open } = gate()
  const kernel = await createKernel({ plugins: [replacer('r', 'abc', 'x'), recorder(() => promise)] })
  const stream = kernel.outboundStream(session)
  const [writer, reader] = [stream.writable.getWriter(), stream.readable.getReader()]
  void writer.write('hello ab').then(() => writer.close())
  let text = ''
  const all = (async () => {
    for (let part = await reader.read(); !part.done; part = await reader.read()) text += part.value
  })()
  expect(await waits(stream.decision)).toBe(true)
  expect(text).not.toContain('ab')
  open()
  await all
  expect([text, (await stream.decision).outcome]).toEqual(['hello ab', 'allow'])
  await kernel.close()
})

it('releases no last words that cannot be recorded', async () => {
  const kernel = await createKernel({
    plugins: [replacer('r', 'abc', 'x'), recorder(() => Promise.reject(new Error()))],
  })
  const stream = kernel.outboundStream(session)
  const writer = stream.writable.getWriter()
  void writer.write('hello ab').then(() => writer.close())
  let text = ''
  for await (const part of stream.readable) text += part
  expect((await stream.decision).outcome).toBe('deny')
  expect(text).not.toContain('ab')
  await kernel.close()
})

it('gets a stream that was cancelled or too long', async () => {
  const seen: DecisionEvent[] = []
  const kernel = await createKernel({ plugins: [denier('d', 'bad'), recorder((event) => void seen.push(event))] })
  await kernel.outboundStream(session).readable.cancel()
  const long = kernel.outboundStream(session, { maxBuffer: 1 })
  void long.readable.getReader().read()
  void long.writable.getWriter().write('bb')
  await long.decision
  const codes = seen.map(({ decision }) => decision.rulings.map(({ code }) => code))
  expect(codes).toEqual([['STREAM_CANCELLED'], ['STREAM_LIMIT']])
  await kernel.close()
})

it('records on the generation that decided, which is disposed only then', async () => {
  const { promise, open } = gate()
  const [old, next, disposed] = [vi.fn(() => promise), vi.fn(), vi.fn()]
  const kernel = await createKernel({ plugins: [recorder(old, {}, 'old', disposed)] })
  const asked = kernel.onInbound(payloads.onInbound, session)
  await kernel.reload({ plugins: [recorder(next, {}, 'next')] })
  await waits(asked)
  expect(disposed).not.toHaveBeenCalled()
  open()
  await asked
  await kernel.onInbound(payloads.onInbound, session)
  expect([old.mock.calls.length, next.mock.calls.length]).toEqual([1, 1])
  await vi.waitFor(() => expect(disposed).toHaveBeenCalledTimes(1))
  await kernel.close()
})
