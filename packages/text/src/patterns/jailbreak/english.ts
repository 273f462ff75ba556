import type { Pattern } from '../../pattern.ts'
import { JAILBREAK_CATEGORIES, type JailbreakCategory } from './categories.ts'

/** Where a pattern's text comes from: alternatives that start at a word, or an expression of its own. */
type Expression = { readonly phrases: readonly string[] } | Pick<Pattern, 'regex'>
type Fields = Expression & Pick<Pattern, 'keywords' | 'match' | 'miss'> & Partial<Pattern>

/** No phrase is longer; it bounds the window that is read around a keyword. */
const MAX_LENGTH = 200

/**
 * A pattern with the weight of its category, unless it is weaker evidence. It runs on folded text (lower case, no
 * accents, single spaces) and, for the sake of layout, on the text as it came.
 */
export function english(id: string, category: JailbreakCategory, fields: Fields): Pattern {
  const { phrases, ...rest } = { phrases: [], ...fields }
  return {
    id: `${category}.${id}`,
    category,
    weight: JAILBREAK_CATEGORIES[category],
    source: 'ringwall',
    flags: 'i',
    maxLength: MAX_LENGTH,
    regex: String.raw`\b(?:${phrases.join('|')})`,
    ...rest,
  }
}
