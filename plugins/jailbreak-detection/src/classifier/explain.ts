import type { Span } from '@ringwall/core'
import { MAX_CONTEXT, type Featurizer, type Note, type Reading } from './features.ts'
import type { Model } from './model.ts'

/** One thing that counts: a word, or meanings that stand together. */
export interface Reason {
  /** `word`, or the names of the meanings joined by a plus sign. */
  readonly what: string
  /** In the text that was read. */
  readonly span: Span
  /** What it adds to the log-odds. */
  readonly weight: number
}

/** What counts most for an attack in a window of words, strongest first; words that overlap are named once. */
export function explainWindow(
  { tokens, words, fresh }: Reading,
  window: Span,
  model: Model,
  featurizer: Featurizer,
  limit: number,
): readonly Reason[] {
  const { weights, scale, meanings } = model
  const sums = new Map<string, { what: string; from: number; to: number; weight: number }>()
  const out = new Int32Array(MAX_CONTEXT)
  const add = (what: string, from: number, to: number, weight: number): void => {
    const key = `${what} ${from} ${to}`
    const known = sums.get(key)
    if (known) known.weight += weight * scale
    else sums.set(key, { what, from, to, weight: weight * scale })
  }
  for (let i = window.start; i < window.end; i++) {
    const word = words[i]
    if (word === undefined || fresh[i] === 0) continue
    add('word', i, i, word.own)
    const notes: Note[] = []
    const n = featurizer.context(words, i, out, notes)
    for (let k = 0; k < n; k++) {
      const note = notes[k]
      if (note === undefined) continue
      const what = note.meanings.length === 0 ? 'word' : note.meanings.map((meaning) => meanings[meaning]).join('+')
      add(what, note.from, i, weights[out[k] ?? 0] ?? 0)
    }
  }
  const found: { readonly what: string; readonly from: number; readonly to: number; readonly weight: number }[] = []
  for (const reason of [...sums.values()].toSorted((a, b) => b.weight - a.weight)) {
    if (found.length === limit || reason.weight <= 0) break
    if (!found.some(({ from, to }) => from <= reason.to && reason.from <= to)) found.push(reason)
  }
  return found.map(({ what, from, to, weight }) => ({
    what,
    span: { start: tokens.starts[from] ?? 0, end: tokens.ends[to] ?? 0 },
    weight,
  }))
}
