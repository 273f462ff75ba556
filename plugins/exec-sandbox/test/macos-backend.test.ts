import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Backend, Job } from '../src/backend.ts'
import { execSandboxConfig, type ExecSandboxConfig } from '../src/config.ts'
import { sandboxArguments } from '../src/macos/arguments.ts'
import { createMacosBackend, type MacosOptions } from '../src/macos/backend.ts'
import { policyOf } from '../src/macos/policy.ts'
import { makeProfile } from '../src/macos/profile.ts'
import { probe } from '../src/probe.ts'
import { createKeeper } from '../src/workspace/keeper.ts'
import { evaluate } from './sbpl/evaluate.ts'

const base = realpathSync(mkdtempSync(join(tmpdir(), 'macos-backend-')))
const app = join(base, 'a "(odd)" = name\n\\;é')
const PROTECT = ['.git/hooks', '.git/config', '.vscode', '.zshrc', 'ringwall.yaml']
const open = (root = app) =>
  createKeeper(root, { protect: PROTECT, hide: ['.env'], show: [], quarantine: join(base, 'quarantine'), from: base })
    .workspace
const config = (more: Partial<ExecSandboxConfig> = {}): ExecSandboxConfig =>
  execSandboxConfig.parse({ workspace: app, ...more })
const linked = join(base, 'linked')

// The only thing of macOS that stands in for the real one: it reads its arguments as sandbox-exec does, and confines nothing.
// What is tested with it is what this package does around the sandbox: arguments, limits, streams, and the end of what was started.
const FAKE = `#!/bin/bash
given=()
while [ $# -gt 0 ]; do
  case "$1" in
    -p) profile="$2"; shift 2 ;;
    -D) given+=("$2"); shift 2 ;;
    --) shift; break ;;
    *) echo "usage" >&2; exit 64 ;;
  esac
done
case "$profile" in "(version 1)
(deny default)"*) ;; *) echo "bad profile" >&2; exit 65 ;; esac
if [ -n "$RINGWALL_TEST_GIVEN" ]; then printf '%s\\0' "\${given[@]}" > "$RINGWALL_TEST_GIVEN"; printf '%s' "$profile" > "$RINGWALL_TEST_GIVEN.sb"; fi
exec "$@"
`
// Linux's ps has another letter for the environment than macOS's.
const FAKE_PS = `#!/bin/sh
if [ "$1" = -axwwE ]; then exec /usr/bin/ps axwwe -o pid=,args=; fi
exec /usr/bin/ps "$@"
`
const programs = { sandboxExec: join(base, 'sandbox-exec'), ps: join(base, 'ps') }
const made: Backend[] = []

function backendWith(more: Partial<ExecSandboxConfig> = {}, options: MacosOptions = {}): Backend {
  const backend = createMacosBackend(config(more), open(), { programs, ...options })
  made.push(backend)
  return backend
}
const run = (backend: Backend, script: string, more: Partial<Job> = {}) =>
  backend.run({ argv: ['/bin/sh', '-c', script], cwd: app, timeoutMs: 20_000, ...more })

beforeAll(() => {
  mkdirSync(join(app, '.git/hooks'), { recursive: true })
  mkdirSync(join(app, 'packages/web/.git'), { recursive: true })
  writeFileSync(join(app, '.git/config'), '')
  writeFileSync(join(app, '.env'), 'KEY=SECRET\n')
  for (const [path, text] of [
    [programs.sandboxExec, FAKE],
    [programs.ps, FAKE_PS],
  ] as const) {
    writeFileSync(path, text)
    chmodSync(path, 0o755)
  }
  const gitDir = join(base, 'main/.git/worktrees/linked')
  mkdirSync(gitDir, { recursive: true })
  mkdirSync(linked)
  writeFileSync(join(linked, '.git'), `gitdir: ${gitDir}\n`)
  writeFileSync(join(gitDir, 'gitdir'), join(linked, '.git'))
  writeFileSync(join(gitDir, 'commondir'), '../..')
})
afterEach(() => {
  for (const backend of made.splice(0)) backend.dispose()
})
afterAll(() => rmSync(base, { recursive: true, force: true }))

