/** Matches a whole text against a glob in which `*` stands for any characters; every other character stands for itself. */
export type Glob = (text: string) => boolean

/** Compiles a glob. A search is a prefix test, a suffix test, and one `indexOf` for each piece between stars: no back-tracking. */
export function compileGlob(pattern: string): Glob {
  const pieces = pattern.split('*')
  return (text) => hasPieces(text, pieces)
}

/** True if the text is the pieces in their order, with anything between them. */
export function hasPieces(text: string, pieces: readonly string[]): boolean {
  const [head = '', ...rest] = pieces
  const tail = rest.pop()
  if (tail === undefined) return text === head
  if (text.length < head.length + tail.length || !text.startsWith(head) || !text.endsWith(tail)) return false
  const end = text.length - tail.length
  let at = head.length
  for (const piece of rest) {
    // The leftmost place is as good as any other: it leaves the most for the pieces to come.
    const found = text.indexOf(piece, at)
    if (found < 0 || found + piece.length > end) return false
    at = found + piece.length
  }
  return true
}
