// Cost of a dispatch, in one run with a plain loop and three hook libraries. Ratios count; single figures are the machine's.
// Run: pnpm bench
import { EventEmitter } from 'eventemitter3'
import { createHooks } from 'hookable'
import tapable from 'tapable'
import { Bench } from 'tinybench'
import { z } from 'zod'
import { createKernel, definePlugin, use, type Inbound, type Use } from '@ringwall/core'

const session = { tenantId: 't', agentId: 'a', sessionId: 's', traceId: 'bench' }
const payload: Inbound = { source: 'user', text: 'an ordinary question about the weather' }
const LAYERS = 22
const ROUNDS = 9
const BASE = 'plain loop that awaits only promises, 22 sync'

const silent = (event: { payload: { text: string } }): undefined =>
  void (event.payload.text.length < 0 && console.log(event))
const silentLater = async (event: { payload: { text: string } }): Promise<undefined> => silent(event)

function layers(
  count: number,
  handler: (event: { payload: { text: string } }) => undefined | Promise<undefined>,
): readonly Use[] {
  return Array.from({ length: count }, (_, i) =>
    use(
      definePlugin({
        name: `layer-${i}`,
        version: '1.0.0',
        manifest: { api: 1, hooks: { onInbound: { judge: ['deny'] } } },
        codes: { X: 'x' },
        config: z.strictObject({ limit: z.number().default(1) }),
        setup: () => ({ onInbound: { judge: handler } }),
      }),
    ),
  )
}

const bench = new Bench({ time: 60, warmupTime: 20 })
const event = { payload }

for (const [kind, handler] of [
  ['sync', silent],
  ['async', silentLater],
] as const) {
  const handlers = Array.from({ length: LAYERS }, () => handler)
  bench.add(`plain loop that awaits only promises, 22 ${kind}`, async () => {
    for (const call of handlers) {
      const answer: unknown = call(event)
      if (answer instanceof Promise) await answer
    }
  })
  const hooks = createHooks<{ in: (e: typeof event) => void }>()
  for (const call of handlers) hooks.hook('in', (e) => call(e) as undefined)
  bench.add(`hookable, 22 ${kind}`, async () => {
    await hooks.callHook('in', event)
  })
  if (kind === 'sync') {
    const hook = new tapable.SyncHook<[typeof event]>(['event'])
    handlers.forEach((call, i) => hook.tap(String(i), (e) => void call(e)))
    bench.add('tapable, 22 sync', () => hook.call(event))
    const emitter = new EventEmitter()
    for (const call of handlers) emitter.on('in', call)
    bench.add('eventemitter3, 22 sync (cannot answer)', () => void emitter.emit('in', event))
  } else {
    const hook = new tapable.AsyncSeriesHook<[typeof event]>(['event'])
    handlers.forEach((call, i) => hook.tapPromise(String(i), (e) => call(e) as Promise<undefined>))
    bench.add('tapable, 22 async', () => hook.promise(event))
  }
  for (const count of [0, 1, LAYERS]) {
    const kernel = await createKernel({ plugins: layers(count, handler) })
    bench.add(`Ringwall, ${count} ${kind}`, () => kernel.onInbound(payload, session))
    if (count === LAYERS && kind === 'sync') {
      const call = { tool: 'read', args: { path: 'notes.txt', lines: [1, 20] } }
      bench.add('Ringwall, a tool call, no layer', () => kernel.onToolCall(call, session))
    }
  }
}
// Several short rounds: the machine's speed drifts, and what stands side by side in one round is comparable.
const rounds: ReadonlyMap<string, number>[] = []
for (let round = 0; round < ROUNDS; round++) {
  await bench.run()
  rounds.push(
    new Map(bench.tasks.map(({ name, result }) => [name, 'latency' in result ? result.latency.p50 * 1e6 : Number.NaN])),
  )
}
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
const nanoseconds = (name: string): number => median(rounds.map((round) => round.get(name) ?? Number.NaN))
const ratio = (name: string): number =>
  median(rounds.map((round) => (round.get(name) ?? Number.NaN) / (round.get(BASE) ?? Number.NaN)))
const rows = bench.tasks.map(({ name }) => [
  name,
  { ns: Math.round(nanoseconds(name)), 'x plain loop (sync)': Number(ratio(name).toFixed(2)) },
])
console.log(`medians of ${ROUNDS} rounds`)
console.table(Object.fromEntries(rows))

const plugins = layers(LAYERS, silent)
const starts: number[] = []
for (let i = 0; i < 30; i++) {
  const at = performance.now()
  const kernel = await createKernel({ plugins: i === 0 ? plugins : layers(LAYERS, silent) })
  starts.push(performance.now() - at)
  await kernel.close()
}
const sorted = starts.slice(1).toSorted((a, b) => a - b)
console.log(`createKernel with 22 plugins: first ${starts[0]?.toFixed(2)} ms, then median ${sorted[14]?.toFixed(2)} ms`)

const goal = ratio('Ringwall, 22 sync')
console.log(`22 silent synchronous layers: ${goal.toFixed(2)}x the plain loop (goal: at most 3x, and under 2000 ns)`)
if (!(goal <= 3 && nanoseconds('Ringwall, 22 sync') < 2000)) process.exitCode = 1
