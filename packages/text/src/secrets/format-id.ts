import { SECRET_FORMATS } from './formats.ts'

const IDS: ReadonlySet<string> = new Set(SECRET_FORMATS.map(({ id }) => id))

/** What is wrong with the id of a format, with the nearest that there is; undefined where nothing is. */
export function formatIdProblem(id: string): string | undefined {
  if (IDS.has(id)) return undefined
  const nearest = [...IDS].toSorted((a, b) => distance(a, id) - distance(b, id))[0] ?? ''
  return `is not the id of a format; did you mean ${JSON.stringify(nearest)}?`
}

/** How many characters must be put in, taken out or replaced (Levenshtein). Both are short. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1]
    for (let j = 0; j < b.length; j++)
      next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1)))
    row = next
  }
  return row[b.length] ?? 0
}
