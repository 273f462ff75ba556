import type { Pattern } from '../pattern.ts'

/** A secret's format. The first capture group that took part, where there is one, is the value; the rest is its context. */
export interface SecretFormat extends Pattern {
  readonly maxLength: number
  /** What it is and what it looks like, for people. */
  readonly what?: string
  /** `critical` is redacted; `warning` (a bearer header without much in it, an unsigned JWT) is often harmless and reported. */
  readonly tier: 'critical' | 'warning'
  /** Bits per character: a value with less Shannon entropy, or that is words, a path or code, is no secret. */
  readonly leastEntropy?: number
  /**
   * What a match goes on over behind its end, so that a regex need not count to the longest token: over letters, digits, `_` and
   * `-` in any case where the whole match is the value; over `+`, `/`, `=`, over `.` and `=`, or over all that a header may hold.
   */
  readonly tail?: 'base64' | 'dotted' | 'percent' | 'header'
  /** Takes the value; `before` is what the match holds in front of it, and the rest of the word that the match begins in. Must be linear, and true for what is a secret. */
  readonly check?: (value: string, before: string) => boolean
  /**
   * The vendor's checksum. A value that passes is a secret even where it looks like a placeholder. One that fails is judged
   * by its shape: a prefix is enough, and a token that was mistyped or cut is still worth hiding.
   */
  readonly checksum?: (value: string) => boolean
  /** What `check` and `checksum` hold against it, for people. */
  readonly rule?: string
  /**
   * Matches a text that ends in the middle of a match. Needed by a format that holds characters which end a run
   * (see scanner.ts); an unfinished run is held back anyway.
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

/** Letters beyond Latin-1 that stay there in either case. */
const BEYOND_LATIN1 = /[\u0100-\u0177\u0180-\u03bb\u03bd-\u2129\u212c-\uffff]/

/** True where no text of Latin-1 holds one of the keywords. */
export function isBeyondLatin1({ keywords }: Pick<Pattern, 'keywords'>): boolean {
  return keywords !== 'none' && keywords.every((keyword) => BEYOND_LATIN1.test(keyword))
}

/** What most formats have in common. */
export function secretFormat(
  format: Omit<SecretFormat, 'category' | 'weight' | 'tier'> & Partial<Pick<SecretFormat, 'tier' | 'weight'>>,
): SecretFormat {
  return { category: 'secret', weight: 1, tier: 'critical', ...format }
}
