import { EventEmitter } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { main } from '../src/index.ts'
import { makeFolder, makeIo, run } from './harness.ts'

describe('ringwall exec', () => {
  test("ends with the command's status, in the folder from which it is called", async () => {
    const cwd = await makeFolder()
    expect((await run(['exec', '--', 'sh', '-c', 'echo x > made; exit 7'], { cwd })).code).toBe(7)
    expect(existsSync(join(cwd, 'made'))).toBe(true)
  })

  test('does not run what the validator refuses, unless it is told not to look', async () => {
    const cwd = await makeFolder()
    const command = ['--', 'sh', '-c', 'echo $(id) > made']
    expect(await run(['exec', ...command], { cwd })).toMatchObject({
      code: 126,
      err: expect.stringContaining('substitution'),
    })
    expect(existsSync(join(cwd, 'made'))).toBe(false)
    expect((await run(['exec', '--skip-validator', ...command], { cwd })).code).toBe(0)
    expect(existsSync(join(cwd, 'made'))).toBe(true)
  })

  test('runs under the configured policy', async () => {
    const cwd = await makeFolder()
    await writeFile(join(cwd, 'ringwall.yaml'), 'layers:\n  exec-sandbox: { wallTimeMs: 300 }\n')
    expect(await run(['exec', '--', 'sleep', '20'], { cwd })).toMatchObject({
      code: 124,
      err: expect.stringContaining('time'),
    })
  })

  const WEAK = 'layers:\n  exec-sandbox: { network: host, protect: [], hide: [], readOnly: [/] }\n'

  test('takes from a config in the workspace only what tightens, unless it is named', async () => {
    const cwd = await makeFolder()
    await writeFile(join(cwd, 'ringwall.yaml'), WEAK)
    const where = await makeFolder()
    for (const [args, from] of [
      [[], cwd],
      [['--workspace', '.'], cwd],
      [['--workspace', dirname(cwd)], cwd],
    ] as const)
      expect(await run(['exec', ...args, '--', 'true'], { cwd: from })).toMatchObject({
        code: 2,
        err: expect.stringMatching(/CONFIG_DISTRUSTED/),
      })
    const file = join(cwd, 'ringwall.yaml')
    await writeFile(file, 'layers:\n  exec-sandbox: { readOnly: [/var/tmp] }\n')
    expect((await run(['exec', '--config', file, '--', 'true'], { cwd })).code).toBe(0)
    await writeFile(join(where, 'ringwall.yaml'), 'layers:\n  exec-sandbox: { readOnly: [/var/tmp] }\n')
    expect((await run(['exec', '--workspace', cwd, '--', 'true'], { cwd: where })).code).toBe(0)
  })

  test('does not take over the config that a command writes while another is about to begin', async () => {
    const cwd = await makeFolder()
    const writing = run(['exec', '--skip-validator', '--', 'sh', '-c', `printf '${WEAK}' > ringwall.yaml; sleep 3`], {
      cwd,
    })
    while (!existsSync(join(cwd, 'ringwall.yaml'))) await sleep(20)
    expect(await run(['exec', '--', 'true'], { cwd })).toMatchObject({
      code: 2,
      err: expect.stringContaining('CONFIG_DISTRUSTED'),
    })
    await writing
    expect((await run(['exec', '--', 'true'], { cwd })).code).toBe(0)
  })

  test('runs no code from the workspace outside of the sandbox: neither a config nor what calls itself a layer', async () => {
    const cwd = await makeFolder()
    const proof = join(await makeFolder(), 'proof')
    const code = `import { writeFileSync } from 'node:fs'\nwriteFileSync(${JSON.stringify(proof)}, '')\nexport default {}\n`
    for (const name of ['plugin-output-guard', 'plugin-exec-sandbox', 'config']) {
      const folder = join(cwd, 'node_modules', '@ringwall', name)
      await mkdir(folder, { recursive: true })
      const manifest = {
        name: `@ringwall/${name}`,
        version: '0.1.0',
        type: 'module',
        exports: './evil.js',
        ringwall: { api: 1 },
      }
      await writeFile(join(folder, 'package.json'), JSON.stringify(manifest))
      await writeFile(join(folder, 'evil.js'), code)
    }
    await writeFile(join(cwd, 'ringwall.yaml'), 'layers:\n  exec-sandbox: on\n  output-guard: on\n')
    expect((await run(['exec', '--', 'true'], { cwd })).code).toBe(0)
    await run(['check', '--text', 'x'], { cwd })
    await rm(join(cwd, 'ringwall.yaml'))
    await writeFile(join(cwd, 'ringwall.ts'), code)
    expect((await run(['exec', '--', 'true'], { cwd })).err).toContain('CONFIG_DISTRUSTED')
    expect(existsSync(proof)).toBe(false)
  })

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ])('looks at what a command left also where %s ends it', async (signal, code) => {
    const cwd = await makeFolder()
    const signals = new EventEmitter()
    const io = { ...(await makeIo({ cwd })), signals }
    const script = 'mkdir .vscode; touch begun; sleep 60'
    const running = main(['exec', '--skip-validator', '--', 'sh', '-c', script], io)
    while (!existsSync(join(cwd, 'begun'))) await sleep(20)
    signals.emit(signal)
    signals.emit(signal)
    expect(await running).toBe(code)
    expect(io.stderr.text).toContain('moved away')
    expect(existsSync(join(cwd, '.vscode'))).toBe(false)
    expect(signals.listenerCount(signal)).toBe(0)
  })

  test('tells the terminal no name as the command wrote it', async () => {
    const cwd = await makeFolder()
    const script = String.raw`d=$(printf 'a\033]0;evil\007\nended: x'); mkdir "$d" "$d/.vscode"`
    const { err } = await run(['exec', '--skip-validator', '--', 'sh', '-c', script], { cwd })
    expect(err).toContain('moved away')
    expect(err).toMatch(/^[ -~\n]*$/)
    expect(err).not.toMatch(/^ended/m)
  })

  test('does not run where there is no workspace, or no command', async () => {
    const cwd = await makeFolder()
    expect(await run(['exec', '--workspace', '/usr', '--', 'true'], { cwd })).toMatchObject({
      code: 126,
      err: expect.stringContaining('WORKSPACE_REFUSED'),
    })
    expect((await run(['exec'], { cwd })).code).toBe(2)
  })

  test.each([
    ['exit 0', 0],
    ['exit 1', 1],
    ['exit 2', 2],
    ['exit 124', 124],
    ['exit 255', 255],
    ['kill -TERM $$', 143],
    ['kill -KILL $$', 137],
    ['kill -SEGV $$', 139],
  ])('passes the status of %s on: %d', async (script, code) => {
    const cwd = await makeFolder()
    expect((await run(['exec', '--skip-validator', '--', 'sh', '-c', script], { cwd })).code).toBe(code)
  })

  test('ends with what a shell gives a program that is not there, or no program', async () => {
    const cwd = await makeFolder({ plain: 'x' })
    expect((await run(['exec', '--', 'no-such-program'], { cwd })).code).toBe(127)
    expect((await run(['exec', '--', './plain'], { cwd })).code).toBe(126)
  })

  test('passes everything behind -- on, also what looks like its own', async () => {
    const cwd = await makeFolder()
    const words = ['sh', '-c', 'printf "<%s>" "$@" > seen', 'sh', '--json', '--', '-h', '', 'a b']
    expect((await run(['exec', '--skip-validator', '--', ...words], { cwd })).code).toBe(0)
    expect(await readFile(join(cwd, 'seen'), 'utf8')).toBe('<--json><--><-h><><a b>')
  })

  test.each([
    ['an argument that was not UTF-8', ['cat', 'a\ufffd'], 'not UTF-8'],
    ['a NUL', ['cat', 'a\0'], 'COMMAND_INVALID'],
    ['a name like an option', ['-x'], 'COMMAND_INVALID'],
    ['an argument that Linux passes to no program', ['echo', 'a'.repeat(200_000)], 'COMMAND_INVALID'],
  ])('does not run %s', async (_name, words, says) => {
    const cwd = await makeFolder()
    expect(await run(['exec', '--skip-validator', '--', ...words], { cwd })).toMatchObject({
      code: 126,
      err: expect.stringContaining(says),
    })
  })

  test('tells which limit ended it', async () => {
    const cwd = await makeFolder({ 'ringwall.yaml': 'layers:\n  exec-sandbox: { memoryMb: 64 }\n' })
    const fill = 'for f in /tmp/a /dev/shm/a ~/a; do head -c 60M /dev/zero > $f; done; sleep 20'
    const { code, err } = await run(['exec', '--skip-validator', '--', 'sh', '-c', fill], { cwd })
    expect([code, err]).toEqual([137, 'refused: limit memory: more than 64 MB\nended: memory\n'])
  })

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ])('%s ends it with everything', async (signal, code) => {
    const io = await makeIo({})
    const running = main(['exec', '--skip-validator', '--', 'sh', '-c', 'touch started; sleep 30'], io)
    while (!existsSync(join(io.cwd, 'started'))) await new Promise((later) => setTimeout(later, 20))
    io.signals.emit(signal)
    expect(await running).toBe(code)
    expect(io.stderr.text).toContain('ended: aborted')
    expect(io.signals.listenerCount(signal)).toBe(0)
  })
})

