import { SECRET_FORMATS } from '../secrets/formats.ts'

/** The beginnings by which values of the formats are known, in lower case. */
export interface Prefixes {
  /** True where one begins at this offset. */
  startsAt(text: string, at: number): boolean
  /** True where the text from this offset on is the beginning of one, or begins with one. */
  mayStartAt(text: string, at: number): boolean
}

const SHORTEST = 3
const LONGEST_PREFIX = 40

/** Collects them: a keyword with which the format's own example begins. */
export function createPrefixes(): Prefixes {
  const byLetter = new Map<string, Set<string>>()
  for (const { keywords, match, leastEntropy } of SECRET_FORMATS) {
    const example = match[0]?.toLowerCase() ?? ''
    for (const keyword of keywords === 'none' || leastEntropy !== undefined ? [] : keywords) {
      const prefix = keyword.toLowerCase()
      if (prefix.length < SHORTEST || !example.startsWith(prefix)) continue
      const letter = prefix.charAt(0)
      byLetter.set(letter, (byLetter.get(letter) ?? new Set()).add(prefix))
    }
  }
  const triples = new Uint8Array(32 ** SHORTEST)
  for (const set of byLetter.values()) for (const prefix of set) triples[tripleAt(prefix, 0)] = 1
  const lists = new Map(Array.from(byLetter, ([letter, set]) => [letter, [...set]] as const))
  const some = (text: string, at: number, fits: (prefix: string, head: string) => boolean): boolean => {
    const list = lists.get(text.charAt(at).toLowerCase())
    if (list === undefined) return false
    const head = text.slice(at, at + LONGEST_PREFIX).toLowerCase()
    return list.some((prefix) => fits(prefix, head))
  }
  const startsAt = (text: string, at: number): boolean =>
    triples[tripleAt(text, at)] === 1 && some(text, at, (prefix, head) => head.startsWith(prefix))
  return {
    startsAt,
    mayStartAt: (text, at) => some(text, at, (prefix, head) => head.startsWith(prefix) || prefix.startsWith(head)),
  }
}

/** Three characters in one number, five bits of each, which are without case; most texts are told by it to begin with none. */
function tripleAt(text: string, at: number): number {
  return ((text.charCodeAt(at) & 31) << 10) | ((text.charCodeAt(at + 1) & 31) << 5) | (text.charCodeAt(at + 2) & 31)
}
