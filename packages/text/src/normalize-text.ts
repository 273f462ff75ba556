import { Decomposer, isSpace } from './characters.ts'
import { WordFolder } from './fold-word.ts'
import { MappedTextBuilder } from './span-map.ts'
import type { MappedText } from './span-map.ts'

/**
 * The text as a reader takes it in: compatibility forms and look-alikes folded, case folded, invisible characters
 * and accents on Latin letters gone, every run of white space one space. Normalizing twice changes nothing more.
 */
export function normalizeText(text: string, decomposer: Decomposer = new Decomposer()): MappedText {
  const builder = new MappedTextBuilder()
  const folder = new WordFolder(builder)
  let at = 0
  while (at < text.length) {
    const plain = endOfPlain(text, at)
    builder.copy(text.slice(at, plain).toLowerCase(), at)
    const token = endOfToken(text, plain)
    if (token > plain) foldToken(text, plain, token, builder.length > 0, folder, decomposer)
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

/** Folds what stands between white space; a mark that it begins with has no letter, and behind a space is not seen. */
function foldToken(
  text: string,
  start: number,
  end: number,
  afterSpace: boolean,
  folder: WordFolder,
  decomposer: Decomposer,
): void {
  for (let i = start; i < end;) {
    const codePoint = text.codePointAt(i) ?? 0
    const next = i + (codePoint > 0xffff ? 2 : 1)
    const parts = decomposer.partsOf(codePoint)
    for (let at = 0; at < parts.length; at++) {
      const part = parts[at]
      if (part === undefined || (part.kind === 'mark' && afterSpace && folder.isEmpty)) continue
      folder.add(part, i, next)
    }
    i = next
  }
  folder.flush()
}
