// What the wall costs whoever asks through it: the gateway with all layers, the same gateway with none, and the bare upstream, in turns in one
// run. Gateways, upstream and clients are processes of their own; the gateways are what `ringwall serve` starts, on SQLite in a file.
// Run: pnpm bench:gateway [--seconds 2] [--rounds 5] [--sizes 1,10] [--concurrency 1,16,64] [--stream] [--token-ms 10] [--soak 100000]
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Job, Result } from './gateway-load.ts'
import { KINDS } from './gateway-messages.ts'
import { KB } from './measure.ts'

const { values: flags } = parseArgs({
  options: {
    seconds: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '5' },
    sizes: { type: 'string', default: '1,10' },
    concurrency: { type: 'string', default: '1,16,64' },
    stream: { type: 'boolean', default: false },
    'token-ms': { type: 'string', default: '10' },
    soak: { type: 'string', default: '0' },
    /** Flags of Node for the gateway with all layers, such as `--cpu-prof`. */
    node: { type: 'string', default: '' },
    /** The targets by their names, in part. */
    only: { type: 'string', default: '' },
  },
})
const list = (text: string): readonly number[] => text.split(',').map(Number)
const GOAL = { addedMs: 1, share: 0.6, grownMb: 5 }
/** Requests from one look at the memory to the next: 5,000, or a twentieth of a shorter run. */
const SOAK_STEP = 5000
const SOAK_CONCURRENCY = 16
const TOKEN = 'bench-token-0123456789-0123456789-0123456789'
const folder = mkdtempSync(join(tmpdir(), 'ringwall-bench-'))
const started: ChildProcess[] = []

/** Every layer of the default preset is on and enforces; what would stop a client by design is out of reach. */
const OUT_OF_REACH = {
  'budget-guard': {
    steps: 'unlimited',
    stepsPerHour: 1e12,
    tokensPerExecution: 1e12,
    tokensPerHour: 1e12,
    tokensPerDay: 1e12,
  },
  'injection-rate-limit': Object.fromEntries(
    ['warnAfter', 'auditAfter', 'blockAfter', 'sessionWarnAfter', 'sessionAuditAfter', 'sessionBlockAfter']
      .concat('sourceWarnAfter', 'sourceAuditAfter', 'sourceBlockAfter')
      .map((key) => [key, 1e6]),
  ),
}

/** One of the programs beside this one. */
function start(program: string, argv: readonly string[] = [], options: Parameters<typeof fork>[2] = {}): ChildProcess {
  const child = fork(join(import.meta.dirname, program), argv, {
    execArgv: ['--conditions=@ringwall/source', '--disable-warning=ExperimentalWarning'],
    ...options,
  })
  started.push(child)
  return child
}

async function told<T>(child: ChildProcess, question?: object): Promise<T> {
  const over = new AbortController()
  const { signal } = over
  const ended = once(child, 'exit', { signal }).then(([code]) => {
    throw new Error(`a program ended with ${String(code)}`)
  })
  const answer = once(child, 'message', { signal }) as Promise<[T]>
  if (question) child.send(question)
  try {
    const [message] = await Promise.race([answer, ended])
    return message
  } finally {
    over.abort()
    await Promise.allSettled([answer, ended])
  }
}

/** What a gateway says of itself. */
interface State {
  readonly memory: NodeJS.MemoryUsage
  readonly cpuMs: number
}

/** Something that answers chat completions. */
interface Target {
  readonly name: string
  readonly url: string
  readonly process: ChildProcess
}

