import { closeSync, constants, lstatSync, mkdirSync, openSync, statfsSync, statSync, type Stats } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fail } from '../errors.ts'

/** Names one file on disk, however its path is used afterwards. */
export type FileIdentity = string

/**
 * Makes sure that the store's file exists, is ours and cannot be changed by other users; creates it with mode 0600, and
 * missing folders with 0700. Returns its absolute path. Throws STORE_PATH_INVALID, STORE_PERMISSIONS_UNSAFE or
 * STORE_UNAVAILABLE. Modes and owners are checked where the platform has them.
 */
export function prepareFile(name: string): string {
  // SQLite reads '' as a temporary file and 'file:…' as a URI; an absolute path is neither.
  if (name === '' || name.includes('\0'))
    throw fail('STORE_PATH_INVALID', { file: JSON.stringify(name), problem: 'it is not a file name' })
  const file = resolve(name)
  prepareFolder(file)
  createPrivately(file)
  checkFile(
    file,
    attempt(file, () => lstatSync(file)),
  )
  return file
}

/** Which file a path leads to now, or undefined if to none. */
export function identify(file: string): FileIdentity | undefined {
  const stats = statSync(file, { bigint: true, throwIfNoEntry: false })
  return stats && `${stats.dev}:${stats.ino}`
}

function prepareFolder(file: string): void {
  const folder = dirname(file)
  attempt(file, () => mkdirSync(folder, { recursive: true, mode: 0o700 }))
  const stats = attempt(file, () => statSync(folder))
  if (!stats.isDirectory()) throw fail('STORE_PATH_INVALID', { file, problem: 'its folder is not a folder' })
  if (isNetworked(attempt(file, () => statfsSync(folder).type)))
    throw fail('STORE_PATH_INVALID', {
      file,
      problem: 'it is on a network file system, where its shared log does not work',
    })
  // Whoever can write to the folder can replace the file, unless the folder is sticky as /tmp is.
  if (hasModes() && (stats.mode & 0o022) !== 0 && !isSticky(stats))
    throw fail('STORE_PERMISSIONS_UNSAFE', { file, problem: 'other users can write to its folder' })
}

/** Of Linux: NFS, SMB (two magics), AFS, Ceph. Source: statfs(2). */
const NETWORK_MAGICS: readonly number[] = [0x6969, 0xff534d42, 0xfe534d42, 0x5346414f, 0x00c36400]

/** Whether the type that statfs tells is of a file system on another machine. Other platforms tell no such types. */
export function isNetworked(type: number, platform: NodeJS.Platform = process.platform): boolean {
  return platform === 'linux' && NETWORK_MAGICS.includes(type)
}

function createPrivately(file: string): void {
  // O_EXCL: a file or a link that is already there is left as it is, and checked next.
  const flags = constants.O_CREAT | constants.O_EXCL | constants.O_RDWR
  try {
    closeSync(openSync(file, flags, 0o600))
  } catch (cause) {
    if (errorCode(cause) !== 'EEXIST') throw unavailable(file, cause)
  }
}

function checkFile(file: string, stats: Stats): void {
  if (stats.isDirectory()) throw fail('STORE_PATH_INVALID', { file, problem: 'it is a folder' })
  if (stats.isSymbolicLink()) throw fail('STORE_PATH_INVALID', { file, problem: 'it is a symbolic link' })
  if (!stats.isFile()) throw fail('STORE_PATH_INVALID', { file, problem: 'it is not a regular file' })
  if (!hasModes()) return
  if ((stats.mode & 0o077) !== 0)
    throw fail('STORE_PERMISSIONS_UNSAFE', { file, problem: 'other users may read or write it' })
  const user = process.getuid?.()
  if (user !== undefined && stats.uid !== user && stats.uid !== 0)
    throw fail('STORE_PERMISSIONS_UNSAFE', { file, problem: 'it belongs to another user' })
}

function isSticky(stats: Stats): boolean {
  return (stats.mode & 0o1000) !== 0
}

function hasModes(): boolean {
  return process.platform !== 'win32'
}

function attempt<T>(file: string, action: () => T): T {
  try {
    return action()
  } catch (cause) {
    throw unavailable(file, cause)
  }
}

function unavailable(file: string, cause: unknown): Error {
  return fail('STORE_UNAVAILABLE', { file, problem: errorCode(cause) }, cause)
}

function errorCode(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error'
}
