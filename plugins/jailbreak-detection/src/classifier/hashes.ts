/** Every kind of feature has a seed of its own, so that equal values of two kinds are two features. */
export const SEED = {
  word: 0x9e3779b1,
  gram: 0x85ebca77,
  meaning: 0xc2b2ae3d,
  pair: 0x27d4eb2f,
  skip: 0x165667b1,
  triple: 0xd3a2646c,
  meanings: 0xfd7046c5,
  near: 0x4cf5ad43,
  chain: 0xb55a4f09,
  mixed: 0x68e31da4,
  mixedBack: 0x1b56c4e9,
  run: 0x7feb352d,
}

const GRAMS = [3, 4, 5]
/** A syllable of Korean is a unit. */
const SYLLABLE_GRAMS = [2, 3, 4]
/** Letters of a word that are read; longer ones are no words. */
const MAX_GRAM_UNITS = 24

/** Adds the buckets of the letters of a word, in runs. */
export function addGrams(word: string, shift: number, found: number[]): void {
  const framed = `<${word.slice(0, MAX_GRAM_UNITS)}>`
  const first = word.charCodeAt(0)
  const sizes = first >= 0xac00 && first <= 0xd7a3 ? SYLLABLE_GRAMS : GRAMS
  for (const size of sizes) {
    for (let i = 0; i + size <= framed.length; i++) {
      let hash = SEED.gram + size
      for (let j = i; j < i + size; j++) hash = Math.imul(hash ^ framed.charCodeAt(j), 0x01000193)
      found.push(finish(hash) >>> shift)
    }
  }
}

/** The hash of a text, 32 bits without a sign. */
export function hashText(text: string, seed: number): number {
  let hash = seed | 0
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return finish(hash)
}

/** The hash of a number. */
export function mix(value: number, seed: number): number {
  return finish(Math.imul(value ^ seed, 0x9e3779b1))
}

/** The last steps of MurmurHash3 by Austin Appleby (public domain): every bit of the input reaches the upper bits. */
function finish(hash: number): number {
  let h = hash
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
