import { readFileSync, existsSync, writeFileSync } from 'node:fs'
import { createEngine, createViews } from '@ringwall/text'
import { createFeaturizer } from '../src/classifier/features.ts'
import { createLexicon } from '../src/classifier/lexicon.ts'
import { createDetector } from '../src/detect.ts'
import { segmentsOf } from '../src/classifier/classify.ts'
import { englishLexicon } from './lexicon-en.ts'
import { WORD_CLASSES } from './language.ts'
import { generateRows } from './generate.ts'
import { LANGUAGES } from './languages/index.ts'
import type { Row } from './row.ts'
import { Trainer, type Sample, type Segment } from './train.ts'

const args = new Map(process.argv.slice(2).map((a) => a.split('=') as [string, string]))
const num = (k: string, d: number) => Number(args.get(k) ?? d)
const bits = num('bits', 18)
const windows = (args.get('windows') ?? '14,40').split(',').map(Number)
const rows: Row[] = readFileSync('/work/shared/corpora/injection/dev.jsonl', 'utf8').trim().split('\n').map((l) => JSON.parse(l))
const langs = LANGUAGES
const heldLangs = new Set((args.get('heldlangs') ?? '').split(',').filter(Boolean))
const fold = (w: string) => createViews(w).normalized.text
const lexicon = createLexicon(WORD_CLASSES.map((c) => [...new Set([...(englishLexicon[c] ?? []), ...langs.flatMap((l) => l.lexicon[c] ?? [])].map(fold))]))
const F = createFeaturizer(bits, lexicon)
const gen = generateRows(7, { englishAttacks: num('ec', 16000), englishHonest: num('eh', 6000), languageAttacks: num('lc', 60), languageHonest: num('lh', 120), languageDocuments: num('ld', 60), carriedAttacks: num('cc', 8000), carriedHonest: num('ch', 4000), mixed: num('mix', 2000) }, rows.filter((x) => /^repo:|^commits|^gpteacher|^llamafactory/.test(x.source) && x.label === 'benign'))
type Item = { sample: Sample; row: Row; pat: number }
const detect = createDetector(createEngine(), 0.7)
const kindCount = new Map<string, number>()
const famOf = (s: string) => s.replace(/^gen-[a-z-]+\//, 'gen/')
const all = [...rows, ...gen]
const count = new Map<string, number>()
for (const r of all) count.set(r.source, (count.get(r.source) ?? 0) + 1)
const power = num('power', 0.5), genw = num('genw', 0.7), posw = num('posw', 1)
const toItem = (row: Row): Item => {
  const views = createViews(row.text)
  const segments: Segment[] = segmentsOf(views).map(({ view, kind }) => ({ words: F.read(view.text).words, kind }))
  const isGen = row.source.startsWith('gen-')
  return { row, pat: isGen ? 0 : detect(views).score, sample: { segments, positive: row.label === 'injection', broad: ['direct','jailbreak','extraction'].includes(row.kind) && !row.source.includes('carr'), weight: (row.label === 'injection' ? posw : 1) * (isGen ? genw : 1) * Math.min(3, (300 / (count.get(row.source) ?? 1)) ** power) } }
}
console.time('read')
const items = rows.map(toItem), gens = gen.map(toItem)
console.timeEnd('read')
console.log('gen', gens.length, gens.filter((g) => g.sample.positive).length, 'langs', langs.map((l) => l.code).join(' '))
const FOLDS: [string, RegExp][] = [
  ['spikee', /^spikee|^carrier|^llamafactory\/(dpo|kto)/],
  ['hackaprompt', /^hackaprompt|^repo:(docker|fastify|honojs|vitejs)/],
  ['itw', /^trustairlab|^gpteacher/],
  ['garak+jbb', /^garak|^jbb|^awesome|^prompts.chat-book.(en|pt|el|ru|tr|zh)/],
  ['agt+bipia', /^agt|^bipia|^commits|^llamafactory\/(glaive|c4)|^repo:(langchain|open-tel)/],
]
const beta = num('beta', 0)
const dump: string[] = []
const acc: number[] = []
type Scored = { score: number; row: Row }
const oof: Scored[] = []
const only = args.get('fold')
const train = (set: Item[]) => {
  const t = new Trainer({ bits, windows, epochs: num('epochs', 3), rate: num('rate', 0.05), gramRate: num('gram', 0.05), meaningRate: num('mean', 0.05), dropLexical: num('dl', 0.4), dropMeaning: num('dm', 0.3), average: num('avg', 1), dedupe: num('dedupe', 16), breadth: num('breadth', 1), length: num('len', 0.5), l2: num('l2', 0), seed: 1 }, F)
  for (let e = 0; e < num('epochs', 3); e++) t.epoch(set.map((i) => i.sample), e)
  t.finish()
  return t
}
if (args.get('hold')) {
  const t = train([...items, ...gens])
  for (const file of ['en', 'multi']) {
    if (!existsSync(`/work/holdout/${file}.jsonl`)) continue
    const h = readFileSync(`/work/holdout/${file}.jsonl`, 'utf8').trim().split('\n').map((l) => JSON.parse(l)).map(toItem)
    const s = h.map((i) => ({ score: (t.best(i.sample)?.score ?? -99), row: i.row }))
    report('HOLD ' + file, s); report('HOLD+20pat ' + file, h.map((i, k) => ({ score: (s[k]?.score ?? 0) + 20 * i.pat, row: i.row }))); report('HOLD pat ' + file, h.map((i, k) => ({ score: (s[k]?.score ?? 0) *1e-6 + 20 * i.pat, row: i.row })))
    writeFileSync(`/tmp/hold-${file}.jsonl`, h.map((i, k) => JSON.stringify([file, i.row.label === 'injection' ? 1 : 0, i.row.kind, i.row.source, i.row.lang, i.pat, ...t.stats(i.sample), i.row.text.length, i.row.text.slice(0, 300)])).join('\n'))
  }
  process.exit()
}
for (const [name, test] of FOLDS) {
  if (only && !name.includes(only)) continue
  const t = train([...items.filter((i) => !test.test(i.row.source)), ...gens.filter((g) => !heldLangs.has(g.row.lang))])
  const s = items.filter((i) => test.test(i.row.source)).map((i) => ({ score: (t.best(i.sample)?.score ?? -99) + beta * i.pat, row: i.row }))
  if (args.get('dump')) for (const i of items.filter((i) => test.test(i.row.source))) dump.push(JSON.stringify([name, i.row.label === 'injection' ? 1 : 0, i.row.kind, i.row.source, i.row.lang, i.pat, ...t.stats(i.sample), i.row.text.length]))
  oof.push(...s)
  report(name, s)
  if (heldLangs.size) { const h = gens.filter((g) => heldLangs.has(g.row.lang)).map((i) => ({ score: t.best(i.sample)?.score ?? -99, row: i.row })); report('  held langs', h); acc.splice(-2) }
}
report('ALL', oof, args.get('full') !== '0')
console.log('MEAN R@', (acc.filter((_, i) => i % 2 === 0).slice(0, 5).reduce((a, b) => a + b) / 5).toFixed(3), (acc.filter((_, i) => i % 2 === 1).slice(0, 5).reduce((a, b) => a + b) / 5).toFixed(3))
function report(name: string, s: Scored[], full = false) {
  const neg = s.filter((x) => x.row.label === 'benign').map((x) => x.score).sort((a, b) => b - a)
  const pos = s.filter((x) => x.row.label === 'injection')
  const explicit = pos.filter((x) => x.row.kind !== 'indirect-subtle')
  const at = (f: number) => { const th = neg[Math.floor(neg.length * f)] ?? 0; return explicit.filter((x) => x.score > th).length / explicit.length }
  acc.push(at(0.001), at(0.01)); console.log(name, 'n', pos.length, neg.length, 'R@.1', at(0.001).toFixed(3), 'R@1', at(0.01).toFixed(3), 'R@5', at(0.05).toFixed(3))
  if (!full) return
  for (const f of [0.01, 0.001]) {
    const th = neg[Math.floor(neg.length * f)] ?? 0
    const by = new Map<string, number[]>()
    for (const x of pos) { const k = x.row.source.split('/')[0] + (x.row.lang === 'en' ? '' : ' other'); (by.get(k) ?? by.set(k, []).get(k)!).push(x.score > th ? 1 : 0) }
    console.log('thr', th.toFixed(2), [...by].map(([k, v]) => `${k} ${(v.reduce((a, b) => a + b, 0) / v.length).toFixed(2)}`).join('  '))
    const byn = new Map<string, number[]>()
    for (const x of s) if (x.row.label === 'benign') { const k = x.row.source; (byn.get(k) ?? byn.set(k, []).get(k)!).push(x.score > th ? 1 : 0) }
    console.log('  FP', [...byn].map(([k, v]) => [k, v.reduce((a, b) => a + b, 0)/v.length] as const).filter(([, v]) => v > f * 1.5).map(([k, v]) => `${k} ${(100 * v).toFixed(1)}%`).join('  '))
  }
}

if (args.get('dump')) writeFileSync(args.get('dump') as string, dump.join('\n'))
