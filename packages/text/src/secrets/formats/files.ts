import { isBasicCredential } from '../checksums.ts'
import { secretFormat, type SecretFormat } from '../format.ts'
import { all, behind, maybe, some, text, times, value, words } from '../parts.ts'
import { isPlaceholder, isRandom } from '../values.ts'

const ALNUM = 'q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQeZ0xM'
const KUBERNETES = 'https://kubernetes.io/docs/concepts/configuration/secret/'
/** Lines of a map whose values are base64. */
const BASE64_LINE = all(
  some('\\s', 1, 12),
  some('["\']', 0, 1),
  some('[A-Za-z0-9_.-]', 1, 80),
  some('["\']', 0, 1),
  text(':'),
  some('\\s', 1, 2),
  some('["\']', 0, 1),
  some('[A-Za-z0-9+/]', 1, 250),
  some('=', 0, 2),
  some('["\']', 0, 1),
)
const CRYPT = 'https://man.archlinux.org/man/crypt.5'

/** What stands in files of credentials: netrc, npmrc, docker's config, Kubernetes secrets, shadow and htpasswd, wallets. */
export const FILES: readonly SecretFormat[] = [
  secretFormat({
    id: 'netrc-password',
    what: 'the password of a line in .netrc',
    source: 'https://www.gnu.org/software/inetutils/manual/html_node/The-_002enetrc-file.html',
    keywords: ['login'],
    ...behind(
      '\\blogin',
      some('\\s', 1, 8),
      some('[^\\s]', 1, 80),
      some('\\s', 1, 8),
      text('password'),
      some('\\s', 1, 2),
      value(some('[^\\s"\'`]', 6, 200)),
    ),
    maxLength: 320,
    match: ['machine api.acme.io login deploy password hT7q-Zk29'],
    miss: ['login with your password, please', 'login page password'],
    leastEntropy: 2.5,
  }),
  secretFormat({
    id: 'pgpass-password',
    what: 'the password of a line in .pgpass',
    source: 'https://www.postgresql.org/docs/current/libpq-pgpass.html',
    keywords: [':5432:', ':6432:', ':*:'],
    ...behind(
      '[A-Za-z0-9.*_-]{1,80}:(?:5432|6432|\\*):[A-Za-z0-9_*-]{1,60}:[A-Za-z0-9_-]{1,60}:',
      value(some('[^\\s:"\'`]', 6, 100)),
    ),
    maxLength: 330,
    match: ['db.internal:5432:app:ada:h7Kq2Zr9'],
    miss: ['tcp:5432:open'],
    leastEntropy: 2.5,
  }),
  secretFormat({
    id: 'docker-auth',
    what: 'user and password in base64, as in the config of docker and npm',
    source: 'https://docs.docker.com/reference/cli/docker/login/#credential-stores',
    keywords: ['auth'],
    ...behind(
      '_?auth',
      some('["\']', 0, 1),
      some('\\s', 0, 1),
      some('[:=]'),
      some('\\s', 0, 2),
      some('["\']', 0, 1),
      value(all(some('[A-Za-z0-9+/]', 8, 100), some('=', 0, 2))),
    ),
    maxLength: 130,
    tail: 'base64',
    match: [`{"auths":{"r.acme.io":{"auth":"${Buffer.from('deploy:h7Kq2Zr9').toString('base64')}"}}}`],
    miss: ['auth: required'],
    check: (base64) =>
      isBasicCredential(base64) &&
      !isPlaceholder(
        Buffer.from(base64, 'base64')
          .toString('latin1')
          .replace(/^[^:]{0,200}:/, ''),
      ),
    rule: 'it decodes to a user, a colon and a password',
  }),
  secretFormat({
    id: 'kubernetes-secret',
    what: 'the values of a Kubernetes Secret',
    source: KUBERNETES,
    keywords: ['secret'],
    ...behind(
      'kind:',
      some('\\s', 1, 2),
      text('Secret'),
      times(all(some('\\n'), some('[^\\n]', 0, 60)), 0, 8),
      some('\\n'),
      text('data:'),
      value(times(BASE64_LINE, 1, 2)),
    ),
    maxLength: 1400,
    match: ['kind: Secret\nmetadata:\n  name: db\ntype: Opaque\ndata:\n  password: UVN2QVo0MFNKSDlneHBadA==\n'],
    miss: ['kind: Secret\nmetadata:\n  name: db\n', 'kind: ConfigMap\ndata:\n  mode: cHJvZHVjdGlvbg==\n'],
  }),
  secretFormat({
    id: 'kubernetes-secret-dump',
    what: 'the values of a Kubernetes Secret as kubectl prints it, the kind behind the data',
    source: KUBERNETES,
    keywords: ['data:'],
    ...behind(
      '\\bdata:',
      value(times(BASE64_LINE, 1, 2)),
      some('\\n'),
      text('kind:'),
      some('\\s', 1, 2),
      text('Secret'),
    ),
    maxLength: 900,
    match: ['apiVersion: v1\ndata:\n  password: UVN2QVo0MFNKSDlneHBadA==\nkind: Secret\n'],
    miss: ['data:\n  mode: cHJvZHVjdGlvbg==\nkind: ConfigMap\n'],
  }),
  secretFormat({
    id: 'password-hash',
    what: 'a password hash of crypt(3), bcrypt, argon2, scrypt, PBKDF2 or LDAP, as in /etc/shadow and .htpasswd',
    source: CRYPT,
    keywords: [
      '$2a$',
      '$2b$',
      '$2y$',
      '$1$',
      '$5$',
      '$6$',
      '$y$',
      '$7$',
      '$gy$',
      '$apr1$',
      '$argon2',
      '$scrypt',
      'pbkdf2',
      '{ssha',
      '{sha',
      '{crypt}',
    ],
    regex:
      '(?:\\$2[abxy]\\$[0-9]{2}\\$[./A-Za-z0-9]{53}|\\$(?:1|apr1)\\$[./A-Za-z0-9]{1,8}\\$[./A-Za-z0-9]{22}|\\$[56]\\$(?:rounds=[0-9]{1,9}\\$)?[./A-Za-z0-9]{1,16}\\$[./A-Za-z0-9]{43,86}|' +
      '\\$(?:y|gy|7)\\$[./A-Za-z0-9]{1,12}\\$[./A-Za-z0-9]{1,86}\\$[./A-Za-z0-9]{43}|\\$argon2(?:id|i|d)\\$(?:v=[0-9]{1,3}\\$)?[mtp=0-9,]{5,40}\\$[A-Za-z0-9+/=]{8,120}\\$[A-Za-z0-9+/=]{16,180}|' +
      '\\$scrypt\\$[a-z0-9=,]{5,40}\\$[A-Za-z0-9+/=]{8,120}\\$[A-Za-z0-9+/=]{16,180}|\\bpbkdf2_sha(?:1|256|512)\\$[0-9]{1,8}\\$[A-Za-z0-9]{4,40}\\$[A-Za-z0-9+/=]{28,100}|' +
      '\\{(?:SSHA|SHA|SSHA256|SSHA512|CRYPT)\\}[A-Za-z0-9+/$.]{13,120}={0,2})',
    open: '\\$argon2(?:id|i|d)\\$(?:v=[0-9]{1,3}\\$)?[mtp=0-9,]{0,40}(?:\\$[A-Za-z0-9+/=]{0,120}(?:\\$[A-Za-z0-9+/=]{0,180})?)?$|\\{(?:SSHA|SHA|SSHA256|SSHA512|CRYPT)\\}[A-Za-z0-9+/$.]{0,120}={0,2}$|\\$scrypt\\$[a-z0-9=,]{0,40}(?:\\$[A-Za-z0-9+/=]{0,120}(?:\\$[A-Za-z0-9+/=]{0,180})?)?$|\\{(?:S(?:S(?:H(?:A(?:256|512)?)?)?|H(?:A)?)?|CRYPT)?$',
    maxLength: 380,
    match: [`ada:$2y$10$${ALNUM}${ALNUM.slice(0, 13)}`, `root:$6$q7Rt2LmX9vKc$${ALNUM}${ALNUM}q7Rt2L:19000:0`],
    miss: ['costs $5$ and $6$', 'the prefix $2y$10$ means bcrypt'],
    check: (hash) => isRandom(hash.replace(/^(?:\{[A-Z0-9]{3,7}\}|[^$]{0,20}\$)/, ''), 3),
    rule: 'random salt and hash',
  }),
  secretFormat({
    id: 'wireguard-key',
    what: 'private or pre-shared key of WireGuard',
    source: 'https://www.wireguard.com/quickstart/',
    keywords: ['privatekey', 'presharedkey'],
    ...behind(
      '\\b(?:PrivateKey|PresharedKey)',
      some('\\s', 0, 2),
      some('[:=]'),
      some('\\s', 0, 2),
      value(all(some('[A-Za-z0-9+/]', 43), text('='))),
    ),
    flags: 'i',
    maxLength: 70,
    match: [`PrivateKey = ${ALNUM}qP4=`],
    miss: ['PrivateKey = <key>'],
  }),
  secretFormat({
    id: 'age-secret-key',
    what: 'secret key of age: `AGE-SECRET-KEY-1` and 58 characters',
    source: 'https://github.com/FiloSottile/age/blob/main/age.go',
    keywords: ['age-secret-key-'],
    regex: 'AGE-SECRET-KEY-(?:1|PQ-1)[0-9A-Z]{58}',
    flags: 'i',
    maxLength: 80,
    match: [`AGE-SECRET-KEY-1${'Q7RT2LMX9VKC4WZY8PND5HSJ3GFB6TKU1AQEZ0XMYVNBWCRDHGJSFEOPIA'}`],
    miss: ['AGE-SECRET-KEY-1...'],
  }),
  secretFormat({
    id: 'minisign-secret-key',
    what: 'secret key of minisign or signify: the base64 that begins with its algorithm',
    source: 'https://jedisct1.github.io/minisign/',
    keywords: ['rwqaaeiy', 'rwrty0iy', 'rwrcsw'],
    regex: '\\b(?:RWQAAEIy|RWRTY0Iy|RWRCSw)[A-Za-z0-9+/]{130,280}={0,2}',
    maxLength: 300,
    match: [`RWRTY0Iy${ALNUM.repeat(4)}`],
    miss: ['RWRTY0Iy'],
    tail: 'base64',
  }),
  // `-----BEGIN <kind> PRIVATE KEY` in base64, as in a kubeconfig; a certificate begins otherwise.
  secretFormat({
    id: 'encoded-private-key',
    what: 'a private key in PEM, once more in base64, as in a kubeconfig',
    source: 'https://datatracker.ietf.org/doc/html/rfc7468',
    keywords: ['ls0tls1crudjti'],
    regex: 'LS0tLS1CRUdJTi(?:BSU0Eg|BQUklW|BFQyBQ|BPUEVO|BFTkNS|BEU0Eg|BQR1Ag|BTU0gy)[A-Za-z0-9+/]{100}',
    maxLength: 950,
    match: [
      `LS0tLS1CRUdJTiBSU0Eg${'UFJJVkFURSBLRVktLS0tLQpNSUlFcEFJQkFBS0NBUUVBcTdSdDJMbVg5dktjNFd6WThwTmQ1SHNKM2dGYjZUa1UxYVFlWjB4TXlWbkJ3Q3JEaEdqU2ZFb1A'}`,
    ],
    miss: ['LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t'],
    tail: 'base64',
  }),
  secretFormat({
    id: 'mnemonic',
    what: 'the 12, 15, 18, 21 or 24 words of a wallet behind their name',
    source: 'https://github.com/bitcoin/bips/blob/master/bip-0039.mediawiki',
    keywords: ['mnemonic', 'seed', 'recovery', 'passphrase', 'wallet', 'backup'],
    ...behind(
      '\\b(?:mnemonic|seed|recovery|backup|wallet|passphrase)',
      maybe(all(some('[\\s_-]'), words('phrase', 'words', 'seed', 'code', 'mnemonic'))),
      some('["\'`]', 0, 1),
      maybe(all(some('\\s'), words('is', 'was'))),
      some('\\s', 0, 2),
      some('[=:]', 0, 2),
      some('\\s', 0, 3),
      some('["\'`]', 0, 1),
      value(all(times(all(some('[a-z]', 3, 8), some('\\s')), 11, 23), some('[a-z]', 3, 8))),
    ),
    flags: 'i',
    maxLength: 300,
    match: ['seed phrase: legal winner thank year wave sausage worth useful legal winner thank yellow'],
    miss: ['the recovery takes time and the seed of doubt grows'],
    check: isMnemonic,
    rule: 'as many words as BIP 39 has, none of them a common word that its list leaves out',
  }),
]

const MNEMONIC_LENGTHS = new Set([12, 15, 18, 21, 24])
/** Common words that the list of BIP 39 does not hold: prose has them, a mnemonic never. */
const NOT_IN_LIST = new Set([
  'the',
  'and',
  'for',
  'are',
  'was',
  'but',
  'not',
  'you',
  'all',
  'has',
  'have',
  'had',
  'his',
  'her',
  'its',
  'our',
  'who',
  'how',
  'why',
  'from',
  'they',
  'with',
  'were',
  'been',
  'that',
  'them',
  'your',
])

function isMnemonic(phrase: string): boolean {
  const list = phrase.toLowerCase().split(/\s/)
  return MNEMONIC_LENGTHS.has(list.length) && !list.some((word) => NOT_IN_LIST.has(word))
}
