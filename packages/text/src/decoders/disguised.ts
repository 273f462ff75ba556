import type { Span } from '../engine.ts'

/** How a text was disguised: the ones that are read by what English looks like, and the rarer codes. */
export type Disguise =
  | 'acrostic'
  | 'ascii85'
  | 'atbash'
  | 'base32'
  | 'base58'
  | 'binary'
  | 'braille'
  | 'caesar'
  | 'chunks'
  | 'codes'
  | 'escapes'
  | 'fancy'
  | 'flipped'
  | 'keyboard'
  | 'leet'
  | 'markup'
  | 'misspelt'
  | 'morse'
  | 'nato'
  | 'piglatin'
  | 'punycode'
  | 'quoted-printable'
  | 'reversed'
  | 'rot47'
  | 'split'
  | 'utf16'
  | 'utf7'
  | 'vowelless'
  | 'invisible'

/** A text that was found under a disguise, and the span that it was found in. */
export interface Disguised {
  readonly encoding: Disguise
  readonly text: string
  readonly span: Span
}
