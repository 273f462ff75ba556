import { secretFormat, type SecretFormat } from '../format.ts'
import { all, behind, either, maybe, some, times, value, words } from '../parts.ts'
import { isPasswordLike, isRandom, isStrong } from '../values.ts'
import { isPublicName, PUBLIC_VALUE } from './names.ts'

/** A value in a sentence ends at white space and at brackets. ASCII alone: RE2 needs three times the states for more. */
const PROSE_CLASS = '[!#-&*+\\--:=?-Z^_a-z~]'
const NOUNS =
  'secret|token|password|passphrase|passcode|credential|(?:api|access|auth|secret|private|license)[_-]?key|key'

const CONNECTORS = words(
  'is',
  'was',
  '=',
  'to',
  'of',
  'becomes',
  'remains',
  'equals',
  '->',
  'should be',
  'will be',
  'must be',
  'reads',
  'has been set to',
  'has been reset to',
  'has been changed to',
  'was reset to',
  'was set to',
  'changed to',
  'reset to',
  'set to',
  'want is',
  'need is',
  'wanted is',
)

/** Sentences that tell a secret. */
export const PROSE: readonly SecretFormat[] = [
  secretFormat({
    id: 'secret-in-prose',
    what: 'a sentence that says that a secret is, was or is set to a random value',
    source: 'ringwall',
    keywords: ['secret', 'token', 'password', 'passphrase', 'passcode', 'credential', 'key'],
    ...behind(
      `\\b(?:${NOUNS})`,
      maybe(all(some('\\s'), words('key', 'secret', 'token', 'value', 'string', 'itself', 'here', 'now'))),
      maybe(
        all(
          some('\\s'),
          words('for', 'of', 'to', 'on', 'at', 'in', 'you'),
          times(all(some('\\s'), some('[A-Za-z0-9@._/-]', 1, 24)), 1, 3),
        ),
      ),
      either(all(some('\\s'), CONNECTORS), some(':')),
      maybe(all(some('\\s'), words('now', 'set to', 'still', 'just', 'simply'))),
      some(':', 0, 1),
      some('\\s', 1, 2),
      some('[*]', 0, 2),
      some('["\'`]', 0, 1),
      value(some(PROSE_CLASS, 8, 300)),
    ),
    flags: 'i',
    maxLength: 520,
    match: [
      'the API key is 4Kd82hQx01Zp7w',
      'Your password is Tr0ub4dor-9xKq',
      'the password for ana has been set to Tr0ub4dor-9xKq',
    ],
    miss: ['the password is hidden', 'the token is stored in the vault', 'the key is version2'],
    leastEntropy: 2.7,
    check: (word, before) =>
      !isPublicName(before) &&
      !PUBLIC_VALUE.test(word) &&
      (NEAR.test(before)
        ? word.length >= 12
          ? isRandom(word, 3.2)
          : MIXED.test(word) && /[0-9]/.test(word)
        : isPasswordLike(word) || isStrong(word)),
    rule: 'a short one holds a digit, and a mark or a capital',
  }),
  secretFormat({
    id: 'password-behind-noun',
    what: 'the word password or the like and right behind it, or behind a comma, a dash or a slash, what looks like one',
    source: 'ringwall',
    keywords: ['pass', 'pwd', 'pw ', 'pw:', 'pw,', 'pw=', 'pw-', 'pw('],
    ...behind(
      '\\b(?:password|passphrase|passcode|passwd|pass|pwd|pw)',
      either(
        all(some('\\s', 0, 1), words(':', '=', '->', '=>', '-', '(', ',', '/', 'is', 'was'), some('\\s', 0, 2)),
        some('\\s', 1, 2),
      ),
      some('[*]', 0, 2),
      some('["\'`(]', 0, 2),
      value(some(PROSE_CLASS, 8, 120)),
    ),
    flags: 'i',
    maxLength: 150,
    match: ['log in with the password kR7#x2Lq9 today', 'login: ana, pw: kR7#x2Lq9'],
    miss: ['the password Summer2024', 'password protection2 is on', 'pass --disable-warning=X1'],
    check: (word) => !PUBLIC_VALUE.test(word) && isPasswordLike(word),
    rule: 'a digit, three kinds of characters that change places three times',
  }),
  secretFormat({
    id: 'credentials-pair',
    what: 'the word login or credentials, a user and behind a slash, a bar or a comma what looks like a password',
    source: 'ringwall',
    keywords: ['cred', 'login', 'log in', 'sign in', 'log on', 'sign-in'],
    ...behind(
      '\\b(?:creds?|credentials?|log[ -]?in|log on|sign[ -]in)',
      times(
        all(
          some('\\s'),
          words('is', 'are', 'with', 'as', 'here', 'for', 'was', 'details', 'to', 'the', 'demo', 'test', 'admin'),
        ),
        0,
        3,
      ),
      some(':', 0, 1),
      some('\\s', 1, 2),
      some('["\'`*]', 0, 2),
      some('[A-Za-z0-9._@\\\\+-]', 1, 40),
      some('["\'`*]', 0, 2),
      some('\\s', 0, 1),
      some('[/:|,]'),
      some('\\s', 0, 1),
      some('["\'`*]', 0, 2),
      value(some(PROSE_CLASS, 8, 120)),
    ),
    flags: 'i',
    maxLength: 230,
    match: ['creds are admin / kR7#x2Lq9', 'Login: ana@acme.io:kR7#x2Lq9'],
    miss: ['The login page / signup2 flow', 'log in to example.com/Path2/page'],
    check: (word) => isPasswordLike(word) && !word.includes('/'),
    rule: 'a digit, three kinds of characters that change places three times',
  }),
  secretFormat({
    id: 'value-as-secret',
    what: 'what is to be used as the password, the token or the key',
    source: 'ringwall',
    keywords: [' as ', ' for '],
    ...behind(
      '\\b(?:use|using|try|enter|type|set|with|put|give|paste)',
      some('\\s'),
      some('["\'`]', 0, 1),
      value(some(PROSE_CLASS, 8, 100)),
      some('["\'`]', 0, 1),
      some('\\s'),
      words('as', 'for'),
      times(all(some('\\s'), some('[A-Za-z]', 1, 12)), 0, 3),
      some('\\s'),
      words('password', 'passphrase', 'passcode', 'token', 'secret', 'key', 'pw', 'pwd'),
    ),
    flags: 'i',
    maxLength: 190,
    match: ['use kR7#x2Lq9 as the password'],
    miss: ['enter Ctrl+Shift+P as the shortcut key', 'use getElementById2 as the key'],
    check: (word) => isPasswordLike(word) || isStrong(word),
    rule: 'a digit, three kinds of characters that change places three times',
  }),
  secretFormat({
    id: 'secret-behind-noun',
    what: 'the word token, key, secret or password and right behind it a value in disorder',
    source: 'ringwall',
    keywords: ['secret', 'token', 'password', 'passphrase', 'passcode', 'credential', 'key'],
    ...behind(
      `(?:\\b|_)(?:${NOUNS})`,
      some('\\s', 1, 2),
      some('["\'`(]', 0, 1),
      value(some('[A-Za-z0-9_./+=:~!@#$%^&*-]', 12, 300)),
    ),
    flags: 'i',
    maxLength: 340,
    match: ['upstream rejected token q7Rt2LmX9vKc4WzY8pNd5HsJ'],
    miss: ['the token 3f9a0c7be5d1486292b7e04fd8c3a156', 'the key src/components/Button2.tsx'],
    check: (word, before) =>
      !isPublicName(before) &&
      !PUBLIC_VALUE.test(word) &&
      (isStrong(word) || (/["'`(]$/.test(before) && isPasswordLike(word))),
    rule: 'letters and digits in disorder, no digest; in quotes or brackets three kinds of characters',
  }),
]

/** A noun and a short verb before the value. */
const NEAR =
  /\b(?:secret|token|password|passphrase|passcode|credential|key)\s(?:\w+\s)?(?:is|was|=|to|of|becomes|remains|equals)(?:\s(?:now|set to|still|just|simply))?:?\s{1,2}[*]{0,2}["'`]?$/i
const MIXED = /[^A-Za-z0-9.-]|[a-z0-9][A-Z]/
