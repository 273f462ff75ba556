/** Where the name of an entry stands in objects that are one entry each, the likeliest first. */
const NAME_FIELDS = spelled('name key header field param parameter variable attribute k n')
/** Where its value stands. */
export const VALUE_FIELDS: ReadonlySet<string> = new Set(spelled('value val values content v'))
/** Of a Map with more entries only the first are read as one entry. */
export const MOST_FIELDS = 24

/** `{ name: 'password', value: ... }`: the name of what stands in the other field, if it is one for `isName`. */
export function nameOfEntry(
  keys: readonly string[],
  read: (field: string) => unknown,
  isName: (name: string) => boolean,
): string | undefined {
  if (keys.length < 2 || !keys.some((key) => VALUE_FIELDS.has(key))) return undefined
  for (const field of NAME_FIELDS) {
    const name = keys.includes(field) ? read(field) : undefined
    if (typeof name === 'string' && isName(name)) return name
  }
  return undefined
}

function spelled(list: string): readonly string[] {
  return list.split(' ').flatMap((word) => [word, word.charAt(0).toUpperCase() + word.slice(1), word.toUpperCase()])
}
