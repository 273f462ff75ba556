import type { Literal, LiteralFinder, Sighting } from './literal.ts'

/** Prepares the search for literals of at least one character. */
export function createLiteralFinder(literals: readonly Literal[]): LiteralFinder {
  const wanted = literals.filter(({ value }) => value !== '').toSorted((a, b) => b.value.length - a.value.length)
  return {
    scan(text) {
      const found: Sighting[] = []
      for (const { id, value } of wanted) {
        for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + value.length)) {
          const end = at + value.length
          if (!found.some((other) => other.start < end && at < other.end))
            found.push({ id, start: at, end, form: 'plain', share: 1 })
        }
      }
      return found.toSorted((a, b) => a.start - b.start)
    },
    pending(text) {
      let from = text.length
      for (const { value } of wanted) {
        for (let at = Math.max(0, text.length - value.length); at < from; at++) {
          if (value.startsWith(text.slice(at))) from = at
        }
      }
      return from
    },
  }
}
