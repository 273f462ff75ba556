import { isGibberish } from './gibberish.ts'

/** Words that stand for a secret in documentation. One counts only where hardly more than words stand beside it: random text may hold it. */
const WORDS =
  /not[-_]?a[-_]?real[-_]?[a-z]{0,12}|notarealkey|examples?|exampl|placeholder|change[-_]?me|redacted|your|insert|replace|dummy|fake|foobar|sample|mysecret|mypassword/gi
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
  // Slack's documentation counts so.
  '-1234-1234-',
  // Keys of Google's public samples.
  'aizasydagmwka4jsxz-hjgw7isln_3nambgewqe',
  'aizasyanla7nfelquw1tjfpx_eqcxox-oo6yyis',
  'aizasyckehvjf3pdurdt6d1ykomitrueke8agem',
] as const
/** Where a secret is kept, not the secret: an ARN, a path in a vault. */
const REFERENCE = /^(?:arn|vault|op|ssm|kms|sm|gcpsm|awssm|akv|sops|env|file|ref|secret|secrets|keyring|exec|urn):/i
/** A name: words and a short number, as stand in the signs of a template. */
const NAME = '[A-Za-z][A-Za-z_. -]{0,60}[0-9]{0,2}[A-Za-z_. -]{0,40}'
/** `<token>`, `$TOKEN`, `%TOKEN%`, `[token]`, `{token}`, `@token@`, or the beginning of `${TOKEN}`, `$(command)`. */
const TEMPLATE = new RegExp(
  `^(?:<${NAME}>?|\\$[A-Za-z_]{1,60}[0-9]{0,2}|\\$[A-Z0-9_]{1,60}|%[A-Za-z0-9_]{0,60}%|\\[(?:${NAME})?\\]|\\{(?:${NAME})?\\}|@[A-Za-z_]{1,60}@|%[a-z]|\\$\\{[A-Za-z_][A-Za-z0-9_.]{0,60}(?::?\\?[^{}]{0,80})?|\\$\\([a-z][a-z ./_-]{0,60}|<[%?]|\\{%)$`,
)
/** What a program fills in, within a value. */
const FILLED = new RegExp(
  `\\$\\{[^{}]{0,80}\\}|#\\{[^{}]{0,80}\\}|\\{\\{[^{}]{0,80}\\}\\}|\\$\\([^()]{0,80}\\)|%\\([a-z_]{1,40}\\)s|<%[^%]{0,80}%>|\\{%[^%]{0,80}%\\}|<${NAME}>|\\{[A-Za-z_]{0,40}[0-9]{0,2}\\}`,
  'g',
)
/** Signs that something was left out or painted over. */
const ELISION = /\.{3,}|…|[*•#█]{3,}|[xX]{6,}/g
/** How many letters and digits may stand beside an elision: the beginning and the end of what was left out. */
const BESIDE_ELISION = 16
/** How many may stand beside a word or a template. */
const BESIDE_WORD = 4
const IS_WORD = /^(?:[A-Z]?[a-z]+|[A-Z]+|[0-9]{1,4}|[a-z]{1,3}[0-9]{1,2})$/
/** What AWS ends the keys of its documentation with. */
const EXAMPLE_END = /^[A-Z]{4}[A-Z0-9]{9}EXAMPLE$|EXAMPLE(?:KEY|TOKEN|SECRET)$/
/** Passwords that nobody takes for one, in URLs above all. */
const PLAIN = new Set(
  (
    'password passwd pass pwd pw secret token user username admin root test xxx none null undefined string changeit postgres mysql guest ' +
    'password123 hunter2 p@ssw0rd passw0rd pass123 test123 admin123 secret123 abc123 qwerty letmein'
  ).split(' '),
)
/** The share of a value in repeats (of 4 or more) or in ascending rows (of 3 or more), from which somebody typed it. */
const TYPED_SHARE = 0.45
/** A plain identifier with at most two digits, or a dotted path of them: code, not a value. */
const CODE = /^[$@]?[A-Za-z_]+[0-9]{0,2}(?:(?:[.:]{1,2}|->)[A-Za-z_]+[0-9]{0,3})*[.:]?$/
/** An identifier with a number before one of its words, and what it is asked for: `Uint8Array.from`, `X509Credential`. */
const NUMBERED = /^[A-Za-z_]*[0-9]{1,3}[A-Z][a-z]{2}[A-Za-z_]*[0-9]{0,2}(?:\.[A-Za-z_]+[0-9]{0,3})*$/
/** A call, an index or a template of a program. */
const CALL = /^[$@!&*]?[A-Za-z_][A-Za-z_.:]{0,80}[0-9]{0,2}[A-Za-z_.:]{0,40}[([].{0,200}[)\]]/
/** An address: the names of schemes hold no digits. */
const ADDRESS = /^[A-Za-z][A-Za-z+.-]{1,20}:\/\/|\b(?:https?|wss?):\/\//
/** A regular expression. */
const REGEX = /\[\^?[a-zA-Z0-9]-|\(\?|\\[dws][+*{\]]/
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

/** No more of a value is looked at: many tokens may share the end of one run. */
const JUDGED = 512

/** True for a value that stands for a secret without being one: a template variable, a mask, words of documentation. */
export function isPlaceholder(whole: string): boolean {
  const value = whole.slice(0, JUDGED)
  const lower = value.toLowerCase()
  return (
    PLAIN.has(lower) ||
    TEMPLATE.test(value) ||
    REFERENCE.test(value) ||
    EXAMPLE_END.test(value) ||
    DOCUMENTED.some((part) => lower.includes(part)) ||
    isTyped(lower) ||
    isElided(value) ||
    isStandIn(value)
  )
}

/** True where so much was left out or painted over that the rest tells nothing. */
function isElided(value: string): boolean {
  const rest = value.replace(ELISION, '')
  if (rest.length === value.length) return false
  return (
    value.length - rest.length >= 16 ||
    rest.length * 2 <= value.length ||
    /(?:\.{3}|…)$/.test(value) ||
    alnum(rest).length < BESIDE_ELISION
  )
}

/** True where words of documentation and templates are all, but for other words. */
function isStandIn(value: string): boolean {
  const rest = value.replace(FILLED, ' ').replace(WORDS, ' ')
  if (rest === value) return false
  const plain = alnum(rest)
  if (plain.length <= BESIDE_WORD || plain.length * 2 <= value.length) return true
  return (
    !isGibberish(plain) &&
    rest.split(/[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])/).every((word) => word === '' || IS_WORD.test(word) || isTyped(word))
  )
}

function alnum(value: string): string {
  return value.replace(/[^A-Za-z0-9]/g, '')
}

/** True for a value with at least `least` bits per character that is neither words, nor a path, a URL, a date, a version or code. */
export function isRandom(value: string, least: number): boolean {
  if (!LETTER.test(value) || entropy(value) < least) return false
  if (
    (ESCAPES.test(value) && !isDisordered(value)) ||
    REGEX.test(value) ||
    ADDRESS.test(value) ||
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
  return isDisordered(value)
}

/** True where capitals, small letters and digits follow each other as in no word. */
function isDisordered(value: string): boolean {
  let changes = 0
  let kind = 0
  for (const unit of value) {
    const next = unit >= '0' && unit <= '9' ? 1 : unit >= 'a' && unit <= 'z' ? 2 : unit >= 'A' && unit <= 'Z' ? 3 : 0
    if (next > 0 && kind > 0 && next !== kind) changes++
    kind = next
  }
  return changes * 5 >= value.length
}

/** True for what looks like a password wherever it stands: a digit, three kinds of characters that change places three times, no code. */
export function isPasswordLike(value: string): boolean {
  if (
    value.length < 8 ||
    value.startsWith('-') ||
    !DIGIT.test(value) ||
    HEX.test(value) ||
    UUID.test(value) ||
    !isRandom(value, 2.7)
  )
    return false
  const kinds = new Set<number>()
  let changes = 0
  let last = 0
  for (const unit of value) {
    const kind = /[0-9]/.test(unit)
      ? 1
      : /[a-z]/.test(unit)
        ? 2
        : /[A-Z]/.test(unit)
          ? 3
          : /[!#$%^&*+~@?=;|<>]/.test(unit)
            ? 4
            : 0
    if (kind > 0) kinds.add(kind)
    if (kind > 0 && last > 0 && kind !== last) changes++
    last = kind
  }
  return kinds.size >= 3 && changes >= 3
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
