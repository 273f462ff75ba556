import { SECRET_FORMATS } from '../secrets/formats.ts'
import { reverse, rot13 } from './mirrored.ts'

/** The beginnings by which values of the formats are known, without case. All look at the bytes of a text, behind which stands a 0. */
export interface Prefixes {
  /** True where one begins at this offset. */
  startsAt(bytes: Uint8Array, at: number): boolean
  /** True where one begins at this offset in rot13. */
  startsRotated(bytes: Uint8Array, at: number): boolean
  /** True where what ends at this offset begins with one if it is read from there to its start. */
  endsReversed(bytes: Uint8Array, end: number): boolean
  /** True where the bytes from `start` to `end` are the beginning of one, or begin with one. */
  mayStartAt(bytes: Uint8Array, start: number, end: number): boolean
}

const SHORTEST = 3
const LONGEST_PREFIX = 40

/** Collects them: a keyword with which the format's own example begins. */
export function createPrefixes(): Prefixes {
  const all = new Set<string>()
  for (const { keywords, match, leastEntropy } of SECRET_FORMATS) {
    const example = match[0]?.toLowerCase() ?? ''
    for (const keyword of keywords === 'none' || leastEntropy !== undefined ? [] : keywords) {
      const prefix = keyword.toLowerCase()
      if (prefix.length >= SHORTEST && example.startsWith(prefix)) all.add(prefix)
    }
  }
  const list = [...all]
  const beginnings = new Set(list.flatMap((word) => Array.from(word, (_, i) => word.slice(0, i + 1))))
  const isHead = new Uint8Array(32 ** SHORTEST)
  isHead[0] = 1
  for (const word of list) isHead[tripleAt(Buffer.from(word, 'latin1'), 0)] = 1
  const startsAt = createWordTest(list, 0)
  const endsReversed = createWordTest(list.map(reverse), SHORTEST)
  return {
    startsAt,
    startsRotated: createWordTest(list.map(rot13), 0),
    endsReversed,
    mayStartAt(bytes, start, end) {
      const length = end - start
      if (length >= SHORTEST && startsAt(bytes, start)) return true
      if (length >= LONGEST_PREFIX) return false
      const head = length < SHORTEST ? 0 : tripleAt(bytes, start)
      return isHead[head] === 1 && beginnings.has(asText(bytes, start, end).toLowerCase())
    },
  }
}

/** Tells where one of some words begins, or with `back` ends; by three of its characters before anything else is looked at. */
function createWordTest(words: readonly string[], back: number): (bytes: Uint8Array, at: number) => boolean {
  const ends = back > 0
  const byTriple = Map.groupBy(words, (word) => {
    const bytes = Buffer.from(word, 'latin1')
    return tripleAt(bytes, ends ? bytes.length - back : 0)
  })
  const table = new Uint8Array(32 ** SHORTEST)
  for (const triple of byTriple.keys()) table[triple] = 1
  const isWord = (bytes: Uint8Array, at: number, triple: number): boolean => {
    const near = ends
      ? asText(bytes, Math.max(0, at - LONGEST_PREFIX), at).toLowerCase()
      : asText(bytes, at, Math.min(bytes.length, at + LONGEST_PREFIX)).toLowerCase()
    return byTriple.get(triple)?.some((word) => (ends ? near.endsWith(word) : near.startsWith(word))) === true
  }
  return (bytes, at) => {
    if (at < back) return false
    const triple = tripleAt(bytes, at - back)
    return table[triple] === 1 && isWord(bytes, at, triple)
  }
}

function asText(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1')
}

/** Three characters in one number, five bits of each, which are without case; most texts are told by it to begin with none. */
function tripleAt(bytes: Uint8Array, at: number): number {
  return (((bytes[at] ?? 0) & 31) << 10) | (((bytes[at + 1] ?? 0) & 31) << 5) | ((bytes[at + 2] ?? 0) & 31)
}
