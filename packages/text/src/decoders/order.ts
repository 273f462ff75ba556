import { createKeywordIndex } from '../keyword-index.ts'
import type { Disguised } from './disguised.ts'
import { letterAt, makeupOf, smoothnessOf } from './english.ts'
import { segment } from './segment.ts'
import { STARTERS } from './word-table.ts'

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
const MIN_SCORE = 2

/** Lines whose words stand in reverse order; `places` are where that shows in the first place. */
export function* readBackwards(text: string, places: readonly number[]): Generator<Disguised> {
  let done = -1
  for (const place of places) {
    if (place < done) continue
    const start = text.lastIndexOf('\n', place) + 1
    const newline = text.indexOf('\n', place)
    const end = newline < 0 ? text.length : newline
    const line = text.slice(start, end)
    const words = line.split(' ')
    const score = words.length < 5 ? 0 : scoreOf(line, words)
    const reversed = words.toReversed()
    if (score >= MIN_SCORE && score * 14 >= words.length && scoreOf(reversed.join(' '), reversed) < score) {
      yield { encoding: 'reversed', text: reversed.join(' '), span: { start, end } }
    }
    done = end
  }
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
  const capital = !isStart || isCapital(first) ? 0 : STARTERS.has(last.toLowerCase()) ? 2 : 1
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

/** What the first letters of the lines spell, or of the words, where all of it is words; `firsts` are where they stand. */
export function* readAcrostic(text: string, firsts: readonly number[]): Generator<Disguised> {
  if (firsts.length < MIN_LINES) return
  let letters = ''
  for (const at of firsts) letters += text.charAt(at)
  const found = spelt(letters.toLowerCase())
  if (found === undefined) return
  yield { encoding: 'acrostic', text: found, span: { start: firsts[0] ?? 0, end: (firsts.at(-1) ?? 0) + 1 } }
}

function spelt(letters: string): string | undefined {
  if (smoothnessOf(letters) < 0.75) return undefined
  const { words, known } = segment(letters)
  const text = words.join(' ')
  if (known < letters.length || letters.length < words.length * 3.4) return undefined
  return makeupOf(text).known === letters.length ? text : undefined
}
