import { secretFormat, type SecretFormat } from '../format.ts'
import { all, behind, place, some, text, times, value } from '../parts.ts'
import { isDigestLike, isPasswordLike, isRandom, isStrong } from '../values.ts'
import {
  CONNECTOR,
  isPublicName,
  PUBLIC_VALUE,
  NAME_REST,
  QUOTED,
  SECRET_KEYWORDS,
  SECRET_WORDS,
  SEPARATOR,
  SEPARATOR_DOUBLE,
  SEPARATOR_SINGLE,
  YAML_RECORD,
} from './names.ts'
import { DETECT_SECRETS, GITLEAKS } from './sources.ts'

/** A value without quotes ends at white space and at what ends one in code. ASCII alone: RE2 needs three times the states for more. */
const PLAIN_CLASS = '[!#-%*+\\--:=?-Z^_a-z~]'
const ANY_CLASS = '[^\\s"\'`<>(){}\\[\\],;|\\\\]'

/** What may be in double quotes or back-ticks, and in single quotes, which know no escapes in shells and YAML. */
const IN_DOUBLE = '[!#-\\[\\]-_a-~]'
const IN_SINGLE = '[!-&(-~]'

/** Names before a value, in code, in configuration and in prose. */
export const ASSIGNMENTS: readonly SecretFormat[] = [
  secretFormat({
    id: 'assigned-secret',
    what: 'a name that says secret, key, token or password, a separator, and a random value',
    source: GITLEAKS,
    keywords: SECRET_KEYWORDS,
    ...behind(`(?:${SECRET_WORDS})${NAME_REST}`, SEPARATOR, value(some(PLAIN_CLASS, 8, 300))),
    flags: 'i',
    maxLength: 440,
    match: [
      'api_key = "9fK27xqLm41Zt"',
      'SMTP_PASS=Winter_25184zzN7r',
      '"clientSecret": "a81Kd90-xQ72pLs"',
      'System.setProperty("ACME_TOKEN", "q7rt2lmx9vkc4wzy")',
      '<add key="password" value="DsR4dKhdIBmxa7QcRc"/>',
      'const apiKey: string = "9fK27xqLm41Zt"',
      '| ACME_KEY | 9fK27xqLm41Zt |',
    ],
    miss: [
      'token = await getToken(a)',
      'private_key_path = "/etc/ssl/private/a1b2c3d4.pem"',
      'public_key = "9fK27xqLm41Zt"',
      'the token: a short history of access control',
    ],
    leastEntropy: 2.7,
    check: (word, before) => !isPublicName(before) && !PUBLIC_VALUE.test(word),
    rule: 'the name is not that of a public, cache or database key, the value no publishable key, scope or sealed secret',
  }),
  secretFormat({
    id: 'quoted-secret',
    what: 'such a name and a quoted value that holds brackets, commas or other marks',
    source: DETECT_SECRETS,
    keywords: SECRET_KEYWORDS,
    ...behind(`(?:${SECRET_WORDS})${NAME_REST}`, SEPARATOR_DOUBLE, value(some(IN_DOUBLE, 8, 300)), some('["`\\\\]')),
    flags: 'i',
    maxLength: 460,
    match: ['my_password_super_secure = "#wLz,NIXC6O#fih%t!"'],
    miss: ['"token": "fn(a1, b2)"'],
    leastEntropy: 2.7,
    check: (word, before) => !isPublicName(before) && !PUBLIC_VALUE.test(word),
    rule: 'the name is not that of a public, cache or database key',
  }),
  secretFormat({
    id: 'single-quoted-secret',
    what: 'such a name and a value in single quotes that holds brackets, commas or other marks',
    source: DETECT_SECRETS,
    keywords: SECRET_KEYWORDS,
    ...behind(`(?:${SECRET_WORDS})${NAME_REST}`, SEPARATOR_SINGLE, value(some(IN_SINGLE, 8, 300)), text("'")),
    flags: 'i',
    maxLength: 460,
    match: [`password: 'ujA]\\@D~X.OoflR:W-98]+72NtP[0_\`}'`],
    miss: ["tokens['abc[1]']"],
    leastEntropy: 2.7,
    check: (_, before) => before.endsWith("'") && !isPublicName(before),
    rule: 'the name is not that of a public, cache or database key',
  }),
  secretFormat({
    id: 'connected-secret',
    what: 'such a name and a value in quotes, with a type, a property, a call, a record or a sentence between them',
    source: DETECT_SECRETS,
    keywords: SECRET_KEYWORDS,
    ...behind(`(?:${SECRET_WORDS})${NAME_REST}s?`, CONNECTOR, QUOTED),
    flags: 'i',
    maxLength: 480,
    match: [
      'string DB_PASSWORD { get; set; } = "kR7x2Lq9mZ4t"',
      'let token: Option<String> = Some("q7Rt2LmX9vKc")',
      '{"password": {"type": "string", "value": "kR7x2Lq9mZ4t"}}',
      'builder.password("kR7x2Lq9mZ4t")',
      'For `GITEA_TOKEN` use `q7Rt2LmX9vKc`',
      'tokens = ["q7Rt2LmX9vKc"]',
    ],
    miss: ['setPassword("newPassword1")', 'useSecret("prod/db/password1")', 'password: Token["a1"]'],
    leastEntropy: 2.7,
    check: (word, before) =>
      !isPublicName(before) &&
      !PUBLIC_VALUE.test(word) &&
      (IS_OPERATOR.test(before) || isPasswordLike(word) || isStrong(word)),
    rule: 'not the name of what is public; behind anything but an operator, three kinds of characters',
  }),
  secretFormat({
    id: 'secret-record',
    what: 'such a name and on the next line the field value, as in YAML',
    source: DETECT_SECRETS,
    keywords: SECRET_KEYWORDS,
    ...behind(`(?:${SECRET_WORDS})${NAME_REST}`, YAML_RECORD, value(some(PLAIN_CLASS, 8, 200))),
    flags: 'i',
    maxLength: 400,
    match: ['password:\n  value: kR7x2Lq9mZ4t'],
    miss: ['password:\n  value: changeme'],
    leastEntropy: 2.7,
    check: (word, before) => !isPublicName(before) && !PUBLIC_VALUE.test(word),
    rule: 'not the name of what is public',
  }),
  secretFormat({
    id: 'accented-password',
    what: 'such a name and a value with letters beyond ASCII',
    source: 'ringwall',
    keywords: SECRET_KEYWORDS,
    ...behind(`(?:${SECRET_WORDS})`, SEPARATOR, value(some(ANY_CLASS, 8, 60))),
    flags: 'i',
    maxLength: 180,
    match: ['password = "Grün7-Möwe_92x"'],
    miss: ['passwort = "geschützt-für-alle"'],
    leastEntropy: 2.7,
    // What is ASCII alone is judged by the other rules, and may be longer than this one reads.
    check: (value, before) => BEYOND_ASCII.test(value) && !isPublicName(before),
    rule: 'the name is not that of a public, cache or database key',
  }),
  secretFormat({
    id: 'secret-element',
    what: 'such a name in a tag and a random value up to the closing tag',
    source: GITLEAKS,
    keywords: SECRET_KEYWORDS,
    ...behind(
      `(?:${SECRET_WORDS})${NAME_REST}`,
      times(
        all(
          some('\\s'),
          some('[A-Za-z:_-]', 1, 30),
          text('='),
          some('["\']'),
          some('[^"\'<>\\n]', 0, 40),
          some('["\']'),
        ),
        0,
        2,
      ),
      text('>'),
      some('\\s', 0, 12),
      value(some('[^\\s<>"]', 6, 300)),
      some('\\s', 0, 12),
      text('</'),
    ),
    flags: 'i',
    maxLength: 460,
    match: ['<acmeToken>\n    q7rt2lmx9vkc4wzy\n</acmeToken>', '<password type="plain">k3Jx9-wLq72</password>'],
    miss: ['<password>changeme</password>', '<label for="token">Token2</label>'],
    leastEntropy: 2.5,
    check: (word, before) => !isPublicName(before) && !PUBLIC_VALUE.test(word),
    rule: 'the name is not that of a public, cache or database key',
  }),
  secretFormat({
    id: 'secret-line',
    what: 'such a name and a value with brackets, commas or bars up to the end of the line',
    source: DETECT_SECRETS,
    keywords: SECRET_KEYWORDS,
    ...behind(
      `(?:${SECRET_WORDS})${NAME_REST}`,
      some('[=:]'),
      some('[ \\t]', 0, 2),
      value(some('[^\\s"\'`]', 8, 200)),
      place('(?:\\s|$)'),
    ),
    flags: 'i',
    maxLength: 300,
    match: ['DB_PASS=kR7(x2,Lq9|mZ4'],
    miss: ['token: parse(a1,b2,c3),', 'password=(a1b2c3d4);Encrypt=True'],
    leastEntropy: 3,
    check: isOddLine,
    rule: 'no code, no further fields',
  }),
  secretFormat({
    id: 'quoted-key',
    what: 'a field that is only called key, auth or pat, and a quoted value in disorder',
    source: 'ringwall',
    keywords: ['key', 'auth', 'pat'],
    ...behind(
      '\\b(?:key|auth|pat)',
      some('["\']', 0, 1),
      some('\\s', 0, 1),
      some('[:=]'),
      some('\\s', 0, 2),
      some('["\'`]'),
      value(some('[A-Za-z0-9_./+=~-]', 24, 300)),
      some('["\'`]'),
    ),
    flags: 'i',
    maxLength: 320,
    match: ["new Client({ key: 'q7Rt2LmX9vKc4WzY8pNd5HsJ' })"],
    miss: ["{ key: 'user.settings.profile.title' }"],
    check: isStrong,
    rule: 'letters and digits in disorder, no digest',
  }),
]

/** An operator with nothing but quotes and a prefix of a string beside it. */
const IS_OPERATOR = /["'`\])]{0,3}\s{0,3}(?:=|:|\?\?|\|\|)\s{0,3}[@bBrRuUfLN$]{0,2}["'`]$/
const BEYOND_ASCII = /[\u0080-\uffff]/
const ODD = /[&<>(){}[\],;|\\]/
const FIELDS = /[;&,][A-Za-z_. -]{1,40}[=:]/
const CODE_END = /[;,)\]}>\\]$/

function isOddLine(value: string, before: string): boolean {
  return (
    ODD.test(value) &&
    !FIELDS.test(value) &&
    !CODE_END.test(value) &&
    !isPublicName(before) &&
    !isDigestLike(value) &&
    isRandom(value, 3)
  )
}
