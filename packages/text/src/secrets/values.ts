import { isGibberish } from './gibberish.ts'

/** Words that stand for a secret in documentation; long enough not to turn up in random text. */
const WORDS = [
  'exampl',
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
  'mypassword',
  'mysecret',
  'insert-',
  'replace-',
  'replace_',
  'dummy',
  'notarealkey',
  'not-a-real',
  'foobar',
  '-1234-1234',
] as const
/** Values that vendors print in their documentation, and emulators and default installs know: a distinctive part of each, in lower case. */
const DOCUMENTED = [
  // Stripe's test keys, GitHub's token in its REST documentation, the demo payload of jwt.io in both orders of its fields.
  '4ec39hqlyjwdarjtt1zdp7dc',
  'bqokikjovbii2hlwgh4olfq2',
  'tgn0biwxnhdwoa85vabjpdsn8nwy7g7i',
  '26phem9ahjzvu623dfe1x4sd',
  '16c7e42f292c6912e7710c838347ae178b4a',
  'eyjzdwiioiixmjm0nty3odkwiiwibmftzsi6ikpvag4grg9l',
  'eyjuyw1lijoism9obibeb2uilcjzdwiioiixmjm0nty3odkwi',
  // The storage and database emulators of Azure, the access key of MinIO's playground, Basic of RFC 7617.
  'eby8vdm02xnocqflquwjpllmetlcdxj1ouzft50usrz6ifsufq2uverc',
  'c2y6ydjf5/r+ob0n8a7cgv30vrdjiwehlm+4qdu5de2nq9ndutvqtobd',
  'qwxhzgrpbjpvcgvuihnlc2ft',
  // Keys of Google's public samples.
  'aizasydagmwka4jsxz-hjgw7isln_3nambgewqe',
  'aizasyanla7nfelquw1tjfpx_eqcxox-oo6yyis',
  'aizasyckehvjf3pdurdt6d1ykomitrueke8agem',
] as const
/** Where a secret is kept, not the secret: an ARN, a path in a vault. */
const REFERENCE = /^(?:arn|vault|op|ssm|kms|sm|gcpsm|awssm|akv|sops|env|file|ref|secret|secrets|keyring|exec|urn):/i
/** Signs of a template, a mask or an elision. */
const SIGNS = ['***', '...', '…', '•', '${', '{{', '$(', '%(', '####', '<%', '{%'] as const
/** `<token>`, `$TOKEN`, `%TOKEN%`, `[token]`, `{token}`, `@token@`: a name in the signs of a template. */
const TEMPLATE =
  /^(?:<.{0,80}>?|\$[A-Za-z_]{1,60}[0-9]{0,2}|\$[A-Z0-9_]{1,60}|%[^%]{0,60}%|\[[^\]]{0,60}\]|\{[^}]{0,60}\}|@[A-Za-z_]{1,60}@|%[a-z])$/
/** A name in angle brackets anywhere. */
const BRACKETED = /<[A-Za-z][A-Za-z0-9 _.-]{1,60}>/
/** Passwords that nobody takes for one, in URLs above all. */
const PLAIN = new Set(
  (
    'password passwd pass pwd pw secret token user username admin root test xxx none null undefined string changeit postgres mysql guest ' +
    'password123 hunter2 p@ssw0rd passw0rd pass123 test123 admin123 secret123 abc123 qwerty letmein'
  ).split(' '),
)
/** The share of a value in repeats (of 4 or more) or in ascending rows (of 3 or more), from which somebody typed it. */
const TYPED_SHARE = 0.4
/** A plain identifier with at most two digits, or a dotted path of them: code, not a value. */
const CODE = /^[$@]?[A-Za-z_]+[0-9]{0,2}(?:(?:[.:]{1,2}|->)[A-Za-z_]+[0-9]{0,3})*[.:]?$/
/** An identifier with a number before one of its words, and what it is asked for: `Uint8Array.from`, `X509Credential`. */
const NUMBERED = /^[A-Za-z_]*[0-9]{1,3}[A-Z][a-z]{2}[A-Za-z_]*(?:\.[A-Za-z_]+[0-9]{0,3})*$/
/** A call, an index or a template of a program. */
const CALL = /^[$@!&*]?[A-Za-z_][A-Za-z0-9_.:]{0,80}[([].{0,200}[)\]]/
const LETTER = /[A-Za-z]/
const DIGIT = /[0-9]/
const HEX = /^(?:0x)?[0-9a-fA-F]+$/
const UUID = /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/
const DATE = /^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T_-][0-9:.Z+-]{0,30})?$/
const VERSIONS = /^[~^>=v]{0,2}[0-9]{1,4}(?:\.[0-9]{1,6}){1,3}(?:[-+.][A-Za-z0-9.]{0,20})?$/
/** The escapes of a string or a regex in code. */
const ESCAPES = /\\[nrtsdwbx]/
/** The digests that name their function. */
const DIGEST = /^(?:sha(?:1|224|256|384|512)|md5|blake2[bs]|h1|integrity)[-:=]/

