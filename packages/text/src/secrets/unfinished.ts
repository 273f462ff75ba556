import type { Engine } from '../engine.ts'
import type { Pattern } from '../pattern.ts'

/** A pattern that knows what its unfinished beginnings look like. */
export type OpenPattern = Pattern & { readonly maxLength: number; readonly open?: string }

/** Makes the search for the offset at which a text's end may be the beginning of a match; the text's length where it is none. */
export function unfinished(patterns: readonly OpenPattern[], engine: Engine): (text: string) => number {
  const reach = Math.max(0, ...patterns.map(({ maxLength }) => maxLength)) + 4
  const opens = patterns.flatMap(({ id, open, flags }) =>
    open === undefined ? [] : [engine.compile(open, flags ?? '', id)],
  )
  return (text) => {
    const from = Math.max(0, text.length - reach)
    const tail = text.slice(from)
    return from + Math.min(tail.length, ...opens.map((open) => open.all(tail, 1)[0]?.start ?? tail.length))
  }
}
