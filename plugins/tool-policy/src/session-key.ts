import { hash } from 'node:crypto'

/** A key of fixed length for names of any length and characters; JSON keeps their borders. */
export function keyOf(names: readonly unknown[]): string {
  return hash('sha256', JSON.stringify(names), 'base64url')
}
