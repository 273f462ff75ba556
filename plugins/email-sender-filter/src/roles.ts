/** Local parts nobody reads or writes from, without separators and final digits. */
const ROLES: ReadonlySet<string> = new Set(
  `postmaster mailerdaemon maildaemon daemon mailer automailer autoreply autoreplies autoresponder autoresponse
  vacation outofoffice auto robot bounce bounces notification notifications notify notifier alert alerts newsletter
  newsletters listserv majordomo mailman root cron nobody system automated unattended unmonitored devnull unsubscribe
  autoconfirm autonotify news updates digest uucp usenet www wwwdata apache`.split(/\s+/),
)
/** Role words before or behind a separator, as in `owner-x` and `service-alerts`; lists have `-owner`, firms a `product.owner`. */
const AFFIX =
  /^(?:owner-|(?:bounces?|notifications?|newsletters?)[-_.=])|-(?:owner|request)$|[-_.](?:bounces?|alerts?|notifications?|newsletter)$/
/** "Do not answer" in the languages that mail is sent in, without separators. */
const NO_REPLY: readonly string[] =
  `noreply noreplies donotreply dontreply cannotreply neverreply noresponse donotrespond
  noanswer donotanswer mailerdaemon nepasrepondre noresponder norespondas naoresponda naoresponder nichtantworten
  keineantwort nonrispondere nieodpowiadaj nietbeantwoorden geenantwoord svarainte svarikke ikkesvar`.split(/\s+/)

/** True for the local part of an address that a machine writes from, and no person. */
export function isRole(local: string): boolean {
  const name = local.split('+', 1)[0] ?? ''
  if (AFFIX.test(name)) return true
  // Digits number an address, or stand for letters.
  return [name, name.replaceAll('0', 'o').replaceAll('1', 'l')].some((spelled) =>
    isRoleName(spelled.replace(/[0-9]/g, '')),
  )
}

function isRoleName(name: string): boolean {
  const squashed = name.replace(/[-_.]/g, '')
  if (ROLES.has(squashed)) return true
  const pieces = name.split(/[-_.=]/)
  return NO_REPLY.some((word) => squashed.startsWith(word) || squashed.endsWith(word) || pieces.includes(word))
}
