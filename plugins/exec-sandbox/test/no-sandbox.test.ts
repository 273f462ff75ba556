import { execFileSync, spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { arch, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { execSandboxConfig } from '../src/config.ts'
import { createExec, type Exec, type ExecSandboxConfig } from '../src/index.ts'
import { makeFilter } from '../src/linux/seccomp.ts'
import { hostWords, inMounts, isRoot, processesWith, runHost, until, type Said } from './hosts.ts'

/** Runs what it is given as it is, and says that all went well. */
const LIAR = `[ "$1" = --version ] && echo 0.11.0 && exit
while [ $# -gt 0 ] && [ "$1" != -- ]; do [ "$1" = --json-status-fd ] && fd=$2; shift; done
shift; "$@" 2>/dev/null; eval "echo '{ \\"exit-code\\": 0 }' >&$fd"`
const base = realpathSync(mkdtempSync(join(tmpdir(), 'exec-none-')))
const workspace = join(base, 'app')
const order = { config: { workspace }, commands: ['echo ran > ran'] }
const made: (Exec & { dispose(): void })[] = []

function execWith(more: Partial<ExecSandboxConfig> = {}): Exec {
  const exec = createExec({ config: execSandboxConfig.parse({ workspace, validate: false, ...more }) })
  made.push(exec)
  return exec
}
/** What a host says that is started behind other words; nothing may have run. */
function refusal(before: readonly string[], env?: NodeJS.ProcessEnv): Said | undefined {
  const said = runHost(before, order, env)
  expect(existsSync(join(workspace, 'ran'))).toBe(false)
  return said.at(-1)
}

beforeAll(() => {
  mkdirSync(workspace)
})
afterAll(() => {
  for (const exec of made) exec.dispose()
  rmSync(base, { recursive: true, force: true })
})

// What belongs to root can be changed by root alone, so these are shown as root, in mounts that nobody else sees.
describe.runIf(isRoot)('bubblewrap', () => {
  const other = join(base, 'bin')
  /** The system's programs without bubblewrap, which `instead` may bring back in another form. */
  const without = (instead = ''): readonly string[] =>
    inMounts(
      `mkdir -p ${other}; mount --bind /usr/bin ${other}; mount -t tmpfs -o mode=755 none /usr/bin
       ${other}/ln -s ${other}/* /usr/bin/; ${other}/rm /usr/bin/bwrap
       ${instead}`,
    )
  /** Another program in its place. */
  const replaced = (text: string, mode = 0o755): readonly string[] => {
    const file = join(base, 'replaced')
    writeFileSync(file, `#!/bin/bash\n${text}\n`, { mode })
    return inMounts(`mount --bind ${file} /usr/bin/bwrap`)
  }

  it('works in such mounts at all', () => {
    expect(runHost(inMounts('true'), { ...order, commands: ['echo fine'] }).at(-1)).toMatchObject({ stdout: 'fine\n' })
  })

  it.each([
    ['is not installed', '', 'SANDBOX_MISSING', 'is not installed'],
    ['is a link to nothing', 'ln -s /nowhere /usr/bin/bwrap', 'SANDBOX_MISSING', '/usr/bin/bwrap leads nowhere'],
    ['is a folder', 'mkdir /usr/bin/bwrap', 'SANDBOX_MISSING', '/usr/bin/bwrap is no file'],
    ['is not executable', 'touch /usr/bin/bwrap', 'SANDBOX_MISSING', '/usr/bin/bwrap is not executable'],
    [
      'belongs to somebody else',
      `cp ${join(base, 'bin')}/bwrap /usr/bin/bwrap; chown 1234 /usr/bin/bwrap`,
      'SANDBOX_MISSING',
      'can be changed by user 1234',
    ],
    [
      'can be written by everybody',
      `cp ${join(base, 'bin')}/bwrap /usr/bin/bwrap; chmod 777 /usr/bin/bwrap`,
      'SANDBOX_MISSING',
      'can be changed by others',
    ],
    [
      'is where everybody can put another',
      `cp ${join(base, 'bin')}/bwrap /usr/bin/bwrap; chmod 777 /usr/bin`,
      'SANDBOX_MISSING',
      'can be changed by others, who may write /usr/bin',
    ],
  ])('%s', (_name, script, code, says) => {
    expect(refusal(without(script))).toMatchObject({ code, message: expect.stringContaining(says) })
  })

  it('is not looked for on PATH', () => {
    const fake = join(base, 'fake')
    mkdirSync(fake)
    writeFileSync(join(fake, 'bwrap'), `#!/bin/sh\ntouch ${base}/faked\n`, { mode: 0o755 })
    const env = { ...process.env, PATH: `${fake}:${process.env['PATH'] ?? ''}` }
    expect(refusal(without(), env)).toMatchObject({ code: 'SANDBOX_MISSING' })
    expect(runHost([], { ...order, commands: ['true'] }, env).at(-1)).toMatchObject({ exitCode: 0 })
    expect(existsSync(join(base, 'faked'))).toBe(false)
  })

  it.each([
    ['too old', 'echo "bubblewrap 0.4.1"; exit 1', 'SANDBOX_OLD', 'bubblewrap 0.4 is too old'],
    ['of an odd version', 'printf "\\377\\0 v%s" "" ; exit 1', 'SANDBOX_FORBIDDEN', 'user namespace'],
    ['that says very much', 'head -c 3000000 /dev/zero; exit 1', 'SANDBOX_FORBIDDEN', 'user namespace'],
    ['that only says it worked', 'echo "bubblewrap 0.11.0"; exit 0', 'SANDBOX_BROKEN', ''],
    ['that runs the command without a sandbox', LIAR, 'SANDBOX_BROKEN', 'reads outside'],
  ])('%s', (_name, text, code, says) => {
    expect(refusal(replaced(text))).toMatchObject({ code, message: expect.stringContaining(says) })
  })

  it('that hangs', () => {
    const said = refusal(replaced('echo "bubblewrap 0.11.0"; exec sleep 60'))
    expect(said).toMatchObject({ code: 'SANDBOX_BROKEN', message: expect.stringContaining('does not end within') })
  })

  it('names the profile that Ubuntu needs', () => {
    // AppArmor as Ubuntu sets it: namespaces exist, and are refused to programs without a profile.
    const kernel = join(base, 'kernel')
    const filter = join(base, 'filter')
    mkdirSync(kernel)
    writeFileSync(join(kernel, 'apparmor_restrict_unprivileged_userns'), '1\n')
    writeFileSync(filter, makeFilter(arch() === 'arm64' ? 'arm64' : 'x64', { unixSockets: true, sharedMemory: true }))
    const outer = ['--bind', '/', '/', '--dev-bind', '/dev', '/dev', '--ro-bind', kernel, '/proc/sys/kernel']
    const said = refusal(['sh', '-c', `exec bwrap ${outer.join(' ')} --seccomp 9 -- "$@" 9< ${filter}`, 'sh'])
    expect(said).toMatchObject({ code: 'SANDBOX_FORBIDDEN', message: expect.stringContaining('/etc/apparmor.d/bwrap') })
    expect(said?.message).toContain('profile bwrap /usr/bin/bwrap flags=(unconfined) {\n  userns,')
  })
})

describe('a machine that keeps sandboxes from being made', () => {
  const unshare = ['unshare', '--user', '--map-root-user']

  it('user namespaces are switched off', () => {
    const off = [...unshare, 'sh', '-c', 'echo 0 > /proc/sys/user/max_user_namespaces; exec "$@"', 'sh']
    expect(refusal(off)).toMatchObject({
      code: 'SANDBOX_FORBIDDEN',
      message: expect.stringContaining('user.max_user_namespaces'),
    })
  })

  it('it runs in another sandbox', () => {
    const outer = [
      'bwrap',
      '--unshare-user',
      '--disable-userns',
      '--bind',
      '/',
      '/',
      '--dev',
      '/dev',
      '--proc',
      '/proc',
    ]
    expect(refusal([...outer, '--'])).toMatchObject({
      code: 'SANDBOX_FORBIDDEN',
      message: expect.stringContaining('it may make no user namespace'),
    })
  })

  it('it runs in a container that hides parts of /proc', () => {
    const hide =
      'mount -t tmpfs none /proc/acpi 2>/dev/null || mount -t tmpfs none /proc/fs; mount --bind -o ro /proc/sys /proc/sys; exec "$@"'
    const container = [...unshare, '--mount', '--pid', '--fork', '--mount-proc', 'sh', '-c', hide, 'sh']
    expect(refusal(container)).toMatchObject({
      code: 'SANDBOX_FORBIDDEN',
      message: expect.stringContaining('systempaths=unconfined'),
    })
  })

  it('and one that hides nothing is no reason', () => {
    const container = [...unshare, '--mount', '--pid', '--fork', '--mount-proc']
    expect(runHost(container, { ...order, commands: ['echo fine'] }).at(-1)).toMatchObject({ stdout: 'fine\n' })
  })
})

describe('a workspace', () => {
  it('that is gone when the next command comes', async () => {
    const gone = join(base, 'gone')
    mkdirSync(gone)
    const exec = execWith({ workspace: gone })
    expect((await exec.run('true')).exitCode).toBe(0)
    rmSync(gone, { recursive: true })
    await expect(exec.run('true')).rejects.toMatchObject({ code: 'WORKSPACE_REFUSED' })
  })

  it.each([
    ['another folder', (path: string) => mkdirSync(path)],
    ['a link', (path: string) => symlinkSync('/etc', path)],
    ['a file', (path: string) => writeFileSync(path, '')],
  ])('in whose place is %s', async (name, replace) => {
    const path = join(base, `replaced-${name.replaceAll(' ', '-')}`)
    mkdirSync(path)
    const exec = execWith({ workspace: path })
    expect((await exec.run('true')).exitCode).toBe(0)
    renameSync(path, `${path}-old`)
    replace(path)
    await expect(exec.run('true')).rejects.toMatchObject({ code: 'WORKSPACE_REFUSED' })
  })

  it('in which a protected path has become a link, or has gone', async () => {
    const path = join(base, 'changed')
    mkdirSync(join(path, '.vscode/deep'), { recursive: true })
    mkdirSync(join(path, '.idea'))
    const exec = execWith({ workspace: path, protect: ['.vscode/deep', '.idea'] })
    expect((await exec.run('true')).exitCode).toBe(0)
    rmSync(join(path, '.idea'), { recursive: true })
    expect((await exec.run('mkdir .idea')).quarantined).toEqual([join(path, '.idea')])
    renameSync(join(path, '.vscode'), join(path, 'moved'))
    symlinkSync(base, join(path, '.vscode'))
    mkdirSync(join(base, 'deep'))
    writeFileSync(join(base, 'deep/secret'), 'SECRET')
    const { exitCode, stdout } = await exec.run('cat .vscode/deep/secret || echo x > .vscode/deep/new')
    expect([exitCode === 0, stdout.toString(), readdirSync(join(base, 'deep'))]).toEqual([false, '', ['secret']])
  })

  it('that goes while a command runs in it', async () => {
    const path = join(base, 'going')
    mkdirSync(path)
    const exec = execWith({ workspace: path })
    await exec.ready()
    const time = `4${process.pid}.1`
    const running = exec.run(`sleep ${time}`, { timeoutMs: 20_000 })
    await until(() => processesWith(`sleep\0${time}`).length > 0, 'it runs')
    renameSync(path, `${path}-gone`)
    const { ended } = await running
    expect(ended).toBe('disk')
    await expect(exec.run('true')).rejects.toMatchObject({ code: 'WORKSPACE_REFUSED' })
  })

  it('a folder of the config that is not there', async () => {
    await expect(execWith({ readOnly: [join(base, 'no such')] }).run('true')).rejects.toMatchObject({
      message: expect.stringContaining('no such'),
    })
  })

  it('a folder of the config that is a link is found where it really is', async () => {
    mkdirSync(join(base, 'real'))
    writeFileSync(join(base, 'real/a'), 'seen\n')
    symlinkSync(join(base, 'real'), join(base, 'link'))
    const { stdout } = await execWith({ readOnly: [join(base, 'link')] }).run(`cat ${base}/real/a`)
    expect(stdout.toString()).toBe('seen\n')
  })

  it.runIf(isRoot)('that cannot be written is read', () => {
    const mounted = inMounts(`mount --bind ${workspace} ${workspace}; mount -o remount,bind,ro ${workspace}`)
    const [, , said] = runHost(mounted, { ...order, commands: ['true', 'echo x > made || echo refused'] })
    expect(said).toMatchObject({ stdout: 'refused\n' })
    expect(existsSync(join(workspace, 'made'))).toBe(false)
  })
})

describe('descriptors of the host', () => {
  const leak = join(base, 'leaked')
  const list = 'for f in /proc/self/fd/*; do readlink $f; done'
  /** A parent that opens files which its children inherit, some of them folders, in some number and up to some number. */
  const parent = (count: number, highest: number): readonly string[] => [
    'python3',
    '-c',
    `import os, sys
names = ['${leak}', '${base}']
for i in range(${count}):
  fd = os.open(names[i % 2], os.O_RDONLY)
  os.set_inheritable(fd, True)
if ${highest}: os.dup2(fd, ${highest})
os.execv(sys.argv[1], sys.argv[1:])`,
  ]
  beforeAll(() => writeFileSync(leak, 'outside\n'))

  it.each([
    ['none', 0, 0],
    ['a few', 5, 0],
    ['a thousand', 1000, 0],
    ['a high one', 1, 3000],
  ])('%s: the command finds nothing behind any', (_name, count, highest) => {
    const words = hostWords({ config: { workspace }, commands: [list] })
    const raised = ['prlimit', '--nofile=8192:8192', ...parent(count, highest), ...words]
    const { stdout, stderr } = spawnSync(raised[0] ?? '', raised.slice(1), { encoding: 'utf8', timeout: 50_000 })
    const said = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Said
    expect(stderr).toBe('')
    const targets = (said.stdout ?? '').trim().split('\n')
    expect(targets.length).toBeGreaterThanOrEqual(3)
    expect(
      targets.filter((target) => !/^(?:\/dev\/null|pipe:\[\d+\]|socket:\[\d+\]|\/proc\/\d+\/fd)$/.test(target)),
    ).toEqual([])
  })

  it('one that is so high that nothing can be laid over it', () => {
    const words = hostWords({ config: { workspace }, commands: ['echo ran > ran'] })
    const raised = ['prlimit', '--nofile=19000:19000', ...parent(1, 18_000)]
    const stdout = execFileSync(raised[0] ?? '', [...raised.slice(1), ...words], { encoding: 'utf8', timeout: 50_000 })
    expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({
      message: expect.stringContaining('18000'),
    })
    expect(existsSync(join(workspace, 'ran'))).toBe(false)
  })
})