describe('the policy of a workspace', () => {
  const own = { home: base, tmp: base }
  const policy = (root: string, readOnly: readonly string[] = []) => policyOf(config({ readOnly }), open(root), own)

  it('holds what is there, and of what is not the first part that is missing', () => {
    const paths = policy(app).protected.map(({ path }) => path)
    expect(paths.toSorted()).toEqual([
      '.git/commondir',
      '.git/config',
      '.git/config.worktree',
      '.git/hooks',
      '.vscode',
      '.zshrc',
      'packages/web/.git/commondir',
      'packages/web/.git/config',
      'packages/web/.git/config.worktree',
      'packages/web/.git/hooks',
      'packages/web/.vscode',
      'packages/web/.zshrc',
      'packages/web/ringwall.yaml',
      'ringwall.yaml',
    ])
    const bare = join(base, 'bare')
    mkdirSync(bare)
    // Without a repository nobody makes one, and no link to one: hooks in it would run outside.
    expect(policy(bare).protected.map(({ path }) => path)).toContain('.git')
    expect(policy(app).hidden).toEqual([{ folder: app, path: '.env' }])
  })

  it('holds them under the name that the kernel has for the folder, however the workspace is written', () => {
    const link = join(base, 'app-link')
    symlinkSync(app, link)
    const workspace = open()
    const { root, hidden, readOnly, absent } = workspace
    const moved = (paths: readonly string[]) => paths.map((path) => path.replace(root, () => link))
    const written = {
      ...workspace,
      root: link,
      hidden: moved(hidden),
      readOnly: moved(readOnly),
      absent: moved(absent),
    }
    expect(policyOf(config(), written, own)).toEqual(policyOf(config(), open(), own))
  })

  it('holds the file that says where the repository of a linked worktree is, and what that one runs', () => {
    const { shared, protected: kept } = policy(linked)
    const main = join(base, 'main/.git')
    expect(shared).toEqual([main])
    expect(kept).toContainEqual({ folder: linked, path: '.git' })
    for (const path of ['hooks', 'config', 'config.worktree']) expect(kept).toContainEqual({ folder: main, path })
  })

  it('takes no folder for a workspace in which the home or the Keychain is', () => {
    const home = join(base, 'users', 'ada')
    mkdirSync(join(home, 'Library/Keychains/x'), { recursive: true })
    mkdirSync(join(home, 'code'))
    const before = process.env['HOME']
    process.env['HOME'] = home
    try {
      for (const root of [home, join(base, 'users'), join(home, 'Library'), join(home, 'Library/Keychains/x')]) {
        expect(() => policyOf(config(), { ...open(), root }, own)).toThrow(/it holds/)
      }
      expect(policy(join(home, 'code')).workspace).toBe(join(home, 'code'))
    } finally {
      process.env['HOME'] = before
    }
  })

  it('names further folders as the kernel does, and lets the link to them be followed', () => {
    const real = join(base, 'tools')
    const link = join(base, 'tools-link')
    mkdirSync(real)
    symlinkSync(real, link)
    expect(policy(app, [link, real])).toMatchObject({ readOnly: [real, real], links: [link] })
    expect(() => policy(app, [join(base, 'nowhere')])).toThrow(expect.objectContaining({ code: 'WORKSPACE_REFUSED' }))
    expect(() => policy(app, ['/\ud800'])).toThrow(expect.objectContaining({ code: 'WORKSPACE_REFUSED' }))
  })
})

describe('what sandbox-exec is told', () => {
  it('is the profile, and every path as a parameter of its own, whatever is in it', async () => {
    const file = join(base, 'given')
    process.env['RINGWALL_TEST_GIVEN'] = file
    const backend = backendWith({ env: ['RINGWALL_TEST_*'] })
    await run(backend, 'true').finally(() => delete process.env['RINGWALL_TEST_GIVEN'])
    const given = readFileSync(file, 'utf8').split('\0').slice(0, -1)
    const parameters = new Map(
      given.map((each) => [each.slice(0, each.indexOf('=')), each.slice(each.indexOf('=') + 1)]),
    )
    expect([...parameters.keys()].filter((name) => !/^[A-Z_]+_\d+$/.test(name))).toEqual([])
    expect(parameters.get('WRITE_0')).toBe(app)
    const text = readFileSync(`${file}.sb`, 'utf8')
    const { may } = evaluate(text, parameters)
    expect(text).not.toContain('odd')
    for (const path of ['.git/hooks/x', '.vscode', '.GIT/config', 'packages/web/.zshrc'])
      expect(may('file-write-create', { path: join(app, path) })).toBe(false)
    expect(may('file-write-create', { path: join(app, 'x') })).toBe(true)
    expect(may('file-read-data', { path: join(app, '.env') })).toBe(false)
    expect(may('file-read-data', { path: join(base, 'given') })).toBe(false)
    // Split at the last sign instead, a value would be of a name that nothing asks for, and a profile without values is none.
    const atLast = new Map(
      given.map((each) => [each.slice(0, each.lastIndexOf('=')), each.slice(each.lastIndexOf('=') + 1)]),
    )
    expect(() => evaluate(text, atLast)).toThrow('the parameter is not given')
  })

  it('is never more than a program can be started with', () => {
    const policy = policyOf(config(), open(), { home: base, tmp: base })
    const places = Array.from({ length: 20_000 }, (_, i) => ({ folder: app, path: `file-${i}` }))
    const profile = makeProfile({ ...policy, protected: places }, { kind: 'none' })
    expect(sandboxArguments(profile, config(), { argv: ['true'], running: 1 })).toBeUndefined()
  })
})

