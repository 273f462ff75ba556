import type { Span } from '@ringwall/core'
import { bitsOf, conceptsOf, type Bits, type Concept } from './concepts.ts'
import { isForbidden } from './forbidden.ts'

/** What the concepts of one sentence add up to. */
export interface Sense {
  readonly rule: string
  readonly category: string
  readonly weight: number
  readonly span: Span
}

interface SenseRule {
  readonly name: string
  readonly category: string
  readonly weight: number
  /** All of these, ... */
  readonly all: Bits
  /** ... and at least one of each of these. */
  readonly some?: readonly Bits[]
}

const all = (...names: readonly Concept[]): Bits => bitsOf(...names)
const HARM = all('send', 'run', 'destroy', 'pay', 'money', 'private', 'secret')

/** From the gravest on; of one category only the first that fits is taken. */
const RULES: readonly SenseRule[] = [
  {
    name: 'sensitive-out',
    category: 'memory-exfiltration',
    weight: 0.9,
    all: all('send', 'address'),
    some: [all('secret', 'private')],
  },
  {
    name: 'sensitive-order',
    category: 'memory-exfiltration',
    weight: 0.4,
    all: all('send', 'secret'),
    some: [all('when', 'agent', 'must'), all('always', 'person', 'agent', 'when')],
  },
  {
    name: 'recurring-out',
    category: 'memory-exfiltration',
    weight: 0.6,
    all: all('send', 'address'),
    some: [all('when', 'always', 'reply')],
  },
  { name: 'fetched-code', category: 'memory-execution', weight: 0.4, all: all('run', 'shell', 'address') },
  { name: 'payment', category: 'memory-execution', weight: 0.6, all: all('pay', 'money'), some: [all('address')] },
  {
    name: 'tool',
    category: 'memory-tool-order',
    weight: 0.6,
    all: all('run', 'tool'),
    some: [all('agent', 'person', 'reply', 'always'), all('when', 'must', 'always')],
  },
  {
    name: 'tool-allowed',
    category: 'memory-tool-order',
    weight: 0.6,
    all: all('tool'),
    some: [all('allow', 'send', 'pay'), all('agent', 'person', 'always'), all('when', 'always', 'must')],
  },
  {
    name: 'controls-lifted',
    category: 'memory-permission',
    weight: 0.6,
    all: all('lift', 'control'),
    some: [all('agent', 'person', 'pay', 'money', 'secret', 'private')],
  },
  {
    name: 'controls-none',
    category: 'memory-permission',
    weight: 0.4,
    all: all('control', 'none'),
    some: [all('agent', 'person', 'tool', 'send', 'run', 'destroy', 'pay')],
  },
  {
    name: 'rank',
    category: 'memory-permission',
    weight: 0.4,
    all: all('rank'),
    some: [all('always', 'lift'), all('control', 'agent', 'allow', 'run')],
  },
  { name: 'trusted-sender', category: 'memory-permission', weight: 0.6, all: all('trust', 'address') },
  {
    name: 'consent',
    category: 'memory-forged-consent',
    weight: 0.6,
    all: all('allow'),
    some: [HARM, all('always', 'none', 'agent'), all('person', 'agent', 'tool')],
  },
  {
    name: 'unconfirmed',
    category: 'memory-forged-consent',
    weight: 0.6,
    all: all('confirm', 'none'),
    some: [HARM | all('tool')],
  },
  {
    name: 'deceit',
    category: 'memory-concealment',
    weight: 0.4,
    all: all('deceive'),
    some: [all('person', 'agent'), all('when', 'always', 'must')],
  },
  {
    name: 'hidden-act',
    category: 'memory-concealment',
    weight: 0.6,
    all: all('hide'),
    some: [all('send', 'run', 'destroy', 'pay', 'money'), all('agent', 'person', 'when', 'always', 'must', 'address')],
  },
  {
    name: 'untold',
    category: 'memory-concealment',
    weight: 0.6,
    all: all('none', 'say', 'person'),
    some: [all('memory', 'hide', 'send', 'destroy', 'pay')],
  },
  {
    name: 'kept',
    category: 'memory-persistence',
    weight: 0.6,
    all: all('keep', 'memory'),
    some: [all('when', 'always', 'agent', 'must', 'hide', 'control')],
  },
  {
    name: 'phishing',
    category: 'memory-misdirection',
    weight: 0.4,
    all: all('ask'),
    some: [all('secret'), all('person', 'when', 'always')],
  },
  {
    name: 'dictated',
    category: 'memory-misdirection',
    weight: 0.4,
    all: all('address'),
    some: [all('say', 'reply'), all('when', 'always', 'must')],
  },
  {
    name: 'reply-rule',
    category: 'memory-standing-order',
    weight: 0.4,
    all: all('reply', 'must'),
    some: [all('always', 'when')],
  },
]

/** Reads a text sentence by sentence: what several words together mean, in whatever order. The cost is linear. */
export function* sensesOf(text: string): Generator<Sense> {
  for (const { span, bits } of sentencesOf(text)) {
    const seen = new Set<string>()
    for (const { name, category, weight, all: needed, some = [] } of RULES) {
      if ((bits & needed) !== needed || !some.every((group) => (bits & group) !== 0) || seen.has(category)) continue
      seen.add(category)
      yield { rule: `${category}.sense-${name}`, category, weight, span }
    }
  }
}

