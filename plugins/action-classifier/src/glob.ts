/** A test of whole texts against a glob in which `*` stands for any characters. Each piece between stars is looked for once: linear. */
export function globOf(pattern: string): (text: string) => boolean {
  const pieces = pattern.split('*')
  const first = pieces[0] ?? ''
  const last = pieces.at(-1) ?? ''
  if (pieces.length === 1) return (text) => text === pattern
  return (text) => {
    const limit = text.length - last.length
    if (limit < first.length || !text.startsWith(first) || !text.endsWith(last)) return false
    let from = first.length
    for (let i = 1; i < pieces.length - 1; i++) {
      const piece = pieces[i] ?? ''
      const at = text.indexOf(piece, from)
      if (at === -1 || at + piece.length > limit) return false
      from = at + piece.length
    }
    return true
  }
}
