import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { main } from '../src/index.ts'
import { makeFolder, makeIo, run, type Collector, type World } from './harness.ts'

const VALUE = 'swordfish-and-chips-77'
const KEY = ['9f1c', 'e2ab', '7740', 'd35b', '01fe', '68c2', 'ba97', '4d5e'].join('').repeat(2)
const yaml = (layer: string): string => `preset: none\nlayers: { secrets-store: ${layer} }\n`

async function makeProject(layer = '{ keyFile: keys/master.key }'): Promise<string> {
  return makeFolder({ 'ringwall.yaml': yaml(layer.replace('keys/', '')) })
}

/** `ringwall secrets` in a folder. */
function secrets(cwd: string, argv: readonly string[], world: World = {}) {
  return run(['secrets', ...argv], { cwd, ...world })
}

async function started(): Promise<string> {
  const cwd = await makeProject()
  expect((await secrets(cwd, ['init'])).code).toBe(0)
  expect((await secrets(cwd, ['set', 'TOKEN'], { stdin: `${VALUE}\n` })).code).toBe(0)
  return cwd
}

test('from the first key to the last secret', async () => {
  const cwd = await makeProject()
  const init = await secrets(cwd, ['init'])
  expect([init.code, init.err]).toEqual([0, ''])
  expect(init.out).toMatch(/^made the master key .*master\.key, for you alone\. Keep a copy/)
  expect((await stat(join(cwd, 'master.key'))).mode & 0o777).toBe(0o600)
  expect((await secrets(cwd, ['init'])).out).toContain('there is a master key already')
  expect(await secrets(cwd, ['list'])).toEqual({ code: 0, out: 'there are no secrets\n', err: '' })
  expect(await secrets(cwd, ['set', 'TOKEN'], { stdin: `${VALUE}\n` })).toEqual({
    code: 0,
    out: 'set TOKEN\n',
    err: '',
  })
  expect(await secrets(cwd, ['get', 'TOKEN', '--reveal'])).toEqual({ code: 0, out: `${VALUE}\n`, err: '' })
  const list = await secrets(cwd, ['list'])
  expect(list.out).toMatch(/^TOKEN {2}value {2}20\S+Z {2}default\n$/)
  expect(await secrets(cwd, ['remove', 'TOKEN'])).toEqual({ code: 0, out: 'removed TOKEN\n', err: '' })
  for (const argv of [
    ['remove', 'TOKEN'],
    ['get', 'TOKEN', '--reveal'],
  ])
    expect(await secrets(cwd, argv)).toEqual({ code: 1, out: 'there is none of that name\n', err: '' })
})

test('as JSON', async () => {
  const cwd = await makeProject()
  const json = async (argv: readonly string[], stdin = '') =>
    JSON.parse((await secrets(cwd, [...argv, '--json'], { stdin })).out)
  expect(await json(['init'])).toEqual({ initialised: true, keyFile: join(cwd, 'master.key') })
  expect(await json(['set', 'A'], VALUE)).toEqual({ name: 'A', tenant: 'default', version: expect.any(Number) })
  expect(await json(['get', 'A', '--reveal'])).toEqual({ name: 'A', value: VALUE })
  expect(await json(['list'])).toEqual({
    secrets: [{ tenant: 'default', name: 'A', kind: 'value', changed: expect.any(String) }],
  })
  expect(await json(['rotate'])).toEqual({ rotated: 1 })
  expect(await json(['remove', 'A'])).toEqual({ removed: 'A' })
  expect(await json(['remove', 'A'])).toEqual({ found: false })
})

test('tenants have secrets of their own', async () => {
  const cwd = await started()
  await secrets(cwd, ['set', 'TOKEN', '--tenant', 'acme'], { stdin: 'of acme itself' })
  expect((await secrets(cwd, ['get', 'TOKEN', '--reveal'])).out).toBe(`${VALUE}\n`)
  expect((await secrets(cwd, ['get', 'TOKEN', '--reveal', '--tenant', 'acme'])).out).toBe('of acme itself\n')
  expect((await secrets(cwd, ['list', '--tenant', 'acme'])).out.trim().split('\n')).toHaveLength(1)
  expect((await secrets(cwd, ['list'])).out.trim().split('\n')).toHaveLength(2)
})

