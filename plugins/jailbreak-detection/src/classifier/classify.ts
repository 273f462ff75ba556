import type { Span } from '@ringwall/core'
import type { View, Views } from '@ringwall/text'
import { explainWindow, type Reason } from './explain.ts'
import { createFeaturizer, MAX_CONTEXT, type Reading, type Word } from './features.ts'
import { createLexicon } from './lexicon.ts'
import { KINDS, type Model } from './model.ts'
import { ln } from './portable-math.ts'

/** The most suspicious window of a text. */
export interface Classification {
  /** Log-odds as the model was trained; -Infinity for a text without words. */
  readonly logit: number
  /** Where the window stands in the original text. */
  readonly span: Span
  /** The words and phrases that count most for an attack, strongest first. */
  explain(limit: number): readonly Reason[]
}
/** Classifies the views of a text. The cost is linear in the text. */
export type Classify = (views: Views) => Classification

/** Makes a classifier of a model. */
export function createClassifier(model: Model): Classify {
  const { weights, windows, bias, scale, lengthPenalty } = model
  const context = new Int32Array(MAX_CONTEXT)
  const weigh = (buckets: Int32Array): number => {
    let sum = 0
    for (let k = 0; k < buckets.length; k++) sum += weights[buckets[k] ?? 0] ?? 0
    return sum
  }
  const featurizer = createFeaturizer({ bits: model.bits, lexicon: createLexicon(model.lexicon), weigh })

  /** What the word at `i` adds. */
  const weightAt = ({ words, fresh }: Reading, i: number): number => {
    if (fresh[i] !== 1) return 0
    let weight = words[i]?.own ?? 0
    const n = featurizer.context(words, i, context)
    for (let k = 0; k < n; k++) weight += weights[context[k] ?? 0] ?? 0
    return weight
  }

  /** Sums of the weights of all words before each. They are whole numbers, so it is nothing in which order they are added. */
  const accumulate = (reading: Reading, before: Float64Array): Float64Array => {
    const { words, stale } = reading
    const sums = new Float64Array(words.length + 1)
    const add = (from: number, to: number): void => {
      for (let i = from; i < to; i++) sums[i + 1] = (sums[i] ?? 0) + weightAt(reading, i)
    }
    const keep = (from: number, to: number): void => {
      const more = (sums[from] ?? 0) - (before[from] ?? 0)
      for (let i = from; i < to; i++) sums[i + 1] = (before[i + 1] ?? 0) + more
    }
    if (stale === undefined) add(0, words.length)
    else {
      let done = 0
      for (let k = 0; k < stale.length; k += 2) {
        keep(done, stale[k] ?? 0)
        done = stale[k + 1] ?? 0
        add(stale[k] ?? 0, done)
      }
      keep(done, words.length)
    }
    return sums
  }

  return (views) => {
    let best: Window | undefined
    let reading: Reading | undefined
    let sums: Float64Array = NO_SUMS
    for (const { view, kind } of segmentsOf(views)) {
      reading = featurizer.read(view.text, reading)
      sums = accumulate(reading, sums)
      const sizes = windowsOf(reading.words, windows)
      const penalty = lengthPenalty * excess(reading.words.length, sizes)
      for (const { start, end, sum, slot } of highest(sums, sizes, kind)) {
        const logit = sum * scale + (bias[slot] ?? 0) - penalty
        if (best === undefined || logit > best.logit) best = { view, reading, start, end, logit }
      }
    }
    if (best === undefined) return NOTHING
    const { view, start, end, logit } = best
    const found = best.reading
    const { tokens } = found
    return {
      logit,
      span: view.toOriginal(tokens.starts[start] ?? 0, tokens.ends[end - 1] ?? 0),
      explain: (limit) =>
        explainWindow(found, { start, end }, model, featurizer, limit).map((reason) => ({
          ...reason,
          span: view.toOriginal(reason.span.start, reason.span.end),
        })),
    }
  }
}

const NO_SUMS: Float64Array = new Float64Array()
const NOTHING: Classification = { logit: -Infinity, span: { start: 0, end: 0 }, explain: () => [] }

/** The lengths of windows in a text: twice as many tokens where most tokens are characters that are half a word. */
export function windowsOf(words: readonly Word[], windows: readonly number[]): readonly number[] {
  let alone = 0
  for (let i = 0; i < words.length; i++) if (words[i]?.isAlone) alone++
  return alone * 2 > words.length ? windows.map((size) => size * 2) : windows
}

/** How much longer than the first window a text is, in powers of e. */
export function excess(words: number, windows: readonly number[]): number {
  const first = windows[0] ?? 1
  return words > first ? ln(words / first) : 0
}

interface Window {
  readonly view: View
  readonly reading: Reading
  readonly start: number
  readonly end: number
  readonly logit: number
}

/** The views that the model reads, each text once: plain, joined, decoded. */
export function segmentsOf(views: Views): readonly { readonly view: View; readonly kind: number }[] {
  const found = [{ view: views.normalized, kind: 0 }]
  const seen = new Set([views.normalized.text])
  const add = (view: View, kind: number): void => {
    if (seen.has(view.text)) return
    seen.add(view.text)
    found.push({ view, kind })
  }
  add(views.joined, 1)
  for (const decoded of views.decoded) {
    add(decoded.normalized, 2)
    add(decoded.joined, 2)
  }
  return found
}

interface Sum {
  readonly start: number
  readonly end: number
  readonly sum: number
  readonly slot: number
}

/** The window with the highest sum for each length; a length is left out where a shorter one holds the whole text. */
function* highest(sums: Float64Array, windows: readonly number[], kind: number): Generator<Sum> {
  const count = sums.length - 1
  if (count === 0) return
  for (const [w, size] of windows.entries()) {
    if (w > 0 && count <= (windows[w - 1] ?? 0)) return
    const length = Math.min(size, count)
    let start = 0
    let sum = -Infinity
    for (let i = 0; i + length <= count; i++) {
      const own = (sums[i + length] ?? 0) - (sums[i] ?? 0)
      if (own <= sum) continue
      sum = own
      start = i
    }
    yield { start, end: start + length, sum, slot: w * KINDS + kind }
  }
}