/** True for a value that stands for a secret without being one: a template variable, a mask, a word of documentation. */
export function isPlaceholder(value: string): boolean {
  const lower = value.toLowerCase()
  return (
    PLAIN.has(lower) ||
    TEMPLATE.test(value) ||
    REFERENCE.test(value) ||
    WORDS.some((word) => lower.includes(word)) ||
    SIGNS.some((sign) => value.includes(sign)) ||
    BRACKETED.test(value) ||
    isTyped(lower) ||
    lower.includes('1234567890') ||
    lower.includes('0123456789') ||
    lower.includes('abcdefghij') ||
    DOCUMENTED.some((part) => lower.includes(part))
  )
}

/** True for a value with at least `least` bits per character that is neither words, nor a path, a URL, a date, a version or code. */
export function isRandom(value: string, least: number): boolean {
  if (!LETTER.test(value) || entropy(value) < least) return false
  if (
    ESCAPES.test(value) ||
    value.includes('://') ||
    CALL.test(value) ||
    DATE.test(value) ||
    VERSIONS.test(value) ||
    DIGEST.test(value)
  )
    return false
  const isOdd = isGibberish(value) || isMarked(value)
  if (isPath(value)) return isOdd && value.length >= 30 && !value.includes('.')
  if (!DIGIT.test(value)) return isOdd && value.length >= 9
  return isOdd || !(CODE.test(value) || NUMBERED.test(value))
}

/** True for a value that no name needs to introduce: long, of letters and digits in disorder, no digest, UUID or file name. */
export function isStrong(value: string): boolean {
  if (value.length < 16 || HEX.test(value) || UUID.test(value) || !isRandom(value, 3.2)) return false
  let changes = 0
  let kind = 0
  for (const unit of value) {
    const next = unit >= '0' && unit <= '9' ? 1 : unit >= 'a' && unit <= 'z' ? 2 : unit >= 'A' && unit <= 'Z' ? 3 : 0
    if (next > 0 && kind > 0 && next !== kind) changes++
    kind = next
  }
  return changes * 5 >= value.length
}

/** True for hexadecimal digits alone, or a UUID: what a digest or an identifier looks like. */
export function isDigestLike(value: string): boolean {
  return HEX.test(value) || UUID.test(value)
}

/** True for small and capital letters and two marks that stand in passwords rather than in code. */
function isMarked(value: string): boolean {
  return /[a-z]/.test(value) && /[A-Z]/.test(value) && /[!#$%^&*+~@?][^!#$%^&*+~@?]*[!#$%^&*+~@?]/.test(value)
}

/** Shannon entropy in bits per UTF-16 code unit. */
function entropy(value: string): number {
  const counts = new Map<string, number>()
  for (const unit of value.split('')) counts.set(unit, (counts.get(unit) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length)
  return bits
}

function isPath(value: string): boolean {
  return value.startsWith('/') || value.startsWith('./') || value.startsWith('../') || value.startsWith('~/')
}

/** True where much of a text are equal characters in a row or ascending ones: `xxxxxxxx`, `1234abcd`. */
function isTyped(text: string): boolean {
  let typed = 0
  let same = 1
  let up = 1
  for (let i = 1; i <= text.length; i++) {
    const step = i < text.length ? text.charCodeAt(i) - text.charCodeAt(i - 1) : NaN
    if (step === 0) same++
    else {
      if (same >= 4) typed += same
      same = 1
    }
    if (step === 1) up++
    else {
      if (up >= 3) typed += up
      up = 1
    }
  }
  return typed >= 4 && typed >= text.length * TYPED_SHARE
}
