import { createHash } from 'node:crypto'

/** A key of fixed length for names of any length and characters; JSON keeps their borders. */
export function keyOf(names: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(names)).digest('base64url')
}
