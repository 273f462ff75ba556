import { fail } from '../errors.ts'
import type { Row } from './database.ts'

/** The integer of a column. Those of 64 bits come as text. */
export function integer(row: Row | undefined, column: string, file: string): number {
  const value = row?.[column]
  const number = typeof value === 'string' && value !== '' ? Number(value) : value
  if (typeof number === 'number' && Number.isSafeInteger(number)) return number
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
