import type { Span } from '../engine.ts'

/** A stretch of words that are not English as they stand. */
export interface OddRun extends Span {
  readonly letters: number
  readonly words: number
  /** Letters of the longest word. */
  readonly longest: number
}

/** A longer word is several without spaces, or none. */
export const LONGEST_WORD: number = 17
/** Letters of a run that are worth a look. */
const MIN_LETTERS = 9
/** What plain words may take from a run before it ends. */
const MAX_DROP = 8
/** Units between two words of one run. */
const MAX_GAP = 24

/**
 * The stretches of a text whose words are not English: each odd word adds its letters, each plain one takes its own
 * away, and a run ends where it has lost MAX_DROP. No object is made until a run ends.
 */
export class RunTracker {
  readonly runs: OddRun[] = []
  isOpen = false
  #score = 0
  #peak = 0
  #start = 0
  #last = 0
  #letters = 0
  #words = 0
  #longest = 0
  #bestEnd = 0
  #bestLetters = 0
  #bestWords = 0
  #bestLongest = 0

  add(start: number, end: number, isOdd: boolean): void {
    if (this.isOpen && start - this.#last > MAX_GAP) this.close()
    this.#last = end
    if (!this.isOpen) {
      if (!isOdd) return
      this.isOpen = true
      this.#start = start
      this.#score = this.#peak = this.#letters = this.#words = this.#longest = 0
    }
    const size = end - start
    this.#letters += size
    this.#words++
    if (size > this.#longest) this.#longest = size
    this.#score += isOdd ? (size < 2 ? 2 : size) : size <= 3 ? -1 : -size
    if (this.#score >= this.#peak) {
      this.#peak = this.#score
      this.#bestEnd = end
      this.#bestLetters = this.#letters
      this.#bestWords = this.#words
      this.#bestLongest = this.#longest
    } else if (this.#score <= this.#peak - MAX_DROP || this.#score <= 0) this.close()
  }

  close(): void {
    if (this.isOpen && this.#bestLetters >= MIN_LETTERS) {
      this.runs.push({
        start: this.#start,
        end: this.#bestEnd,
        letters: this.#bestLetters,
        words: this.#bestWords,
        longest: this.#bestLongest,
      })
    }
    this.#bestLetters = 0
    this.isOpen = false
  }
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
