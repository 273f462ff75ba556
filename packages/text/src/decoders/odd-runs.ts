import type { Span } from '../engine.ts'
import { BEFORE_NOUN, isWord, LETTERS, NEVER_AFTER_IT, SHORT_WORDS, TRIGRAMS } from './english.ts'

/** A stretch of words that are not English as they stand. */
export interface OddRun extends Span {
  readonly letters: number
  readonly words: number
  /** Letters of the longest word. */
  readonly longest: number
}

/** Letters of a run that are worth a look. */
const MIN_LETTERS = 9
/** What plain words may take from a run before it ends. */
const MAX_DROP = 8
/** Units between two words of one run. */
const MAX_GAP = 24
/** A word this long is several words without spaces, or none. */
const MAX_WORD = 17

/** What one look at all words of a text finds. */
export interface WordWalk {
  readonly runs: readonly OddRun[]
  /** Where an article stands before a preposition or the like: the words may be in reverse order. */
  readonly backwards: readonly number[]
  /** Where a mark that is none of prose comes right behind a word. */
  readonly marks: readonly number[]
  /** Words that start right behind a digit or a sign that passes for a letter. */
  readonly leet: number
}

const [AFTER_LEET, MARK, QUOTE] = [1, 2, 4]
/** What stands before or behind a word: signs that pass for letters, and those that marks inside words start with. */
const EDGES: Uint8Array = Uint8Array.from({ length: 0x80 }, (_, unit) => {
  const sign = String.fromCharCode(unit)
  if ('0123456789@$'.includes(sign)) return AFTER_LEET
  return '<*_`~[]/{&'.includes(sign) ? MARK : '\'"'.includes(sign) ? QUOTE : 0
})

/**
 * The stretches of a text whose words are not English: each odd word adds its letters, each plain one takes its own
 * away, and a run ends where it has lost MAX_DROP. One pass; in prose nearly every word is cleared by its letters alone.
 */
export function walkWords(text: string): WordWalk {
  const tracker = new Tracker()
  const backwards: number[] = []
  const marks: number[] = []
  const { length } = text
  const units = unitsOf(text)
  let leet = 0
  let kindBefore = 0
  let at = 0
  while (at < length) {
    let letter = LETTERS[units[at] ?? 0] ?? 0
    if (letter === 0) {
      at++
      continue
    }
    const start = at
    let rough = 0
    let four = letter
    while (letter !== 0) {
      at++
      letter = LETTERS[units[at] ?? 0] ?? 0
      four = ((four << 5) & 0xfffff) | letter
      rough += 1 - (TRIGRAMS[four & 0x7fff] ?? 0)
    }
    const size = at - start
    if (start > 0 && EDGES[units[start - 1] ?? 0] === AFTER_LEET) leet++
    if (at < length) {
      const edge = EDGES[units[at] ?? 0] ?? 0
      if (edge === MARK || (edge === QUOTE && !(at + 1 < length && LETTERS[units[at + 1] ?? 0] !== 0))) marks.push(at)
    }
    if (size > 3) {
      kindBefore = 0
      const isOdd = size > MAX_WORD || (rough * 6 >= size && !isWord(text.slice(start, at).toLowerCase()))
      if (isOdd || tracker.isOpen) tracker.add(start, at, isOdd)
      continue
    }
    const kind = SHORT_WORDS[shortIndex(four, size)] ?? 0
    if (kind === NEVER_AFTER_IT && kindBefore === BEFORE_NOUN) backwards.push(start)
    kindBefore = kind
    if (kind === 0 || tracker.isOpen) tracker.add(start, at, kind === 0)
  }
  tracker.close()
  return { runs: tracker.runs, backwards, marks, leet }
}

/** The code units as numbers, with one zero behind them: read several times, that is faster than asking the text for each. */
function unitsOf(text: string): Uint16Array {
  const bytes = Buffer.alloc(text.length * 2 + 2)
  bytes.write(text, 'utf16le')
  return new Uint16Array(bytes.buffer, bytes.byteOffset, text.length + 1)
}

/** The place of a short word in its table, from the last four units that were read: the word and the gap behind. */
function shortIndex(four: number, size: number): number {
  const word = four >> 5
  return size === 1 ? word << 10 : size === 2 ? word << 5 : word
}

/** Keeps the best end of the run that is open; no object is made until a run ends. */
class Tracker {
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
