import type { Edit, Span } from '@ringwall/core'

/** What a text becomes before an agent loads it. */
export interface Sanitized {
  readonly text: string
  /** Against the text that was given, ascending, none overlapping another. */
  readonly edits: readonly Edit[]
  readonly isCut: boolean
}

/** Stands where a text was cut. */
export const CUT_MARK = '\n[TRUNCATED]'

/**
 * A text without HTML comments and invisible characters, in NFKC, of at most `maxLength` code units before the mark of
 * the cut. Comments are looked for in the folded text, so that `＜!--` opens one too. Linear in the text.
 */
export function sanitize(text: string, maxLength: number): Sanitized {
  const pieces = foldPieces(text)
  const folded = pieces.map((piece) => piece.text).join('')
  const comments = findComments(folded)
  if (pieces.length === 1 && pieces[0]?.text === text && comments.length === 0 && text.length <= maxLength)
    return { text, edits: [], isCut: false }
  return assemble(text, dropComments(pieces, comments), maxLength)
}

/** A stretch of the original text and what becomes of it. */
interface Piece extends Span {
  readonly text: string
}

/** A character that folding may touch, with the marks and jamo that join it: NFKC composes nothing across its edges. */
const CLUSTER =
  /[\p{L}\p{N}\p{S}\p{P}]?[\p{M}\u1160-\u11ff\uff9e\uff9f]+|[^\t\n\r\x20-\x7e][\p{M}\u1160-\u11ff\uff9e\uff9f]*/gu
/** As in the Stream-Safe Text Format (UAX 15): longer floods of marks are cut, as sorting them is quadratic. */
const MAX_MARKS = 30

function foldPieces(text: string): readonly Piece[] {
  const pieces: Piece[] = []
  let at = 0
  for (const { 0: cluster, index } of text.matchAll(CLUSTER)) {
    const end = index + cluster.length
    const folded = fold(cluster, text, index, end)
    if (folded === cluster) continue
    if (index > at) pieces.push({ start: at, end: index, text: text.slice(at, index) })
    pieces.push({ start: index, end, text: folded })
    at = end
  }
  if (at < text.length || pieces.length === 0) pieces.push({ start: at, end: text.length, text: text.slice(at) })
  return pieces
}

function fold(cluster: string, text: string, start: number, end: number): string {
  if (isNeededInvisible(cluster, text, start, end)) return cluster
  const bounded = cluster.length > MAX_MARKS ? Array.from(cluster).slice(0, MAX_MARKS).join('') : cluster
  return bounded.normalize('NFKC').replace(INVISIBLE, (sign) => (sign === '\ufe0f' && EMOJI.test(cluster) ? sign : ''))
}

const INVISIBLE = /(?![\t\n\r])[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}]/gu
const EMOJI = /^[\p{Extended_Pictographic}0-9#*]\ufe0f\u20e3?$/u
const JOINERS: ReadonlySet<string> = new Set(['\u200c', '\u200d'])
const SCRIPT_WITH_JOINERS =
  /^[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gujarati}\p{Script=Gurmukhi}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Oriya}\p{Script=Sinhala}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Khmer}\p{Script=Myanmar}]/u
const PICTURE = /^\p{Extended_Pictographic}/u

/** True for a joiner without which a word of some scripts, or an emoji of several people, would be another. */
function isNeededInvisible(cluster: string, text: string, start: number, end: number): boolean {
  if (!JOINERS.has(cluster)) return false
  const next = String.fromCodePoint(text.codePointAt(end) ?? 0x20)
  const before = text.slice(Math.max(0, start - 1), start)
  if (SCRIPT_WITH_JOINERS.test(next)) return SCRIPT_WITH_JOINERS.test(before) || /^\p{M}$/u.test(before)
  return cluster === '\u200d' && PICTURE.test(next) && start > 0 && text.charCodeAt(start - 1) > 0x7f
}

/** The HTML comments of a text as a browser finds them; one that nothing closes is left, and is scanned like all else. */
function findComments(text: string): readonly Span[] {
  const comments: Span[] = []
  for (let start = text.indexOf('<!--'); start >= 0;) {
    // `<!-->` is a whole comment too.
    const plain = text.indexOf('-->', start + 2)
    if (plain < 0) break
    const end = plain + 3
    comments.push({ start, end })
    start = text.indexOf('<!--', end)
  }
  return comments
}

/** Pieces with every comment (given in folded text) replaced by a blank, so that nothing joins across it. */
function dropComments(pieces: readonly Piece[], comments: readonly Span[]): readonly Piece[] {
  const out: Piece[] = []
  let next = 0
  let at = 0
  for (const piece of pieces) {
    const isCopy = piece.text.length === piece.end - piece.start
    const toOriginal = (offset: number): number =>
      isCopy ? piece.start + offset : offset === 0 ? piece.start : piece.end
    let from = 0
    for (; next < comments.length; next++) {
      const comment = comments[next]
      if (comment === undefined || comment.start - at >= piece.text.length) break
      const start = Math.max(from, comment.start - at)
      const end = Math.min(piece.text.length, comment.end - at)
      if (start > from)
        out.push({ start: toOriginal(from), end: toOriginal(start), text: piece.text.slice(from, start) })
      out.push({ start: toOriginal(start), end: toOriginal(end), text: comment.start >= at ? ' ' : '' })
      from = end
      if (comment.end - at > piece.text.length) break
    }
    if (from < piece.text.length || piece.text === '')
      out.push({ start: toOriginal(from), end: piece.end, text: piece.text.slice(from) })
    at += piece.text.length
  }
  return out
}

/** Joins pieces to one text and its edits, up to the length at which it is cut. */
function assemble(original: string, pieces: readonly Piece[], maxLength: number): Sanitized {
  const edits: Edit[] = []
  let text = ''
  for (const piece of pieces) {
    const room = maxLength - text.length
    if (piece.text.length > room) {
      const kept = wholeCharacters(piece.text, room)
      const isCopy = original.slice(piece.start, piece.end) === piece.text
      const cutAt = isCopy ? piece.start + kept.length : piece.start
      edits.push({ start: cutAt, end: original.length, text: CUT_MARK })
      return { text: text + (isCopy ? kept : '') + CUT_MARK, edits: mergeEdits(edits), isCut: true }
    }
    if (original.slice(piece.start, piece.end) !== piece.text) edits.push({ ...piece })
    text += piece.text
  }
  return { text, edits: mergeEdits(edits), isCut: false }
}

function wholeCharacters(text: string, length: number): string {
  const last = text.charCodeAt(length - 1)
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length)
}

function mergeEdits(edits: readonly Edit[]): readonly Edit[] {
  const merged: Edit[] = []
  for (const edit of edits) {
    const last = merged.at(-1)
    if (last?.end === edit.start)
      merged[merged.length - 1] = { start: last.start, end: edit.end, text: last.text + edit.text }
    else merged.push(edit)
  }
  return merged
}
