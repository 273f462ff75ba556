import type { Pattern } from '../pattern.ts'

/** What a pattern of one family says itself; the family fills in the rest. */
export type FamilyFields = Pick<Pattern, 'keywords' | 'regex' | 'match' | 'miss'> & Partial<Pattern>

/** A maker of patterns named `<category>.<name>`, which ignore case and weigh what the family weighs unless they say otherwise. */
export function family(
  category: string,
  defaults: Pick<Pattern, 'weight' | 'source'> & Partial<Pattern>,
): (name: string, fields: FamilyFields) => Pattern {
  return (name, fields) => ({ category, flags: 'i', ...defaults, ...fields, id: `${category}.${name}` })
}
