import type { Inbound, Span } from '@ringwall/core'
import { parseAddresses, type Mailbox } from './address.ts'
import { compileAllowList } from './allow-list.ts'
import { findAuthProblem } from './authentication.ts'
import { findAutomation } from './automated.ts'
import type { Config } from './config.ts'
import { readHeaders, type Field } from './headers.ts'
import { createSpoofDetector } from './spoofing.ts'

/** What is wrong with a mail: the code of the answer, the rule, and where the field stands in a raw message. */
export interface Objection {
  readonly code: Code
  readonly rule: string
  readonly span?: Span
}
/** The answers of this layer. */
export type Code =
  | 'EMAIL_NO_HEADERS'
  | 'EMAIL_MALFORMED'
  | 'EMAIL_SPOOFED'
  | 'EMAIL_NOT_ALLOWED'
  | 'EMAIL_AUTOMATED'
  | 'EMAIL_AUTH_UNCONFIGURED'
  | 'EMAIL_UNAUTHENTICATED'
  | 'EMAIL_REPLY_ELSEWHERE'

/** Headers of which a second one would leave open which is meant (RFC 5322, 3.6; RFC 2045). */
const SINGLE: readonly string[] = `from sender reply-to to cc bcc subject date message-id in-reply-to references
  mime-version content-type content-transfer-encoding`.split(/\s+/)

/** A detector that answers the first objection to a mail, or undefined. EMAIL_REPLY_ELSEWHERE is the only one that does not refuse it. */
export function createDetector(config: Config): (mail: Inbound) => Objection | undefined {
  const allowList = compileAllowList(config.allow)
  const spoofing = createSpoofDetector(new Set([...allowList.domains, ...config.protect]))
  return (mail) => {
    const headers = readHeaders(mail, config)
    if ('problem' in headers) {
      const { rule, span } = headers.problem
      return { code: rule.startsWith('source.') ? 'EMAIL_NO_HEADERS' : 'EMAIL_MALFORMED', rule, ...(span && { span }) }
    }
    const { fields } = headers
    const from = readFrom(fields)
    if ('code' in from) return from
    const object = (code: Code, rule: string, field: Field = from.field): Objection => toObjection(code, rule, field)
    const spoof = spoofing.find(from.mailbox)
    if (spoof) return object('EMAIL_SPOOFED', spoof)
    if (config.policy === 'allowlist' && !allowList.admits(from.mailbox)) return object('EMAIL_NOT_ALLOWED', 'sender')
    const automation = findAutomation(fields, from.mailbox)
    if (automation) return object('EMAIL_AUTOMATED', automation.rule, automation.field)
    const problem = authenticate(fields, from.mailbox, config)
    if (problem) return object(problem.code, problem.rule)
    const elsewhere = findReplyElsewhere(fields, from.mailbox)
    return elsewhere && object('EMAIL_REPLY_ELSEWHERE', 'reply-to', elsewhere)
  }
}

/** The one mailbox of the one From; a Sender must be one mailbox too. */
function readFrom(fields: readonly Field[]): { mailbox: Mailbox; field: Field } | Objection {
  for (const name of SINGLE) {
    const [, second] = fields.filter((field) => field.name === name)
    if (second) return toObjection('EMAIL_MALFORMED', `${name}.twice`, second)
  }
  const sender = fields.find(({ name }) => name === 'sender')
  const from = fields.find(({ name }) => name === 'from')
  if (!from) return { code: 'EMAIL_MALFORMED', rule: 'from.none' }
  for (const field of sender ? [sender, from] : [from]) {
    const parsed = parseAddresses(field.value)
    if ('rule' in parsed) return toObjection('EMAIL_MALFORMED', `${field.name}.${parsed.rule}`, field)
    const [mailbox, second] = parsed.mailboxes
    if (!mailbox || second) return toObjection('EMAIL_MALFORMED', `${field.name}.several`, field)
    if (field === from) return { mailbox, field }
  }
  return toObjection('EMAIL_MALFORMED', 'from.none', from)
}

function authenticate(
  fields: readonly Field[],
  { domain }: Mailbox,
  { requireAuth, authservId, alignment }: Config,
): { code: Code; rule: string } | undefined {
  if (!requireAuth) return undefined
  if (authservId === undefined) return { code: 'EMAIL_AUTH_UNCONFIGURED', rule: 'auth.unconfigured' }
  const rule = findAuthProblem(fields, domain, authservId, alignment)
  return rule === undefined ? undefined : { code: 'EMAIL_UNAUTHENTICATED', rule }
}

/** The Reply-To that leads an answer to another domain, or that cannot be read. */
function findReplyElsewhere(fields: readonly Field[], from: Mailbox): Field | undefined {
  return fields.find(({ name, value }) => {
    if (name !== 'reply-to') return false
    const parsed = parseAddresses(value)
    return 'rule' in parsed || parsed.mailboxes.some(({ domain }) => domain !== from.domain)
  })
}

function toObjection(code: Code, rule: string, { span }: Field): Objection {
  return { code, rule, ...(span && { span }) }
}
