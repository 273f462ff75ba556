import picocolors from 'picocolors'
import type { Io } from './io.ts'

/** Styles for text, or the same functions without effect. */
export type Palette = ReturnType<typeof picocolors.createColors>

/** Colours for a terminal that takes them. NO_COLOR wins. */
export function paletteFor({ env }: Pick<Io, 'env'>, stream: { readonly isTTY?: boolean }): Palette {
  return picocolors.createColors(stream.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb')
}

/**
 * The text with everything that a terminal would obey, hide or reorder spelled out. What is checked is hostile by
 * assumption, so no word of it reaches the screen as it is.
 */
export function visible(text: string): string {
  return text.toWellFormed().replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu, (character) => {
    if (character === '\n') return character
    return character === '\t' ? '\\t' : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
  })
}

/** JSON on one line in printable ASCII: the same value to every parser, and nothing that a terminal would obey, hide or reorder. */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** The text on one line, in quotes, cut to `max` code points. */
export function quote(text: string, max: number): string {
  const points = Array.from(text.slice(0, max * 2))
  const isCut = points.length > max || text.length > max * 2
  const shown = visible(points.slice(0, max).join('')).replaceAll('\n', '\\n')
  return `"${shown}${isCut ? '…' : ''}"`
}

/** Rows as aligned columns, two blanks apart, without blanks at the end. */
export function alignColumns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = []
  for (const row of rows) for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, cell.length)
  return rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

/** `1 line`, `2 lines`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
