import { MappedTextBuilder } from './span-map.ts'
import type { MappedText } from './span-map.ts'

/** Digits and signs written for letters; the commonest reading of each. */
const LEET: ReadonlyMap<string, string> = new Map(
  Object.entries({ 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't', 8: 'b', 9: 'g', '@': 'a', $: 's', '!': 'i', '|': 'l' }),
)
/** What may stand between letters that are spaced apart. */
const SEPARATORS = ' .-_*/|,·+~:;\'"`'
/** Fewer letters in a row are initials or an abbreviation. */
const MIN_SPACED = 3
/** Units of a separator: a sign with a space on each side. */
const MAX_SEPARATOR = 3

/**
 * A normalized text with spaced letters ("i g n o r e", "i.g.n.o.r.e") put together and leetspeak ("1gn0r3") read.
 * Where single spaces part letters and wider ones part words, the words stay apart.
 */
export function joinText(normalized: MappedText): MappedText {
  const { text, map } = normalized
  const builder = new MappedTextBuilder()
  let at = 0
  while (at < text.length) {
    const letters = spacedLetters(normalized, at)
    if (letters.length >= MIN_SPACED) {
      appendToken(normalized, letters, builder)
      at = (letters.at(-1) ?? at) + 1
      continue
    }
    const end = endOfWord(text, at)
    if (end === at) {
      const { start, end: stop } = map(at, at + 1)
      builder.put(text.charAt(at), start, stop)
      at++
      continue
    }
    appendToken(normalized, range(at, end), builder)
    at = end
  }
  return builder.build()
}
