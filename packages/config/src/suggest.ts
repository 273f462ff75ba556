import { distance } from 'fastest-levenshtein'

/** Longer names are not compared: the comparison is quadratic. */
const MAX_LENGTH = 100

/** `; did you mean X?` for the nearest of the known names, or nothing if none is near. */
export function suggest(name: string, known: readonly string[]): string {
  if (name.length > MAX_LENGTH) return ''
  const limit = Math.max(2, Math.floor(name.length / 3))
  const ranked = known
    .map((candidate) => ({ candidate, far: distance(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ far, candidate }) => far <= limit && far < candidate.length)
    .sort((a, b) => a.far - b.far)
  const [best] = ranked
  return best === undefined ? '' : `; did you mean ${best.candidate}?`
}
