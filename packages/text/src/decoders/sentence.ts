import { isWord } from './english.ts'

const words = (row: string): ReadonlySet<string> => new Set(row.split(' '))

/** Words that tell an order from a name in code or an address. */
const TELLING = words(
  'ignore disregard forget override bypass instructions previous reveal jailbreak pretend confidential guidelines password passwords secrets',
)
/** Words that sentences need and names do without. */
const SMALL = words(
  'the to you your and is are of me my a i for with that this do not what how it all be if please it was',
)

/** True for words that are a sentence and no name: many of them, or with small words, or with one that attacks are written in. */
export function isSentence(parts: readonly string[]): boolean {
  const known = parts.filter((word) => isWord(word)).length
  if (parts.length < 3 || known < parts.length * 0.75) return false
  if (parts.length >= 8 || parts.some((word) => TELLING.has(word))) return true
  return parts.length >= 4 && parts.filter((word) => SMALL.has(word)).length >= 2
}
