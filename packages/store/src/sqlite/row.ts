import type { SQLOutputValue, StatementSync } from 'node:sqlite'
import { fail } from '../errors.ts'

/** One row as SQLite gave it. */
export type Row = Readonly<Record<string, SQLOutputValue>>

/** The integer of a column; the schema is strict, so anything else means that the file was tampered with. */
export function integer(row: Row | undefined, column: string, file: string): number {
  const value = row?.[column]
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value
  throw fail('STORE_CORRUPT', { file, problem: `${column} is not an integer` })
}

/** integer, for columns that may be NULL. */
export function integerOrNull(row: Row | undefined, column: string, file: string): number | null {
  return row?.[column] === null ? null : integer(row, column, file)
}

/** The text of a column. */
export function text(row: Row, column: string, file: string): string {
  const value = row[column]
  if (typeof value === 'string') return value
  throw fail('STORE_CORRUPT', { file, problem: `${column} is not text` })
}

/** How many rows a statement changed. */
export function changes(statement: StatementSync, ...values: (string | number | null)[]): number {
  return Number(statement.run(...values).changes)
}
