import { realpathSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, resolve } from 'node:path'
import { messageOf } from '@ringwall/core'
import { fail } from '../errors.ts'
import { identityOf, isBelow, realOr, statsAt, textOf } from './files.ts'

/** Folders of which only those below are anybody's project. */
const SHELVES: ReadonlySet<string> = new Set(
  (
    '/bin /boot /cores /dev /etc /home /lib /media /mnt /opt /private /private/tmp /private/var /proc /root /run /sbin /snap /srv /sys ' +
    '/tmp /usr /usr/local /usr/src /usr/local/src /var /var/lib /var/tmp /Network /System /Users /Users/Shared /Volumes'
  ).split(' '),
)
/** Folders in which nobody's project is. */
const SYSTEM =
  /^\/(?:usr(?!\/(?:local\/)?src\/)|etc|bin|sbin|lib\w*|boot|dev|proc|sys|snap|nix\/store|run(?!\/media\/)|var\/(?:log|run|spool|db|cache|root)|private\/(?:etc|var\/(?:log|run|spool|db|root))|System|Library|Applications)(?:\/|$)/

/** A folder that may be a workspace, and which one it is. */
export interface Root {
  readonly path: string
  readonly identity: string
}

/** Resolves what an operator wrote. `apart` are folders of Ringwall's own, which no command may read. Throws WORKSPACE_REFUSED. */
export function openRoot(written: string, from: string, apart: readonly string[]): Root {
  const path = resolve(from, written)
  const refuse = (problem: string, cause?: unknown): never => {
    throw fail('WORKSPACE_REFUSED', { path, problem }, cause)
  }
  let root = path
  let identity = ''
  try {
    root = realpathSync(path)
    const stats = statSync(root)
    if (!stats.isDirectory()) throw new TypeError('it is no folder')
    identity = identityOf(stats)
  } catch (error) {
    return refuse(messageOf(error), error)
  }
  if (dirname(root) === root) return refuse('it is the root of the file system')
  for (const home of homes()) {
    const real = realOr(home)
    if (real === root || identityAt(real) === identity) return refuse('it is a home directory')
    if (isAbove(root, identity, real)) return refuse('it contains a home directory')
  }
  if (SYSTEM.test(root)) return refuse('it belongs to the system')
  if (SHELVES.has(root)) return refuse('it holds what belongs to many')
  for (const folder of apart) {
    const real = realOr(folder)
    if (real === root || isBelow(root, real) || isAbove(root, identity, existing(real)))
      return refuse(`it holds ${folder}, where Ringwall keeps what no command may read`)
  }
  return { path: root, identity }
}

/** Looks whether the folder is still the one that was opened. Throws WORKSPACE_REFUSED. */
export function verifyRoot({ path, identity }: Root): void {
  const now = realOr(path) === path ? identityAt(path) : undefined
  if (now === undefined) throw fail('WORKSPACE_REFUSED', { path, problem: 'it is not there any more' })
  if (now !== identity) throw fail('WORKSPACE_REFUSED', { path, problem: 'another folder stands in its place' })
}

function identityAt(path: string): string | undefined {
  const stats = statsAt(path)
  return stats?.isDirectory() === true ? identityOf(stats) : undefined
}

/** Whether a folder is on the way to a path, also under another spelling or by another mount. */
function isAbove(folder: string, identity: string, path: string): boolean {
  if (isBelow(path, folder)) return true
  for (let at = dirname(path); ; at = dirname(at)) {
    if (identityAt(at) === identity) return true
    if (dirname(at) === at) return false
  }
}

function existing(path: string): string {
  let at = path
  while (statsAt(at) === undefined && dirname(at) !== at) at = dirname(at)
  return at === path ? path : resolve(at, 'x')
}

/** The user's home, and those of others that look like one. */
function homes(): readonly string[] {
  const listed = (textOf('/etc/passwd') ?? '').split('\n').flatMap((line) => {
    const home = line.split(':')[5] ?? ''
    return /^\/(?:home|Users|root)(?:\/|$)/.test(home) ? [home] : []
  })
  const own = [homedir(), process.env['HOME'] ?? ''].filter((home) => home.startsWith('/') && home !== '/')
  return [...new Set([...own, ...listed])]
}
