import { isOpenAddress, isSignature, opensSession } from './secret-looks.ts'
import {
  ADDRESSES,
  COMPOUNDS,
  CONNECTED,
  COUNTING,
  KEY_OWNERS,
  NOUNS,
  PUBLIC_KEYS,
  RUN_TOGETHER,
  SESSIONS,
  SIGNATURES,
  TEXT_NOUNS,
  TRANSPARENT,
} from './secret-words.ts'

/**
 * `any`: whatever stands under the name is secret. `text`: only text is (`tokens: 4096` is a count, `auth: {}` a record).
 * The others: text that looks like a signature, like what opens a session, like an address with a credential.
 */
type NameClass = 'any' | 'text' | 'signature' | 'session' | 'address' | 'none'

/** Where one word of a name ends and the next begins: a change of case, or anything that is neither letter nor digit. */
const BOUNDARY = /(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})|[^\p{L}\p{N}]+/u
const INVISIBLE = /[\p{M}\p{Cf}]/gu
const IS_ASCII = /^[\0-\x7f]*$/
const DIGIT = /^\p{N}$/u

/** Names that are remembered, twice: past it the older half goes, so that names from outside cannot fill the memory. */
const TABLE_LIMIT = 2048
/** Longer names are read each time. In UTF-16 code units. */
const LONGEST_KEPT = 64

/** Reads names, and remembers what it made of them. */
export interface SecretNames {
  /** True for a name under which secrets stand, in any convention: `apiKey`, `API_KEY`, `x-api-key`, `db.password`. */
  isSecretName(name: string): boolean
  /** True where this value under this name is a secret. What tells nothing (empty, boolean, null) is none; lists are decided item by item. */
  isSecretEntry(name: string, value: unknown): boolean
}

/** What may be changed of the names. Compared without case and separators. */
export interface SecretNameOptions {
  /** More names under which everything is secret. */
  readonly names?: readonly string[]
  /** Names that are never secret, whatever they look like. */
  readonly publicNames?: readonly string[]
}

/** Makes a reader of names with a table of its own. */
export function createSecretNames({ names = [], publicNames = [] }: SecretNameOptions = {}): SecretNames {
  const known = new Set(names.map(joined))
  const open = new Set(publicNames.map(joined))
  let [table, older] = [new Map<string, NameClass>(), new Map<string, NameClass>()]
  const read = (name: string): NameClass => {
    if (known.size + open.size > 0) {
      const whole = joined(name)
      if (open.has(whole)) return 'none'
      if (known.has(whole)) return 'any'
    }
    return classify(name)
  }
  const classOf = (name: string): NameClass => {
    const found = table.get(name)
    if (found !== undefined) return found
    const made = older.get(name) ?? read(name)
    if (name.length > LONGEST_KEPT) return made
    if (table.size >= TABLE_LIMIT) [table, older] = [new Map(), table]
    table.set(name, made)
    return made
  }
  return {
    isSecretName: (name) => classOf(name) !== 'none',
    isSecretEntry(name, value) {
      const nameClass = classOf(name)
      if (nameClass === 'none') return false
      switch (typeof value) {
        case 'string':
          return isSecretText(nameClass, value)
        case 'object':
          return nameClass === 'any' && value !== null && !Array.isArray(value)
        case 'symbol':
          return isSecretText(nameClass, value.description ?? '')
        case 'number':
        case 'bigint':
          return nameClass === 'any'
        default:
          return false
      }
    },
  }
}

function wordsOf(name: string): string[] {
  const plain = IS_ASCII.test(name) ? name : name.normalize('NFKD').replace(INVISIBLE, '')
  return plain.split(BOUNDARY).flatMap((word) => (word === '' ? [] : [word.toLowerCase()]))
}

function joined(name: string): string {
  return wordsOf(name).join('')
}

/** `password2` is a password. */
function withoutDigits(word: string): string {
  let end = word.length
  while (end > 0 && DIGIT.test(word[end - 1] ?? '')) end--
  return word.slice(0, end)
}

/** The last word says what a thing is (`tokenCount` is a count), the words before it of which kind (`publicKey`). */
function classify(name: string): NameClass {
  const words = wordsOf(name)
  for (let end = words.length; end > 0; end--) {
    const last = withoutDigits(words[end - 1] ?? '')
    const found = last === '' ? undefined : classOfHead(last, words.slice(0, end - 1))
    if (found !== undefined) return found
    if (last !== '' && !TRANSPARENT.has(last) && !TRANSPARENT.has(words[end - 1] ?? '')) break
  }
  const whole = withoutDigits(words.join(''))
  return RUN_TOGETHER.some((ending) => whole.endsWith(ending)) ? 'any' : 'none'
}

function classOfHead(head: string, before: readonly string[]): NameClass | undefined {
  const whole = before.join('') + head
  if (COMPOUNDS.has((before.at(-1) ?? '') + head) || COMPOUNDS.has(whole) || NOUNS.has(whole)) return 'any'
  if (head === 'key' || head === 'keys') {
    if (before.some((word) => PUBLIC_KEYS.has(word))) return 'none'
    return before.some((word) => KEY_OWNERS.has(word)) ? 'any' : undefined
  }
  if (head === 'token' || head === 'tokens') {
    if (before.some((word) => COUNTING.has(word))) return 'none'
    return head === 'token' ? 'any' : 'text'
  }
  if (NOUNS.has(head)) return 'any'
  if (SIGNATURES.has(head)) return 'signature'
  if (SESSIONS.has(head)) return 'session'
  if (ADDRESSES.has(head)) return before.some((word) => CONNECTED.has(word)) ? 'address' : undefined
  return TEXT_NOUNS.has(head) ? 'text' : undefined
}

function isSecretText(nameClass: NameClass, value: string): boolean {
  if (value === '') return false
  if (nameClass === 'signature') return isSignature(value)
  if (nameClass === 'session') return opensSession(value)
  return nameClass === 'address' ? !isOpenAddress(value) : true
}

const defaults = createSecretNames()

/** Says by the built-in names alone whether secrets stand under this name. */
export function isSecretName(name: string): boolean {
  return defaults.isSecretName(name)
}
