import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { messageOf } from '@ringwall/core'
import { fail } from '../errors.ts'

const TIMEOUT_MS = 3000
const MAX_BYTES = 200
/** The first version with --disable-userns. */
const OLDEST = [0, 8] as const
/** As Ubuntu's own profiles are written (apparmor.d(5)). */
const PROFILE = `abi <abi/4.0>,
include <tunables/global>
profile bwrap PROGRAM flags=(unconfined) {
  userns,
  include if exists <local/bwrap>
}`

/** Finds why no sandbox can be made here, by trying parts of one: SANDBOX_OLD, SANDBOX_FORBIDDEN or SANDBOX_BROKEN. */
export async function explain(program: string, problem: string): Promise<Error> {
  const version = await run(program, ['--version'])
  const [, major, minor] = /(\d{1,6})\.(\d{1,6})/.exec(version.text) ?? []
  if (major !== undefined && isOlder(Number(major), Number(minor)))
    return fail('SANDBOX_OLD', { version: `${major}.${minor}` })
  const everything = ['--unshare-user', '--ro-bind', '/', '/']
  const parts: readonly (readonly [args: readonly string[], why: () => string])[] = [
    [[], () => `it may make no user namespace: ${whyNoNamespace(program)}`],
    [
      ['--unshare-net'],
      () => `it may make no network of its own${container()}: run it outside of the container or sandbox`,
    ],
    [
      ['--unshare-pid', '--proc', '/proc'],
      () =>
        `it may not mount /proc, of which parts are hidden here${container()}: start the container with all of /proc (docker run --security-opt systempaths=unconfined; Kubernetes: procMount: Unmasked)`,
    ],
  ]
  for (const [args, why] of parts) {
    const { kind } = await run(program, [...everything, ...args, 'true'])
    if (kind === 'hangs') return fail('SANDBOX_BROKEN', { problem: `${program} does not end within ${TIMEOUT_MS} ms` })
    if (kind === 'failed') return fail('SANDBOX_FORBIDDEN', { program: 'bubblewrap', problem: why() })
  }
  return fail('SANDBOX_BROKEN', { problem })
}

/** Settings of the machine, in the order in which they are asked for. */
function whyNoNamespace(program: string): string {
  if (Number(textOf('/proc/sys/user/max_user_namespaces') ?? 1) === 0)
    return `user namespaces are switched off (sysctl -w user.max_user_namespaces=10000)${container()}`
  if (textOf('/proc/sys/kernel/unprivileged_userns_clone') === '0')
    return 'users may make none (sysctl -w kernel.unprivileged_userns_clone=1)'
  if (textOf('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') === '1')
    return `AppArmor keeps them from programs without a profile. Write this to /etc/apparmor.d/bwrap and run apparmor_parser -r /etc/apparmor.d/bwrap:\n${PROFILE.replace('PROGRAM', program)}\n`
  return `the container, or the sandbox, that this runs in keeps it from them${container()}: run it outside, or let the container make user namespaces (docker run --security-opt seccomp=unconfined --security-opt apparmor=unconfined)`
}

/** What says that this is a container; that nothing does is no proof that it is none. */
function container(): string {
  const kind = textOf('/run/host/container-manager') ?? process.env['container']
  const isOne = kind !== undefined || existsSync('/.dockerenv') || existsSync('/run/.containerenv')
  return isOne ? ` (this is a container${kind === undefined ? '' : `: ${kind.slice(0, 40)}`})` : ''
}

function isOlder(major: number, minor: number): boolean {
  return major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])
}

interface Said {
  readonly kind: 'ended' | 'failed' | 'hangs'
  readonly text: string
}

function run(program: string, args: readonly string[]): Promise<Said> {
  const { promise, resolve } = Promise.withResolvers<Said>()
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'], detached: true })
  let text = ''
  const timer = setTimeout(() => {
    end(child.pid)
    child.stdout.destroy()
    resolve({ kind: 'hangs', text })
  }, TIMEOUT_MS)
  child.stdout.on('data', (chunk: Buffer) => {
    text = (text + chunk.toString('latin1')).slice(0, MAX_BYTES)
  })
  child.on('error', (error) => resolve({ kind: 'failed', text: messageOf(error) }))
  child.on('close', (code) => {
    clearTimeout(timer)
    resolve({ kind: code === 0 ? 'ended' : 'failed', text })
  })
  return promise
}

function end(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL') // it leads a group of its own
  } catch {
    // It has ended meanwhile.
  }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return undefined // the system has no such setting
  }
}
