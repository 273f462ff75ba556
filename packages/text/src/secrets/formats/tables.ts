import { secretFormat, type SecretFormat } from '../format.ts'
import { all, behind, either, place, some, times, value, words } from '../parts.ts'
import { COLUMN_WORDS } from '../secret-tables.ts'

/** The name of a column in the head line of a table; secret-tables.ts reads its rows. */
export const SECRET_COLUMN: SecretFormat = secretFormat({
  id: 'secret-column',
  what: 'the column of a table (Markdown, CSV, tabs, blanks) whose head says password, secret, token or API key',
  source: 'https://www.rfc-editor.org/rfc/rfc4180',
  keywords: ['pass', 'pwd', 'secret', 'token', 'key', 'kennwort', 'contrase', 'senha', 'wachtwoord', 'parola', 'heslo'],
  regex: `(?:^|[\\n|,;\\t]|  )["'*\`_ ]{0,4}(?:[A-Za-z0-9]{1,16}[ _-]){0,2}(?:${COLUMN_WORDS})["'*\` ]{0,40}(?:[|,;\\t\\r\\n]|  )`,
  flags: 'i',
  maxLength: 140,
  leastEntropy: 2.3,
  match: ['| user | password |\n|---|---|\n| ana | kR7x#2Lq9 |', 'user,api_key\nana,q7Rt2LmX9vKc4WzY8pNd'],
  miss: ['| Option | Token |\n|---|---|\n| auth | AUTH_TOKEN2 |', 'the name, password, and age\nof a user, who, is 42'],
  rule: 'rows below it with as many cells; behind `token` and `key` three kinds of characters, a long digest or disorder',
})

/** Codes of which each opens an account once. */
export const RECOVERY_CODES: SecretFormat = secretFormat({
  id: 'recovery-codes',
  what: 'the codes below a line that calls them recovery or backup codes',
  source: 'https://docs.github.com/en/authentication/securing-your-account-with-two-factor-authentication-2fa',
  keywords: ['recovery', 'backup', 'scratch'],
  ...behind(
    '\\b(?:recovery|backup|scratch)',
    some('[ _-]'),
    words('codes', 'code', 'keys'),
    some('[^\\n0-9]', 0, 60),
    some('[\\n]', 1, 2),
    value(
      times(
        all(
          some('[ \\t0-9.)*#>-]', 0, 5),
          some('[A-Za-z0-9]', 4, 12),
          some('[A-Za-z0-9 -]', 0, 16),
          either(some('[\\n]', 1, 2), place('$')),
        ),
        2,
        16,
      ),
    ),
  ),
  flags: 'i',
  maxLength: 800,
  match: ['Recovery codes:\na1b2c-3d4e5\nf6a7b-8c9d0'],
  miss: ['Recovery codes:\nkeep them in\na safe place', 'backup code\n2024 was fine\n2025 too'],
  check: isCodes,
  rule: 'every line a code with digits, of one length',
})

/** True for two or more lines that are each a number in a list and a code. */
function isCodes(list: string): boolean {
  const codes = list
    .trimEnd()
    .split(/\n+/)
    .map((line) => line.replace(/^[ \t]{0,4}(?:[0-9]{1,2}[.)]|[*#>-])?[ \t]{0,4}/, '').trim())
  const [first = ''] = codes
  return (
    codes.length >= 2 &&
    codes.every((code) => code.length === first.length && CODE.test(code)) &&
    codes.some((code) => /[0-9]/.test(code))
  )
}

const CODE = /^(?:[A-Za-z0-9]{4,12}[ -]?){1,4}$/
