import { mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkEmail } from './adapters/email.mjs'
import { validateJson, validateMessage } from './adapters/input.mjs'
import { readFileSafe, resolveSafe, writeFileSafe } from './adapters/path.mjs'
import { validateCommand } from './adapters/shell.mjs'
import { guardedFetch, validate } from './adapters/ssrf.mjs'
import { createVerifier } from './adapters/webhook.mjs'

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

test('validate and guardedFetch ask the resolver that they are given', async () => {
  const lookup = (host: string, _options: object, done: (error: Error | null, answers: object[]) => void): void =>
    done(null, [{ address: host.startsWith('inner') ? '10.0.0.1' : '93.184.215.14', family: 4 }])
  expect(await validate('https://example.com/', { lookup })).toEqual({ allowed: true, reason: undefined })
  expect(await validate('https://inner.example.com/', { lookup })).toEqual({
    allowed: false,
    reason: 'ADDRESS_REFUSED',
  })
  await expect(guardedFetch('https://inner.example.com/', { lookup })).rejects.toMatchObject({ code: 'FETCH_REFUSED' })
})

test('commands are read, and not run', () => {
  expect(validateCommand("git commit -m 'a $(b)'")).toEqual({ allowed: true, reason: undefined })
  expect(validateCommand('echo $(id)')).toMatchObject({
    allowed: false,
    reason: expect.stringMatching(/^substitution: /),
  })
})

test('paths are followed below the root', () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'evals-')))
  symlinkSync('/etc', join(root, 'out'))
  writeFileSafe(root, 'a/b.txt', 'x')
  expect(String(readFileSafe(root, 'a/b.txt'))).toBe('x')
  expect(resolveSafe(root, 'a/../a/b.txt', { op: 'read' })).toBe(join(root, 'a/b.txt'))
  expect(() => resolveSafe(root, 'out/hosts', { op: 'read' })).toThrow()
  rmSync(root, { recursive: true })
})

test('a webhook is verified in seconds, and once', async () => {
  const secret = "It's a Secret to Everybody" // with the signature from GitHub's documentation
  const headers = { 'x-hub-signature-256': 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17' }
  const verify = await createVerifier({ scheme: 'github', secret, tolerance: 300 })
  const delivery = { headers, body: 'Hello, World!', now: 1_700_000_000 }
  expect(await verify({ ...delivery, body: 'Hello' })).toMatchObject({ valid: false, code: 'WEBHOOK_UNSIGNED' })
  expect(await verify(delivery)).toMatchObject({ valid: true })
  expect(await verify(delivery)).toMatchObject({ valid: false, code: 'WEBHOOK_REPLAYED' })
  const generic = await createVerifier({ scheme: 'generic', secret, tolerance: 300 })
  const late = { 'x-webhook-timestamp': '1699999699', 'x-webhook-signature': '00' }
  expect(await generic({ headers: late, body: 'x', now: 1_700_000_000 })).toMatchObject({ code: 'WEBHOOK_UNSIGNED' })
})