describe('around the sandbox', () => {
  it('runs in the folder, with the streams, and tells how it ended', async () => {
    const { exitCode, stdout, stderr } = await run(backendWith(), 'cat; pwd; echo err >&2; exit 3', { stdin: 'in\n' })
    expect([exitCode, stdout.toString(), stderr.toString()]).toEqual([3, `in\n${app}\n`, 'err\n'])
    expect((await run(backendWith(), '', { argv: ['/bin/echo', '$HOME', '-p', '--'] })).stdout.toString()).toBe(
      '$HOME -p --\n',
    )
  })

  it('gives it the variables that are allowed, and a home of its own that is gone afterwards', async () => {
    process.env['RINGWALL_TEST_SECRET'] = 's'
    const backend = backendWith()
    const { stdout } = await run(backend, 'env; touch "$HOME/a" "$TMPDIR/b"').finally(
      () => delete process.env['RINGWALL_TEST_SECRET'],
    )
    const variables = Object.fromEntries(
      stdout
        .toString()
        .split('\n')
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    )
    expect(variables).not.toHaveProperty('RINGWALL_TEST_SECRET')
    const { HOME = '', TMPDIR = '', PATH } = variables
    expect(PATH).toMatch(/^\/opt\/homebrew\/bin:/)
    for (const path of [join(HOME, 'a'), join(TMPDIR, 'b')]) expect(existsSync(path)).toBe(true)
    expect(HOME.startsWith(realpathSync(tmpdir()))).toBe(true)
    backend.dispose()
    backend.dispose()
    expect(existsSync(HOME)).toBe(false)
    expect(existsSync(TMPDIR)).toBe(false)
  })

  it('lets no descriptor be inherited but the three', async () => {
    const { stdout } = await run(backendWith(), 'exec 2>&1; ls /proc/self/fd | wc -l')
    expect(Number(stdout.toString())).toBe(4) // the list's own is the fourth
  })

  it('tells programs of the proxy, and ends the proxy with the command', async () => {
    let closed = 0
    const openEgress = async () => ({
      port: 54_321,
      environment: { http_proxy: 'http://p' },
      refused: [],
      close: () => void closed++,
    })
    const backend = backendWith({}, { network: 'proxy', openEgress })
    const { stdout } = await run(backend, 'echo "$http_proxy"')
    expect([stdout.toString(), closed]).toEqual(['http://p\n', 1])
  })
})

