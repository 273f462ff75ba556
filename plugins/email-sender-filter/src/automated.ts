import { parseAddresses, type Mailbox } from './address.ts'
import type { Field } from './headers.ts'

/** Headers that only machines write, whatever they say. */
const MACHINE_HEADERS: ReadonlySet<string> = new Set([
  'mailing-list',
  'feedback-id',
  'x-autorespond',
  'x-autoresponder',
  'x-autoreply-from',
  'x-auto-reply-from',
  'x-mail-autoreply',
  'x-campaign',
  'x-campaign-id',
  'x-mailing-list',
  'x-failed-recipients',
  'x-loop',
  'x-ms-exchange-generated-message-source',
  'x-ms-exchange-inbox-rules-loop',
])
/** Headers that say yes or no; anything but a clear no is a yes. */
const YES_NO_HEADERS: ReadonlySet<string> = new Set([
  'auto-submitted',
  'x-auto-submitted',
  'x-autoreply',
  'x-auto-reply',
])
const BULK: ReadonlySet<string> = new Set(['bulk', 'junk', 'list', 'auto_reply', 'auto-reply'])
/** Local parts nobody reads or writes from, without separators and final digits. */
const ROLES: ReadonlySet<string> = new Set(
  `postmaster mailerdaemon daemon mailer automailer autoreply autoresponder autoresponse auto robot bounce bounces
  returns notification notifications notify notifier alert alerts newsletter newsletters listserv majordomo mailman
  root cron nobody system automated unsubscribe`.split(/\s+/),
)
const NO_REPLY = ['noreply', 'donotreply', 'dontreply', 'noresponse', 'neverreply', 'mailerdaemon']

/** The field that shows that a machine wrote the mail (RFC 3834, List-* and customs), with the rule; undefined if none does. */
export function findAutomation(fields: readonly Field[], from: Mailbox): { rule: string; field?: Field } | undefined {
  if (isRole(from.local)) return { rule: 'automated.sender' }
  for (const field of fields) {
    const rule = findRule(field)
    if (rule) return { rule: `automated.${rule}`, field }
  }
  return undefined
}

function findRule({ name, value }: Field): string | undefined {
  const word = firstWord(value)
  if (name.startsWith('list-')) return 'list'
  if (MACHINE_HEADERS.has(name)) return 'header'
  if (YES_NO_HEADERS.has(name)) return ['no', 'false', '0'].includes(word) ? undefined : name.replace(/^x-/, '')
  if (name === 'precedence') return BULK.has(word) ? 'precedence' : undefined
  if (name === 'x-auto-response-suppress') return word === 'none' ? undefined : 'response-suppress'
  if (name === 'content-type') return word === 'multipart/report' ? 'report' : undefined
  if (name === 'return-path')
    return value.replaceAll(' ', '') === '<>' || isRoleHeader(value) ? 'return-path' : undefined
  return name === 'sender' || name === 'reply-to' ? (isRoleHeader(value) ? name : undefined) : undefined
}

/** The first word, in lower case, before comments, parameters and lists. */
function firstWord(value: string): string {
  return (value.trim().split(/[\s;,(]/, 1)[0] ?? '').toLowerCase()
}

function isRoleHeader(value: string): boolean {
  const parsed = parseAddresses(value)
  return 'mailboxes' in parsed && parsed.mailboxes.some(({ local }) => isRole(local))
}

function isRole(local: string): boolean {
  const name = local.split('+', 1)[0] ?? ''
  const squashed = name.replace(/[-_.]/g, '').replace(/[0-9]/g, '')
  if (ROLES.has(squashed)) return true
  if (/^(?:owner|bounces?|noreply)[-_.=]|[-_.](?:owner|request|bounces?|noreply)$/.test(name)) return true
  return NO_REPLY.some((word) => squashed.startsWith(word) || squashed.endsWith(word))
}
