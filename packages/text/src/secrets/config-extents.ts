import type { Span } from '../engine.ts'

/** The offset of the line feed at or behind `at`, or the end of the text. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end
}

/** Behind the quote that closes the one at `at`, also a triple one; without it, the end of the line. */
export function quoteEnd(text: string, at: number): number {
  const quote = text[at] ?? ''
  const triple = quote.repeat(3)
  if (text.startsWith(triple, at)) {
    const close = text.indexOf(triple, at + 3)
    return close < 0 ? text.length : close + 3
  }
  for (let end = at + 1; end < text.length; end++) {
    if (text[end] === '\\') end++
    else if (text[end] === quote) {
      if (quote !== "'" || text[end + 1] !== "'") return end + 1
      end++ // two single quotes are one in YAML and SQL
    }
  }
  return lineEnd(text, at)
}

/** Behind the bracket that closes the one at `at`, strings passed over; without it, the end of the text. */
export function bracketEnd(text: string, at: number): number {
  let depth = 0
  for (let end = at; end < text.length; end++) {
    const unit = text[end] ?? ''
    if ('"\'`'.includes(unit)) end = quoteEnd(text, end) - 1
    else if ('{[('.includes(unit)) depth++
    else if ('}])'.includes(unit) && --depth === 0) return end + 1
  }
  return text.length
}

/** The end of the lines below the one at `at` that are indented more, or are items of a list at its own depth. */
export function blockEnd(text: string, at: number): number {
  const start = text.lastIndexOf('\n', at - 1) + 1
  const depth = /^[ \t]*(?:-[ \t]+)*/.exec(text.slice(start, start + 256))?.[0].length ?? 0
  let end = lineEnd(text, at)
  while (end < text.length) {
    const next = lineEnd(text, end + 1)
    const line = text.slice(end + 1, Math.min(next, end + 1 + depth + 2))
    const indent = /^[ \t]*/.exec(line)?.[0].length ?? 0
    const isBlank = text.slice(end + 1, next).trim() === ''
    if (!isBlank && indent <= depth && !(indent === depth && line.startsWith('- ', indent))) break
    end = next
  }
  return end
}

/** The end of a here-document's lines, if one begins at `at`. */
export function hereDocumentEnd(text: string, at: number): number | undefined {
  const [, word] = /^<<[-~]?["']?([A-Za-z_]\w{0,63})["']?/.exec(text.slice(at, at + 80)) ?? []
  if (word === undefined) return undefined
  for (let end = lineEnd(text, at); end < text.length;) {
    const next = lineEnd(text, end + 1)
    if (text.slice(end + 1, next).trim() === word) return end
    end = next
  }
  return text.length
}

/** The scalars between two offsets: contents of quotes, and runs of other characters; keys are left out. */
export function scalarsIn(text: string, start: number, end: number): readonly Span[] {
  const spans: Span[] = []
  for (let at = start; at < end; at++) {
    const unit = text[at] ?? ''
    if ('"\'`'.includes(unit)) {
      const close = Math.min(quoteEnd(text, at), end)
      if (!isKey(text, close)) spans.push({ start: at + 1, end: Math.max(at + 1, close - 1) })
      at = close - 1
    } else if (!IS_SEPARATOR.test(unit)) {
      let to = at
      while (to < end && !IS_SEPARATOR.test(text[to] ?? '') && !'"\'`'.includes(text[to] ?? '')) to++
      const isMark = /^[-|>=]+[+-]?$/.test(text.slice(at, to))
      if (!isMark && !isKey(text, to)) spans.push({ start: at, end: to })
      at = to - 1
    }
  }
  return spans
}

const IS_SEPARATOR = /[\s,;{}[\]()=]/

function isKey(text: string, at: number): boolean {
  if (text[at - 1] === ':' && /\s/.test(text[at] ?? ' ')) return true
  let next = at
  while (text[next] === ' ' || text[next] === '\t') next++
  return text[next] === '=' || (text[next] === ':' && text[next + 1] !== '/')
}
