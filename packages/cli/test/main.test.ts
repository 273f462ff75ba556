import { describe, expect, test } from 'vitest'
import { main } from '../src/index.ts'
import { makeFolder, makeIo, run } from './harness.ts'

test('--version names both versions, also as JSON', async () => {
  expect((await run(['--version'])).out).toMatch(/^ringwall \d+\.\d+\.\d+ \(Node \d+\.\d+\.\d+\)\n$/)
  for (const argv of [
    ['--version', '--json'],
    ['--json', '--version'],
  ]) {
    const { code, out } = await run(argv)
    expect([code, JSON.parse(out)]).toEqual([0, { version: expect.any(String), node: process.versions.node }])
  }
})

test.for(['serve', 'check', 'explain', 'memory', 'schema', 'secrets', 'login', 'logout', 'whoami'])(
  'the help of %s has an example',
  async (command) => {
    const { code, out } = await run([command, '--help'])
    expect(code).toBe(0)
    expect(out).toMatch(new RegExp(`Examples?:\\n  ringwall ${command}`))
  },
)

test('the help explains the exit codes', async () => {
  const { code, out } = await run(['--help'])
  expect(code).toBe(0)
  expect(out).toMatch(/Exit codes:\n {2}0 .*\n {2}1 .*\n {2}2 /)
})

test('no command at all is a mistake, answered with the help', async () => {
  const { code, out, err } = await run([])
  expect([code, out]).toEqual([2, ''])
  expect(err).toContain('Usage: ringwall')
})

describe('wrong usage', () => {
  test.for([
    { argv: ['chek'], says: "unknown command 'chek' (Did you mean check?)" },
    { argv: ['check', '--bacth'], says: 'Did you mean --batch?' },
    { argv: ['check', 'two', 'words'], says: 'too many arguments' },
    { argv: ['check', '--hook', 'inbound', 'x'], says: 'Allowed choices are onInbound' },
    { argv: ['check', '--source', 'mars', 'x'], says: 'Allowed choices are user' },
    { argv: ['check', '--layers', 'a,,b', 'x'], says: 'names with commas between them' },
    { argv: ['check', '--source', 'user', '--destination', 'user', 'x'], says: '--destination is for' },
    { argv: ['check', '--hook', 'onOutbound', '--source', 'user', 'x'], says: '--source is for' },
    { argv: ['check', '--hook', 'onInbound', '--tool', 'exec'], says: '--tool and --args are for' },
    { argv: ['check', '--hook', 'onToolCall'], says: 'needs --tool' },
    { argv: ['check', '--tool', ''], says: '--tool is empty' },
    { argv: ['check', '--tool', 'exec', '--args', '{'], says: '--args is not JSON' },
    { argv: ['check', '--tool', 'exec', '--args', '[]'], says: '--args must be a JSON object' },
    { argv: ['check', '--tool', 'exec', 'text'], says: 'no text' },
    { argv: ['check', '--batch', 'text'], says: '--batch reads everything' },
    { argv: ['check', '--batch', '--source', 'user'], says: '--batch reads everything' },
    { argv: ['serve', '--port', '65536'], says: 'must be 0 to 65535' },
    { argv: ['serve', '--port', '-1'], says: 'must be 0 to 65535' },
    { argv: ['serve', '--port', '1e3'], says: 'must be 0 to 65535' },
    { argv: ['serve', '--host', ''], says: 'It is empty' },
    { argv: ['serve', '--upstream', ' '], says: 'It is empty' },
  ])('$argv', async ({ argv, says }) => {
    const { code, out, err } = await run(argv)
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(/^error USAGE: .+\nfix: Run `ringwall.* --help`\.\n$/)
    expect(err).toContain(says)
  })

  test('as JSON where JSON was asked for, but not where --json is text', async () => {
    const { code, err } = await run(['check', '--json', '--laers', 'x'])
    expect([code, JSON.parse(err)]).toEqual([
      2,
      { error: { code: 'USAGE', message: expect.stringContaining('--layers'), fix: expect.any(String) } },
    ])
    expect((await run(['check', 'a', '--', '--json'])).err).toMatch(/^error USAGE/)
  })
})

describe('a broken config', () => {
  const config = 'preset: default\nlayers:\n  nope: on\ngateway:\n  prot: 1\n'

  test.for(['check', 'explain', 'serve'])('%s lists every problem with its place and exits with 2', async (command) => {
    const cwd = await makeFolder({ 'ringwall.yaml': config })
    const { code, out, err } = await run(command === 'check' ? [command, 'text'] : [command], { cwd })
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(/^error CONFIG_INVALID: .*2 problems/)
    expect(err).toMatch(/ringwall\.yaml:3:3 .*\[CONFIG_UNKNOWN_LAYER\]/)
    expect(err).toMatch(/ringwall\.yaml:5:3 .*\[CONFIG_UNKNOWN_KEY\]/)
    expect(err).toMatch(/\nfix: .+\n$/)
    expect(err).not.toMatch(/\n +at /)
  })

  test('as JSON each problem stands alone', async () => {
    const cwd = await makeFolder({ 'ringwall.yaml': config })
    const { error } = JSON.parse((await run(['explain', '--json'], { cwd })).err)
    expect(error.code).toBe('CONFIG_INVALID')
    expect(error.problems).toEqual([
      expect.objectContaining({ code: expect.any(String), line: expect.any(Number), path: expect.any(String) }),
      expect.objectContaining({ code: expect.any(String), line: expect.any(Number), path: expect.any(String) }),
    ])
  })

  test('a named file that is not there is no reason for defaults', async () => {
    const { code, err } = await run(['check', 'text', '--config', 'none.yaml'])
    expect(code).toBe(2)
    expect(err).toContain('CONFIG_UNREADABLE')
  })
})

test('an unexpected failure is INTERNAL, with a stack only for RINGWALL_DEBUG=1', async () => {
  for (const RINGWALL_DEBUG of ['', '1']) {
    const io = await makeIo({ env: { RINGWALL_DEBUG } })
    const broken = { ...io, stdout: io.stdout.destroy(new Error('no more paper')).on('error', () => undefined) }
    expect(await main(['schema'], broken)).toBe(2)
    expect(io.stderr.text).toMatch(/^error INTERNAL: ringwall failed: /)
    expect(/\n +at /.test(io.stderr.text)).toBe(RINGWALL_DEBUG === '1')
  }
})

test('what is echoed cannot drive the terminal', async () => {
  const { err } = await run(['\u001b[2Jchek'])
  expect(err).not.toContain('\u001b')
})
