// The search for secrets in what leaves: the scanner alone and a whole onOutbound with output-guard, beside secretlint and a plain
// JavaScript regex per format, on the same texts in one run; and what twice the text costs, for hostile ones. Ratios count; single
// figures are the machine's. Ends with 1 when a ratio goal fails. Takes about two minutes.
// Run: pnpm bench:secrets
import { lintSource } from '@secretlint/core'
import { creator } from '@secretlint/secretlint-rule-preset-recommend'
import { createKernel, use } from '@ringwall/core'
import { outputGuard } from '@ringwall/plugin-output-guard'
import { createEngine, createSecretScanner, SECRET_FORMATS } from '@ringwall/text'
import { cost, KB, ratioOf, reportRatios, type Ratio } from './measure.ts'
import { denseText, hostileToSecrets, logs, mixed, prose, wideProse } from './secret-samples.ts'
import type { Maker } from './text-samples.ts'

const SIZES = [KB, 10 * KB, KB * KB]
const TEXTS: readonly (readonly [string, Maker])[] = [
  ['English', prose],
  ['English, some not Latin-1', wideProse],
  ['log lines', logs],
  ['dense', denseText],
  ['mix with secrets', mixed],
]
const session = { tenantId: 't', agentId: 'a', sessionId: 's', traceId: 'bench' }

const started = performance.now()
const scanner = createSecretScanner(createEngine())
console.log(`start: ${(performance.now() - started).toFixed(1)} ms for ${SECRET_FORMATS.length} formats`)

const plain = SECRET_FORMATS.map(({ regex, flags = '' }) => new RegExp(regex, `g${flags}`))
function countPlain(text: string): number {
  let found = 0
  for (const regex of plain) for (const _ of text.matchAll(regex)) found++
  return found
}

const config = { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator }] }
async function lint(content: string): Promise<number> {
  const source = { filePath: '/reply.txt', content, ext: '.txt', contentType: 'text' } as const
  const { messages } = await lintSource({ source, options: { config } })
  return messages.length
}

async function throughput(): Promise<void> {
  const kernel = await createKernel({ plugins: [use(outputGuard)] })
  const send = async (text: string): Promise<void> => {
    const { outcome } = await kernel.onOutbound({ destination: 'user', body: text }, session)
    if (outcome === 'deny') throw new Error('the layer denied the text')
  }
  const rows: Record<string, object> = {}
  // The first rows would pay for the compilers of V8 and RE2.
  for (const [, make] of TEXTS) for (let i = 0; i < 200; i++) await send(make(KB + i))
  for (const [kind, make] of TEXTS) {
    for (const size of SIZES) {
      const text = make(size)
      const ours = await cost(() => scanner.scan(text), 8)
      const whole = await cost(() => send(text), 5)
      const theirs = await cost(() => lint(text), 3)
      const each = await cost(() => countPlain(text), 2)
      const rate = (microseconds: number): number => Number((size / microseconds).toFixed(1))
      const times = (microseconds: number): number => Number((microseconds / ours).toFixed(1))
      const { critical, warnings } = scanner.scan(text)
      rows[`${kind}, ${size / KB} KB`] = {
        found: critical.length + warnings.length,
        'scanner MB/s': rate(ours),
        'onOutbound MB/s': rate(whole),
        'secretlint MB/s': rate(theirs),
        'JS regexes MB/s': rate(each),
        'secretlint / scanner': times(theirs),
        'JS regexes / scanner': times(each),
      }
    }
  }
  await kernel.close()
  console.log(
    'throughput in MB/s (1e6 UTF-16 code units a second of CPU), and how many times the scanner the others take',
  )
  console.table(rows)
}

/** What a chunk of a stream costs: the question how much of the text is settled. */
async function streaming(): Promise<void> {
  const rows: Record<string, object> = {}
  for (const [kind, make] of TEXTS) {
    const row: Record<string, number> = {}
    for (const size of [100, KB, 16 * KB]) {
      const text = make(size)
      row[`${size} units, µs`] = Number((await cost(() => scanner.pending(text), 6)).toFixed(2))
    }
    rows[kind] = row
  }
  console.log('pending(text), asked for every chunk, with so much text at hand')
  console.table(rows)
}

async function ratios(): Promise<readonly Ratio[]> {
  const found: Ratio[] = []
  for (const [name, make] of hostileToSecrets()) {
    found.push(await ratioOf('scan', name, make, (text) => scanner.scan(text)))
    found.push(await ratioOf('pending', name, make, (text) => scanner.pending(text)))
  }
  return found
}

await throughput()
await streaming()
const measured = await ratios()
reportRatios('cost of 16 KB against 8 KB, hostile text: the highest 12', measured, 12)
console.log('the slowest hostile texts')
console.table(
  Object.fromEntries(
    measured
      .toSorted((a, b) => b.microseconds - a.microseconds)
      .slice(0, 15)
      .map(({ what, text, microseconds }) => [
        `${what}: ${text}`,
        { 'MB/s': Number(((16 * KB) / microseconds).toFixed(1)), 'µs/KB': Number((microseconds / 16).toFixed(1)) },
      ]),
  ),
)
