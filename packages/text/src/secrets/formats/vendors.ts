import { secretFormat, type SecretFormat } from '../format.ts'
import { behind, some, times, value, words } from '../parts.ts'
import { isDigestLike, isStrong } from '../values.ts'
import { isPublicName, SEPARATOR } from './names.ts'
import { TRUFFLEHOG } from './sources.ts'
import { VENDOR_NAMES } from './vendor-names.ts'

/** What a vendor hands out to be published, and identifiers by their prefix. */
const PUBLIC_VALUE =
  /^(?:[a-z]{2,12}:|pk_|phc_|sb_publishable_|pub-|pub_|public[_-]|prj_|acct_|cus_|team_|org_|usr_|user_|proj_|app_|price_|prod_|sub_|evt_|pi_|in_|ch_|dpl_|req_|wh_|id_|gid_)|\.(?:app|com|io|net|org|dev)$/i
/** A name that ends in what tells things apart, and does not open them. */
const IDENTIFIER =
  /(?:[^A-Za-z]|^|[a-z](?=[A-Z]))(?:ids?|uuid|guid|trace|tracing|account|accounts|project|org|organi[sz]ation|team|workspace|site|region|zone|version|build|sha|commit|checksum|digest|hash|etag|ur[in]|urls?|host|domain|endpoint|release|track|album|artist|playlist|episode|customer|price|product|invoice|event|request|session[_-]?id|channel|database|portal|bucket|image|tag|branch|run|job|page|user|username|name|email|slug|plan|deployment)["'`\\\])]{0,3}\s{0,3}[:=|>,-]/i

/** A vendor's name before a random value, whatever else the name says: `LOOKER_CLIENT`, `algolia.admin`. */
export const VENDOR_VALUES: readonly SecretFormat[] = [
  secretFormat({
    id: 'vendor-value',
    what: `the name of one of ${VENDOR_NAMES.length} services in the name of a field, and a value in disorder`,
    source: TRUFFLEHOG,
    keywords: VENDOR_NAMES,
    ...behind(
      `(?:${VENDOR_NAMES.join('|')})[A-Za-z0-9_.-]{0,20}`,
      times(words(' api', ' app', ' client', ' access', ' account', ' auth', ' id', ' login', ' user'), 0, 2),
      SEPARATOR,
      value(some('[A-Za-z0-9_=+/.~:-]', 14, 300)),
    ),
    flags: 'i',
    maxLength: 420,
    match: ['looker_client = "bj9ivepv7h1hho4mph6m"'],
    miss: [
      'VERCEL_PROJECT_ID=prj_q7Rt2LmX9vKc4WzY8pNd',
      'spotify:track:q7Rt2LmX9vKc4WzY8pNd5H',
      'github: 3f9a0c7be5d1486292b7e04fd8c3a15690e27bd4',
      'twitter: https://twitter.com/ada12345',
    ],
    check: (word, before) =>
      !isDigestLike(word) &&
      !word.includes('/') &&
      isStrong(word) &&
      !PUBLIC_VALUE.test(word) &&
      !isPublicName(before) &&
      !IDENTIFIER.test(before),
    rule: 'letters and digits in disorder, no digest, not named as public or as an identifier',
  }),
]