describe('a value on the command line', () => {
  test.for([
    ['set', 'TOKEN', VALUE],
    ['set', `TOKEN=${VALUE}`],
    ['set', 'TOKEN', `--value=${VALUE}`],
    ['set', 'TOKEN', '--value', VALUE],
    ['set', `--value=${VALUE}`],
    ['set', 'TOKEN', '--', VALUE],
    ['get', 'TOKEN', VALUE],
    ['remove', 'TOKEN', VALUE],
  ])('%j is refused with the reason, and not repeated', async (argv) => {
    const cwd = await started()
    const { code, out, err } = await secrets(cwd, argv, { stdin: 'other' })
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain('SECRET_IN_ARGV')
    expect(err).not.toContain(VALUE)
    expect((await secrets(cwd, ['get', 'TOKEN', '--reveal'])).out).toBe(`${VALUE}\n`)
  })

  test('a name that is none is not repeated either', async () => {
    const { code, err } = await secrets(await started(), ['set', `${VALUE}!`], { stdin: 'x' })
    expect([code, err.includes('SECRET_NAME_INVALID'), err.includes(VALUE)]).toEqual([2, true, false])
  })
})

describe('typed', () => {
  /** A terminal that records what it is told. */
  function terminal() {
    const log: string[] = []
    const stdin = Object.assign(new PassThrough(), {
      isTTY: true,
      setRawMode: (mode: boolean) => void log.push(mode ? 'hidden' : 'shown'),
    })
    return { stdin, log }
  }

  async function type(cwd: string, keys: readonly (string | Uint8Array)[]) {
    const { stdin, log } = terminal()
    const io = await makeIo({ cwd, stdin })
    const code = main(['secrets', 'set', 'TYPED'], io)
    await io.stderr.contains('Value of TYPED: ')
    log.push('asked')
    for (const key of keys) stdin.write(key)
    return { code: await code, log, err: io.stderr.text }
  }

  test('without echo, with corrections, in pieces of any size', async () => {
    const cwd = await started()
    const [head, tail] = [Buffer.from('ü').subarray(0, 1), Buffer.from('ü').subarray(1)]
    const { code, log, err } = await type(cwd, ['swx', '\u007f', 'ord', head, tail, '😀\b!', '\r', 'more'])
    expect([code, log]).toEqual([0, ['hidden', 'asked', 'shown']])
    expect(err).not.toContain('sw')
    expect((await secrets(cwd, ['get', 'TYPED', '--reveal'])).out).toBe('swordü!\n')
  })

  test.for([['\u0003'], ['abc', '\u0003'], ['\u0004'], ['abc', '\u001b[A']])('given up: %j', async (keys) => {
    const cwd = await started()
    const { code, log, err } = await type(cwd, keys)
    expect([code, log]).toEqual([2, ['hidden', 'asked', 'shown']])
    expect(err).toContain('SECRET_INPUT_CANCELLED')
    expect((await secrets(cwd, ['list'])).out).not.toContain('TYPED')
  })
})

test.for(['', '\n', 'a\0b', new Uint8Array([0xff, 0xfe])])('a value that is none: %j', async (stdin) => {
  const cwd = await started()
  const { code, err } = await secrets(cwd, ['set', 'TOKEN'], { stdin: [stdin].filter((part) => part.length > 0) })
  expect(code).toBe(2)
  expect(err).toMatch(/SECRET_VALUE_INVALID|INPUT_NOT_UTF8/)
  expect((await secrets(cwd, ['get', 'TOKEN', '--reveal'])).out).toBe(`${VALUE}\n`)
})

test('a value is not printed by accident', async () => {
  const { code, out, err } = await secrets(await started(), ['get', 'TOKEN'])
  expect([code, out, err.includes('SECRET_NOT_REVEALED')]).toEqual([2, '', true])
})

describe('a master key that is wrong or lost', () => {
  const all = [
    ['init'],
    ['set', 'TOKEN'],
    ['set', 'NEW'],
    ['get', 'TOKEN', '--reveal'],
    ['list'],
    ['rotate'],
    ['remove', 'TOKEN'],
  ]

  test.for(all)('%j says so and changes nothing', async (argv) => {
    const cwd = await started()
    const key = await readFile(join(cwd, 'master.key'), 'utf8')
    await writeFile(join(cwd, 'master.key'), `${Buffer.from(KEY, 'hex').toString('base64')}\n`)
    const wrong = await secrets(cwd, argv, { stdin: 'x-y-z-x-y-z' })
    expect([wrong.code, wrong.out, wrong.err.includes('SECRETS_KEY_WRONG')]).toEqual([2, '', true])
    await rm(join(cwd, 'master.key'))
    const lost = await secrets(cwd, argv, { stdin: 'x-y-z-x-y-z' })
    expect([lost.code, lost.out, lost.err.includes('SECRETS_KEY_MISSING')]).toEqual([2, '', true])
    await expect(stat(join(cwd, 'master.key'))).rejects.toThrow('ENOENT')
    await writeFile(join(cwd, 'master.key'), key, { mode: 0o600 })
    expect((await secrets(cwd, ['get', 'TOKEN', '--reveal'])).out).toBe(`${VALUE}\n`)
    expect((await secrets(cwd, ['list'])).out.trim().split('\n')).toHaveLength(1)
  })

  test('before there is one, a command says how to make it', async () => {
    const cwd = await makeProject()
    const { code, err } = await secrets(cwd, ['set', 'TOKEN'], { stdin: VALUE })
    expect([code, err.includes('ringwall secrets init')]).toEqual([2, true])
  })
})

