import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { execSandboxConfig } from '../src/config.ts'
import { createExec, type Exec, type RunOptions } from '../src/index.ts'

const base = realpathSync(mkdtempSync(join(tmpdir(), 'exec-input-')))
const workspace = join(base, 'app')
let exec: Exec & { dispose(): void }
let checked: Exec & { dispose(): void }

beforeAll(() => {
  mkdirSync(workspace)
  exec = createExec({ config: execSandboxConfig.parse({ workspace, validate: false }) })
  checked = createExec({ config: execSandboxConfig.parse({ workspace }) })
})
afterAll(() => {
  exec.dispose()
  checked.dispose()
  rmSync(base, { recursive: true, force: true })
})

describe('a command that is', () => {
  it.each([
    ['empty', ''],
    ['blank', ' \n\t '],
    ['cut by a NUL', 'true\0; false'],
    ['half of a surrogate pair', 'echo \ud800'],
    ['no text', 7 as unknown as string],
  ])('%s is not run', async (_name, command) => {
    await expect(exec.run(command)).rejects.toMatchObject({ code: 'COMMAND_INVALID' })
  })

  it('of 1 MB runs as any other, with its input and its arguments', async () => {
    const long = `x=${'a'.repeat(1_000_000)}; echo \${#x} "$(cat)"; exit 3`
    const { stdout, exitCode } = await exec.run(long, { stdin: 'given' })
    expect([stdout.toString(), exitCode]).toEqual(['1000000 given\n', 3])
  })

  it('of 1 MB is more than the validator reads, and is refused where it reads', async () => {
    await expect(checked.run(`echo ${'a'.repeat(1_000_000)}`)).rejects.toMatchObject({ code: 'COMMAND_REFUSED' })
    expect((await checked.run(`echo ${'a'.repeat(100_000)} | wc -c`)).stdout.toString()).toBe('100001\n')
  })

  it.each([131_070, 131_071, 131_072, 131_073])('of %d bytes, where the kernel draws the line', async (bytes) => {
    const command = 'printf %s x '
    const { stdout, exitCode } = await exec.run(command + '#'.repeat(bytes - command.length))
    expect([stdout.toString(), exitCode]).toEqual(['x', 0])
  })
})

describe('words that are', () => {
  it.each([
    ['none', []],
    ['an empty name', ['']],
    ['a NUL', ['echo', 'a\0b']],
    ['half of a surrogate pair', ['echo', '\udc00']],
    ['a name like an option', ['-x']],
    ['one of 1 MB', ['echo', 'a'.repeat(1_000_000)]],
    ['together more than the kernel takes', ['echo', ...Array.from({ length: 6000 }, () => 'a'.repeat(1000))]],
  ])('%s are not run', async (_name, words) => {
    await expect(exec.runArgv(words as [string])).rejects.toMatchObject({ code: 'COMMAND_INVALID' })
  })

  it('very many reach the program', async () => {
    const words = Array.from({ length: 12_000 }, (_, i) => `it's ${i}`)
    const { stdout, exitCode } = await exec.runArgv(['sh', '-c', 'shift 11999; echo $# "$1"', 'sh', ...words])
    expect([stdout.toString(), exitCode]).toEqual(["1 it's 11999\n", 0])
  })

  it.each([
    ['a program, not what the shell has by that name', ['echo', '-e', String.raw`a\tb`], 0, 'a\tb\n'],
    ['nothing that only a shell has', ['exit', '3'], 127, ''],
    ['nor', ['eval', 'echo x'], 127, ''],
    ['options of their own', ['sh', '-c', 'printf "<%s>" "$@"', 'sh', '--', '-x', '', ' '], 0, '<--><-x><>< >'],
    ['texts of every kind', ['printf', '%s', 'ä 𝛼 \ufffd $(id) `id` \n\' " \\'], 0, 'ä 𝛼 \ufffd $(id) `id` \n\' " \\'],
  ])('%s', async (_name, words, code, output) => {
    const { stdout, exitCode } = await exec.runArgv(words as [string])
    expect([exitCode, stdout.toString()]).toEqual([code, output])
  })
})

