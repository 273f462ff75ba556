import type { Span } from '@ringwall/core'

/** A definition of an address, with the label that links name it by. */
export interface Definition extends Span {
  readonly label: string
}

// Each is one class from the start of a slice of bounded length: linear.
const BLANKS = /^[ \t]*/
const GAP = /^[ \t\n]*/
const SPACE = /^\s*/
const SOLID = /^\S*/
const BEFORE_QUOTE = /^[^\s"'(]*/
const BARE = /^[^\s()<>]*/
const LINE = /^ {0,3}\[/gm
/** What `$` stands before; it is `''` where the text ends. */
const LINE_ENDS: ReadonlySet<string> = new Set(['', '\n', '\r', '\u2028', '\u2029'])
const LONGEST_LABEL = 200
const LONGEST_ANGLED = 500
const LONGEST_BARE = 1000
const LONGEST_NAME = 200
/** A bare address has its slash or colon after at most this many characters. */
const LONGEST_SCHEME = 40
const LONGEST_TITLE = 4000
const MAX_BLANKS = 8

/**
 * Definitions, `[label]: address "title"`, each on lines of its own; the address must look like one, as a chat log has
 * lines of the same shape. A line is read from its start once, and so far as the limits go: linear.
 */
export function* definitionsIn(text: string): Generator<Definition, void> {
  let done = 0
  for (const { index, 0: opening } of text.matchAll(LINE)) {
    if (index < done) continue
    const from = index + opening.length
    const label = before(']', lineFrom(text, from, LONGEST_LABEL + 1))
    if (label === undefined || label === '' || !text.startsWith(']:', from + label.length)) continue
    const end = endOfDefinition(text, skipBlankLine(text, from + label.length + 2))
    if (end === undefined) continue
    yield { start: index, end, label }
    done = end
  }
}

/** The titles of links and pictures, with their quotes, of at least so many characters. Limits as above: linear. */
export function* titlesIn(text: string, least: number): Generator<Span, void> {
  for (let at = text.indexOf(']('); at !== -1; at = text.indexOf('](', at)) {
    at += 2
    const address = endOfAngled(text, at) ?? endOfRun(text, at, BARE, LONGEST_BARE)
    const start = endOfRun(text, address, GAP, MAX_BLANKS)
    if (address === at || start === address) continue
    const inside = insideOf(text, start)
    if (inside === undefined || inside.length < least) continue
    if (text.charAt(start) === '(' && inside.includes('(')) continue
    const end = start + inside.length + 2
    const close = endOfRun(text, end, SPACE, 4)
    if (text.charAt(close) !== ')') continue
    yield { start, end }
    at = close + 1
  }
}

/** The end of a definition whose address starts there; the ways to read the address are tried in turn. */
function endOfDefinition(text: string, at: number): number | undefined {
  const angled = endOfAngled(text, at)
  const end = angled === undefined ? undefined : endAfter(text, angled)
  if (end !== undefined) return end
  const name = text.charAt(at) === '#' ? endAfter(text, endOfRun(text, at + 1, SOLID, LONGEST_NAME)) : undefined
  if (name !== undefined) return name
  const scheme = text.slice(at, endOfRun(text, at, BEFORE_QUOTE, LONGEST_SCHEME + 1))
  const sign = Math.max(scheme.lastIndexOf('/'), scheme.lastIndexOf(':'))
  return sign === -1 ? undefined : endAfter(text, endOfRun(text, at + sign + 1, SOLID, LONGEST_BARE))
}

/** The end of the line after an address, with a title or without. */
function endAfter(text: string, at: number): number | undefined {
  const start = skipBlankLine(text, at)
  const isApart = start > at && text.charAt(start - 1) !== '\n'
  return (isApart ? endOfTitle(text, start) : undefined) ?? endOfLine(text, at)
}

/** The end of the line on which a title ends. One in parentheses may hold others, and goes as far as it can. */
function endOfTitle(text: string, start: number): number | undefined {
  if (text.charAt(start) !== '(') {
    const inside = insideOf(text, start)
    return inside === undefined ? undefined : endOfLine(text, start + inside.length + 2)
  }
  const rest = lineFrom(text, start + 1, LONGEST_TITLE + 1)
  for (let close = rest.length - 1; close >= 0; close--) {
    const end = rest.charAt(close) === ')' ? endOfLine(text, start + close + 2) : undefined
    if (end !== undefined) return end
  }
  return undefined
}

/** What stands on one line between the quotes, or the parentheses, that open there. */
function insideOf(text: string, start: number): string | undefined {
  const quote = text.charAt(start)
  if (quote !== '"' && quote !== "'" && quote !== '(') return undefined
  return before(quote === '(' ? ')' : quote, lineFrom(text, start + 1, LONGEST_TITLE + 1))
}

function endOfAngled(text: string, at: number): number | undefined {
  if (text.charAt(at) !== '<') return undefined
  const inside = before('>', lineFrom(text, at + 1, LONGEST_ANGLED + 1))
  return inside === undefined ? undefined : at + inside.length + 2
}

/** Blanks, and the start of the next line with its blanks. */
function skipBlankLine(text: string, at: number): number {
  const end = endOfRun(text, at, BLANKS, MAX_BLANKS)
  return endOfRun(text, text.charAt(end) === '\n' ? end + 1 : end, BLANKS, MAX_BLANKS)
}

function endOfLine(text: string, at: number): number | undefined {
  const end = endOfRun(text, at, BLANKS, MAX_BLANKS)
  return LINE_ENDS.has(text.charAt(end)) ? end : undefined
}

function endOfRun(text: string, at: number, run: RegExp, most: number): number {
  return at + (run.exec(text.slice(at, at + most))?.[0].length ?? 0)
}

/** At most so many characters of what is left of a line. */
function lineFrom(text: string, at: number, most: number): string {
  const rest = text.slice(at, at + most)
  return before('\n', rest) ?? rest
}

/** What stands before the first such character; undefined where there is none. */
function before(character: string, text: string): string | undefined {
  const at = text.indexOf(character)
  return at === -1 ? undefined : text.slice(0, at)
}
