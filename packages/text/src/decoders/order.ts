import { createKeywordIndex } from '../keyword-index.ts'
import type { Disguised } from './disguised.ts'
import { letterAt, makeupOf, segment, smoothnessOf } from './english.ts'

/** Words that a noun follows, and words that none of them comes before unless the sentence is read from its end. */
const BEFORE_NOUNS = 'the a an my your our his every any'.split(' ')
const NEVER_AFTER =
  'to of in on at for from with and or is are was be i me we how that this must will without about all tell send give show what reveal ignore forget repeat override disregard delete explain'.split(
    ' ',
  )
/** Pairs that are telling in themselves. */
const TELLING =
  'instructions previous|previous all|instructions your|prompt system|rules your|all ignore|instructions all|restrictions any|mode developer|now are|me tell|me send|me give|me show'.split(
    '|',
  )
const INDEX = createKeywordIndex(
  [...BEFORE_NOUNS.flatMap((first) => NEVER_AFTER.map((second) => `${first} ${second}`)), ...TELLING].map(
    (pair) => ` ${pair}`,
  ),
)
const SMALL: ReadonlySet<string> = new Set([
  ...BEFORE_NOUNS,
  ...NEVER_AFTER,
  'you',
  'could',
  'can',
  'please',
  'do',
  'why',
  'when',
  'from',
  'now',
  'if',
])
const MIN_SCORE = 2

/** Lines whose words stand in reverse order; `pairs` are where that shows in the first place. */
export function* readBackwards(text: string, pairs: readonly number[]): Generator<Disguised> {
  let next = 0
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline
    let found = 0
    for (; (pairs[next] ?? text.length) < end; next++) found++
    if (found > 0 || endsInCapital(text, start, end)) {
      const line = text.slice(start, end)
      const words = line.split(' ')
      const score = words.length < 5 ? 0 : scoreOf(line, words)
      const reversed = words.toReversed()
      if (score >= MIN_SCORE && score * 14 >= words.length && scoreOf(reversed.join(' '), reversed) < score) {
        yield { encoding: 'reversed', text: reversed.join(' '), span: { start, end } }
      }
    }
    start = end + 1
  }
}

const LONGEST_SMALL = 10

/** A small word with a capital at the end of a line that starts without one. */
function endsInCapital(text: string, start: number, end: number): boolean {
  if (isCapital(text.charAt(start))) return false
  let from = end
  while (from > start && end - from <= LONGEST_SMALL && text.charCodeAt(from - 1) > 0x20) from--
  return isCapital(text.charAt(from)) && SMALL.has(text.slice(from, end).toLowerCase())
}

/** Pairs that stand so only backwards, and a capital at the end that the beginning lacks. */
function scoreOf(line: string, words: readonly string[]): number {
  const padded = ` ${line.toLowerCase()} `
  const ends = new Set<number>()
  INDEX.search(padded, (_pair, end) => {
    // Whole pairs alone: "the in" is none in "the inner".
    if (padded[end] === ' ') ends.add(end)
  })
  const [first = '', last = ''] = [words[0], words.at(-1)]
  // In lines of wrapped prose the last word starts the next sentence; words in capitals are no sentence's first.
  const isStart = isCapital(last) && !isCapital(last.charAt(1)) && isLetterAtEnd(words.at(-2) ?? '')
  const capital = !isStart || isCapital(first) ? 0 : SMALL.has(last.toLowerCase()) ? 2 : 1
  return ends.size + capital
}

function isLetterAtEnd(word: string): boolean {
  return letterAt(word, word.length - 1) > 0
}

function isCapital(word: string): boolean {
  const unit = word.charCodeAt(0)
  return unit >= 0x41 && unit <= 0x5a
}

const MIN_LINES = 8
const MAX_LINES = 400

/** What the first letters of the lines spell, or of the words, where all of it is words. */
export function* readAcrostic(text: string): Generator<Disguised> {
  let [lines, letters] = [0, '']
  let [start, end] = [-1, 0]
  for (let at = 0; at < text.length && lines < MAX_LINES; lines++) {
    let first = at
    while (first < text.length && text[first] !== '\n' && letterAt(text, first) === 0) first++
    if (letterAt(text, first) > 0) {
      letters += text.charAt(first)
      if (start < 0) start = first
      end = first + 1
    }
    const newline = text.indexOf('\n', first)
    at = newline < 0 ? text.length : newline + 1
  }
  const found = spelt(letters.toLowerCase())
  if (found !== undefined) yield { encoding: 'acrostic', text: found, span: { start, end } }
}

function spelt(letters: string): string | undefined {
  if (letters.length < MIN_LINES || smoothnessOf(letters) < 0.75) return undefined
  const { words, known } = segment(letters)
  const text = words.join(' ')
  if (known < letters.length || letters.length < words.length * 3.4) return undefined
  return makeupOf(text).known === letters.length ? text : undefined
}
