import { texts } from '../subject.ts'
import { fail, pass, type Check } from '../check.ts'
import { each, fieldCheck, is } from '../field-check.ts'

const PUBLIC = [
  'gmail.com',
  'googlemail.com',
  'outlook.com',
  'hotmail.com',
  'live.com',
  'yahoo.com',
  'icloud.com',
  'me.com',
  'aol.com',
  'gmx.de',
  'gmx.net',
  'web.de',
  'proton.me',
  'protonmail.com',
  'qq.com',
  '163.com',
  'mail.ru',
  'yandex.ru',
]
/** Services that have one domain for each country, such as yahoo.co.uk. */
const PUBLIC_FAMILIES = /^(?:yahoo|hotmail|outlook|live|gmx|ymail|rocketmail|tutanota)\.[a-z.]{2,6}$/
const LAYER = 'email-sender-filter'

/** Whose mail reaches an agent. */
export const emailChecks: readonly Check[] = [
  fieldCheck({
    id: 'email-policy',
    group: 'email',
    title: 'Only senders on the list are admitted',
    severity: 'high',
    meaning: 'With `policy: open` anybody in the world writes into the context of the agent.',
    fix: 'Set `email-sender-filter.policy: allowlist` and name the senders under `allow`.',
    layer: LAYER,
    key: 'policy',
    weak: is('open', 'the policy is open'),
    strict: 'allowlist',
  }),
  fieldCheck({
    id: 'email-authentication',
    group: 'email',
    title: 'A sender is who he says he is',
    severity: 'high',
    meaning: 'The address in From is what the sender writes there; without DMARC, DKIM or SPF anybody is anybody.',
    fix: 'Set `email-sender-filter.requireAuth: true`, and `authservId` to the name of your mail server.',
    layer: LAYER,
    key: 'requireAuth',
    weak: is(false, 'mail need not be authenticated'),
    strict: true,
  }),
  fieldCheck({
    id: 'email-public-domains',
    group: 'email',
    title: 'No public mail service is admitted as a whole',
    severity: 'high',
    meaning: 'Everybody can have an address there; a list with such a domain is no list.',
    fix: 'Name the addresses in `email-sender-filter.allow`.',
    layer: LAYER,
    key: 'allow',
    weak: each((entry) =>
      entry.startsWith('@') && isPublic(entry.slice(1).toLowerCase()) ? `${entry} is admitted` : undefined,
    ),
  }),
  {
    id: 'email-server',
    group: 'email',
    title: 'It is known whose word on authentication counts',
    severity: 'low',
    meaning:
      'With senders on the list and without `authservId` every mail is refused: somebody will switch the check off.',
    fix: 'Set `email-sender-filter.authservId` to the name with which your mail server begins Authentication-Results.',
    fixable: false,
    async look(subject) {
      const { config } = await subject.layer(LAYER)
      const isUsed = texts(config['allow']).length > 0 || config['policy'] === 'open'
      if (!isUsed) return pass('no sender is admitted')
      const isMissing = config['requireAuth'] === true && typeof config['authservId'] !== 'string'
      return isMissing
        ? fail(await subject.inConfig(['layers', await subject.layerKey(LAYER)], 'authservId is not set'))
        : pass()
    },
  },
]

function isPublic(domain: string): boolean {
  return PUBLIC.includes(domain) || PUBLIC_FAMILIES.test(domain)
}
