import type { Span } from '../engine.ts'

/** A known text that must not leave: a planted token, a value from a store of secrets. */
export interface Literal {
  readonly id: string
  readonly value: string
  /** What the value begins with and is no secret, as a vendor's prefix: alone it is no sighting. */
  readonly prefix?: string
}
/** Where a literal stands, whole or in part, as it is or in disguise; in UTF-16 code units. */
export interface Sighting extends Span {
  readonly id: string
  /** How it is written: `plain`, or the name of a disguise. Names can come with any version. */
  readonly form: string
  /** How much of the secret part is there: over 0, up to 1; 1 where a token packs so much that it was not looked through. */
  readonly share: number
}
/** Looks for known literals. It keeps the last open stretch of a stream and a few short tokens, by which it need not look twice. */
export interface LiteralFinder {
  /** Sightings by position; none overlaps another. */
  scan(text: string): readonly Sighting[]
  /** The offset from which something in `text` may still become a sighting, or a longer one; before it all is settled. */
  pending(text: string): number
}
