/** Words that stand for a secret in documentation; long enough not to turn up in random text. */
const WORDS = [
  'example',
  'placeholder',
  'changeme',
  'change-me',
  'change_me',
  'redacted',
  'your-',
  'your_',
  'yourtoken',
  'yourkey',
  'yourapi',
  'yoursecret',
  'yourpassword',
  'insert-',
  'replace-',
  'replace_',
  'dummy',
  'notarealkey',
  'foobar',
] as const
/** Signs of a template, a mask or an elision. */
const SIGNS = ['***', '...', '…', '•', '${', '{{', '<', '>', '$(', '%(', '####'] as const
/** Passwords that nobody takes for one, in URLs above all. */
const PLAIN = new Set([
  'password',
  'passwd',
  'pass',
  'pwd',
  'secret',
  'token',
  'user',
  'username',
  'admin',
  'root',
  'test',
  'xxx',
  'pw',
  'none',
  'null',
  'undefined',
  'string',
  'changeit',
])
/** Equal characters in a row that random values do not have (16 hex digits: 1 in 50,000 keys). */
const REPEATS = 6
/** A dotted path of plain identifiers, at most two digits each: code, not a value. */
const CODE = /^[$@]?[A-Za-z_]+[0-9]{0,2}(?:[.:]{1,2}[A-Za-z_]+[0-9]{0,2})*[.:]?$/
const LETTER = /[A-Za-z]/
const DIGIT = /[0-9]/

/** True for a value that stands for a secret without being one: a template variable, a mask, a word of documentation. */
export function isPlaceholder(value: string): boolean {
  const lower = value.toLowerCase()
  return (
    PLAIN.has(lower) ||
    value.startsWith('$') ||
    value.startsWith('%') ||
    WORDS.some((word) => lower.includes(word)) ||
    SIGNS.some((sign) => value.includes(sign)) ||
    hasRepeats(lower) ||
    lower.includes('1234567890') ||
    lower.includes('0123456789') ||
    lower.includes('abcdefghij')
  )
}

/** True for a value with at least `least` bits per character that mixes letters and digits and is neither a path, a URL nor code. */
export function isRandom(value: string, least: number): boolean {
  if (!LETTER.test(value) || !DIGIT.test(value)) return false
  if (value.startsWith('/') || value.startsWith('./') || value.startsWith('~/') || value.includes('://')) return false
  return !CODE.test(value) && entropy(value) >= least
}

/** Shannon entropy in bits per UTF-16 code unit. */
function entropy(value: string): number {
  const counts = new Map<string, number>()
  for (const unit of value.split('')) counts.set(unit, (counts.get(unit) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length)
  return bits
}

function hasRepeats(text: string): boolean {
  let length = 1
  for (let i = 1; i < text.length; i++) {
    length = text.charCodeAt(i) === text.charCodeAt(i - 1) ? length + 1 : 1
    if (length >= REPEATS) return true
  }
  return false
}
