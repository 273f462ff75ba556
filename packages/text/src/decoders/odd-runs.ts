import type { Span } from '../engine.ts'
import { isWord, LETTERS, SHORT_WORDS, trigram, TRIGRAMS } from './english.ts'

/** A stretch of words that are not English as they stand. */
export interface OddRun extends Span {
  readonly letters: number
}

/** Letters of a run that are worth a look. */
const MIN_LETTERS = 9
/** What plain words may take from a run before it ends. */
const MAX_DROP = 8
/** Units between two words of one run. */
const MAX_GAP = 24
/** A word this long is several words without spaces, or none. */
const MAX_WORD = 17

/**
 * The stretches of a text whose words are not English: each odd word adds its letters, each plain one takes its own
 * away, and a run ends where it has lost MAX_DROP. One pass; in prose nearly every word is cleared by its letters alone.
 */
export function findOddRuns(text: string): readonly OddRun[] {
  const runs: OddRun[] = []
  let [score, peak, letters, peakLetters, from, to, last] = [0, 0, 0, 0, -1, -1, 0]
  const close = (): void => {
    if (from >= 0 && peakLetters >= MIN_LETTERS) runs.push({ start: from, end: to, letters: peakLetters })
    score = peak = letters = peakLetters = 0
    from = -1
  }
  for (let at = 0; at < text.length;) {
    let b = LETTERS[text.charCodeAt(at)] ?? 0
    if (b === 0) {
      at++
      continue
    }
    const start = at
    let rough = 0
    for (let a = 0; b !== 0;) {
      const c = LETTERS[text.charCodeAt(++at)] ?? 0
      rough += 1 - (TRIGRAMS[(a * 27 + b) * 27 + c] ?? 0)
      a = b
      b = c
    }
    const size = at - start
    if (from >= 0 && start - last > MAX_GAP) close()
    last = at
    const odd = size <= 3 ? !isShortWord(text, start, size) : size > MAX_WORD || (rough > 0 && !isWord(text.slice(start, at).toLowerCase()))
    if (!odd && from < 0) continue
    if (from < 0) from = start
    letters += size
    score += odd ? Math.max(size, 2) : size <= 3 ? -1 : -size
    if (score >= peak) {
      peak = score
      peakLetters = letters
      to = at
    } else if (score <= peak - MAX_DROP || score <= 0) close()
  }
  close()
  return runs
}

function isShortWord(text: string, at: number, size: number): boolean {
  const a = LETTERS[text.charCodeAt(at)] ?? 0
  const b = size > 1 ? (LETTERS[text.charCodeAt(at + 1)] ?? 0) : 0
  const c = size > 2 ? (LETTERS[text.charCodeAt(at + 2)] ?? 0) : 0
  return SHORT_WORDS[trigram(a, b, c)] === 1
}

/** The lines that a run touches, when most of what stands there is the run; else the run, to the ends of its tokens. */
export function widen(text: string, { start, end, letters }: OddRun): Span {
  // Never further than the run is long, or many runs on one line would each read all of it.
  let spare = Math.ceil(letters * 0.7) + 16
  let from = start
  while (spare > 0 && from > 0 && text[from - 1] !== '\n') [from, spare] = [from - 1, spare - 1]
  let to = end
  while (spare > 0 && to < text.length && text[to] !== '\n') [to, spare] = [to + 1, spare - 1]
  const isWhole = (from === 0 || text[from - 1] === '\n') && (to === text.length || text[to] === '\n')
  return isWhole ? { start: from, end: to } : toTokens(text, { start, end })
}

const MAX_EDGE = 12

/** A span with the punctuation that touches it. */
export function toTokens(text: string, { start, end }: Span): Span {
  let from = start
  while (from > 0 && start - from < MAX_EDGE && text.charCodeAt(from - 1) > 0x20) from--
  let to = end
  while (to < text.length && to - end < MAX_EDGE && text.charCodeAt(to) > 0x20) to++
  return { start: from, end: to }
}
