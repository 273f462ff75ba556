import { decompose, isSpace } from './characters.ts'
import type { Part } from './characters.ts'
import type { Span } from './engine.ts'
import { appendFolded } from './fold-word.ts'
import type { Cluster } from './fold-word.ts'
import { MappedTextBuilder } from './span-map.ts'
import type { MappedText } from './span-map.ts'

/** Marks kept on one letter outside Latin: living scripts stack four at most, and a flood is quadratic to sort. */
const MAX_MARKS = 8

/** Decompositions by code point, for one text: most texts use few characters many times. */
type Memo = Map<number, readonly Part[]>

/**
 * The text as a reader takes it in: compatibility forms and look-alikes folded, case folded, invisible characters
 * and accents on Latin letters gone, every run of white space one space. Normalizing twice changes nothing more.
 */
export function normalizeText(text: string): MappedText {
  const builder = new MappedTextBuilder()
  const memo: Memo = new Map()
  let at = 0
  while (at < text.length) {
    const plain = endOfPlain(text, at)
    builder.copy(text.slice(at, plain).toLowerCase(), at)
    const token = endOfToken(text, plain)
    if (token > plain) appendFolded(readClusters(text, { start: plain, end: token }, builder.length > 0, memo), builder)
    const gap = endOfGap(text, token)
    if (gap > token) builder.space(token, gap)
    at = gap
  }
  return builder.build()
}

/** The end of the longest stretch of whole ASCII words with single spaces between: it needs no look at each character. */
function endOfPlain(text: string, from: number): number {
  let wordStart = from
  for (let i = from; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (isPrintableAscii(unit)) continue
    if (unit === 0x20 && i > from && isPrintableAscii(text.charCodeAt(i + 1))) {
      wordStart = i + 1
      continue
    }
    return isSpace(unit) ? i : wordStart
  }
  return text.length
}

function isPrintableAscii(unit: number): boolean {
  return unit > 0x20 && unit < 0x7f
}

function endOfToken(text: string, from: number): number {
  let i = from
  while (i < text.length && !isSpace(text.charCodeAt(i))) i++
  return i
}

function endOfGap(text: string, from: number): number {
  let i = from
  while (i < text.length && isSpace(text.charCodeAt(i))) i++
  return i
}

function readClusters(text: string, { start, end }: Span, afterSpace: boolean, memo: Memo): readonly Cluster[] {
  const clusters: Cluster[] = []
  for (let i = start; i < end;) {
    const codePoint = text.codePointAt(i) ?? 0
    const next = i + (codePoint > 0xffff ? 2 : 1)
    let parts = memo.get(codePoint)
    if (parts === undefined) memo.set(codePoint, (parts = decompose(codePoint)))
    for (const part of parts) addPart(clusters, part, i, next, afterSpace)
    i = next
  }
  return clusters
}

function addPart(
  clusters: Cluster[],
  { character, kind }: Part,
  start: number,
  end: number,
  afterSpace: boolean,
): void {
  const last = clusters[clusters.length - 1]
  if (kind === 'mark' && last === undefined && afterSpace) return
  if (last && (kind === 'mark' || isJamoTail(character, last))) {
    last.end = end
    if (last.base.charCodeAt(0) < 0x80 || (kind === 'mark' && last.markCount === MAX_MARKS)) return
    last.marks += character
    if (kind === 'mark') last.markCount++
    return
  }
  clusters.push({ base: character, kind, marks: '', markCount: 0, start, end })
}

/** A vowel after a leading consonant, or a final consonant after both: the parts of one Korean syllable. */
function isJamoTail(character: string, last: Cluster): boolean {
  const unit = character.charCodeAt(0)
  const lead = last.base.charCodeAt(0)
  if (lead < 0x1100 || lead > 0x1112) return false
  if (unit >= 0x1161 && unit <= 0x1175) return last.marks === ''
  const vowel = last.marks.charCodeAt(0)
  return unit >= 0x11a8 && unit <= 0x11c2 && last.marks.length === 1 && vowel >= 0x1161 && vowel <= 0x1175
}
