import type { Word as ParsedWord, WordPart } from 'unbash'

/** One word of a command, decoded. */
export interface Word {
  readonly value: string
  /** It becomes exactly one argument, this value. */
  readonly isFixed: boolean
  /** It may become an option that nobody can see here: it begins with something that the shell expands. */
  readonly isUnknown: boolean
}

/** What a shell expands to names that are there: it cannot run anything. */
const LISTS: ReadonlySet<WordPart['type']> = new Set(['Glob', 'BraceExpansion'])
const PLAIN: ReadonlySet<WordPart['type']> = new Set(['Literal', 'SingleQuoted', 'DoubleQuoted', 'AnsiCQuoted'])
/** Blanks that are none for a shell, and none for the eye. */
const ODD_BLANK = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/

/** The word, or undefined for one that holds what is known only when it runs: variables, substitutions, arithmetic. */
export function readWord(word: ParsedWord): Word | undefined {
  const parts = word.parts ?? []
  if (!parts.every(isReadable)) return undefined
  const bare = word.parts ? parts.map((part) => (part.type === 'Literal' ? part.text : '')).join('') : word.text
  // zsh: `=program`; and what looks like a blank
  if (word.text.startsWith('=') || ODD_BLANK.test(bare)) return undefined
  const isListed = parts.some(({ type }) => LISTS.has(type))
  const isHome = word.text.startsWith('~')
  const [first] = parts
  const isUnknown = isListed && first !== undefined && (LISTS.has(first.type) || word.value.startsWith('-'))
  return { value: word.value, isFixed: !isListed && !isHome, isUnknown }
}

function isReadable(part: WordPart): boolean {
  if (part.type === 'DoubleQuoted') return part.parts.every(({ type }) => type === 'Literal')
  // A NUL would end the word for the program, not for whoever reads it here; and at `\'` it ends for sh, which has no such quotes.
  if (part.type === 'AnsiCQuoted') return !/\\[^nt\\]/.test(part.text)
  if (part.type === 'BraceExpansion') return !/[$`"'\\<>(]/.test(part.text)
  if (part.type === 'Glob') return !/[$`]/.test(part.text)
  return PLAIN.has(part.type)
}
