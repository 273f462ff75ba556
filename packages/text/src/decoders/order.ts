import { createKeywordIndex } from '../keyword-index.ts'
import type { Disguised } from './disguised.ts'
import { letterAt, makeupOf, segment, smoothnessOf } from './english.ts'
import { linesOf } from './escapes.ts'

/** Pairs of words that follow each other so only where a sentence is read from its end. */
const BACKWARDS: readonly string[] = (
  'instructions previous|previous all|instructions your|instructions the|prompt system|prompt the|rules the|rules your|rules all|' +
  'system your|system the|all ignore|the ignore|your ignore|the reveal|your reveal|instructions all|prior all|guidelines your|' +
  'guidelines the|password the|passwords the|key the|message the|user the|the of|the in|the to|the on|the for|the from|the with|' +
  'mode developer|the at|a as|a with|a in|a for|a of|of all|me tell|me send|me give|me show|now are|are you now|been have|be to|to want|to need|' +
  'your of|your in|this in|this of|the and|restrictions any|restrictions without|the forget|everything forget|the about|to going|of out'
).split('|')
const INDEX = createKeywordIndex(BACKWARDS.map((pair) => ` ${pair}`))
/** Read backwards too, so they prove less. */
const MIN_PAIRS = 2

/** Lines whose words stand in reverse order. */
export function* readBackwards(text: string): Generator<Disguised> {
  if (!INDEX.occursIn(text)) return
  for (const { line, start, end } of linesOf(text)) {
    if (!INDEX.occursIn(` ${line}`)) continue
    const pairs = countPairs(line)
    if (pairs < MIN_PAIRS && pairs * 5 < line.split(' ').length) continue
    const reversed = line.split(' ').reverse().join(' ')
    if (countPairs(reversed) < pairs) yield { encoding: 'reversed', text: reversed, span: { start, end } }
  }
}

/** Whole pairs alone: "the in" is none in "the inner". */
function countPairs(line: string): number {
  const padded = ` ${line.toLowerCase()} `
  const ends = new Set<number>()
  INDEX.search(padded, (_pair, end) => {
    if (letterAt(padded, end) === 0) ends.add(end)
  })
  return ends.size
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
