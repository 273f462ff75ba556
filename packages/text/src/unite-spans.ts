import type { Span } from './engine.ts'

/** The spans by position, those that overlap as one; the first to begin, or the longest of those, names it. */
export function uniteSpans<S extends Span>(spans: readonly S[]): readonly S[] {
  const united: S[] = []
  for (const span of spans.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = united.at(-1)
    if (last && span.start < last.end) united[united.length - 1] = { ...last, end: Math.max(last.end, span.end) }
    else united.push(span)
  }
  return united
}
