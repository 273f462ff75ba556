import { createKeywordIndex } from '../keyword-index.ts'
import type { Span } from '../engine.ts'
import { readVisible } from '../hidden/invisible.ts'
import type { Reading } from '../hidden/reading.ts'
import type { Secret } from '../secrets/scanner.ts'
import { uniteSpans } from '../unite-spans.ts'
import type { KnownSecret } from './known-secrets.ts'
import { unescaped, unfinishedEscape } from './unescape.ts'
import { SHORT_VALUE, writingsOf } from './writings.ts'

/** Values shorter than this, in UTF-16 code units, are not looked for: they stand in any text. */
export const LEAST_KNOWN_VALUE = 4
/** Of a longer value each part of this length is looked for by itself. In UTF-16 code units. */
const LONGEST_PART = 2048
/** So many first units of a writing are searched for all at once; then the whole is compared. */
const HEAD = 8
/** How often what was read in another way is read again. */
const DEPTH = 3
/** How many units an escape or what nobody sees makes of one. */
const ESCAPED = 8

interface Needle {
  readonly text: string
  readonly rule: string
  /** Only as a word of its own. */
  readonly isWord: boolean
}

/** Finds known values as they stand and in the writings of `writingsOf`. */
export interface KnownValueFinder {
  /** By position; none overlaps another. The rule is `known:` and the value's name. */
  scan(text: string): readonly Secret[]
  /** The offset from which something in `text` may still become a known value; before it all is settled. */
  pending(text: string): number
}

/** Prepares the search. Values under LEAST_KNOWN_VALUE are left out. Costs one pass over the text, however many values there are. */
export function createKnownValueFinder(secrets: readonly KnownSecret[]): KnownValueFinder {
  const needles = secrets.filter(({ value }) => value.length >= LEAST_KNOWN_VALUE).flatMap(needlesOf)
  if (needles.length === 0) return { scan: () => [], pending: (text) => text.length }
  const byHead = Map.groupBy(needles, ({ text }) => text.slice(0, HEAD))
  const heads = [...byHead.keys()]
  const beginnings = new Set(
    heads.flatMap((head) => Array.from({ length: head.length }, (_, i) => head.slice(0, i + 1))),
  )
  const index = createKeywordIndex(heads)
  const longest = Math.max(...needles.map(({ text }) => text.length)) + 1
  /** Calls `visit` with every needle whose head stands at an offset. */
  const eachHead = (text: string, visit: (needle: Needle, at: number) => void): void => {
    index.search(text, (keyword, end) => {
      const head = heads[keyword] ?? ''
      const at = end - head.length
      if (!text.startsWith(head, at)) return // the index does not tell case
      for (const needle of byHead.get(head) ?? []) visit(needle, at)
    })
  }
  const inText = (text: string): Secret[] => {
    const found: Secret[] = []
    eachHead(text, ({ text: needle, rule, isWord }, start) => {
      const end = start + needle.length
      if (!text.startsWith(needle, start) || (isWord && (isLetter(text, start - 1) || isLetter(text, end)))) return
      found.push({ start, end, rule })
    })
    return found
  }
  const openFrom = (tail: string): number => {
    let from = tail.length
    for (let at = Math.max(0, tail.length - HEAD); at < from; at++) if (beginnings.has(tail.slice(at))) from = at
    eachHead(tail, ({ text: needle, isWord }, at) => {
      if (at >= from) return
      const isOpen = at + needle.length > tail.length || (isWord && at + needle.length === tail.length)
      if (isOpen && needle.startsWith(tail.slice(at, at + needle.length))) from = at
    })
    return from
  }
  /** Also of what is read of the text in other ways, up to the escape that it ends in. */
  const openInReadings = (text: string): number => {
    const end = unfinishedEscape(text)
    const head = text.slice(0, end)
    const from = Math.min(openFrom(text), openFrom(head))
    const read = readingOf(head)
    if (read === undefined) return from
    const open = openInReadings(read.text)
    return open < read.text.length ? Math.min(from, read.spanOf(open, open + 1).start) : from
  }
  return {
    scan(text) {
      const found = inText(text)
      const spanOf: ((span: Span) => Span)[] = []
      for (
        let read = readingOf(text);
        read !== undefined;
        read = spanOf.length < DEPTH ? readingOf(read.text) : undefined
      ) {
        const { spanOf: outer } = read
        spanOf.push(({ start, end }) => outer(start, end))
        for (const { start, end, rule } of inText(read.text))
          found.push({ ...spanOf.reduceRight<Span>((span, map) => map(span), { start, end }), rule })
      }
      return uniteSpans(found)
    },
    pending(text) {
      const base = Math.max(0, text.length - ESCAPED * longest)
      return base + openInReadings(text.slice(base))
    },
  }
}

/** What a text reads as without what nobody sees, or with its escapes resolved. */
function readingOf(text: string): Reading | undefined {
  return readVisible(text) ?? unescaped(text)
}

function needlesOf({ name, value }: KnownSecret): readonly Needle[] {
  const rule = `known:${name.replaceAll(/[^\w.-]/g, '_')}`
  const parts = Array.from({ length: Math.ceil(value.length / LONGEST_PART) }, (_, i) =>
    value.slice(i * LONGEST_PART, (i + 1) * LONGEST_PART),
  ).filter(({ length }) => length >= LEAST_KNOWN_VALUE)
  return parts.flatMap((part) => writingsOf(part).map((text) => ({ text, rule, isWord: part.length <= SHORT_VALUE })))
}

function isLetter(text: string, at: number): boolean {
  return at >= 0 && at < text.length && /[\p{L}\p{N}_]/u.test(text.charAt(at))
}
