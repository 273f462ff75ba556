import { lstatSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { messageOf } from '@ringwall/core'
import { fail } from '../errors.ts'

/** Where systems install bubblewrap. PATH is not asked: it may lead through a folder that a command has written. */
const PLACES = [
  '/usr/bin/bwrap',
  '/usr/local/bin/bwrap',
  '/bin/bwrap',
  '/run/current-system/sw/bin/bwrap',
  '/run/wrappers/bin/bwrap',
  '/nix/var/nix/profiles/default/bin/bwrap',
] as const
const WRITABLE_BY_OTHERS = 0o022
const EXECUTABLE = 0o111
const OVERFLOW_UID = 65_534

/** The program that makes the sandbox: the first that is root's, and that nobody else can change. Throws SANDBOX_MISSING with what is wrong with each that is there. */
export function findProgram(): string {
  const problems: string[] = []
  for (const path of PLACES) {
    const problem = problemOf(path)
    if (problem === undefined) return path
    if (problem !== '') problems.push(`${path} ${problem}`)
  }
  const seen = problems.length === 0 ? '' : ` (${problems.join(', ')})`
  throw fail('SANDBOX_MISSING', { program: `bubblewrap (bwrap)${seen}` })
}

/** Undefined where the program may be used, empty where there is none. */
function problemOf(path: string): string | undefined {
  if (!lstatSync(path, { throwIfNoEntry: false })) return ''
  let real: string
  try {
    real = realpathSync(path)
  } catch (error) {
    return `leads nowhere: ${messageOf(error)}`
  }
  const stats = statSync(real)
  if (!stats.isFile()) return 'is no file'
  if ((stats.mode & EXECUTABLE) === 0) return 'is not executable'
  for (let each = real; ; each = dirname(each)) {
    const { uid, mode } = statSync(each)
    if (!isRoot(uid)) return `can be changed by user ${uid}, who owns ${each}`
    if ((mode & WRITABLE_BY_OTHERS) !== 0) return `can be changed by others, who may write ${each}`
    if (each === '/') return undefined
  }
}

/** In a user namespace that has not all users, files of those that it lacks, root perhaps, belong to the overflow number. */
function isRoot(uid: number): boolean {
  const isWhole = /^\s*0\s+0\s+4294967295\s*$/.test(readFileSync('/proc/self/uid_map', 'utf8'))
  return uid === 0 || (uid === OVERFLOW_UID && !isWhole)
}
