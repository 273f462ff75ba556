import { classifyField } from './config-names.ts'

const WORD = /[\p{L}\p{M}\p{N}_-]{2,}/gu
/** What may hold a name or a secret that is not written as it is: base64, escapes. */
const IS_ENCODED = /[A-Za-z0-9+/_-]{24}|\\[ux]|kty|%[2-7][0-9A-Fa-f]/
/** The second of two words that are secret together. */
const SECOND_WORD = /^(?:keys?|string|str|phrase|codes?|word|verifier|assertion|response|access|material|url|uri|pw)$/i
/** `password2` is classified as `password` is. */
const DIGITS = /\d{1,20}$/
const IS_SECRET_KIND = /\bSecret\b/

/** False for a text in which nothing has a secret's name, so that its structure need not be read: its values alone may be secret. */
export function mayNameSecrets(text: string): boolean {
  if (IS_ENCODED.test(text) || IS_SECRET_KIND.test(text)) return true
  const seen = new Set<string>()
  let before = ''
  for (const [found] of text.matchAll(WORD)) {
    const word = found.replace(DIGITS, '')
    const names = SECOND_WORD.test(word) ? [word, `${before}_${word}`] : [word]
    before = word
    for (const name of names) {
      if (seen.has(name)) continue
      seen.add(name)
      if (classifyField(name) !== 'none') return true
    }
  }
  return false
}
