/** A stretch of a text in UTF-16 units, end excluded. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** A part of a text, marked or not. */
export interface Part {
  readonly text: string
  readonly marked: boolean
}

/** A text cut at the borders of spans; spans that overlap are one, what lies outside of the text is left out. */
export function markSpans(text: string, spans: readonly Span[]): readonly Part[] {
  const valid = spans
    .map(({ start, end }) => ({ start: Math.max(0, start), end: Math.min(text.length, end) }))
    .filter(({ start, end }) => start < end)
    .toSorted((left, right) => left.start - right.start)
  const parts: Part[] = []
  let at = 0
  for (const { start, end } of valid) {
    if (end <= at) continue
    const from = Math.max(start, at)
    if (from > at) parts.push({ text: text.slice(at, from), marked: false })
    const last = parts.at(-1)
    if (last?.marked) parts[parts.length - 1] = { text: last.text + text.slice(from, end), marked: true }
    else parts.push({ text: text.slice(from, end), marked: true })
    at = end
  }
  if (at < text.length) parts.push({ text: text.slice(at), marked: false })
  return parts
}
