/**
 * True when a word is another spelling of the target with the inner letters in a different order: same first and
 * last letter, same letters between, not the same word. Compare folded words: case and accents count here.
 */
export function isScrambled(word: string, target: string): boolean {
  if (word.length !== target.length || word.length < 4 || word === target) return false
  const last = word.length - 1
  if (word[0] !== target[0] || word[last] !== target[last]) return false
  return sortedLetters(word.slice(1, last)) === sortedLetters(target.slice(1, last))
}

function sortedLetters(letters: string): string {
  return letters.split('').sort().join('')
}
