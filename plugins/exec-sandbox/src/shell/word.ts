import type { Word, WordPart } from 'unbash'

/** Parts whose value is known only when the shell runs. */
const DYNAMIC: ReadonlySet<WordPart['type']> = new Set([
  'SimpleExpansion',
  'ParameterExpansion',
  'CommandExpansion',
  'ArithmeticExpansion',
  'ProcessSubstitution',
])

/** True for a word that is the same whenever it runs: quotes and escapes decoded, nothing to expand. */
export function isStatic(word: Word): boolean {
  return !(word.parts ?? []).some(isDynamic)
}

/** True for a word that becomes exactly one argument, its value: static, and neither a glob nor a list in braces. */
export function isPlain(word: Word): boolean {
  return (
    isStatic(word) &&
    !(word.parts ?? []).some(({ type }) => type === 'Glob' || type === 'BraceExpansion' || type === 'ExtendedGlob')
  )
}

function isDynamic(part: WordPart): boolean {
  if (DYNAMIC.has(part.type)) return true
  return 'parts' in part && (part.parts ?? []).some(isDynamic)
}

/** What stands in a word without quotes; of a word without parts, all of it. */
export function unquoted(word: Word): string {
  if (!word.parts) return word.text
  return word.parts.map((part) => (part.type === 'Literal' ? part.text : '')).join('')
}

/** True for text with an index in which something stands that arithmetic would run. */
export function runsInIndex(text: string, runs: RegExp): boolean {
  const from = text.indexOf('[')
  return from >= 0 && runs.test(text.slice(from))
}
