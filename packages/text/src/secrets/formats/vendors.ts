import { secretFormat, type SecretFormat } from '../format.ts'
import { behind, some, times, value, words } from '../parts.ts'
import { isDigestLike, isStrong } from '../values.ts'
import { SEPARATOR } from './names.ts'
import { TRUFFLEHOG } from './sources.ts'
import { VENDOR_NAMES } from './vendor-names.ts'

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
    miss: ['github: 3f9a0c7be5d1486292b7e04fd8c3a15690e27bd4', 'twitter: https://twitter.com/ada12345'],
    check: (word) => !isDigestLike(word) && !word.includes('/') && isStrong(word),
    rule: 'letters and digits in disorder, no digest',
  }),
]
