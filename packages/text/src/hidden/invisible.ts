import { readingOf, type Reading } from './reading.ts'

/**
 * What nobody sees: soft hyphen, joiners and marks of zero width, variation selectors, tags, fillers. The first half of a tag at
 * the end of a text counts too: a stream may bring the second. Without `u` and `\p`, over text without any ten times as fast.
 * Fullwidth forms are seen, and read as what they are forms of.
 */
const INVISIBLE =
  /[\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\uff01-\uff5e]|\u034f|[\u17b4\u17b5]|[\u180b-\u180d]|\u180f|[\ufe00-\ufe0f]|\udb40(?:[\udc00-\udfff]|$)/g
/**
 * Marks within a word, which whoever shows or runs the text takes away: emphasis and escapes of Markdown, tags of HTML, two
 * strings of a program put together. At the end of a text they may be unfinished.
 */
const MARK =
  /(?<=[\w-])(?:\*{1,3}(?=[\w-]|$)|`{1,2}(?=[\w-]|$)|\\(?=[_*.~-]|$)|(?:<\/?[A-Za-z][A-Za-z0-9]{0,9}(?: [^<>]{0,100})?>){1,4}(?=[\w-]|$)|(?:<\/?[A-Za-z][A-Za-z0-9]{0,9}(?: [^<>]{0,100})?>){0,3}<(?:\/?(?:[A-Za-z][A-Za-z0-9]{0,9}(?: [^<>]{0,100})?)?)?$|["']\s{0,8}\+\s{0,8}["'](?=[\w-]|$)|["']\s{0,8}(?:\+\s{0,8})?$)/g
const MAY_MARK = ['*', '`', '\\', '<', '+', '"', "'"] as const
/** What colours a terminal. */
// oxlint-disable-next-line no-control-regex -- it is what is looked for
const COLOR = /\u001b(?:\[[0-9;]{0,16}(?:m|$)|$)/g
const FULLWIDTH = 0xff01 - 0x21

interface Cut {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** The text as it is shown; undefined where that is as it stands. */
export function readVisible(text: string): Reading | undefined {
  const cuts = cutsOf(text)
  if (cuts.length === 0) return undefined
  const starts: number[] = []
  const parts: string[] = []
  let at = 0
  for (const cut of cuts) {
    if (cut.start < at) continue
    parts.push(text.slice(at, cut.start), cut.text)
    for (let i = at; i < cut.start; i++) starts.push(i)
    for (let i = 0; i < cut.text.length; i++) starts.push(cut.start)
    at = cut.end
  }
  parts.push(text.slice(at))
  for (let i = at; i < text.length; i++) starts.push(i)
  const reading = readingOf(parts.join(''), starts, text.length)
  // Up to the last character that is seen: what nobody sees behind it belongs to nothing.
  return {
    text: reading.text,
    spanOf: (start, end) => ({ start: starts[start] ?? text.length, end: (starts[end - 1] ?? text.length - 1) + 1 }),
  }
}

function cutsOf(text: string): readonly Cut[] {
  const cuts: Cut[] = []
  const add = (pattern: RegExp): void => {
    for (const { index, 0: found } of text.matchAll(pattern)) {
      const unit = text.charCodeAt(index)
      const shown = unit >= 0xff01 && unit <= 0xff5e ? String.fromCharCode(unit - FULLWIDTH) : ''
      cuts.push({ start: index, end: index + found.length, text: shown })
    }
  }
  if (text.search(INVISIBLE) >= 0) add(INVISIBLE)
  // A random value without a digit is rare, and most prose has none.
  if (MAY_MARK.some((mark) => text.includes(mark)) && /\d/.test(text)) add(MARK)
  if (text.includes('\u001b')) add(COLOR)
  return cuts.length > 1 ? cuts.sort((a, b) => a.start - b.start) : cuts
}
