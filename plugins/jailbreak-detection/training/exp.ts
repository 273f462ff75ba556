import { readFileSync } from 'node:fs'
import { createViews } from '@ringwall/text'
import { createFeaturizer } from '/work/main/plugins/jailbreak-detection/src/classifier/features.ts'
import { createLexicon } from '/work/main/plugins/jailbreak-detection/src/classifier/lexicon.ts'
import { englishLexicon } from '/work/main/plugins/jailbreak-detection/training/lexicon-en.ts'
import { WORD_CLASSES } from '/work/main/plugins/jailbreak-detection/training/language.ts'
import { Trainer, type Sample, type Segment } from '/work/main/plugins/jailbreak-detection/training/train.ts'

const args = new Map(process.argv.slice(2).map((a) => a.split('=') as [string, string]))
const num = (k: string, d: number) => Number(args.get(k) ?? d)
const bits = num('bits', 18)
const windows = (args.get('windows') ?? '14,40').split(',').map(Number)
const rows = readFileSync('/work/shared/corpora/injection/dev.jsonl', 'utf8')
  .trim()
  .split('\n')
  .map((l) => JSON.parse(l))
const lexicon = createLexicon(
  WORD_CLASSES.map((c) => (englishLexicon[c] ?? []).map((w) => createViews(w).normalized.text)),
)
const F = createFeaturizer(bits, lexicon)
console.time('read')
const fam = (s: string) =>
  s.startsWith('spikee') || s.startsWith('carrier')
    ? 'spikee'
    : s.startsWith('repo:')
      ? s
      : s.split('/')[0].split(':')[0]
import { createEngine } from '@ringwall/text'
import { createDetector } from '../src/detect.ts'
const detect = createDetector(createEngine(), 0.7)
type Item = { sample: Sample; row: any; family: string; pat: number }
const segs = (text: string): Segment[] => {
  const v = createViews(text)
  const out: Segment[] = [{ words: F.read(v.normalized.text).words, kind: 0 }]
  const seen = new Set([v.normalized.text])
  const add = (t: string, kind: number) => {
    if (!seen.has(t)) {
      seen.add(t)
      out.push({ words: F.read(t).words, kind })
    }
  }
  add(v.joined.text, 1)
  for (const d of v.decoded) {
    add(d.normalized.text, 2)
    add(d.joined.text, 2)
  }
  return out
}
const count = new Map<string, number>()
for (const r of rows) count.set(r.source, (count.get(r.source) ?? 0) + 1)
const power = num('power', 0.5)
const posw = num('posw', 1)
const items: Item[] = rows.map((row: any) => ({
  row,
  pat: detect(createViews(row.text)).score,
  family: fam(row.source),
  sample: {
    segments: segs(row.text),
    positive: row.label === 'injection',
    weight: (row.label === 'injection' ? posw : 1) * Math.min(3, (300 / (count.get(row.source) ?? 1)) ** power),
  },
}))
console.timeEnd('read')
const FOLDS: [string, RegExp][] = [
  ['spikee', /^spikee|^carrier|^llamafactory\/(dpo|kto)/],
  ['hackaprompt', /^hackaprompt|^repo:(docker|fastify|honojs|vitejs)/],
  ['itw', /^trustairlab|^gpteacher/],
  ['garak+jbb', /^garak|^jbb|^awesome|^prompts.chat/],
  ['agt+bipia', /^agt|^bipia|^commits|^llamafactory\/(glaive|c4)|^repo:(langchain|open-tel)/],
]
const acc: number[] = []
const beta = num('beta', 0)
const oof: { score: number; row: any }[] = []
const only = args.get('fold')
for (const [name, test] of FOLDS) {
  if (only && !name.includes(only)) continue
  console.time(name)
  const train = items.filter((i) => !test.test(i.row.source))
  const held = items.filter((i) => test.test(i.row.source))
  const t = new Trainer(
    {
      bits,
      windows,
      epochs: num('epochs', 5),
      rate: num('rate', 0.05),
      gramRate: num('gram', 0.05),
      meaningRate: num('mean', 0.05),
      dropLexical: num('dl', 0),
      dropMeaning: num('dm', 0),
      average: num('avg', 99),
      l2: num('l2', 0),
      seed: 1,
    },
    F,
  )
  for (let e = 0; e < num('epochs', 5); e++)
    t.epoch(
      train.map((i) => i.sample),
      e,
    )
  t.finish()
  const s = held.map((i) => ({ score: (t.best(i.sample)?.score ?? -99) + beta * i.pat, row: i.row }))
  oof.push(...s)
  report(name, s)
  console.timeEnd(name)
}
report('ALL', oof, true)
function report(name: string, s: { score: number; row: any }[], full = false) {
  const neg = s
    .filter((x) => x.row.label === 'benign')
    .map((x) => x.score)
    .sort((a, b) => b - a)
  const pos = s.filter((x) => x.row.label === 'injection')
  const explicit = pos.filter((x) => x.row.kind !== 'indirect-subtle')
  const at = (f: number) => {
    const th = neg[Math.floor(neg.length * f)] ?? 0
    return explicit.filter((x) => x.score > th).length / explicit.length
  }
  acc.push(at(0.001), at(0.01))
  console.log(
    name,
    'n',
    pos.length,
    neg.length,
    'R@.1',
    at(0.001).toFixed(3),
    'R@1',
    at(0.01).toFixed(3),
    'R@5',
    at(0.05).toFixed(3),
  )
  if (full) {
    for (const f of [0.01, 0.001]) {
      const th = neg[Math.floor(neg.length * f)] ?? 0
      const by = new Map<string, number[]>()
      for (const x of pos) {
        const k = x.row.source.split('/')[0] + (x.row.lang === 'en' ? '' : ' other')
        ;(by.get(k) ?? by.set(k, []).get(k)!).push(x.score > th ? 1 : 0)
      }
      console.log(
        'thr',
        th.toFixed(2),
        [...by].map(([k, v]) => `${k} ${(v.reduce((a, b) => a + b, 0) / v.length).toFixed(2)}`).join('  '),
      )
      const byn = new Map<string, number[]>()
      for (const x of s)
        if (x.row.label === 'benign') {
          const k = x.row.source
          ;(byn.get(k) ?? byn.set(k, []).get(k)!).push(x.score > th ? 1 : 0)
        }
      console.log(
        '  FP',
        [...byn]
          .map(([k, v]) => [k, v.reduce((a, b) => a + b, 0) / v.length] as const)
          .filter(([, v]) => v > f * 1.5)
          .map(([k, v]) => `${k} ${(100 * v).toFixed(1)}%`)
          .join('  '),
      )
    }
  }
}

console.log(
  'MEAN R@',
  (
    acc
      .filter((_, i) => i % 2 === 0)
      .slice(0, 5)
      .reduce((a, b) => a + b) / 5
  ).toFixed(3),
  (
    acc
      .filter((_, i) => i % 2 === 1)
      .slice(0, 5)
      .reduce((a, b) => a + b) / 5
  ).toFixed(3),
)