/** A run of what words are made of, or a sign that ends a sentence. */
const TOKEN = /[\p{L}\p{M}\p{N}_@.:/+=()'’<>#-]+|[;!?\n]/gu
/** What is longer is read in pieces. */
const LONGEST_WORD = 200

function* tokensOf(text: string): Generator<{ readonly token: string; readonly index: number }> {
  for (const { 0: run, index } of text.matchAll(TOKEN)) {
    for (let at = 0; at < run.length; at += LONGEST_WORD)
      yield { token: run.slice(at, at + LONGEST_WORD), index: index + at }
  }
}

/** More words than this are two sentences: what stands far apart belongs apart. */
const LONGEST = 25

function* sentencesOf(text: string): Generator<{ readonly span: Span; readonly bits: Bits }> {
  let [start, end, bits, count, odd] = [0, 0, 0, 0, 0]
  for (const { token, index } of tokensOf(text)) {
    const isEnd = token.length === 1 && ';!?\n'.includes(token)
    if (!isEnd) {
      if (count === 0) start = index
      const meaning = meaningOf(token, text, index)
      bits |= meaning
      count++
      if ((meaning & ADDRESS) === 0 && CODE.test(token)) odd++
      end = index + token.length
    }
    const isStop = isEnd || (token.endsWith('.') && token.length > 2) || count >= LONGEST
    if (!isStop || count === 0) continue
    if (odd * CODE_SHARE < count) yield { span: { start, end }, bits }
    ;[bits, count, odd] = [0, 0, 0]
  }
  if (count > 0 && odd * CODE_SHARE < count) yield { span: { start, end }, bits }
}

const ADDRESS = all('address')
/** What stands in code and hardly in prose; where one word in five does, a sentence is code, which the patterns read. */
const CODE = /[()=<>{}[\]|]|[a-z0-9]\.[a-z]|::|\w_\w/i
const CODE_SHARE = 5
const ACTS = all('send', 'run', 'destroy', 'pay', 'lift', 'deceive', 'ask', 'trust')

function meaningOf(token: string, text: string, at: number): Bits {
  const shape = shapeOf(token)
  const word = trim(token).toLowerCase().replaceAll('’', "'")
  const bits = conceptsOf(word) | conceptsOf(ELISION.exec(word)?.[1] ?? '')
  // What is forbidden is no order; looked at only where it would be one.
  return shape | ((bits & ACTS) !== 0 && isForbidden(text, at) ? bits & ~ACTS : bits)
}

/** "l'utilisateur", "all'utente". */
const ELISION = /^[a-z]{1,5}'([^']{3,60})$/
const HOST_LABEL = /^[a-z0-9-]{1,63}$/
const HOST_ENDS: ReadonlySet<string> = new Set(
  'com net org io dev example test invalid info biz xyz top ru cn site online me app sh onion'.split(' '),
)
const MAX_HOST_LABELS = 4

/** True where a word starts with the name of a host. */
function isHost(token: string): boolean {
  const labels = (token.toLowerCase().split(/[/:,]/, 1)[0] ?? '').split('.', MAX_HOST_LABELS + 1)
  const end = labels.findIndex((label, i) => i > 0 && HOST_ENDS.has(label))
  return end > 0 && labels.slice(0, end).every((label) => HOST_LABEL.test(label))
}

const NUMBERS: readonly RegExp[] = [/^\+\d{6,15}[.,]?$/, /^0x[0-9a-f]{4,}[.,]?$/i, /^bc1[a-z0-9]{6,}[.,]?$/i]
const IBAN = /^(?:iban:?)?[a-z]{2}\d{2}(?:[a-z0-9]{8,30})?[.,]?$/i
const CALL =
  /^[`'"]?(?:[a-z]{2,20}[._])?(?:send|e?mail|delete|remove|drop|purge|transfer|pay|wire|exec|run|shell|upload|publish|share|forward|export|grant|approve|accept|place|buy|order|read|write|open|list|create|update|invite|post|unlock|disable|cancel|submit)(?:_[a-z0-9]{2,30}){1,4}(?:\(.{0,150})?$/i

/** What the look of a word says: an address to send to, or the name of a tool. */
function shapeOf(token: string): Bits {
  if (token.includes('://') || (token.includes('@') && token.indexOf('@') > 0 && token.includes('.')))
    return all('address')
  if (isHost(token) || IBAN.test(token) || NUMBERS.some((shape) => shape.test(token))) return all('address')
  return CALL.test(trim(token)) ? all('tool') : 0
}

function trim(token: string): string {
  let [start, end] = [0, token.length]
  while (
    start < end &&
    "'’.:/()<>#+=-".includes(token.charAt(start)) &&
    !(token.charAt(start) === '.' && token.length > 3)
  )
    start++
  while (end > start && "'’.:/()<>#+=-".includes(token.charAt(end - 1))) end--
  return token.slice(start, end)
}
