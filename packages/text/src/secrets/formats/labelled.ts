import { secretFormat, type SecretFormat } from '../format.ts'
import { isStrong } from '../values.ts'

const LABELS = [
  'sk',
  'pat',
  'tkn',
  'token',
  'apikey',
  'secret',
  'live',
  'prod',
  'sandbox',
  'api',
  'pw',
  'oauth',
  'svc',
  'acct',
  'refresh',
  'rt',
  'priv',
]

/** A publishable key says so. */
const PUBLIC = /^(?:[a-z0-9]+[_-])?(?:pk|pub|public|publishable)[_-]/

/**
 * Tokens of vendors that nobody has listed: since GitHub showed the way, they begin with the vendor's name and a word for what they are.
 * A name alone is not enough: identifiers look like that, too.
 */
export const LABELLED: readonly SecretFormat[] = [
  secretFormat({
    id: 'labelled-token',
    what: "a vendor's name, a word such as `sk`, `pat`, `tkn`, `live` or `api`, and 20 or more letters and digits in disorder",
    source: 'https://github.blog/engineering/behind-githubs-new-authentication-token-formats/',
    keywords: LABELS.flatMap((label) => [`${label}_`, `${label}-`]),
    regex: `\\b(?:[a-z][a-z0-9]{1,14}[_-]){0,2}(?:${LABELS.join('|')})[_-](?:[a-z0-9]{1,12}[_-]){0,2}[A-Za-z0-9]{20,200}`,
    maxLength: 300,
    match: ['acme_tkn_q7Rt2LmX9vKc4WzY8pNd5HsJ'],
    miss: ['acme_api_get_all_users_of_team_2', 'prod-api-gateway-hlsn7e25v-1sful'],
    check: (value) =>
      !PUBLIC.test(value) && isStrong(value.slice(Math.max(value.lastIndexOf('_'), value.lastIndexOf('-')) + 1)),
    rule: 'letters and digits in disorder, no digest, not marked as public',
  }),
]
