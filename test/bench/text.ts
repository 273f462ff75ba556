// The inbound path over text: its throughput, layer by layer and whole, beside a plain JavaScript regex per pattern in one run,
// and what twice the text costs for every pattern and every view. Ratios count; single figures are the machine's. Ends with 1
// when a ratio goal fails. Takes about two minutes.
// Run: pnpm bench:text
import { createKernel, use, type Inbound, type Use } from '@ringwall/core'
import { emailSenderFilter } from '@ringwall/plugin-email-sender-filter'
import { externalContent } from '@ringwall/plugin-external-content'
import { injectionRateLimit } from '@ringwall/plugin-injection-rate-limit'
import { inputValidation } from '@ringwall/plugin-input-validation'
import { jailbreakDetection } from '@ringwall/plugin-jailbreak-detection'
import { skillScanner } from '@ringwall/plugin-skill-scanner'
import { openSqliteStore, StoreToken } from '@ringwall/store'
import { createEngine, createPatternSet, createViews, INJECTION_PATTERNS, JAILBREAK_PATTERNS } from '@ringwall/text'
import { cost, KB, ratioOf, reportRatios, type Ratio } from './measure.ts'
import { code, english, hostileTexts, hostileToViews, json, mixedAttack, type Maker } from './text-samples.ts'

const SIZES = [100, KB, 10 * KB, 100 * KB, KB * KB]
const session = { tenantId: 't', agentId: 'a', sessionId: 's', traceId: 'bench' }

/** Every layer of the default preset that judges inbound text; nobody is shut out for what is measured. */
const validation = use(inputValidation, { maxLength: 4 * KB * KB })
const many = 1_000_000
const rateLimit = use(injectionRateLimit, {
  windowMs: 1000,
  blockAfter: many,
  sessionBlockAfter: many,
  sourceBlockAfter: many,
})
const LAYERS: readonly Use[] = [
  validation,
  use(emailSenderFilter),
  use(externalContent),
  use(skillScanner),
  use(jailbreakDetection),
  rateLimit,
]
const TEXTS: readonly (readonly [string, Maker])[] = [
  ['English', english],
  ['hostile', mixedAttack],
]

/** Runs `measure` with a function that sends a text through a kernel with these layers. */
async function withKernel(
  plugins: readonly Use[],
  measure: (send: (source: Inbound['source'], text: string) => Promise<void>) => Promise<void>,
): Promise<void> {
  const store = await openSqliteStore({ file: ':memory:' })
  const kernel = await createKernel({ plugins, services: [{ token: StoreToken, value: store }] })
  await measure(async (source, text) => {
    // A payload of its own each time: the views of one are kept.
    const { outcome } = await kernel.onInbound({ source, text }, session)
    if (outcome === 'deny') throw new Error('a layer denied the text, so the layers after it were not measured')
  })
  await kernel.close()
  await store.close()
}

function perKB(microseconds: number, size: number): number {
  return Number(((microseconds / size) * KB).toFixed(1))
}

async function throughput(): Promise<void> {
  const plain = JAILBREAK_PATTERNS.map(({ regex, flags = '' }) => new RegExp(toJavaScript(regex), `gu${flags}`))
  const countPlain = (text: string): number => {
    let found = 0
    for (const regex of plain) for (const _ of text.matchAll(regex)) found++
    return found
  }
  const rows: Record<string, object> = {}
  await withKernel(LAYERS, async (send) => {
    // The first rows would pay for the compilers of V8 and RE2.
    for (const [, make] of TEXTS) for (let i = 0; i < 300; i++) await send(i % 2 ? 'user' : 'web', make(KB + i))
    for (const [kind, make] of TEXTS) {
      for (const size of SIZES) {
        const text = make(size)
        const ours = await cost(() => send('user', text), 4)
        const web = await cost(() => send('web', text), 4)
        const theirs = await cost(() => countPlain(text), 3)
        rows[`${kind}, ${size} B`] = {
          'user µs': Math.round(ours),
          'MB/s': Number((size / ours).toFixed(1)),
          'µs/KB': perKB(ours, size),
          'web µs': Math.round(web),
          'web µs/KB': perKB(web, size),
          'JS regexes, original text only, µs': Math.round(theirs),
          'MB/s JS': Number((size / theirs).toFixed(1)),
        }
      }
    }
  })
  console.log('whole inbound path: kernel and every layer of the default preset that judges inbound text')
  console.table(rows)
}

/** What each part of the path costs by itself, µs/KB of 10 KB. */
async function parts(): Promise<void> {
  const size = 10 * KB
  const set = createPatternSet(JAILBREAK_PATTERNS, createEngine())
  const texts = [...TEXTS, ['code', code], ['JSON', json]] as const
  const rows: Record<string, Record<string, number>> = {}
  const measure = async (part: string, run: (text: string) => unknown): Promise<void> => {
    const row: Record<string, number> = {}
    for (const [kind, make] of texts) {
      const text = make(size)
      row[kind] = perKB(await cost(() => run(text), 4), size)
    }
    rows[part] = row
  }
  await measure('view normalized', (text) => createViews(text).normalized.text)
  await measure('views normalized and joined', (text) => createViews(text).joined.text)
  await measure('decoded', (text) => createViews(text).decoded)
  await measure('all views', (text) => createViews(text).all())
  const folded = new Map(texts.map(([, make]) => [make(size), createViews(make(size)).normalized.text]))
  await measure('patterns of jailbreak-detection on one view', (text) => set.scan(folded.get(text) ?? ''))
  const layers: readonly (readonly [string, readonly Use[]])[] = [
    ['kernel without layers', []],
    ['kernel, input-validation', [validation]],
    ['kernel, external-content', [use(externalContent)]],
    ['kernel, jailbreak-detection', [use(jailbreakDetection)]],
  ]
  for (const [part, plugins] of layers) {
    const source = part.includes('external') ? 'web' : 'user'
    await withKernel(plugins, async (send) => measure(part, (text) => send(source, text)))
  }
  console.log('parts of the path, µs/KB of 10 KB')
  console.table(rows)
}

/** The same expression in JavaScript's syntax. */
function toJavaScript(regex: string): string {
  return regex
    .replaceAll(/\\x\{([0-9A-Fa-f]+)\}/g, '\\u{$1}')
    .replaceAll('\\pL', '\\p{L}')
    .replaceAll(/\\([^\w\s\\^$.*+?()[\]{}|/-])/g, '$1')
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
await parts()
reportRatios(
  'cost of 16 KB against 8 KB, hostile text: the worst generator of each pattern, and every generator of each view; the highest 25',
  await ratios(),
)
