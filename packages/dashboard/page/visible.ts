// What a stranger's text hides: characters without a shape of their own, and those that turn the reading order.

/** A piece of a text: as it is, or a run of one character that could not be seen, with its code point. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'hidden'; readonly text: string; readonly label: string; readonly name: string }

/** Controls but for tab and line feed, formats (bidi, zero-width, tags), lone surrogates, separators, spaces that are not the space, fillers. */
const HIDDEN =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000\u2800]/u
const SPLIT = new RegExp(`(${HIDDEN.source})`, 'u')
const MAX_MARKS = 2_000

const NAMES: Readonly<Record<number, string>> = {
  0x00: 'null',
  0x07: 'bell',
  0x08: 'backspace',
  0x0d: 'carriage return',
  0x1b: 'escape',
  0x7f: 'delete',
  0xa0: 'no-break space',
  0xad: 'soft hyphen',
  0x34f: 'combining grapheme joiner',
  0x61c: 'Arabic letter mark',
  0x115f: 'Hangul filler',
  0x1160: 'Hangul filler',
  0x180e: 'Mongolian vowel separator',
  0x200b: 'zero-width space',
  0x200c: 'zero-width non-joiner',
  0x200d: 'zero-width joiner',
  0x200e: 'left-to-right mark',
  0x200f: 'right-to-left mark',
  0x2028: 'line separator',
  0x2029: 'paragraph separator',
  0x202a: 'left-to-right embedding',
  0x202b: 'right-to-left embedding',
  0x202c: 'end of direction',
  0x202d: 'left-to-right override',
  0x202e: 'right-to-left override',
  0x2060: 'word joiner',
  0x2066: 'left-to-right isolate',
  0x2067: 'right-to-left isolate',
  0x2068: 'first strong isolate',
  0x2069: 'end of isolate',
  0x2800: 'empty braille pattern',
  0x3000: 'ideographic space',
  0x3164: 'Hangul filler',
  0xfeff: 'byte order mark',
}

/** `U+202E` of a character. */
export function codePointOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

/** What a hidden character is called; its class where it has no well-known name. */
export function nameOf(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const known = NAMES[code]
  if (known !== undefined) return known
  if (code >= 0xe0000 && code <= 0xe007f) return 'tag character'
  if ((code >= 0xfe00 && code <= 0xfe0f) || (code >= 0xe0100 && code <= 0xe01ef)) return 'variation selector'
  if (code >= 0xd800 && code <= 0xdfff) return 'half of a character'
  if (/\p{Cc}/u.test(character)) return 'control character'
  if (/\p{Zs}/u.test(character)) return 'space of another kind'
  if (/\p{Co}/u.test(character)) return 'private character'
  if (/\p{Cn}/u.test(character)) return 'unassigned character'
  return 'invisible character'
}

/**
 * A text in pieces, hidden characters apart from the rest and named; runs of one are one piece. Joined, the pieces'
 * `text` is the text again. After 2,000 marks the rest is one piece of text in which they are spelled out.
 */
export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = []
  let plain = ''
  let marks = 0
  let at = 0
  const flush = (): void => {
    if (plain !== '') pieces.push({ kind: 'text', text: plain })
    plain = ''
  }
  while (at < text.length) {
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0)
    if (character === '\n' || character === '\t' || !isHidden(character)) {
      plain += character
      at += character.length
      continue
    }
    flush()
    let end = at
    while (text.startsWith(character, end)) end += character.length
    const count = (end - at) / character.length
    pieces.push({
      kind: 'hidden',
      text: text.slice(at, end),
      label: labelOf(character, count),
      name: nameOf(character),
    })
    at = end
    marks += 1
    if (marks >= MAX_MARKS) {
      pieces.push({ kind: 'text', text: spellOut(text.slice(at)) })
      return pieces
    }
  }
  flush()
  return pieces
}

/** A text on one line of plain characters: for labels, titles and announcements. */
export function oneLine(text: string, limit = 200): string {
  const short = text.length > limit ? `${text.slice(0, limit)}…` : text
  return spellOut(short).replaceAll(/[\n\t]+/g, ' ')
}

/** The letters beyond ASCII in a text, each once in the order met, up to `limit`: look-alikes are found by their numbers. */
export function beyondAscii(text: string, limit = 20): readonly string[] {
  const found = new Set<string>()
  for (const character of text) {
    if (character > '\u007F' && !isHidden(character)) found.add(character)
    if (found.size >= limit) break
  }
  return [...found]
}

function spellOut(text: string): string {
  const parts = text.split(SPLIT)
  return parts
    .map((part, index) => (index % 2 === 1 && !/[\n\t]/.test(part) ? `[${codePointOf(part)}]` : part))
    .join('')
}

function isHidden(character: string): boolean {
  // Most characters are printable ASCII, and the class is slow to ask.
  return (character < ' ' || character > '~') && HIDDEN.test(character)
}

function labelOf(character: string, count: number): string {
  return count === 1 ? codePointOf(character) : `${codePointOf(character)} ×${count}`
}