test('import: all of a file, or nothing of it', async () => {
  const cwd = await started()
  await writeFile(join(cwd, '.env'), `# a comment\nA=first-value\nexport B="second value"\nTOKEN='other'\n`)
  const first = await secrets(cwd, ['import', '.env'])
  expect(first).toMatchObject({ code: 1, err: '' })
  expect(first.out).toBe('imported 2 secrets\nleft as they were, for lack of --overwrite: TOKEN\n')
  expect((await secrets(cwd, ['get', 'B', '--reveal'])).out).toBe('second value\n')
  expect((await secrets(cwd, ['get', 'TOKEN', '--reveal'])).out).toBe(`${VALUE}\n`)
  expect((await secrets(cwd, ['import', '.env', '--overwrite'])).code).toBe(0)
  expect((await secrets(cwd, ['get', 'TOKEN', '--reveal'])).out).toBe('other\n')
  for (const text of ['', 'nothing here', 'C=x\nD=', 'C=x\nä=y'])
    await writeFile(join(cwd, 'bad.env'), text).then(async () => {
      const { code, out, err } = await secrets(cwd, ['import', 'bad.env'])
      expect([code, out, err.includes('SECRETS_FILE_UNUSABLE')], text).toEqual([2, '', true])
    })
  for (const file of ['none.env', '.'])
    expect((await secrets(cwd, ['import', file])).err).toContain('SECRETS_FILE_UNUSABLE')
  expect((await secrets(cwd, ['list'])).out).not.toMatch(/^[CD] /m)
})

test('rotate: a new key in the file, told step by step to a terminal', async () => {
  const cwd = await started()
  const old = await readFile(join(cwd, 'master.key'), 'utf8')
  const io = await makeIo({ cwd })
  io.stderr.isTTY = true
  expect(await main(['secrets', 'rotate'], io)).toBe(0)
  expect((io.stdout as Collector).text).toBe('encrypted 1 secret anew\n')
  expect(io.stderr.text).toContain('row 1')
  expect(await readFile(join(cwd, 'master.key'), 'utf8')).not.toBe(old)
  expect((await secrets(cwd, ['get', 'TOKEN', '--reveal'])).out).toBe(`${VALUE}\n`)
  expect((await secrets(cwd, ['rotate', '--new-key', 'env:X'])).err).toContain('USAGE')
})

test('a master key by reference', async () => {
  const cwd = await makeProject("{ masterKey: '${OLD}' }")
  const next = [...KEY].toReversed().join('')
  const world = { env: { OLD: KEY, NEW: next } }
  expect((await secrets(cwd, ['init'], world)).out).toContain('the master key of the config is in force')
  expect((await secrets(cwd, ['set', 'TOKEN'], { ...world, stdin: VALUE })).code).toBe(0)
  expect((await secrets(cwd, ['list'])).err).toContain('CONFIG_SECRET_UNRESOLVED')
  expect((await secrets(cwd, ['rotate'], world)).err).toContain('--new-key REF')
  for (const bad of [next, 'env:NONE', 'file:/none'])
    expect((await secrets(cwd, ['rotate', '--new-key', bad], world)).err).toMatch(
      /SECRET_REFERENCE_INVALID(?!.*[0-9a-f]{64})/,
    )
  expect((await secrets(cwd, ['rotate', '--new-key', 'env:NEW'], world)).code).toBe(0)
  expect((await secrets(cwd, ['list'], world)).err).toContain('SECRETS_KEY_WRONG')
  expect((await secrets(cwd, ['get', 'TOKEN', '--reveal'], { env: { OLD: next } })).out).toBe(`${VALUE}\n`)
})

test('where nothing would use or keep the secrets, nothing is kept', async () => {
  const off = await makeFolder({ 'ringwall.yaml': 'preset: none\nlayers: { output-guard: {} }\n' })
  expect((await secrets(off, ['init'])).err).toContain('SECRETS_UNGUARDED')
  const memory = await makeFolder({ 'ringwall.yaml': `${yaml('{}')}store: { file: ':memory:' }\n` })
  expect((await secrets(memory, ['init'])).err).toContain('SECRETS_EPHEMERAL')
})

test.for([
  ['secrets'],
  ['secrets', 'nope'],
  ['secrets', 'set'],
  ['secrets', 'import'],
  ['login'],
  ['login', 'chatgpt', '--timeout', '0'],
])('%j is a mistake', async (argv) => {
  expect(await run(argv)).toMatchObject({ code: 2, out: '' })
})
