import { execFileSync, spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { execSandboxConfig } from '../src/config.ts'
import { createExec, type Exec, type ExecSandboxConfig } from '../src/index.ts'

const base = realpathSync(mkdtempSync(join(tmpdir(), 'exec-sandbox-')))
const workspace = join(base, 'app')
const secret = join(base, 'outside-secret')
let server: Server
let port = 0
const made: (Exec & { dispose(): void })[] = []

function execWith(more: Partial<ExecSandboxConfig> = {}): Exec {
  const exec = createExec({ config: execSandboxConfig.parse({ workspace, quarantine: join(base, 'kept'), ...more }) })
  made.push(exec)
  return exec
}

beforeAll(async () => {
  mkdirSync(workspace)
  execFileSync('git', ['init', '--quiet', workspace])
  writeFileSync(join(workspace, '.git/hooks/sample'), '')
  writeFileSync(join(workspace, '.env'), 'KEY=SECRET\n')
  writeFileSync(secret, 'outside\n')
  process.env['RINGWALL_TEST_SECRET'] = 'x'
  server = createServer((_request, response) => void response.end('host'))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  port = (server.address() as AddressInfo).port
})
afterAll(() => {
  for (const exec of made) exec.dispose()
  server.close()
  delete process.env['RINGWALL_TEST_SECRET']
  rmSync(base, { recursive: true, force: true })
})

describe('what a command may do', () => {
  it('reads and writes the workspace, runs programs, and says how it ended', async () => {
    const exec = execWith()
    const { exitCode, stdout, stderr } = await exec.run('echo out; echo err >&2; echo made > made.txt; exit 3')
    expect([exitCode, stdout.toString(), stderr.toString()]).toEqual([3, 'out\n', 'err\n'])
    expect(readFileSync(join(workspace, 'made.txt'), 'utf8')).toBe('made\n')
    expect((await exec.run('cat', { stdin: 'given' })).stdout.toString()).toBe('given')
    const seen: string[] = []
    await exec.run('echo streamed', {
      onOutput: (chunk, from) => void seen.push(`${from} ${Buffer.from(chunk).toString()}`),
    })
    expect(seen).toEqual(['stdout streamed\n'])
  })

  it('commits with git, also in a linked worktree', async () => {
    const commit = 'git add -A && git -c user.name=a -c user.email=a@b commit --quiet --message x && git log --oneline'
    const exec = execWith()
    expect((await exec.run(commit)).exitCode).toBe(0)
    const linked = join(base, 'linked')
    execFileSync('git', ['-C', workspace, 'worktree', 'add', '--quiet', linked])
    writeFileSync(join(linked, 'new.txt'), 'x')
    const inLinked = execWith({ workspace: linked })
    const { exitCode, stderr } = await inLinked.run(commit)
    expect([exitCode, stderr.toString()]).toEqual([0, ''])
    const unchecked = execWith({ workspace: linked, validate: false })
    expect((await unchecked.run(`echo x > ${workspace}/.git/hooks/x`)).exitCode).not.toBe(0)
  })

  it('is not let in where a .git file only claims to belong elsewhere', async () => {
    const claims = join(base, 'claims')
    mkdirSync(claims)
    writeFileSync(join(claims, '.git'), `gitdir: ${workspace}/.git/worktrees/linked\n`)
    const { stdout } = await execWith({ workspace: claims }).run(`ls ${workspace}/.git || echo absent`)
    expect(stdout.toString()).toBe('absent\n')
  })

  it('what appears under a protected name is moved away, and told', async () => {
    const { quarantined } = await execWith().run('mkdir -p .vscode && echo x > .vscode/tasks.json')
    expect(quarantined).toEqual([join(workspace, '.vscode')])
    expect(existsSync(join(workspace, '.vscode'))).toBe(false)
  })

  it('a link to a protected place of another is removed itself, and nothing behind it', async () => {
    const bare = join(base, 'bare')
    const other = join(base, 'other')
    mkdirSync(bare)
    execFileSync('git', ['init', '--quiet', other])
    const { quarantined } = await execWith({ workspace: bare, validate: false }).run(
      `ln -s ${other}/.git .git; mkfifo .mcp.json`,
    )
    expect(quarantined.toSorted()).toEqual([join(bare, '.git'), join(bare, '.mcp.json')])
    expect(existsSync(join(other, '.git/hooks'))).toBe(true)
    expect(existsSync(join(other, '.git/config'))).toBe(true)
    expect(readdirSync(bare)).toEqual([])
  })

  it('gets the variables that are allowed, and sockets where they are', async () => {
    process.env['RINGWALL_TEST_PLAIN'] = 'seen'
    const { stdout } = await execWith({ env: ['RINGWALL_TEST_PL*'] }).run(
      'echo "$RINGWALL_TEST_PLAIN$RINGWALL_TEST_SECRET"',
    )
    delete process.env['RINGWALL_TEST_PLAIN']
    expect(stdout.toString()).toBe('seen\n')
    const bind = `python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("s")'`
    const open = execWith({ unixSockets: true, validate: false })
    expect((await open.run(bind)).exitCode).toBe(0)
  })

  it('reaches what the machine reaches, where the operator says so', async () => {
    const reach = `python3 -c 'import socket; socket.create_connection(("127.0.0.1", ${port}), 2); print("reached")'`
    const [none, host] = [execWith({ validate: false }), execWith({ validate: false, network: 'host' })]
    expect((await none.run(reach)).stdout.toString()).toBe('')
    expect((await host.run(reach)).stdout.toString()).toBe('reached\n')
  })

  it('reads further folders that it is given, and does not write them', async () => {
    const shared = join(base, 'shared')
    mkdirSync(shared)
    writeFileSync(join(shared, 'a'), 'shared\n')
    const { stdout } = await execWith({ readOnly: [shared] }).run(
      `cat ${shared}/a; echo x > ${shared}/b || echo refused`,
    )
    expect(stdout.toString()).toBe('shared\nrefused\n')
  })
})

describe('limits', () => {
  it('ends what takes too long, with everything it started', async () => {
    const result = await execWith().run('(sleep 30; echo late > late.txt) & sleep 30', { timeoutMs: 500 })
    expect(result).toMatchObject({ ended: 'time', exitCode: null })
    expect(existsSync(join(workspace, 'late.txt'))).toBe(false)
    const { status } = spawnSync('pgrep', ['-f', 'late.txt'])
    expect(status).toBe(1)
  })

  it('cuts output off, and ends what goes on', async () => {
    const result = await execWith({ outputBytes: 10_000 }).run('yes')
    expect(result).toMatchObject({ ended: 'output', isTruncated: true })
    expect(result.stdout).toHaveLength(10_000)
  })

  it('ends what takes too much memory', async () => {
    const exec = execWith({ memoryMb: 64, validate: false })
    const result = await exec.run(
      `python3 -c 'a = [bytearray(1 << 20) for _ in range(4000)]; import time; time.sleep(5)'`,
    )
    expect(result.ended === 'memory' || result.exitCode !== 0).toBe(true)
  })

  it('ends what makes too many processes', async () => {
    const result = await execWith({ processes: 20 }).run(
      'for i in 1 2 3 4 5 6 7 8 9; do for j in 1 2 3 4 5; do sleep 20 & done; done; wait',
      { timeoutMs: 10_000 },
    )
    expect(result.ended === 'processes' || (result.exitCode ?? 1) !== 0).toBe(true)
  })

  it('ends a process that takes too much CPU time', async () => {
    const { exitCode, ended } = await execWith({ cpuSeconds: 1 }).run('while :; do :; done', { timeoutMs: 20_000 })
    expect([ended, exitCode]).toEqual(['cpu', null]) // not by the clock on the wall
  }, 30_000)

  it('lets no file grow beyond its size', async () => {
    const { exitCode } = await execWith({ fileSizeMb: 1 }).run('head -c 3000000 /dev/zero > big')
    expect(exitCode).not.toBe(0)
  })

  it('stops when it is told', async () => {
    const controller = new AbortController()
    setTimeout(() => controller.abort(), 200)
    expect(await execWith().run('sleep 30', { signal: controller.signal })).toMatchObject({ ended: 'aborted' })
  })
})

describe('no sandbox, no exec', () => {
  it.each([
    ['/', 'WORKSPACE_REFUSED'],
    ['/usr/lib', 'WORKSPACE_REFUSED'],
    [join(base, 'nowhere'), 'WORKSPACE_REFUSED'],
    [secret, 'WORKSPACE_REFUSED'],
  ])('a workspace %s is refused', async (path, code) => {
    const exec = execWith({ workspace: path })
    await expect(exec.run('true')).rejects.toMatchObject({ code })
    await expect(exec.ready()).rejects.toMatchObject({ code })
  })

  it('a link in the place of a protected path is refused', async () => {
    const odd = join(base, 'odd')
    mkdirSync(odd)
    symlinkSync('/etc', join(odd, '.git'))
    await expect(execWith({ workspace: odd }).run('true')).rejects.toMatchObject({ code: 'WORKSPACE_REFUSED' })
  })

  it('a command outside of the workspace is refused', async () => {
    await expect(execWith().run('true', { cwd: '..' })).rejects.toMatchObject({ code: 'WORKSPACE_REFUSED' })
    await expect(execWith().run('true', { cwd: 'none' })).rejects.toMatchObject({ code: 'WORKSPACE_REFUSED' })
  })

  it('what the validator refuses is not run', async () => {
    await expect(execWith().run('echo $(id) > ran.txt')).rejects.toMatchObject({ code: 'COMMAND_REFUSED' })
    expect(existsSync(join(workspace, 'ran.txt'))).toBe(false)
  })
})
