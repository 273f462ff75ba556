import type { Span } from '../engine.ts'
import { isProse, isStandIn, tellsNothing } from './plain-values.ts'
import { isMark } from './redaction.ts'
import type { SecretNames } from './secret-names.ts'

/** What names of secrets hold, or what stands before one: from here on the text is looked at more closely. */
const HOT =
  /pass(?:w(?:or)?d|phrase|code)?|pwd|secret|token|credential|(?:api|access|private|auth)[\s_-]?key|authori[sz]ation|identified (?:by|with [\w"']{1,40} (?:by|as))/gi
const BEFORE = /[\w.$-]{0,48}$/
const NAME_END = /^[\w.$-]{0,48}/
const SQL = /^identified/i
/** Between a name and its value, where these are no plain pair: what dumps of objects and other languages write. */
const ODD_LINK =
  /^["'`]?(?::(?:protected|private|"[^"\n]{0,60}":private|\w{1,60}:private))?\]?["']?(?:[ \t]{0,8}(?:=>|:=|[:=])\s{0,60}(?:\(\*?[\w.]{1,20}\) ?|\((?:len|cap)=[0-9]{1,9}(?: cap=[0-9]{1,9})?\) ?|string\([0-9]{1,9}\) |(?:Some|Ok|Just|Secret\w{0,10}|String|str|bytes)\(){1,3}|[ \t]{0,8}(?:=>|:=|[:=])[ \t]{0,8}[bBrRuUfFN@]{1,2}(?=["'])|[ \t]{0,8}(?:->|→|：|＝)[ \t]{0,8}|[ \t]{0,8}=>\s{0,60}|"[ \t]{0,8}:\s{0,60}(?=["'])|\] = (?=["'])|,\s{0,2}(?:[bru](?=["'])|<<)?|";s:[0-9]{1,9}:)/
/** The same, for what the private and protected fields of a dump are written with. */
const MODIFIED =
  /^["']?:(?:protected|private|"[^"\n]{0,60}":private|\w{1,60}:private)\]["']? ?=>\s{0,60}(?:string\([0-9]{1,9}\) )?/
/** A value on the line below its name: in YAML, in a header that is folded. */
const FOLDED = /^:[ \t]{0,2}(?:[|>][-+]?|Basic|Bearer|Digest)?[ \t]{0,2}\r?\n[ \t]{1,60}/
/** Between a name and its value in a sentence, in SQL, in a flag. */
const SAID = /^[ \t]{1,8}(?:(?:is|was|are|has been|set|changed|reset|=|:|to)[ \t:]{1,4}){0,3}/
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
const TAG = /(?:<|&lt;)([\w:.-]{1,64})(?:\s[^<>&]{0,200})?(?:>|&gt;)(?:<!\[CDATA\[)?/g
/** An entry whose name stands in one field and its value in another one, in XML, JSON and YAML; a part of a form. */
const ENTRY =
  /\b(?:name|key|header|field|param|property)(?:\\?["']?[ \t]?[:=][ \t]?\\?["']?|>)([\w.:-]{1,64})(?:\\?["']?[ \t]?[,;]?\s{1,40}-? ?|\\?["'],|<\/key>\s{0,40}<string(?=>)|"\r?\n\r?\n)(?:(?:\\?["']?)value\\?["']?[ \t]?[:=][ \t]?)?(?:>)?/gi

/** What comes before this much of a text's end is settled. In UTF-16 code units. */
const TAIL = 512
/** What may still be between a name and its value, or the beginning of a value. */
const OPEN =
  /^[\w.$-]{0,48}["'`\]]{0,2}(?:(?::\w{0,12}\]?["']?)?[\s"':=>,;|<([-]{0,80}(?:(?:is|was|are|set|to)[ \t]{1,4}){0,2}["']?)[^\s"']{0,200}$/

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
  for (const { 0: entry, 1: name = '', index } of text.matchAll(ENTRY)) {
    if (!names.isSecretName(name) || !/value|<string|\n/i.test(entry)) continue
    const value = valueAt(text, index + entry.length)
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
    const start = hit.index - (BEFORE.exec(tail.slice(Math.max(0, hit.index - 48), hit.index))?.[0].length ?? 0)
    if (OPEN.test(tail.slice(hit.index + hit[0].length))) from = Math.min(from, start)
  }
  for (const { from: start, end } of findPhrases(tail, names)) if (end >= tail.length - 4) from = Math.min(from, start)
  return base + from
}

function afterName(text: string, at: number, hit: string, names: SecretNames): Phrase | undefined {
  const isSql = SQL.test(hit)
  const before = isSql ? '' : (BEFORE.exec(text.slice(Math.max(0, at - 48), at))?.[0] ?? '')
  const after = isSql ? '' : (NAME_END.exec(text.slice(at + hit.length, at + hit.length + 48))?.[0] ?? '')
  const name = before + hit + after
  if (!isSql && !names.isSecretName(name)) return undefined
  const from = at - before.length
  const end = at + hit.length + after.length
  const rest = text.slice(end, end + 160)
  const odd = (MODIFIED.exec(rest) ?? FOLDED.exec(rest) ?? ODD_LINK.exec(rest))?.[0]
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
  for (const { 0: tag, 1: name = '', index } of text.matchAll(TAG)) {
    const start = index + tag.length
    if (!names.isSecretName(name)) continue
    const isRaw = tag.endsWith('[CDATA[')
    const end = [isRaw ? ']]>' : '<', ...(tag.includes('&lt;') ? ['&lt;'] : [])]
      .map((sign) => text.indexOf(sign, start))
      .filter((to) => to >= 0)
      .reduce((least, to) => Math.min(least, to), text.length)
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
