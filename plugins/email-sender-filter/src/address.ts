import { decodeWords } from './encoded-words.ts'
import { splitTokens, tokenize, type Token } from './tokens.ts'

/** One mailbox, in lower case; `shown` is all that a reader is shown beside the address, encoded words decoded. */
export interface Mailbox {
  readonly local: string
  readonly domain: string
  readonly shown: string
}
/** All mailboxes of a header, or the rule that it breaks. */
export type AddressList = { readonly mailboxes: readonly Mailbox[] } | { readonly rule: string }

const SPECIALS = '<>[]:;@,.'
const ATEXT = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+$/ // one class, linear
const LABEL = /^[A-Za-z0-9-]+$/

/**
 * The mailboxes of an address header, read strictly: RFC 5322 without its obsolete forms (routes, spaces and comments inside an
 * address), without groups, domain literals and addresses outside ASCII, none of which a reader's mail program and this one surely read alike.
 */
export function parseAddresses(value: string): AddressList {
  const tokens = tokenize(value, SPECIALS)
  if (!tokens) return { rule: 'unclosed' }
  if (tokens.some(({ kind }) => kind === ':' || kind === ';')) return { rule: 'group' }
  const mailboxes: Mailbox[] = []
  for (const part of splitTokens(tokens, ',')) {
    const mailbox = parseMailbox(part)
    if (typeof mailbox === 'string') return { rule: mailbox }
    mailboxes.push(mailbox)
  }
  return { mailboxes }
}

/** An address in canonical form, or undefined if it is none; for what an operator writes. */
export function parseAddress(text: string): { readonly local: string; readonly domain: string } | undefined {
  const parsed = parseAddresses(text)
  const [mailbox] = 'mailboxes' in parsed && parsed.mailboxes.length === 1 ? parsed.mailboxes : []
  return mailbox && `${mailbox.local}@${mailbox.domain}` === text.toLowerCase() ? mailbox : undefined
}

/** True for a domain of letters, digits and hyphens (RFC 1035) whose last label is no number. */
export function isDomain(domain: string): boolean {
  const labels = domain.split('.')
  const areLabels = labels.every((label) => label.length <= 63 && LABEL.test(label) && !/^-|-$/.test(label))
  return areLabels && domain.length <= 253 && !/^[0-9]+$/.test(labels.at(-1) ?? '')
}

function parseMailbox(tokens: readonly Token[]): Mailbox | string {
  const open = tokens.findIndex(({ kind }) => kind === '<')
  if (open < 0) return parseBare(tokens)
  const close = tokens.findIndex(({ kind }) => kind === '>')
  const before = tokens.slice(0, open)
  const after = tokens.slice(close + 1)
  if (close < open || !after.every(isFiller)) return 'syntax'
  if (!before.every(({ kind }) => ['atom', 'quoted', 'comment', 'space', '.'].includes(kind))) return 'syntax'
  return toMailbox(trimSpace(tokens.slice(open + 1, close)), [...before, ...after])
}

function trimSpace(tokens: readonly Token[]): readonly Token[] {
  const isContent = ({ kind }: Token): boolean => kind !== 'space'
  const start = tokens.findIndex(isContent)
  return start < 0 ? [] : tokens.slice(start, tokens.findLastIndex(isContent) + 1)
}

function parseBare(tokens: readonly Token[]): Mailbox | string {
  const start = tokens.findIndex((token) => !isFiller(token))
  const end = tokens.findLastIndex((token) => !isFiller(token)) + 1
  if (start < 0) return 'empty'
  return toMailbox(tokens.slice(start, end), [...tokens.slice(0, start), ...tokens.slice(end)])
}

function toMailbox(address: readonly Token[], around: readonly Token[]): Mailbox | string {
  if (address.length === 0) return 'empty'
  const at = address.findIndex(({ kind }) => kind === '@')
  const local = toLocal(address.slice(0, Math.max(at, 0)))
  const domain = joinDotted(address.slice(at + 1))
  if (at < 0 || local === undefined || domain === undefined || !isDomain(domain)) return 'address'
  const shown = decodeWords(around.map(({ text }) => text).join(''))
  if (shown === undefined) return 'encoded-word'
  return { local: local.toLowerCase(), domain: domain.toLowerCase(), shown }
}

/** A quoted local part is the same mailbox as the unquoted one, where it can be written so; others are refused. */
function toLocal(tokens: readonly Token[]): string | undefined {
  const [first] = tokens
  const isQuoted = tokens.length === 1 && first?.kind === 'quoted'
  const local = isQuoted ? first.text : joinDotted(tokens)
  if (local === undefined || local.length > 64 || local.startsWith('=?')) return undefined
  return local.split('.').every((atom) => ATEXT.test(atom)) ? local : undefined
}

function joinDotted(tokens: readonly Token[]): string | undefined {
  const isDotted = tokens.length % 2 === 1 && tokens.every(({ kind }, i) => kind === (i % 2 === 0 ? 'atom' : '.'))
  return isDotted ? tokens.map(({ text }) => text).join('') : undefined
}

function isFiller({ kind }: Token): boolean {
  return kind === 'space' || kind === 'comment'
}