async function serve(name: string, config: object, upstream: string): Promise<Target> {
  const file = join(folder, `${name.replaceAll(/\W+/g, '-')}.json`)
  const text = JSON.stringify({
    ...config,
    gateway: { port: 0, upstream: { url: `${upstream}/v1` }, tokens: [{ token: 'env:BENCH_TOKEN' }] },
    store: { file: `${name.replaceAll(/\W+/g, '-')}.db` },
    log: { level: 'error' },
  })
  writeFileSync(file.replace(/json$/, 'yaml'), text) // every JSON is YAML
  const extra = config === ALL ? flags.node.split(' ').filter(Boolean) : []
  const child = start('gateway-serve.ts', ['serve', '--json', '--config', file.replace(/json$/, 'yaml')], {
    cwd: folder,
    env: { ...process.env, BENCH_TOKEN: TOKEN },
    execArgv: ['--conditions=@ringwall/source', '--expose-gc', '--disable-warning=ExperimentalWarning', ...extra],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer]
  const { url, layers } = JSON.parse(line.toString()) as { url: string; layers: readonly unknown[] }
  console.log(`${name}: ${layers.length} layers`)
  return { name, url, process: child }
}
const ALL = { preset: 'default', layers: OUT_OF_REACH }
/** A gateway without any layer does not start: this one has no hook, and does nothing with a request. */
const NONE = { preset: 'none', layers: { 'log-sanitizer': 'on' } }

const load = start('gateway-load.ts')
const provider = start('gateway-upstream.ts', [], { env: { ...process.env, TOKEN_MS: flags['token-ms'] } })
const [{ url: upstream }] = await Promise.all([told<{ url: string }>(provider), told(load)])
const bare: Target = { name: 'bare upstream', url: upstream, process: provider }
let seed = 1

/** A round, and what it took of the target's own processor time. */
interface Measured extends Result {
  readonly cpuMs: number
}

async function round(target: Target, job: Partial<Job>): Promise<Measured> {
  const asked = { size: KB, concurrency: 1, ms: 1e9, requests: 1e9, stream: false, ...job }
  const before = await stateOf(target)
  const { result } = await told<{ result: Result }>(load, { url: target.url, token: TOKEN, seed: seed++, ...asked })
  const { cpuMs } = await stateOf(target)
  return { ...result, cpuMs: (cpuMs - before.cpuMs) / result.count }
}

async function stateOf({ process }: Target, collect = false): Promise<State> {
  return told<State>(process, { collect })
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN
}

const ms = (value: number): string => value.toFixed(2)

const line = (cells: readonly unknown[]): string => `| ${cells.join(' | ')} |`

function print(title: string, rows: readonly Readonly<Record<string, string | number>>[]): void {
  const names = Object.keys(rows[0] ?? {})
  console.log(`\n${title}\n`)
  console.log([line(names), line(names.map(() => '---')), ...rows.map((row) => line(Object.values(row)))].join('\n'))
}

/** Every target in turns, so that what the machine does meanwhile falls on all alike. */
async function compare(
  targets: readonly Target[],
  job: Partial<Job>,
): Promise<ReadonlyMap<string, readonly Measured[]>> {
  const results = new Map<string, Measured[]>(targets.map(({ name }) => [name, []]))
  for (const target of targets) await round(target, { ...job, ms: 3000, requests: 1000 }) // warm
  for (let turn = 0; turn < Number(flags.rounds); turn++)
    for (const target of targets)
      results.get(target.name)?.push(await round(target, { ...job, ms: Number(flags.seconds) * 1000 }))
  return results
}

async function measure(targets: readonly Target[]): Promise<void> {
  const rows: Record<string, string | number>[] = []
  for (const size of list(flags.sizes))
    for (const concurrency of list(flags.concurrency)) {
      const results = await compare(targets, { size: size * KB, concurrency })
      const of = (name: string, value: (one: Measured) => number): number =>
        median((results.get(name) ?? []).map(value))
      const perSecond = ({ count, ms }: Measured): number => (count / ms) * 1000
      for (const { name } of targets)
        rows.push({
          messages: `${size} KB`,
          concurrency,
          target: name,
          'requests/s': Math.round(of(name, perSecond)),
          'of no layers': `${Math.round((of(name, perSecond) / of('no layers', perSecond)) * 100)} %`,
          'p50 ms': ms(of(name, ({ p50 }) => p50)),
          'p50 added': ms(of(name, ({ p50 }) => p50) - of('no layers', ({ p50 }) => p50)),
          'p99 ms': ms(of(name, ({ p99 }) => p99)),
          'CPU ms': ms(of(name, ({ cpuMs }) => cpuMs)),
          ...Object.fromEntries(
            [...new Set(KINDS)].map((kind) => [`p50, ${kind}`, ms(of(name, ({ kinds }) => kinds[kind]))]),
          ),
          'not allowed': sumOdd(results.get(name) ?? []),
        })
    }
  print(`goal: p50 added at most ${GOAL.addedMs} ms at 1 KB, at least ${GOAL.share * 100} % of no layers`, rows)
}

function sumOdd(results: readonly Measured[]): number {
  return results.flatMap(({ odd }) => Object.values(odd)).reduce((sum, count) => sum + count, 0)
}

async function measureStreams(targets: readonly Target[]): Promise<void> {
  const rows: Record<string, string | number>[] = []
  for (const size of list(flags.sizes))
    for (const concurrency of list(flags.concurrency)) {
      const results = await compare(targets, { size: size * KB, concurrency, stream: true })
      for (const [name, all] of results)
        rows.push({
          messages: `${size} KB`,
          concurrency,
          target: name,
          'first word p50 ms': ms(median(all.map(({ first }) => first.p50))),
          'first word p99 ms': ms(median(all.map(({ first }) => first.p99))),
          'whole reply p50 ms': ms(median(all.map(({ p50 }) => p50))),
          'not allowed': sumOdd(all),
        })
    }
  print(`streamed, a word every ${flags['token-ms']} ms: time to the first word of the reply`, rows)
}

const mb = (bytes: number): string => (bytes / 1024 ** 2).toFixed(1)

/** Memory after every so many requests, with the garbage collected first. */
async function soak(target: Target, total: number): Promise<void> {
  const step = Math.min(SOAK_STEP, Math.ceil(total / 20))
  const heaps: number[] = []
  for (let done = 0; done <= total; done += step) {
    const requests = done === 0 ? Math.min(step, 500) : step // the first ones warm it
    const { p50, count, ms: took } = await round(target, { requests, concurrency: SOAK_CONCURRENCY })
    const { memory } = await stateOf(target, true)
    heaps.push(memory.heapUsed)
    const row = {
      requests: done,
      'heap MB': mb(memory.heapUsed),
      'external MB': mb(memory.external),
      'RSS MB': mb(memory.rss),
      'requests/s': Math.round((count / took) * 1000),
      'p50 ms': ms(p50),
    }
    if (done === 0) console.log(`\n${target.name}: memory after a collection\n`)
    if (done === 0) for (const cells of [Object.keys(row), Object.keys(row).map(() => '---')]) console.log(line(cells))
    console.log(line(Object.values(row)))
  }
  const part = Math.max(1, heaps.length >> 2)
  const grown = median(heaps.slice(-part)) - median(heaps.slice(part, 2 * part))
  console.log(`\nheap of the last quarter against the second: ${mb(grown)} MB more (goal: at most ${GOAL.grownMb} MB)`)
  if (!(grown <= GOAL.grownMb * 1024 ** 2)) process.exitCode = 1
}

try {
  const targets = [bare, await serve('no layers', NONE, upstream), await serve('all layers', ALL, upstream)].filter(
    ({ name }) => name.includes(flags.only),
  )
  const all = targets.at(-1) ?? bare
  if (Number(flags.soak) > 0) await soak(all, Number(flags.soak))
  else if (flags.stream) await measureStreams(targets)
  else await measure(targets)
} finally {
  for (const child of started) if (child.connected) child.disconnect()
  await Promise.all(started.map((child) => child.exitCode ?? once(child, 'exit')))
  rmSync(folder, { recursive: true })
}