describe('limits', () => {
  it('holds what a process can be given', async () => {
    const backend = backendWith({ cpuSeconds: 7, fileSizeMb: 3, processes: 50 })
    const { stdout } = await run(backend, '', {
      argv: ['/bin/bash', '-c', 'for i in c t f n; do ulimit -S -$i; ulimit -H -$i; done; ulimit -u'],
    })
    const lines = stdout.toString().trim().split('\n')
    expect(lines.slice(0, 8)).toEqual(['0', '0', '7', '7', '3072', '3072', '4096', '4096'])
    expect(Number(lines[8])).toBeGreaterThan(50)
    expect((await run(backend, 'head -c 4000000 /dev/zero > big')).exitCode).not.toBe(0)
    expect((await run(backendWith({ cpuSeconds: 1 }), 'while :; do :; done')).ended).toBeUndefined()
  }, 30_000)

  it('ends what takes too long, with what left its group and what hides from its parents', async () => {
    const mark = join(app, 'late')
    const script = `
      (sleep 4; touch "late") &
      setsid sh -c '(sleep 4; touch "late") &' &
      setsid setsid -f sh -c 'sleep 4; touch "late"'
      python3 -c 'import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(4); open("late", "w")
    os._exit(0)'
      sleep 30`
    const result = await run(backendWith(), script, { timeoutMs: 1000 })
    expect(result).toMatchObject({ ended: 'time', exitCode: null })
    await sleep(4500)
    expect(existsSync(mark)).toBe(false)
  })

  it('leaves nothing behind that goes on after the command', async () => {
    const started = Date.now()
    const { stdout, exitCode } = await run(backendWith(), '(sleep 60; touch late) & setsid -f sleep 60; echo done')
    expect([stdout.toString(), exitCode]).toEqual(['done\n', 0])
    expect(Date.now() - started).toBeLessThan(10_000)
  })

  it('does not wait for what it cannot find: a session of its own, without parents and without an environment', async () => {
    const started = Date.now()
    const { stdout, exitCode } = await run(backendWith(), 'echo done; env -i setsid -f sleep 6')
    expect([stdout.toString(), exitCode]).toEqual(['done\n', 0])
    expect(Date.now() - started).toBeLessThan(5500)
  })

  it('runs nothing where ps tells nothing, and ends what it can no longer look at', async () => {
    const silent = join(base, 'silent-ps')
    writeFileSync(silent, '#!/bin/sh\nexit 1\n')
    chmodSync(silent, 0o755)
    const blind = backendWith({}, { programs: { ...programs, ps: silent } })
    await expect(run(blind, 'true')).rejects.toMatchObject({ code: 'SANDBOX_FORBIDDEN' })
    const once = join(base, 'ps-once')
    writeFileSync(
      once,
      `#!/bin/sh\nif [ -e "${base}/asked" ]; then exit 1; fi\n: > "${base}/asked"\nexec /usr/bin/ps "$@"\n`,
    )
    chmodSync(once, 0o755)
    const fading = backendWith({}, { programs: { ...programs, ps: once } })
    expect(await run(fading, 'sleep 30')).toMatchObject({ ended: 'processes' })
  })

  it('counts processes and memory of all together', async () => {
    const many = await run(
      backendWith({ processes: 10 }),
      'for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18; do sleep 20 & done; wait',
    )
    expect(many.ended === 'processes' || many.exitCode !== 0).toBe(true)
    const large = await run(
      backendWith({ memoryMb: 64 }),
      `python3 -c 'a = [bytearray(b"x" * (1 << 20)) for _ in range(200)]; import time; time.sleep(20)'`,
    )
    expect(large.ended).toBe('memory')
  })

  it('cuts output off, and stops when it is told', async () => {
    expect(await run(backendWith({ outputBytes: 1000 }), 'yes')).toMatchObject({ ended: 'output', isTruncated: true })
    const controller = new AbortController()
    setTimeout(() => controller.abort(), 200)
    expect(await run(backendWith(), 'sleep 30', { signal: controller.signal })).toMatchObject({ ended: 'aborted' })
  })

  it('says which of them hold', () => {
    expect(backendWith().limits.join()).toMatch(/wall time.*output.*memory and processes.*ps.*CPU time/)
  })
})

describe('no sandbox, no exec', () => {
  const failing = (make: () => unknown, code: string): void => expect(make).toThrow(expect.objectContaining({ code }))

  it('is missing without the program', () => {
    const absent = { ...programs, sandboxExec: join(base, 'absent') }
    failing(() => createMacosBackend(config(), open(), { programs: absent }), 'SANDBOX_MISSING')
  })

  it('is forbidden where a proxy is asked for and none is there', async () => {
    failing(() => createMacosBackend(config(), open(), { programs, network: 'proxy' }), 'NETWORK_UNGUARDED')
  })

  it('is forbidden where the sandbox does not start', async () => {
    const broken = join(base, 'broken')
    writeFileSync(broken, '#!/bin/sh\necho "sandbox_apply: Operation not permitted" >&2\nexit 71\n')
    chmodSync(broken, 0o755)
    const backend = createMacosBackend(config(), open(), { programs: { ...programs, sandboxExec: broken } })
    made.push(backend)
    await expect(probe(backend, app, { network: 'none', given: [app] })).rejects.toMatchObject({
      code: 'SANDBOX_FORBIDDEN',
      message: expect.stringMatching(/sandbox-exec .*exit code 71.*Operation not permitted/),
    })
  })

  it('is broken where it confines nothing: each denial was tried', async () => {
    const found = await probe(backendWith(), app, { network: 'none', given: [app] }).then(
      () => '',
      (error: Error) => error.message,
    )
    for (const leak of [
      'reads outside of the workspace',
      'writes outside of the workspace',
      'changes protected files',
      'reads hidden files',
      'signals other processes',
      'reaches this machine over the network',
    ])
      expect(found).toContain(leak)
    for (const folder of ['/usr', '/etc', '/Library']) expect(existsSync(join(folder, 'ringwall-probe'))).toBe(false)
  })
})
