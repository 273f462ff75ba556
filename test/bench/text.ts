// The inbound path over text: its throughput beside a plain JavaScript regex per pattern in one run, and what twice the text costs
// for every pattern and every view. Ratios count; single figures are the machine's. Ends with 1 when a ratio goal fails.
// Run: node --conditions=@ringwall/source test/bench/text.ts
import { createKernel, use } from '@ringwall/core'
import { inputValidation } from '@ringwall/plugin-input-validation'
import { jailbreakDetection } from '@ringwall/plugin-jailbreak-detection'
import { createEngine, createPatternSet, createViews, INJECTION_PATTERNS, JAILBREAK_PATTERNS } from '@ringwall/text'
import { english, hostileTexts, hostileToViews, mixedAttack } from './text-samples.ts'

const KB = 1024
const SIZES = [100, KB, 10 * KB, 100 * KB, KB * KB]
/** What two searches over n and 2n units may differ by; 2 is linear, the rest is caches and the clock. */
const MAX_RATIO = 2.5
const session = { tenantId: 't', agentId: 'a', sessionId: 's', traceId: 'bench' }

/** CPU microseconds of this process, which other processes on the machine do not add to. */
function cpu(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}

/** The least cost of a call in CPU microseconds over rounds long enough to be measured: whatever disturbs a round adds to it. */
async function cost(run: () => unknown, rounds: number, roundMicroseconds = 20_000): Promise<number> {
  const samples: number[] = []
  for (let round = 0; round <= rounds; round++) {
    let calls = 0
    const from = cpu()
    let spent = 0
    while (spent < roundMicroseconds) {
      const result = run()
      if (result instanceof Promise) await result
      calls++
      spent = cpu() - from
    }
    // The first rounds compile: V8 the code, RE2 the states that a text leads to.
    if (round > 0) samples.push(spent / calls)
  }
  return Math.min(...samples)
}

async function throughput(): Promise<void> {
  const limits = { maxLength: 4 * KB * KB }
  const kernel = await createKernel({ plugins: [use(inputValidation, limits), use(jailbreakDetection)] })
  const plain = JAILBREAK_PATTERNS.map(({ regex, flags = '' }) => new RegExp(toJavaScript(regex), `gu${flags}`))
  const countPlain = (text: string): number => {
    let found = 0
    for (const regex of plain) for (const _ of text.matchAll(regex)) found++
    return found
  }
  const rows: Record<string, object> = {}
  for (const [kind, make] of [
    ['English', english],
    ['hostile', mixedAttack],
  ] as const) {
    for (const size of SIZES) {
      const text = make(size)
      // A payload of its own each time: the views of one are kept.
      const ours = await cost(() => kernel.onInbound({ source: 'user', text }, session), 5)
      const theirs = await cost(() => countPlain(text), 5)
      rows[`${kind}, ${size} B`] = {
        'kernel µs': Math.round(ours),
        'MB/s': Number((size / ours).toFixed(1)),
        'µs/KB': Number(((ours / size) * KB).toFixed(1)),
        'JS regexes, original text only, µs': Math.round(theirs),
        'MB/s JS': Number((size / theirs).toFixed(1)),
      }
    }
  }
  await kernel.close()
  console.log('inbound path: kernel, input-validation, jailbreak-detection on every view')
  console.table(rows)
}

/** The same expression in JavaScript's syntax. */
function toJavaScript(regex: string): string {
  return regex
    .replaceAll(/\\x\{([0-9A-Fa-f]+)\}/g, '\\u{$1}')
    .replaceAll('\\pL', '\\p{L}')
    .replaceAll(/\\([^\w\s\\^$.*+?()[\]{}|/-])/g, '$1')
}

interface Ratio {
  readonly what: string
  readonly text: string
  readonly ratio: number
  readonly microseconds: number
}

/** What 2n costs against n; a bad figure is measured again, since a pause of the collector spoils one. */
async function ratioOf(
  what: string,
  name: string,
  make: (units: number) => string,
  run: (text: string) => unknown,
): Promise<Ratio> {
  // Small enough for the caches of a processor: beyond them the cost per unit grows with any work on the text.
  const units = 8 * KB
  let best: Ratio | undefined
  for (let attempt = 0; attempt < 6 && (best === undefined || best.ratio > MAX_RATIO); attempt++) {
    const [one, two] = [make(units), make(2 * units)]
    const single = await cost(() => run(one), 3, 3000 * (attempt + 1))
    const double = await cost(() => run(two), 3, 3000 * (attempt + 1))
    const ratio = double / single
    if (best === undefined || ratio < best.ratio) best = { what, text: name, ratio, microseconds: double }
  }
  return best ?? { what, text: name, ratio: Number.NaN, microseconds: Number.NaN }
}

async function ratios(): Promise<readonly Ratio[]> {
  const engine = createEngine()
  const found: Ratio[] = []
  for (const pattern of INJECTION_PATTERNS) {
    const set = createPatternSet([pattern], engine)
    const each: Ratio[] = []
    for (const [name, make] of hostileTexts(pattern))
      each.push(await ratioOf(pattern.id, name, make, (text) => set.scan(text)))
    found.push(...each.toSorted((a, b) => b.ratio - a.ratio).slice(0, 1))
  }
  const views: readonly (readonly [string, (text: string) => unknown])[] = [
    ['normalized', (text) => createViews(text).normalized.text],
    ['joined', (text) => createViews(text).joined.text],
    ['decoded', (text) => createViews(text).decoded.map((view) => [view.normalized.text, view.joined.text])],
    ['all', (text) => createViews(text).all()],
  ]
  for (const [view, run] of views) {
    for (const [name, make] of hostileToViews()) found.push(await ratioOf(`view ${view}`, name, make, run))
  }
  return found
}

await throughput()
const measured = await ratios()
const worst = measured.toSorted((a, b) => b.ratio - a.ratio)
console.log(
  'cost of 16 KB against 8 KB, hostile text: the worst generator of each pattern, and every generator of each view; the highest 25',
)
console.table(
  Object.fromEntries(
    worst
      .slice(0, 25)
      .map(({ what, text, ratio, microseconds }) => [
        `${what}: ${text}`,
        { ratio: Number(ratio.toFixed(2)), 'µs/KB': Number((microseconds / 16).toFixed(1)) },
      ]),
  ),
)
const failed = worst.filter(({ ratio }) => !(ratio <= MAX_RATIO))
console.log(`${measured.length} measured, ${failed.length} over ${MAX_RATIO} (goal: none)`)
if (failed.length > 0) process.exitCode = 1
