import { parseAddresses, type Mailbox } from './address.ts'
import type { Field } from './headers.ts'
import { tokenize } from './tokens.ts'

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
const NO: ReadonlySet<string> = new Set(['no', 'false', '0'])
const REPORTS: ReadonlySet<string> = new Set([
  'multipart/report',
  'message/delivery-status',
  'message/disposition-notification',
  'message/feedback-report',
])
const BULK: ReadonlySet<string> = new Set(['bulk', 'junk', 'list', 'auto_reply', 'auto-reply'])
/** Local parts nobody reads or writes from, without separators and final digits. */
const ROLES: ReadonlySet<string> = new Set(
  `postmaster mailerdaemon daemon mailer automailer autoreply autoresponder autoresponse auto robot bounce bounces
  returns notification notifications notify notifier alert alerts newsletter newsletters listserv majordomo mailman
  root cron nobody system automated unsubscribe autoconfirm autonotify news updates digest marketing uucp usenet www
  wwwdata apache`.split(/\s+/),
)
/** Role words before or behind a separator, as in `owner-x` and `service-alerts`. */
const AFFIX =
  /^(?:owner|bounces?|noreply)[-_.=]|[-_.](?:owner|request|bounces?|noreply|alerts?|notifications?|newsletter)$/
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
  if (name.startsWith('list-')) return 'list'
  if (MACHINE_HEADERS.has(name)) return 'header'
  const words = wordsOf(value)
  if (YES_NO_HEADERS.has(name)) return NO.has(words[0] ?? '') ? undefined : name.replace(/^x-/, '')
  if (name === 'precedence') return words.some((word) => BULK.has(word)) ? 'precedence' : undefined
  if (name === 'x-auto-response-suppress')
    return words.length > 0 && words.every((word) => word === 'none') ? undefined : 'response-suppress'
  if (name === 'content-type') return REPORTS.has(words.slice(0, 3).join('')) ? 'report' : undefined
  if (name === 'return-path') return words.join('') === '<>' || isRoleHeader(value) ? 'return-path' : undefined
  return (name === 'sender' || name === 'reply-to') && isRoleHeader(value) ? name : undefined
}

/** The words and special characters of a value in lower case, without comments and separators; of all of it if a comment does not end. */
function wordsOf(value: string): readonly string[] {
  const tokens = tokenize(value, '/<>;,') ?? tokenize(value.replace(/["()\\]/g, ' '), '/<>;,') ?? []
  return tokens
    .filter(({ kind }) => !['comment', 'space', ';', ','].includes(kind))
    .map(({ text }) => text.toLowerCase())
}

function isRoleHeader(value: string): boolean {
  const parsed = parseAddresses(value)
  return 'mailboxes' in parsed && parsed.mailboxes.some(({ local }) => isRole(local))
}

function isRole(local: string): boolean {
  const name = local.split('+', 1)[0] ?? ''
  const squashed = name.replace(/[-_.]/g, '').replace(/[0-9]/g, '')
  if (ROLES.has(squashed)) return true
  if (AFFIX.test(name)) return true
  return NO_REPLY.some((word) => squashed.startsWith(word) || squashed.endsWith(word))
}
