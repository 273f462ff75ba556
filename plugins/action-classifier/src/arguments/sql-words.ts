/** How a database reads quotes and comments; the same text may be data to one and a statement to another. */
export interface Dialect {
  /** A backslash in a string takes the next character. */
  readonly hasEscapes: boolean
  /** `#` begins a comment, `--` only before white space, and what stands in `/*!` is run. */
  readonly isMysql: boolean
  /** `[name]` is quoted. */
  readonly hasBrackets: boolean
}

/** The dialects in which every text is read; the worst reading counts. */
export const DIALECTS: readonly Dialect[] = [
  { hasEscapes: false, isMysql: false, hasBrackets: false },
  { hasEscapes: true, isMysql: true, hasBrackets: false },
  { hasEscapes: false, isMysql: false, hasBrackets: true },
]

/** One statement: its words in capitals; strings are `'`, quoted names begin with `"`, and signs stand for themselves. */
export type Words = readonly string[]

const WORD = /[\p{L}\p{N}_$@]+/uy

/** The statements of a text, and whether it ends where it should: within no quote and no comment. */
export function readSql(
  text: string,
  dialect: Dialect,
): { readonly statements: readonly Words[]; readonly isWhole: boolean } {
  const statements: string[][] = []
  let words: string[] = []
  let at = 0
  const end = (): void => {
    if (words.length > 0) statements.push(words)
    words = []
  }
  while (at < text.length) {
    const sign = text.charAt(at)
    const next = text.charAt(at + 1)
    if (/\s/.test(sign)) at++
    else if (isLineComment(text, at, dialect)) {
      const newline = text.indexOf('\n', at)
      at = newline < 0 ? text.length : newline + 1
    } else if (sign === '/' && next === '*') {
      if (dialect.isMysql && /[!M+]/.test(text.charAt(at + 2))) {
        at += 3 // what stands in it is run; its end is skipped below
        while (/[!\d]/.test(text.charAt(at))) at++ // `/*!50000`, `/*M!100100`: from that version on
        continue
      }
      const close = commentEnd(text, at + 2, !dialect.isMysql)
      if (close < 0) return { statements, isWhole: false }
      at = close
    } else if (sign === '*' && next === '/') at += 2
    else if (sign === "'" || sign === '"' || sign === '`' || (sign === '[' && dialect.hasBrackets)) {
      const isEscaping =
        dialect.hasEscapes || (sign === "'" && /[eE]/.test(text.charAt(at - 1)) && !/\w/.test(text.charAt(at - 2)))
      const close = quoteEnd(text, at, sign === '[' ? ']' : sign, isEscaping && sign !== '`')
      if (close < 0) {
        end()
        return { statements, isWhole: false }
      }
      words.push(sign === "'" ? "'" : `"${text.slice(at + 1, Math.min(close - 1, at + 65)).toUpperCase()}`)
      at = close
    } else if (sign === ';') {
      end()
      at++
    } else {
      WORD.lastIndex = at
      const word = WORD.exec(text)?.[0]
      words.push((word ?? sign).toUpperCase())
      at += word?.length ?? 1
    }
  }
  end()
  return { statements, isWhole: true }
}

function isLineComment(text: string, at: number, { isMysql }: Dialect): boolean {
  if (isMysql && text.charAt(at) === '#') return true
  return text.startsWith('--', at) && (!isMysql || at + 2 >= text.length || /\s/.test(text.charAt(at + 2)))
}

/** Where a comment ends; PostgreSQL counts comments within comments. */
function commentEnd(text: string, from: number, isNested: boolean): number {
  let depth = 1
  const marks = /\/\*|\*\//g
  marks.lastIndex = from
  for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
    if (mark[0] === '*/') depth--
    else if (isNested) depth++
    if (depth === 0) return mark.index + 2
  }
  return -1
}

/** Where a quote ends; doubled, it stands for itself. */
function quoteEnd(text: string, from: number, quote: string, isEscaping: boolean): number {
  for (let at = from + 1; at < text.length; at++) {
    const sign = text.charAt(at)
    if (isEscaping && sign === '\\') at++
    else if (sign === quote) {
      if (text.charAt(at + 1) !== quote) return at + 1
      at++
    }
  }
  return -1
}
