import { isWord } from './english.ts'

const words = (row: string): ReadonlySet<string> => new Set(row.split(' '))

/** Words that attacks are written in; one alone is in many names of code: ignorePatterns, previousValue, overrideAll. */
const TELLING = words(
  'ignore disregard forget override bypass instructions previous reveal jailbreak pretend confidential guidelines password passwords secrets',
)
/** Words that sentences need and names do without. */
const SMALL = words(
  'the to you your and is are of me my for with that this do not what how it all be if please was now on we must',
)
/** The ones of them that names of code have least. */
const ADDRESSING = words('the you your me my our please')
/** What an order stands with. */
const PARTNERS = words('all any every now everything and')

/** Words without two of which nothing is a sentence. */
export const EVIDENCE: readonly string[] = [...TELLING, ...SMALL, ...ADDRESSING, ...PARTNERS]

/**
 * True for words that are a sentence and no name: two that attacks are written in, or one with a word that orders have;
 * else small words, the more of them the fewer words there are. Parts of addresses are headings in words, so that only
 * the former counts there.
 */
export function isSentence(parts: readonly string[], isAddress = false): boolean {
  const count = parts.length
  if (count < 3) return false
  let [known, singles, telling, small, addressing, partners] = [0, 0, 0, 0, 0, 0]
  for (const part of parts) {
    if (isWord(part)) known++
    if (part.length === 1) singles++
    if (TELLING.has(part)) telling++
    if (SMALL.has(part)) small++
    if (ADDRESSING.has(part)) addressing++
    if (PARTNERS.has(part)) partners++
  }
  // Letters by themselves are what is left of words that are not known.
  if (known < count * 0.75 || singles > Math.max(1, count * 0.2)) return false
  if (telling > 1 || (telling > 0 && addressing + partners > 0)) return true
  if (isAddress) return false
  return count >= 6 ? small >= 2 && addressing > 0 : addressing >= 2
}
