import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createEngine, createViews } from '@ringwall/text'
import { createClassifier } from '../src/classifier/classify.ts'
import { createDetector } from '../src/detect.ts'
import { readCorpus } from './corpus.ts'
import { trainModel } from './model-from-rows.ts'
import { SETTINGS } from './settings.ts'
import { shareOver, thresholdAt } from './measures.ts'
const o = JSON.parse(process.argv[2] ?? '{}')
const settings = { ...SETTINGS, ...o, train: { ...SETTINGS.train, ...o.train }, counts: { ...SETTINGS.counts, ...o.counts } }
const t = trainModel(readCorpus('/work/shared/corpora/injection/dev.jsonl'), settings, () => {})
const rep = (name: string, rows: { score: number; positive: boolean }[]) => {
  const att = rows.filter((r) => r.positive)
  return `${name} ` + [0.001, 0.005, 0.01, 0.05].map((f) => shareOver(att, thresholdAt(rows, f)).toFixed(3)).join(' ')
}
const oof = t.heldOut.filter((h) => h.row.kind !== 'indirect-subtle' && !h.row.source.startsWith('jbb'))
const out = [JSON.stringify(o)]
for (const w of [0, 4, 8, 15]) out.push(rep(`oof pat*${w}`, oof.map((h) => ({ score: h.logit + w * h.patterns, positive: h.positive }))))
const src = (q: number, w: number) => { const s = oof.map((h) => ({ score: h.logit + w * h.patterns, positive: h.positive, g: h.row.source.split(/[/:]/)[0] })); const th = thresholdAt(s, q); return [...Map.groupBy(s.filter((x) => x.positive), (x) => x.g)].map(([g, v]) => `${g.slice(0, 7)} ${shareOver(v, th).toFixed(2)}`).join(' ') }
out.push('  ' + src(0.01, 8))
const classify = createClassifier(t.model), match = createDetector(createEngine(), 0.7)
for (const f of ['en', 'multi']) {
  if (!existsSync(`/work/holdout/${f}.jsonl`)) continue
  const rows = readCorpus(`/work/holdout/${f}.jsonl`).map((row) => { const v = createViews(row.text); const c = classify(v); return { row, logit: c.logit, patterns: match(v).score, positive: row.label === 'injection' } })
  const ex = rows.filter((r) => r.row.kind !== 'indirect-subtle' && !r.row.source.includes('password-game'))
  for (const w of [0, 4, 8]) out.push(rep(`hold ${f} pat*${w} n ${ex.length}`, ex.map((h) => ({ score: h.logit + w * h.patterns, positive: h.positive }))))
  const th = thresholdAt(oof.map((h) => ({ score: h.logit + 8 * h.patterns, positive: h.positive })), 0.005)
  const s = ex.map((h) => ({ score: h.logit + 8 * h.patterns, positive: h.positive, k: h.row.source.slice(0,18), l: h.row.lang }))
  out.push(`  at oof .5% (${th.toFixed(1)}): recall ${shareOver(s.filter((x) => x.positive), th).toFixed(3)} fp ${shareOver(s.filter((x) => !x.positive), th).toFixed(3)}`)
  if (o.full) out.push([...Map.groupBy(s, (x) => (x.positive ? '+' : '-') + (f === 'en' ? x.k : x.l))].map(([k, v]) => `${k} ${shareOver(v, th).toFixed(2)}/${v.length}`).join('  '))
  if (f === 'multi') { const th1 = thresholdAt(s, 0.01); out.push('  zh/ja/ko/th at own 1%: ' + ['zh','ja','ko','vi','ru','pt'].map((l) => l + ' ' + shareOver(s.filter((x) => x.l === l && x.positive), th1).toFixed(2)).join(' ')) }
  writeFileSync(`/tmp/hold-${f}.jsonl`, rows.map((r) => JSON.stringify([f, r.positive ? 1 : 0, r.row.kind, r.row.source, r.row.lang, r.patterns, r.logit, 0, 0, 0, r.row.text.slice(0, 300)])).join('\n'))
}
console.log(out.join('\n'))
