import { describe, expect, test } from 'vitest'
import { makeFolder, parseLines, run } from './harness.ts'

const MAIL = [
  'Authentication-Results: mx.corp.example; dmarc=pass header.from=corp.example',
  'From: Alice',
  ' <alice@corp.example>',
  'Subject: Hello',
]
const SETTINGS = 'email-sender-filter: { allow: [alice@corp.example], authservId: mx.corp.example }'

/** The layers and codes that stopped it. */
function denials(out: string): readonly string[] {
  const { rulings } = JSON.parse(out) as { rulings: readonly { layer: string; kind: string; code: string }[] }
  return rulings.filter(({ kind }) => kind === 'deny').map(({ layer, code }) => `${layer} ${code}`)
}

async function check(stdin: string | readonly string[], argv: readonly string[] = [], config?: string) {
  const cwd = await makeFolder(config === undefined ? {} : { 'ringwall.yaml': config })
  const { code, out, err } = await run(['check', '--json', ...argv], { stdin: [stdin].flat(), cwd })
  return { code, err, denials: denials(out) }
}

function mail(lines: readonly string[], config = `layers: { ${SETTINGS} }`) {
  const argv = ['--source', 'email', '--meta', '{"raw":true}', '--layers', 'email-sender-filter']
  return check(`${lines.join('\r\n')}\r\n\r\nHi`, argv, config)
}

describe('text', () => {
  test('10 MB of one character', async () => {
    const chunks = Array.from({ length: 10 }, () => 'a'.repeat(1024 * 1024))
    expect(await check(chunks)).toEqual({ code: 1, err: '', denials: ['input-validation INPUT_TOO_LONG'] })
  })

  test('a million combining marks, also where so long a text is allowed', async () => {
    const text = `a${'\u0301'.repeat(1_000_000)}`
    expect((await check(text)).denials).toEqual(['input-validation INPUT_TOO_LONG'])
    const config = 'layers: { input-validation: { maxLength: 2000000 } }'
    const { code, denials: found } = await check(text, ['--layers', 'input-validation'], config)
    expect([code, found]).toEqual([1, ['input-validation INPUT_REPETITION', 'input-validation INPUT_COMBINING_MARKS']])
  })

  test('lone surrogates, in an argument and in a line of a batch', async () => {
    for (const text of ['\ud83d oops', 'a\udc00', '\udc00\ud83d']) {
      const { code, out } = await run(['check', '--json', text])
      expect([code, denials(out)]).toEqual([1, ['input-validation INPUT_INVALID_UTF16']])
    }
    const payload = '{"source":"user","text":"\\ud83d oops"}'
    const { out } = await run(['check', '--batch'], { stdin: [`{"id":1,"hook":"onInbound","payload":${payload}}\n`] })
    expect(parseLines(out)).toMatchObject([
      { outcome: 'deny', payload: null, rulings: [{ code: 'INPUT_INVALID_UTF16' }] },
    ])
  })

  test('JSON nested without end', async () => {
    const argv = ['--source', 'api', '--meta', '{"contentType":"application/json"}']
    for (const text of ['['.repeat(99_999), '{"a":'.repeat(19_999), `${'['.repeat(40)}${']'.repeat(40)}`]) {
      const { code, denials: found } = await check(text, argv)
      expect([code, found]).toEqual([1, ['input-validation INPUT_JSON_TOO_COMPLEX']])
    }
    expect((await check('{"a":[{"b":"c"}]}', argv)).code).toBe(0)
  })
})

describe('mail', () => {
  test('with a folded header is admitted', async () => {
    expect(await mail(MAIL)).toEqual({ code: 0, err: '', denials: [] })
  })

  test.for<[string, readonly string[], string]>([
    ['a NUL in the header', [...MAIL, 'X-A: \0'], 'EMAIL_MALFORMED'],
    ['a NUL in the address', ['From: alice\0@corp.example'], 'EMAIL_MALFORMED'],
    ['a fold of nothing', [...MAIL, 'X-A: b', ' \t', 'X-B: c'], 'EMAIL_MALFORMED'],
    ['a fold at the start', [' x', ...MAIL], 'EMAIL_MALFORMED'],
    ['a From folded into another header', ['X-A: b', ' From: alice@corp.example'], 'EMAIL_MALFORMED'],
    ['a million marks in a name', [`From: "${'\u0301'.repeat(1_000_000)}" <alice@corp.example>`], 'EMAIL_MALFORMED'],
    ['half a pair in a name', [...MAIL.slice(0, 1), 'From: alice\ud83d@corp.example'], 'EMAIL_MALFORMED'],
  ])('with %s is refused', async ([, lines, code]) => {
    const { code: exit, denials: found } = await mail(lines)
    expect([exit, found]).toEqual([1, [`email-sender-filter ${code}`]])
  })

  test('for an empty allowlist, or without a config, is refused', async () => {
    const empty = 'layers: { email-sender-filter: { allow: [], authservId: mx.corp.example } }'
    for (const config of [empty, '{}'])
      expect((await mail(MAIL, config)).denials).toEqual(['email-sender-filter EMAIL_NOT_ALLOWED'])
  })

  test('without its header is refused', async () => {
    expect((await check('Hi', ['--source', 'email'])).denials).toContain('email-sender-filter EMAIL_NO_HEADERS')
  })
})

test.for(['{', '[]', '"raw"', 'null'])('--meta %s is refused', async (meta) => {
  const { code, err } = await run(['check', '--meta', meta, 'x'])
  expect([code, err]).toEqual([2, expect.stringMatching(/^error USAGE: .*--meta/)])
})
