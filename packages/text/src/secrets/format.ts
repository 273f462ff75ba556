import type { Pattern } from '../pattern.ts'

/** A secret's format. The first capture group, where there is one, is the value; the rest is its context. */
export interface SecretFormat extends Pattern {
  readonly maxLength: number
  /** `critical` is redacted; `warning` (a bearer header, a JWT) is often harmless and reported. */
  readonly tier: 'critical' | 'warning'
  /** Bits per character: a value with less Shannon entropy, or without both a letter and a digit, is no secret. */
  readonly leastEntropy?: number
  /** A match goes on over letters, digits, `_` and `-`; here over `+`, `/` and `=` too. */
  readonly tail?: 'base64'
  /**
   * Matches a text that ends in the middle of a match. Needed by a format that holds characters which end a run
   * (see detect.ts); an unfinished run is held back anyway.
   */
  readonly open?: string
}

/** One piece of a format, and what matches every beginning of that piece. */
export type Piece = readonly [whole: string, beginning: string]

/** The regex of pieces in sequence, and that of its unfinished beginnings. `first` lies within one run of token characters. */
export function sequence(first: string, ...rest: readonly Piece[]): { readonly regex: string; readonly open: string } {
  return {
    regex: first + rest.map(([whole]) => whole).join(''),
    open: first + rest.reduceRight((after, [whole, beginning]) => `(?:${beginning}$|${whole}${after})`, '$'),
  }
}
