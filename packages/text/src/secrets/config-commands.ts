import type { Span } from '../engine.ts'
import { lineEnd } from './config-extents.ts'
import { isReference } from './config-names.ts'

/** How much of a line is looked at, in UTF-16 code units. */
const MAX_WIDTH = 1024
/** What one of the shapes below has in its text. */
const HINTS = ['login', 'mysql', 'redis-cli', 'curl', 'pass', 'user', 'secret', 'community', ':']
const HASH = /^\$(?:apr1|2[abxy]|[156y]|argon2id?)\$/

interface Word extends Span {
  readonly text: string
}

/** The secrets of command lines, of files that are lists of accounts, and of directives with the secret in third place. */
export function spansInCommands(text: string): readonly Span[] {
  if (!HINTS.some((hint) => text.includes(hint))) return []
  const spans: Span[] = []
  for (let at = 0; at < text.length;) {
    const end = lineEnd(text, at)
    const words = wordsOf(text.slice(at, Math.min(end, at + MAX_WIDTH)))
    for (const { start, end: stop } of [...inCommand(words), ...inDirective(words), ...inAccount(words)])
      if (!isReference(text.slice(at + start, at + stop))) spans.push({ start: at + start, end: at + stop })
    at = end + 1
  }
  return spans
}

/** `docker login -p x`, `sshpass -p x`, `mysql -px`, `redis-cli -a x`, `curl -u user:x` */
function inCommand(words: readonly Word[]): readonly Span[] {
  const spans: Span[] = []
  let seen = new Set<string>()
  words.forEach(({ text, start, end }, at) => {
    const next = words[at + 1]
    if (['|', ';', '&&', '||'].includes(text)) seen = new Set()
    else if (text === '-p' && (seen.has('login') || seen.has('sshpass')) && next !== undefined) spans.push(next)
    else if (text.startsWith('-p') && text.length > 2 && (seen.has('mysql') || seen.has('sshpass')))
      spans.push({ start: start + 2, end })
    else if (text === '--password' && seen.has('login') && next !== undefined) spans.push(next)
    else if (text === '-a' && seen.has('redis-cli') && next !== undefined) spans.push(next)
    else if ((text === '-u' || text === '--user') && seen.has('curl') && next !== undefined) {
      const colon = next.text.indexOf(':')
      if (colon > 0) spans.push({ start: next.start + colon + 1, end: next.end })
    } else seen.add(text.startsWith('mysql') ? 'mysql' : text)
  })
  return spans.filter(({ start, end }) => end > start)
}

/** Redis, .netrc, SNMP and routers. */
function inDirective(words: readonly Word[]): readonly Span[] {
  const [first, second, , fourth] = words
  const after = (...names: readonly string[]): readonly Span[] => {
    const at = words.findIndex(({ text }, index) => index > 0 && names.includes(text))
    const next = words[at + 1]
    const value = next !== undefined && /^\d$/.test(next.text) ? (words[at + 2] ?? next) : next
    return at < 0 || value === undefined ? [] : [value]
  }
  switch (first?.text) {
    case 'sentinel':
      return second?.text === 'auth-pass' && fourth !== undefined ? [fourth] : []
    case 'user': {
      const inAcl = words.filter(({ text }) => /^[>#]./.test(text))
      return inAcl.length > 0 ? inAcl.map(({ start, end }) => ({ start: start + 1, end })) : after('password', 'secret')
    }
    case 'machine':
    case 'login':
    case 'default':
      return after('password')
    case 'username':
    case 'neighbor':
    case 'enable':
      return after('password', 'secret')
    case 'rocommunity':
    case 'rwcommunity':
      return second === undefined ? [] : [second]
    default:
      return []
  }
}

/** `user:$apr1$…` of htpasswd and shadow, also in labels of Traefik; .pgpass; sasl_passwd of Postfix. */
function inAccount(words: readonly Word[]): readonly Span[] {
  const spans = words.flatMap(({ text, start, end }) => {
    const at = text.indexOf(':$')
    return at > 0 && HASH.test(text.slice(at + 1, at + 12)) ? [{ start: start + at + 1, end }] : []
  })
  const [first, second] = words
  if (first === undefined || spans.length > 0) return spans
  if (second === undefined) {
    const fields = first.text.split(':')
    const isAccount = fields.length >= 5 && /^(?:\d{1,5}|\*)$/.test(fields[1] ?? '') && !fields.includes('')
    return isAccount ? [{ start: first.start + fields.slice(0, 4).join(':').length + 1, end: first.end }] : []
  }
  const colon = second.text.indexOf(':')
  const isHost = words.length === 2 && /^\[[\w.-]{1,100}\]:\d{1,5}$/.test(first.text)
  return isHost && colon > 0 ? [{ start: second.start + colon + 1, end: second.end }] : []
}

/** What white space and quotes part; quotes are left out. */
function wordsOf(line: string): readonly Word[] {
  const words: Word[] = []
  for (let at = 0; at < line.length; at++) {
    const unit = line[at] ?? ''
    if (/\s/.test(unit)) continue
    const isQuoted = `"'`.includes(unit)
    const end = isQuoted ? endOf(line, unit, at + 1) : wordEnd(line, at)
    const start = isQuoted ? at + 1 : at
    words.push({ start, end, text: line.slice(start, end) })
    at = isQuoted ? end : end - 1
  }
  return words
}

function endOf(line: string, quote: string, from: number): number {
  const end = line.indexOf(quote, from)
  return end < 0 ? line.length : end
}

function wordEnd(line: string, from: number): number {
  let end = from
  while (end < line.length && !/[\s"']/.test(line[end] ?? '')) end++
  return end
}
