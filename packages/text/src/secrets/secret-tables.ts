import type { Span } from '../engine.ts'
import { isDigestLike, isPasswordLike, isPlaceholder, isRandom, isStrong } from './values.ts'

/** A table is read so far from the beginning of its head line, in UTF-16 code units. */
export const TABLE_CAP = 4096
/** A head line is no longer than this. */
const HEAD_LIMIT = 300
/** Names of columns whose values are secrets. */
export const COLUMN_WORDS =
  'password|passwd|passphrase|passcode|pass|pwd|secret(?: key)?|secret_key|token|access[ _]token|api[ _-]?(?:key|token|secret)|access[ _]key|passwort|kennwort|contrase(?:n|ñ)a|mot de passe|senha|wachtwoord|parola|heslo'
const COLUMN = new RegExp(`^(?:[A-Za-z0-9]{1,16}[ _-]){0,2}(?:${COLUMN_WORDS})$`, 'i')
const PASSWORD = /pass|pwd|kennwort|contrase|senha|wachtwoord|parola|heslo/i
/** The name of a column: words. */
const NAME = /^[\p{L}_#](?:[\p{L}0-9 _./()#@-]{0,40}[\p{L}0-9_)#])?$/u
const RULE = /^[\s|+:=─│┼-]+$/
/** What a cell is dressed in. */
const DRESS = /[\s"'`*]/
const DELIMITERS = ['|', '\t', ',', ';', '  '] as const
type Delimiter = (typeof DELIMITERS)[number]

/** What a head line tells: where its columns are, and which of them hold secrets. */
interface Head extends Span {
  readonly delimiter: Delimiter
  readonly names: readonly string[]
  readonly columns: readonly number[]
}

/** The secrets in the columns that a head line names, by position. The line holds the offset; lines in `known` were read. Linear. */
export function readTable(text: string, at: number, known: Set<number>): readonly Span[] {
  const start = text.lastIndexOf('\n', at - 1) + 1
  if (known.has(start)) return NONE
  known.add(start)
  const head = headOf(text, lineAt(text, start))
  return head ? readRows(text, head) : NONE
}

function headOf(text: string, line: Span): Head | undefined {
  if (line.end - line.start > HEAD_LIMIT) return undefined
  for (const delimiter of DELIMITERS) {
    const names = split(text, line, delimiter).map((cell) => text.slice(cell.start, cell.end))
    if (names.length < 2 || !names.every((name) => name === '' || NAME.test(name))) continue
    const columns = [...names.keys()].filter((column) => COLUMN.test(names[column] ?? ''))
    if (columns.length > 0) return { ...line, delimiter, names, columns }
  }
  return undefined
}

const NONE: readonly never[] = Object.freeze([])

function readRows(text: string, { start, end, delimiter, names, columns }: Head): readonly Span[] {
  const values: Span[] = []
  const limit = Math.min(text.length, start + TABLE_CAP)
  for (let at = end + 1; at < limit;) {
    const line = lineAt(text, at)
    at = line.end + 1
    if (line.end > limit) break
    if (RULE.test(text.slice(line.start, line.end))) continue
    const cells = split(text, line, delimiter)
    const row = cells.map((cell) => text.slice(cell.start, cell.end))
    // Another head line: its table is read from there.
    if (cells.length !== names.length || row.some((value) => COLUMN.test(value))) break
    for (const column of columns) {
      const cell = cells[column]
      if (cell && isSecret(row[column] ?? '', names[column] ?? '')) values.push(cell)
    }
  }
  return values
}

function isSecret(value: string, name: string): boolean {
  if (value.length < 6 || /\s/.test(value) || isPlaceholder(value)) return false
  if (PASSWORD.test(name)) return isRandom(value, 2.3)
  return isPasswordLike(value) || isStrong(value) || (value.length >= 32 && isDigestLike(value))
}

function lineAt(text: string, start: number): Span {
  const end = text.indexOf('\n', start)
  return { start, end: end < 0 ? text.length : end }
}

/** The cells of a line without what they are dressed in; the bars around a row make no cells. */
function split(text: string, { start, end }: Span, delimiter: Delimiter): readonly Span[] {
  const line = text.slice(start, end)
  const cells: Span[] = []
  let from = 0
  for (const { index, 0: found } of line.matchAll(SPLITTERS[delimiter])) {
    cells.push(trimmed(line, from, index, start))
    from = index + found.length
  }
  cells.push(trimmed(line, from, line.length, start))
  if (delimiter === '|' || delimiter === '  ') {
    if (cells[0]?.start === cells[0]?.end) cells.shift()
    const last = cells.at(-1)
    if (last && last.start === last.end) cells.pop()
  }
  return cells
}

const SPLITTERS: Readonly<Record<Delimiter, RegExp>> = {
  '|': /\|/g,
  '\t': /\t/g,
  ',': /,/g,
  ';': /;/g,
  '  ': /[ \t]{2,}/g,
}

function trimmed(line: string, from: number, to: number, offset: number): Span {
  const cell = line.slice(from, to)
  const value = undressed(cell)
  const start = offset + from + (value === '' ? 0 : cell.indexOf(value))
  return { start, end: start + value.length }
}

/** The start of the last line where that may be a row of a table with secrets; the text's length where it is none. */
export function openRow(text: string): number {
  const last = text.lastIndexOf('\n') + 1
  const limit = Math.max(0, text.length - TABLE_CAP)
  for (let end = last - 1; end > limit;) {
    const start = text.lastIndexOf('\n', end - 1) + 1
    if (start === end || start < limit) break
    if (headOf(text, { start, end })) return last
    const line = text.slice(start, end)
    if (!DELIMITED.test(line) && !RULE.test(line)) break
    end = start - 1
  }
  return text.length
}

const DELIMITED = /[|,;\t]| {2}/

/** A cell without what stands around its value. */
function undressed(cell: string): string {
  let start = 0
  let end = cell.length
  while (start < end && DRESS.test(cell.charAt(start))) start++
  while (end > start && DRESS.test(cell.charAt(end - 1))) end--
  return cell.slice(start, end)
}
