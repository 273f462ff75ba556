import type { Span } from '../engine.ts'
import { isProse, isStandIn, tellsNothing } from './plain-values.ts'
import { isMark } from './redaction.ts'
import type { SecretNames } from './secret-names.ts'

/** What names of secrets hold, or what stands before one: from here on the text is looked at more closely. */
const HOT =
  /pass(?:w(?:or)?d|phrase|code)?|pwd|secret|token|credential|(?:api|access|private|auth)[\s_-]?key|authori[sz]ation|identified (?:by|with)/gi
const NAME_UNIT = /[\w.$-]/
const SQL_AS = /^ [\w"']+ (?:by|as)(?= )/i
/** The longest part of a name around such a word. In UTF-16 code units. */
const REACH = 48
const NAME_END = /^[\w.$-]*/
const SQL = /^identified/i
/** Between a name and its value, where these are no plain pair: what dumps of objects and other languages write. */
const ODD_LINKS: readonly RegExp[] = [
  /^:\(\*?[\w.]+\) \(len=[0-9]+\) /,
  /^["'`]?\]?["']?[ \t]*(?:=>|[:=])\s*(?:string\([0-9]+\) |(?:Some|Ok|Just|Secret\w*|String|str|bytes)\()/,
  /^[ \t]*(?:->|→|：|＝)[ \t]*/,
  /^["'`]?\]?["']?[ \t]*=>\s*/,
  /^"[ \t]*:\s*(?=["'])/,
  /^["']\] = (?=["'])/,
  /^["']?,\s?(?:[bru](?=["'])|<<)?/,
  /^";s:[0-9]+:/,
]
/** The same, for what the private and protected fields of a dump are written with. */
const MODIFIED = /^["']?:[\w":\\]+\]["']? ?=>\s*(?:string\([0-9]+\) )?/
/** A value on the line below its name: in YAML, in a header that is folded. */
const FOLDED = /^: ?(?:[|>][-+]?|Basic|Bearer|Digest)?\r?\n[ \t]+/
/** Between a name and its value in a sentence, in SQL, in a flag. */
const SAID = /^[ \t]+(?:(?:is|was|are|has been|set|changed|reset|=|:|to)[ \t]+)*/
const VALUE = /^(?:\\{0,3}(["'`])([^"'`\n\\]{1,200})|([^\s"'`,;&<>()[\]{}]{1,200}))/
const STRONG = /^(?=[^A-Za-z]{0,60}[A-Za-z])[^0-9]{0,60}[0-9].{0,200}$/
const VERSION = /^v?[0-9]{1,6}(?:\.[0-9x]{1,6}){0,4}[a-z]?$/i
/** After these names in a sentence stands what they are called, not what they are. */
const CALLED = /secrets?$/i
const SCHEME = /^(?:Basic|Bearer|Token|ApiKey|Digest|Negotiate)[ \t]{1,4}/i

/** Programs and how they take a password on their command line. */
const PROGRAM = /\b(?:curl|mysql\w{0,10}|mariadb\w{0,10}|sshpass|redis-cli|docker login|mongo\w{0,8})\b(?=[^\n]{0,4} )/g
const FLAGS: readonly (readonly [program: RegExp, flag: RegExp])[] = [
  [/^curl/, /[ \t](?:-u|--user|--proxy-user|-U)[ =]?["']?[^\s:"']{1,64}:([^\s"'/][^\s"']{0,200})/],
  [/^(?:mysql|mariadb)/, /[ \t]-p(?:["']([^"'\n]{1,200})|([^\s"'-][^\s"']{0,200}))/],
  [/^redis/, /[ \t]-a ["']?([^\s"']{1,200})/],
  [/./, /[ \t]-p ?["']?([^\s"',;-][^\s"']{0,200})/],
]
const COMMAND = 400

/** An opening tag, also with its brackets escaped. */
const TAG = /(?:<|&lt;)([\w:.-]+)(?:\s[^<>&]*)?(?:>|&gt;)(?:<!\[CDATA\[)?/g
/** An entry whose name stands in one field and its value in another one, in XML, JSON and YAML; a part of a form. */
const ENTRY = /\b(?:name|key|header|field|param|property)\b/gi
const ENTRY_NAME = /^(?:\\?["']?[ \t]?[:=][ \t]?\\?["']?|>)([\w.:-]+)/
const ENTRY_LINK =
  /^(?:<\/key>\s*<string>|"\r?\n\r?\n|\\?["']?[ \t]?[,;]?\s*-? ?\\?["']?value\\?["']?[ \t]?[:=][ \t]?)/i

/** What comes before this much of a text's end is settled. In UTF-16 code units. */
const TAIL = 512
/** What may still be between a name and its value, or the beginning of a value. */
const LINKING = /^["'\s:=>,;|<([\]-]*/
const SAYING = /^(?:(?:is|was|are|set|to)[ \t]+)*/
const UNENDED = /^["']?[^\s"']*$/

/** A value in a phrase, and where its phrase begins. */
export interface Phrase extends Span {
  readonly from: number
}

/** Finds values of secret names in sentences, command lines, SQL, XML, and in what languages print of their objects. Linear. */
export function findPhrases(text: string, names: SecretNames): readonly Phrase[] {
  const found: Phrase[] = []
  for (const hit of text.matchAll(HOT)) {
    const phrase = afterName(text, hit.index, hit[0], names)
    if (phrase) found.push(phrase)
  }
  for (const { 0: program, index } of text.matchAll(PROGRAM)) {
    const line = text.slice(index, index + COMMAND).split('\n', 1)[0] ?? ''
    const match = FLAGS.find(([start]) => start.test(program))?.[1].exec(line)
    const value = match?.[1] ?? match?.[2]
    if (
      match === undefined ||
      match === null ||
      value === undefined ||
      tellsNothing(value) ||
      isStandIn(value) ||
      isMark(value)
    )
      continue
    const end = index + match.index + match[0].length
    found.push({ from: index, start: end - value.length, end })
  }
  if (text.includes('</') || text.includes('&lt;/')) found.push(...elements(text, names))
  for (const { 0: word, index } of text.matchAll(ENTRY)) {
    const rest = text.slice(index + word.length, index + word.length + 160)
    const [head, name = ''] = ENTRY_NAME.exec(rest) ?? []
    const link = head === undefined ? undefined : ENTRY_LINK.exec(rest.slice(head.length))?.[0]
    if (head === undefined || link === undefined || !names.isSecretName(name)) continue
    const value = valueAt(text, index + word.length + head.length + link.length)
    if (value && names.isSecretEntry(name, text.slice(value.start, value.end))) found.push({ from: index, ...value })
  }
  return found
}

/** The offset from which a phrase at the end of `text` may still become one with a value, or its value a longer one. */
export function pendingPhrase(text: string, names: SecretNames): number {
  const base = Math.max(0, text.length - TAIL)
  const tail = text.slice(base)
  let from = tail.length
  for (const hit of tail.matchAll(HOT)) {
    const start = nameStart(tail, hit.index)
    if (mayGoOn(tail.slice(hit.index + hit[0].length))) from = Math.min(from, start)
  }
  for (const { from: start, end } of findPhrases(tail, names)) if (end >= tail.length - 4) from = Math.min(from, start)
  return base + from
}

function afterName(text: string, at: number, hit: string, names: SecretNames): Phrase | undefined {
  const isSql = SQL.test(hit)
  const before = isSql ? '' : text.slice(nameStart(text, at), at)
  const stop = at + hit.length
  const after = (isSql ? SQL_AS : NAME_END).exec(text.slice(stop, stop + REACH))?.[0] ?? ''
  const name = before + hit + after
  if (!isSql && !names.isSecretName(name)) return undefined
  const from = at - before.length
  const end = at + hit.length + after.length
  const rest = text.slice(end, end + 160)
  const odd = linkOf(rest)
  if (odd !== undefined && !isSql) {
    const isPair = odd.includes(',')
    if (isPair && !isBracketed(text, from)) return undefined
    const value = valueAt(text, end + odd.length)
    const word = value && text.slice(value.start, value.end)
    if (!value || word === undefined || !names.isSecretEntry(name, word)) return undefined
    return (isPair || FOLDED.test(odd)) && !STRONG.test(word) ? undefined : { from, ...value }
  }
  const said = SAID.exec(rest)?.[0]
  if (said === undefined) return undefined
  const value = valueAt(text, end + said.length)
  if (!value) return undefined
  const word = text.slice(value.start, value.end)
  const isQuoted = value.start > end + said.length
  const isTold = said.trim() !== ''
  if (!isTold && CALLED.test(name)) return undefined
  if (isQuoted && (isSql || /^[A-Z]+$/.test(hit))) return { from, ...value }
  const isStrong = word.length >= 5 && STRONG.test(word) && !VERSION.test(word)
  const isValue = isStrong || (isQuoted && isTold && !/\s/.test(word))
  return isValue && (isSql || names.isSecretEntry(name, word)) ? { from, ...value } : undefined
}

function nameStart(text: string, at: number): number {
  let start = at
  while (start > 0 && at - start < REACH && NAME_UNIT.test(text.charAt(start - 1))) start--
  return start
}

function linkOf(rest: string): string | undefined {
  for (const link of [MODIFIED, FOLDED, ...ODD_LINKS]) {
    const found = link.exec(rest)
    if (found) return found[0]
  }
  return undefined
}

/** True where what follows a name has not come to the end of a value. */
function mayGoOn(rest: string): boolean {
  return UNENDED.test(rest.replace(NAME_END, '').replace(LINKING, '').replace(SAYING, ''))
}

/** Only in a pair of its own, and not in a list of names. */
function isBracketed(text: string, from: number): boolean {
  return /[[({]\s?["']?$/.test(text.slice(Math.max(0, from - 3), from))
}

function valueAt(text: string, at: number): Span | undefined {
  const rest = text.slice(at, at + 260)
  const scheme = SCHEME.exec(rest)?.[0].length ?? 0
  const match = VALUE.exec(rest.slice(scheme))
  const value = match?.[2] ?? match?.[3]?.replace(/[.!?:]{1,3}$/, '')
  if (
    !match ||
    value === undefined ||
    tellsNothing(value) ||
    isStandIn(value) ||
    isMark(value) ||
    value.startsWith('[RED')
  )
    return undefined
  const start = at + scheme + match[0].indexOf(match[2] ?? match[3] ?? '')
  return value === '' ? undefined : { start, end: start + value.length }
}

function elements(text: string, names: SecretNames): readonly Phrase[] {
  const found: Phrase[] = []
  let done = 0
  for (const { 0: tag, 1: name = '', index } of text.matchAll(TAG)) {
    const start = index + tag.length
    if (index < done || !names.isSecretName(name)) continue
    const isRaw = tag.endsWith('[CDATA[')
    const close = text.indexOf(isRaw ? ']]>' : tag.startsWith('<') ? '<' : '&lt;', start)
    const end = close < 0 ? text.length : close
    done = end // what was searched is not searched again
    const value = text.slice(start, end)
    const isClosed = isRaw || end === text.length || /^(?:<|&lt;)\//.test(text.slice(end, end + 5))
    if (!isClosed || tellsNothing(value.trim()) || isStandIn(value) || isMark(value)) continue
    if (names.isSecretEntry(name, value) && !isLongProse(value)) found.push({ from: index, start, end })
  }
  return found
}

/** A sentence in an element that is named like a secret: a text of a page, not a value. */
function isLongProse(value: string): boolean {
  const words = value.trim().split(/\s+/, 4)
  return words.length > 3 && words.every((word) => isProse(word))
}
