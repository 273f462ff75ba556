// What guarding a stream adds to each chunk, and how much of a reply is held back meanwhile; with and without layers, in one run.
// Ratios count; single figures are the machine's. Run: pnpm bench:stream
import { createKernel, use, type Kernel, type Use } from '@ringwall/core'
import { canaryTokens } from '@ringwall/plugin-canary-tokens'
import { outputGuard } from '@ringwall/plugin-output-guard'
import { code, english, type Maker } from './text-samples.ts'

const KB = 1000
const CHUNK = 4
const ROUNDS = 3
const session = { tenantId: 't', agentId: 'a', sessionId: 's', traceId: 'bench' }

const LINE =
  '2026-01-05T10:00:00.123Z INFO  [http-7] request id=4bf92f3577b34da6 path=/v1/items?limit=50 status=200 ms=12\n'
const log: Maker = (units) => LINE.repeat(Math.ceil(units / LINE.length)).slice(0, units)

const LAYERS: readonly (readonly [string, readonly Use[]])[] = [
  ['no layer', []],
  ['output-guard', [use(outputGuard)]],
  // A layer that does not look at what leaves would add nothing but a line to the table.
  ...(canaryTokens.manifest.hooks.onOutbound
    ? [['output-guard, canary-tokens', [use(canaryTokens), use(outputGuard)]] as const]
    : []),
]

interface Costs {
  /** Microseconds, one for each chunk. */
  readonly times: readonly number[]
  /** UTF-16 code units held back after each chunk. */
  readonly held: readonly number[]
}

async function stream(kernel: Kernel, text: string): Promise<Costs> {
  const { readable, writable } = kernel.outboundStream(session)
  const [reader, writer] = [readable.getReader(), writable.getWriter()]
  let out = 0
  const reading = (async () => {
    for (let read = await reader.read(); !read.done; read = await reader.read()) out += read.value.length
  })()
  const [times, held]: [number[], number[]] = [[], []]
  for (let at = 0; at < text.length; at += CHUNK) {
    const started = performance.now()
    await writer.write(text.slice(at, at + CHUNK))
    times.push((performance.now() - started) * 1000)
    await Promise.resolve() // the reader's turn
    held.push(Math.min(at + CHUNK, text.length) - out)
  }
  await writer.close()
  await reading
  return { times, held }
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

const table: Record<string, object> = {}
for (const [name, make] of [
  ['English', english],
  ['code', code],
  ['log', log],
] as const) {
  for (const size of [10 * KB, 100 * KB]) {
    const text = make(size)
    const kernels = await Promise.all(
      LAYERS.map(async ([layers, plugins]) => ({
        layers,
        kernel: await createKernel({ plugins }),
        costs: [] as Costs[],
      })),
    )
    for (const { kernel } of kernels) await stream(kernel, text.slice(0, 4 * KB)) // warm
    // In turns, so that what the machine does meanwhile falls on all alike.
    for (let round = 0; round < ROUNDS; round++) {
      for (const { kernel, costs } of kernels) costs.push(await stream(kernel, text))
    }
    const base = quantile(
      (kernels[0]?.costs ?? []).flatMap(({ times }) => times),
      0.5,
    )
    for (const { layers, kernel, costs } of kernels) {
      const times = costs.flatMap(({ times }) => times)
      const held = costs.flatMap(({ held }) => held)
      const median = quantile(times, 0.5)
      table[`${name} ${size / KB} KB, ${layers}`] = {
        'median µs': Number(median.toFixed(1)),
        'p99 µs': Number(quantile(times, 0.99).toFixed(0)),
        'x no layer': Number((median / base).toFixed(1)),
        'held mean': Number(mean(held).toFixed(1)),
        'held p99': quantile(held, 0.99),
        'held max': held.reduce((most, one) => Math.max(most, one), 0),
      }
      await kernel.close()
    }
  }
}
console.log(
  `a reply in chunks of ${CHUNK} characters: time from a chunk's write until the kernel has passed on what it lets go`,
)
console.table(table)

/** Replies made to be held or read again: what twice as much costs, against twice the cost. */
const HOSTILE: readonly (readonly [string, Maker])[] = [
  ['one run of letters', (units) => 'a'.repeat(units)],
  ['base64 of English', (units) => Buffer.from(english(units)).toString('base64').slice(0, units)],
  ['openings of keys', (units) => '-----BEGIN PRIVATE KEY-----\n'.repeat(Math.ceil(units / 28)).slice(0, units)],
  ['beginnings of tokens', (units) => 'ghp_ glpat- AKIA '.repeat(Math.ceil(units / 17)).slice(0, units)],
  ['one character and a space', (units) => 'g h p _ '.repeat(Math.ceil(units / 8)).slice(0, units)],
  ['images without an end', (units) => '![a](https://x.example/?'.repeat(Math.ceil(units / 24)).slice(0, units)],
  ['invisible characters', (units) => 'a\u200b'.repeat(units / 2)],
  ['half a prompt', (units) => 'You are a helpful thing. '.repeat(Math.ceil(units / 25)).slice(0, units)],
]
const SMALL = 10 * KB
const MAX_RATIO = 2.6
const kernel = await createKernel({ plugins: [use(outputGuard)] })
const hostile: Record<string, object> = {}
let worst = 0
for (const [name, make] of HOSTILE) {
  const [small, large] = [make(SMALL), make(2 * SMALL)]
  let best = { ratio: Infinity, cost: 0, most: 0 }
  // A pause of the collector spoils a figure, so a bad one is measured again.
  for (let attempt = 0; attempt < 4 && best.ratio > MAX_RATIO; attempt++) {
    const [one, two] = [await stream(kernel, small), await stream(kernel, large)]
    const [first, second] = [one, two].map(({ times }) => times.reduce((sum, time) => sum + time, 0))
    const ratio = (second ?? 0) / (first ?? 1)
    if (ratio < best.ratio) best = { ratio, cost: (second ?? 0) / (2 * SMALL), most: Math.max(...two.held) }
  }
  worst = Math.max(worst, best.ratio)
  hostile[name] = {
    '20 KB / 10 KB': Number(best.ratio.toFixed(2)),
    'µs/character': Number(best.cost.toFixed(1)),
    'held max': best.most,
  }
}
await kernel.close()
console.log(`hostile replies in chunks of ${CHUNK} characters (goal: twice as much costs at most ${MAX_RATIO} times)`)
console.table(hostile)
if (!(worst <= MAX_RATIO)) process.exitCode = 1
