/** A part of a format: the regex of all of it, and one of every beginning of it, nothing and all of it included. */
export interface Part {
  readonly whole: string
  readonly beginning: string
}

/** RE2 counts no further. */
const MAX_COUNT = 1000

/** `least` to `most` characters of a class; `least` is at most 1000. */
export function some(cls: string, least = 1, most: number = least): Part {
  return { whole: counted(cls, least, most), beginning: counted(cls, 0, most) }
}

function counted(cls: string, least: number, most: number): string {
  if (most > MAX_COUNT) return `${cls}{${least},${MAX_COUNT}}${counted(cls, 0, most - MAX_COUNT)}`
  return least === 1 && most === 1 ? cls : `${cls}{${least},${most}}`
}

/** A text, in small or capital letters where the format's flags say so. */
export function text(literal: string): Part {
  const signs = Array.from(literal, (sign) => sign.replace(/[.+$|?*()[\]{}^\\]/, '\\$&'))
  return { whole: signs.join(''), beginning: signs.reduceRight((after, sign) => `(?:${sign}${after})?`, '') }
}

/** One part after the other. */
export function all(...parts: readonly Part[]): Part {
  const beginning = parts.reduceRight(
    (after, part) => (after === '' ? part.beginning : `(?:${part.whole}${after}|${part.beginning})`),
    '',
  )
  return { whole: parts.map(({ whole }) => whole).join(''), beginning }
}

/** Any one of the parts; the first that fits. */
export function either(...parts: readonly Part[]): Part {
  return {
    whole: `(?:${parts.map(({ whole }) => whole).join('|')})`,
    beginning: `(?:${parts.map(({ beginning }) => beginning).join('|')})`,
  }
}

/** Any one of the texts. */
export function words(...literals: readonly string[]): Part {
  return either(...literals.map(text))
}

/** The part or nothing. */
export function maybe({ whole, beginning }: Part): Part {
  return { whole: `(?:${whole})?`, beginning }
}

/** The part, `least` to `most` times. */
export function times({ whole, beginning }: Part, least: number, most: number): Part {
  return { whole: `(?:${whole}){${least},${most}}`, beginning: `(?:${whole}){0,${most}}${beginning}` }
}

/** A repeated part as seldom as possible. */
export function lazy({ whole, beginning }: Part): Part {
  return { whole: `${whole}?`, beginning }
}

/** The part as the value. */
export function value({ whole, beginning }: Part): Part {
  return { whole: `(${whole})`, beginning }
}

/** What takes no room: the end of the text, a boundary of a word. */
export function place(anchor: string): Part {
  return { whole: anchor, beginning: '' }
}

/** The regex of parts behind a first one, which must lie within one run of token characters, and that of its unfinished beginnings. */
export function behind(first: string, ...parts: readonly Part[]): { readonly regex: string; readonly open: string } {
  const rest = all(...parts)
  return { regex: first + rest.whole, open: `${first}${rest.beginning}$` }
}
