import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { checkEmail } from './adapters/email.mjs'
import { validateJson, validateMessage } from './adapters/input.mjs'

interface Mail {
  readonly raw: string
  readonly allowlist: readonly string[]
  readonly authserv_id: string
  readonly require_auth: boolean
}

function mails(): readonly Mail[] {
  const text = readFileSync(new URL('fixtures/email.jsonl', import.meta.url), 'utf8')
  return Array.from(text.trim().split('\n'), (line) => JSON.parse(line))
}

test('checkEmail admits what its allowlist says', async () => {
  const verdicts = await Promise.all(
    mails().map(async ({ raw, allowlist, authserv_id: authservId, require_auth: requireAuth }) => {
      const { accept, reason } = await checkEmail(raw, { allowlist, authservId, requireAuth })
      return [accept, reason]
    }),
  )
  expect(verdicts).toEqual([
    [true, undefined],
    [false, 'EMAIL_NOT_ALLOWED'],
    [false, 'EMAIL_UNAUTHENTICATED'],
    [true, undefined],
    [true, undefined],
  ])
})

test('validateMessage and validateJson tell valid from invalid', async () => {
  const cycle: { self?: object } = {}
  cycle.self = cycle
  const messages = ['hi', { a: [1] }, 'a\0b', 3.5, undefined, cycle, 10n]
  const verdicts = await Promise.all(messages.map((message) => validateMessage(message)))
  expect(verdicts.map(({ valid }) => valid)).toEqual([true, true, false, false, false, false, false])
  expect(await validateJson('{"a":1,"a":2}')).toEqual({ valid: false, reasons: ['INPUT_JSON_INVALID'] })
})
