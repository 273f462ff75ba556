const ESCAPED = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu

/** The text on one line in quotes, cut to `max` code points, with all that a terminal would obey, hide or reorder spelled out. */
export function quote(text: string, max: number = 100): string {
  const points = Array.from(text.slice(0, max * 2).toWellFormed())
  const isCut = points.length > max || text.length > max * 2
  const shown = points
    .slice(0, max)
    .join('')
    .replace(ESCAPED, (point) => (point === '\n' ? '\\n' : `\\u{${(point.codePointAt(0) ?? 0).toString(16)}}`))
  return `"${shown}${isCut ? '…' : ''}"`
}

/** A share in per cent; a dash where there is none. */
export function percent(value: number | undefined, digits: number = 1): string {
  return value === undefined ? '-' : `${(100 * value).toFixed(digits)} %`
}

/** A number with few digits; a dash where there is none. */
export function decimal(value: number | undefined, digits: number = 3): string {
  return value === undefined ? '-' : String(Number(value.toFixed(digits)))
}

/** A title, and rows in columns: the first to the left, numbers to the right. Nothing for no rows. */
export function table(title: string, header: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return ''
  const all = [[title, ...header], ...rows]
  const widths: number[] = []
  for (const row of all) for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, cell.length)
  const lines = all.map((row) =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  '),
  )
  return `${lines.join('\n')}\n\n`
}

/** A title and a list of lines. Nothing for no lines. */
export function list(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${title}\n${lines.map((line) => `  ${line}`).join('\n')}\n\n`
}
