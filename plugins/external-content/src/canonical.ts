import type { Change } from './text-editor.ts'

// Each tests a single character, so its cost is fixed.
const INVISIBLE = /^[\p{Default_Ignorable_Code_Point}\p{Cc}\ufff9-\ufffb]$/u
const CONTINUES = /^[\p{M}\u1160-\u11ff]$/u
const LETTER = /^[\p{L}\p{M}]$/u
const PICTURE = /^[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\ufe0f]$/u

/** Marks on one character that are composed with it: a flood is quadratic to sort. */
const MAX_MARKS = 30
/** Neighbours are changed together up to this many units: fewer edits in a flood, and spans that are still close. */
const MAX_RUN = 16
/** Whole ASCII texts, the usual ones, are done with at once: one class, linear. */
const BEYOND_PRINTABLE = /[^\t\n\r\x20-\x7e]/

/** The changes that make a text NFKC and take out what no reader sees. Joiners that spell words and emoji stay. */
export function canonicalize(text: string): readonly Change[] {
  const changes: Change[] = []
  if (!BEYOND_PRINTABLE.test(text)) return changes
  for (let at = 0; at < text.length;) {
    const end = endOfCluster(text, at)
    const cluster = text.slice(at, end)
    const invisible = isInvisible(cluster) && !isKept(text, at, end)
    const canonical = invisible ? '' : cluster.normalize('NFKC')
    const rule = invisible ? 'invisible-character' : 'compatibility-form'
    const last = changes.at(-1)
    if (canonical !== cluster) {
      if (last?.end === at && last.rule === rule && end - last.start <= MAX_RUN)
        changes[changes.length - 1] = { ...last, end, text: last.text + canonical }
      else changes.push({ start: at, end, text: canonical, rule, severity: invisible ? 'medium' : 'info' })
    }
    at = end
  }
  return changes
}

/** A character with the marks that may compose with it; an invisible one alone. */
function endOfCluster(text: string, at: number): number {
  let end = at + sizeAt(text, at)
  if (isInvisible(text.slice(at, end))) return end
  for (let marks = 0; marks < MAX_MARKS && end < text.length; marks++) {
    if (text.charCodeAt(end) < 0x300) return end
    const next = end + sizeAt(text, end)
    const character = text.slice(end, next)
    if (!CONTINUES.test(character) || isInvisible(character)) return end
    end = next
  }
  return end
}

function isInvisible(character: string): boolean {
  if (character.length === 1) {
    const unit = character.charCodeAt(0)
    if ((unit >= 0x20 && unit < 0x7f) || unit === 0x09 || unit === 0x0a || unit === 0x0d) return false
  }
  return INVISIBLE.test(character)
}

/** True for one joiner between letters beyond Latin or between pictures, and for the selector of a picture. */
function isKept(text: string, start: number, end: number): boolean {
  const unit = text.charCodeAt(start)
  if (end - start !== 1 || (unit !== 0x200c && unit !== 0x200d && unit !== 0xfe0e && unit !== 0xfe0f)) return false
  const before = characterBefore(text, start)
  if (unit === 0xfe0e || unit === 0xfe0f) return before > '\u007f' && PICTURE.test(before)
  const after = String.fromCodePoint(text.codePointAt(end) ?? 0)
  if (unit === 0x200d && PICTURE.test(before) && PICTURE.test(after)) return true
  return before > '\u02ff' && after > '\u02ff' && LETTER.test(before) && LETTER.test(after) && !isInvisible(before)
}

function characterBefore(text: string, at: number): string {
  const low = text.charCodeAt(at - 1)
  const isPair = low >= 0xdc00 && low <= 0xdfff && at > 1
  return text.slice(at - (isPair ? 2 : 1), at)
}

function sizeAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
}

/** The change that cuts a text to at most `limit` units, after a whole line where one ends in the second half; none if it fits. */
export function cut(text: string, limit: number): readonly Change[] {
  if (text.length <= limit) return []
  const line = text.lastIndexOf('\n', limit - 1) + 1
  const unit = text.charCodeAt(limit)
  const hard = unit >= 0xdc00 && unit <= 0xdfff ? limit - 1 : limit
  const at = line > limit / 2 ? line : hard
  const mark = `${at === line ? '' : '\n'}[cut here: the rest is left out]`
  return [{ start: at, end: text.length, text: mark, rule: 'cut', severity: 'low' }]
}