describe('ringwall exec --network', () => {
  /** A server of this machine that says hello. */
  async function hello(): Promise<number> {
    const server = createServer((_request, response) => void response.end('hello'))
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    onTestFinished(() => void server.close())
    return (server.address() as AddressInfo).port
  }
  const get = (port: number, proxied: boolean): readonly string[] => {
    const noproxy = proxied ? '' : '*'
    return ['--', 'curl', '-sf', '--noproxy', noproxy, `http://127.0.0.1:${port}/`, '-o', 'got']
  }

  test('proxy leads where ssrf-guard allows, and tells what it refused', async () => {
    const [port, other] = [await hello(), await hello()]
    const cwd = await makeFolder({ 'ringwall.yaml': `layers:\n  ssrf-guard: { allow: ['127.0.0.1:${port}'] }\n` })
    const named = ['--config', join(cwd, 'ringwall.yaml')] // found in the workspace, it could only tighten
    expect((await run(['exec', ...named, '--network', 'proxy', ...get(port, true)], { cwd })).code).toBe(0)
    expect(readFileSync(join(cwd, 'got'), 'utf8')).toBe('hello')
    const { code, err } = await run(['exec', ...named, '--network', 'proxy', ...get(other, true)], { cwd })
    expect(code).toBe(22) // curl: an error of HTTP
    expect(err).toContain(`refused: connect 127.0.0.1:${other}: 127.0.0.1 is loopback`)
    expect((await run(['exec', ...named, '--network', 'proxy', ...get(port, false)], { cwd })).code).toBe(7)
    expect((await run(['exec', ...named, '--network', 'none', ...get(port, true)], { cwd })).code).toBe(7)
  })

  test('the config says which, the option wins, and the network of the machine is loud', async () => {
    const port = await hello()
    const cwd = await makeFolder({ 'ringwall.yaml': 'layers:\n  exec-sandbox: { network: host }\n' })
    const loud = expect.stringContaining('everything that this machine reaches')
    const named = ['--config', join(cwd, 'ringwall.yaml')]
    expect(await run(['exec', ...named, ...get(port, false)], { cwd })).toMatchObject({ code: 0, err: loud })
    expect(await run(['exec', ...named, '--network', 'none', ...get(port, false)], { cwd })).toMatchObject({
      code: 7,
      err: '',
    })
    expect((await run(['exec', '--network', 'some', '--', 'true'], { cwd })).code).toBe(2)
  })

  test('proxy runs nothing where ssrf-guard is off', async () => {
    const cwd = await makeFolder({ 'ringwall.yaml': 'layers:\n  ssrf-guard: off\n' })
    expect(await run(['exec', '--network', 'proxy', '--', 'touch', 'ran'], { cwd })).toMatchObject({
      code: 126,
      err: expect.stringContaining('NETWORK_UNGUARDED'),
    })
    expect(existsSync(join(cwd, 'ran'))).toBe(false)
  })
})
