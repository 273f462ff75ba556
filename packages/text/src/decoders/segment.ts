import { ENDINGS, LETTERS } from './english.ts'
import { WORD_LIST } from './word-list.ts'

/** Letters in a row, parted into words as well as can be. */
export interface Segmentation {
  readonly words: readonly string[]
  /** Letters of known words. */
  readonly known: number
}

const LONGEST_WORD = 14
/** What a letter costs that is in no word. */
const UNKNOWN = 14
/** What a word costs that is listed with another ending, and the letters that such a word has at least. */
const INFLECTED = 8.5
const LEAST_INFLECTED = 5
/** Words that stand between others so often that a parting with them is the likelier one. */
const SMALL_WORDS: readonly string[] = (
  'the and you your for are with that this from not all have was his her they what when how can any out about into ' +
  'to of in is me my on it be or an we do no so at as by us up if go he'
).split(' ')
const ENDING_LETTERS: readonly Uint8Array[] = ENDINGS.map((ending) =>
  Uint8Array.from(ending, (letter) => letter.charCodeAt(0) - 0x60),
)

/** The listed words as a trie: a row of 32 per node, with the node behind each letter, and what a word that ends there costs (0: none does). */
const [NEXT, COSTS] = buildTrie()

function buildTrie(): readonly [Uint16Array, Float64Array] {
  const most = WORD_LIST.reduce((sum, word) => sum + word.length, 1)
  const next = new Uint16Array(most * 32)
  const costs = new Float64Array(most)
  let nodes = 1
  const add = (word: string, cost: number): void => {
    let node = 0
    for (let i = 0; i < word.length; i++) {
      const at = node * 32 + word.charCodeAt(i) - 0x60
      if (next[at] === 0) next[at] = nodes++
      node = next[at] ?? 0
    }
    costs[node] = cost
  }
  for (const word of WORD_LIST) add(word, [0, UNKNOWN, 12, 10][word.length] ?? 8)
  for (const word of SMALL_WORDS) add(word, word.length === 2 ? 8 : 6.5)
  add('a', 10)
  add('i', 10)
  return [next.slice(0, nodes * 32), costs.slice(0, nodes)]
}

/** Parts small letters into the fewest words; the cost is linear, since no word is longer than LONGEST_WORD. */
export function segment(letters: string): Segmentation {
  const { length } = letters
  const units = new Uint8Array(length)
  for (let i = 0; i < length; i++) units[i] = LETTERS[letters.charCodeAt(i)] ?? 0
  const costs = new Float64Array(length + 1).fill(Infinity)
  const sizes = new Int8Array(length + 1)
  costs[0] = 0
  for (let start = 0; start < length; start++) {
    const before = costs[start] ?? 0
    // At one cost a letter by itself goes before a word, and a short word before a long one.
    if (before + UNKNOWN <= (costs[start + 1] ?? 0)) {
      costs[start + 1] = before + UNKNOWN
      sizes[start + 1] = -1
    }
    const last = Math.min(length, start + LONGEST_WORD)
    let node = 0
    for (let end = start; end < last;) {
      node = NEXT[node * 32 + (units[end] ?? 0)] ?? 0
      if (node === 0) break
      end++
      const cost = COSTS[node] ?? 0
      if (cost === 0) continue
      reach(costs, sizes, end, before + cost, end - start)
      if (end < last) inflect(units, costs, sizes, start, end, last)
    }
  }
  return toWords(letters, sizes)
}

function reach(costs: Float64Array, sizes: Int8Array, end: number, cost: number, size: number): void {
  const best = costs[end] ?? 0
  if (cost > best || (cost === best && (sizes[end] ?? 0) <= 0 && best !== Infinity)) return
  costs[end] = cost
  sizes[end] = size
}

/** The same word with each ending that stands behind it. */
function inflect(
  units: Uint8Array,
  costs: Float64Array,
  sizes: Int8Array,
  start: number,
  stem: number,
  last: number,
): void {
  for (const ending of ENDING_LETTERS) {
    const end = stem + ending.length
    if (ending[0] !== units[stem] || end > last || end - start < LEAST_INFLECTED) continue
    let i = 1
    while (i < ending.length && ending[i] === units[stem + i]) i++
    if (i === ending.length) reach(costs, sizes, end, (costs[start] ?? 0) + INFLECTED, end - start)
  }
}

function toWords(letters: string, sizes: Int8Array): Segmentation {
  const words: string[] = []
  let known = 0
  let unknownEnd = -1
  for (let end = letters.length; end > 0;) {
    const size = sizes[end] ?? -1
    if (size < 0) {
      if (unknownEnd < 0) unknownEnd = end
      end--
      continue
    }
    if (unknownEnd > 0) words.push(letters.slice(end, unknownEnd))
    unknownEnd = -1
    words.push(letters.slice(end - size, end))
    known += size
    end -= size
  }
  if (unknownEnd > 0) words.push(letters.slice(0, unknownEnd))
  return { words: words.toReversed(), known }
}