describe('the exit code', () => {
  it.each([0, 1, 2, 42, 125, 126, 127, 128, 137, 255])('%d is passed on', async (code) => {
    expect((await exec.run(`exit ${code}`)).exitCode).toBe(code)
    expect((await exec.runArgv(['sh', '-c', `exit ${code}`])).exitCode).toBe(code)
  })

  it.each([
    ['HUP', 129],
    ['KILL', 137],
    ['SEGV', 139],
    ['TERM', 143],
  ])('of what SIG%s ends is 128 and its number', async (signal, code) => {
    expect((await exec.run(`kill -${signal} $$`)).exitCode).toBe(code)
    expect((await exec.runArgv(['sh', '-c', `kill -${signal} $$`])).exitCode).toBe(code)
  })

  it('is 127 for a program that is not there, and 126 for one that cannot be executed', async () => {
    writeFileSync(join(workspace, 'plain'), 'x')
    chmodSync(join(workspace, 'plain'), 0o644)
    for (const [words, code] of [
      [['no-such-program'], 127],
      [['./no-such-program'], 127],
      [['./plain'], 126],
      [['/etc'], 126],
    ] as const) {
      expect((await exec.runArgv(words)).exitCode).toBe(code)
      expect((await exec.run(words.join(' '))).exitCode).toBe(code)
    }
  })
})

describe('time', () => {
  it.each([Number.NaN, -1, 0, Number.NEGATIVE_INFINITY, '5' as unknown as number])('%s is none', async (timeoutMs) => {
    await expect(exec.run('true', { timeoutMs })).rejects.toMatchObject({ code: 'COMMAND_INVALID' })
  })

  it.each([Number.POSITIVE_INFINITY, 2 ** 40, 0.5 + 10_000])(
    '%s is as long as the config allows',
    async (timeoutMs) => {
      expect(await exec.run('sleep 0.3', { timeoutMs })).toMatchObject({ exitCode: 0 })
    },
  )

  it('is no longer than a timer can count', () => {
    expect(execSandboxConfig.safeParse({ wallTimeMs: 2 ** 31 }).success).toBe(false)
  })
})

describe('streams', () => {
  it('input that nobody reads, or that is not there', async () => {
    expect(await exec.run('exit 5', { stdin: Buffer.alloc(20_000_000) })).toMatchObject({ exitCode: 5 })
    expect((await exec.run('cat; echo end')).stdout.toString()).toBe('end\n')
    expect((await exec.run('exec <&-; cat; echo $?')).stdout.toString()).toBe('1\n')
  })

  it('bytes of every kind go in and come out as they are', async () => {
    const bytes = Buffer.from(Array.from({ length: 100_000 }, (_, i) => (i * 7 + (i >> 8)) & 255))
    const { stdout, stderr } = await exec.run('tee /tmp/copy; cat /tmp/copy >&2', { stdin: bytes })
    expect(stdout.equals(bytes)).toBe(true)
    expect(stderr.equals(bytes)).toBe(true)
  })

  it('a line of a gigabyte is cut where the limit is, and takes no more memory', async () => {
    const before = process.memoryUsage().rss
    const seen: number[] = []
    const onOutput: RunOptions['onOutput'] = (chunk) => void seen.push(chunk.length)
    const { stdout, ended, isTruncated, refused } = await exec.run('head -c 1000000000 /dev/zero', { onOutput })
    expect([stdout.length, ended, isTruncated]).toEqual([1_000_000, 'output', true])
    expect(refused).toEqual([{ kind: 'limit', what: 'output', why: 'more than 1000000 bytes' }])
    expect(seen.reduce((sum, each) => sum + each, 0)).toBe(1_000_000)
    expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000)
  })
})

it('a folder that vanishes before the command is there is an error, and no exit code', async () => {
  const folder = join(workspace, 'vanishing')
  mkdirSync(folder)
  const running = exec.run('true', { cwd: 'vanishing' })
  rmSync(folder, { recursive: true })
  await expect(running).rejects.toMatchObject({
    code: expect.stringMatching(/^(?:WORKSPACE_REFUSED|SANDBOX_NOT_STARTED)$/),
  })
})
