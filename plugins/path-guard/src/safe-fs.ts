import { token, type Token } from '@ringwall/core'
import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  renameSync,
  rmdirSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { fail } from './errors.ts'
import type { Allowed, Guard } from './guard.ts'

/** What a name stands for. */
export interface Entry {
  readonly name: string
  readonly kind: 'file' | 'folder' | 'link' | 'other'
}
/** What is known of a file or folder. */
export interface FileInfo {
  readonly kind: 'file' | 'folder'
  /** In bytes. */
  readonly size: number
  /** Milliseconds since 1970. */
  readonly modifiedAt: number
  /** The real path below its root. */
  readonly relative: string
}

/**
 * Files below the roots, and no others. What was checked is what is used: folders on the way are held open, files are opened
 * without following a link at the end and checked once they are open. Throws PATH_GUARD_ERRORS, or what the system says.
 */
export interface SafeFs {
  /** Rejects files larger than `maxBytes` (default 100 MB). */
  read(path: string, options?: { readonly maxBytes?: number }): Buffer
  /** Creates the file, and folders on the way, where they are missing. */
  write(path: string, data: string | Uint8Array): void
  append(path: string, data: string | Uint8Array): void
  /** Creates the folder, and those on the way; one that is there already is fine. */
  mkdir(path: string): void
  list(path: string): readonly Entry[]
  stat(path: string): FileInfo
  /** Removes a file, a link itself, or an empty folder; with `recursive` also what is in it. */
  remove(path: string, options?: { readonly recursive?: boolean }): void
  /** Moves a file or folder; a link is moved itself. */
  rename(from: string, to: string): void
}

/** The service under which layers and hosts find the safe file system. */
export const SafeFsToken: Token<SafeFs> = token<SafeFs>('SafeFs')

const { O_RDONLY, O_WRONLY, O_CREAT, O_APPEND, O_NOFOLLOW, O_NONBLOCK } = constants
const MAX_BYTES = 100_000_000

/** Makes the file system of a guard. */
export function createSafeFs(guard: Guard): SafeFs {
  /** Opens the file of a place, and makes sure that it is the one that was allowed. */
  const open = ({ place, root }: Allowed, flags: number, operation: 'read' | 'write'): number => {
    if (place.name === '') throw fail('PATH_NOT_A_FILE')
    let fd: number
    try {
      // NONBLOCK: a pipe put in the file's place must not hold the process.
      fd = openSync(`${place.folder.handle}/${place.name}`, flags | O_NOFOLLOW | O_NONBLOCK, 0o666)
    } catch (error) {
      throw toError(error)
    }
    try {
      const stats = fstatSync(fd)
      if (!stats.isFile()) throw fail('PATH_NOT_A_FILE')
      guard.checkFile(stats, root, place.relative, operation)
      if (place.stats && (place.stats.ino !== stats.ino || place.stats.dev !== stats.dev)) throw fail('PATH_CHANGED')
      if (guard.isRaceFree && !isBelow(readlinkSync(`/proc/self/fd/${fd}`), root)) throw fail('PATH_CHANGED')
      return fd
    } catch (error) {
      closeSync(fd)
      throw error
    }
  }
  const makeFolders = ({ place, walk }: Allowed, names: readonly string[]): string => {
    let { handle } = place.folder
    for (const name of names) {
      try {
        mkdirSync(`${handle}/${name}`)
      } catch (error) {
        if (!isCode(error, 'EEXIST')) throw error // somebody else made it; what it is, `enter` sees
      }
      handle = walk.enter(name).handle
    }
    return handle
  }
  const put = (path: string, data: string | Uint8Array, mode: 'replace' | 'append'): void => {
    using allowed = guard.locate(path, { operation: 'write', holds: true })
    const handle = makeFolders(allowed, allowed.place.missing)
    const { place } = allowed
    const at = { ...allowed, place: { ...place, folder: { ...place.folder, handle } } }
    const fd = open(at, O_WRONLY | O_CREAT | (mode === 'append' ? O_APPEND : 0), 'write')
    try {
      if (mode === 'replace') ftruncateSync(fd, 0)
      const bytes = typeof data === 'string' ? Buffer.from(data) : data
      for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done)
    } finally {
      closeSync(fd)
    }
  }

  return {
    read(path, { maxBytes = MAX_BYTES } = {}) {
      using allowed = guard.locate(path, { operation: 'read', holds: true })
      if (!allowed.place.stats) throw fail('PATH_MISSING')
      const fd = open(allowed, O_RDONLY, 'read')
      try {
        return readAll(fd, maxBytes)
      } finally {
        closeSync(fd)
      }
    },
    write: (path, data) => put(path, data, 'replace'),
    append: (path, data) => put(path, data, 'append'),
    mkdir(path) {
      using allowed = guard.locate(path, { operation: 'write', holds: true })
      const { stats, missing, name } = allowed.place
      if (stats && !stats.isDirectory()) throw fail('PATH_NOT_A_FILE')
      if (!stats) makeFolders(allowed, [...missing, name])
    },
    list(path) {
      using allowed = guard.locate(path, { operation: 'read', holds: true })
      const { folder, stats } = allowed.place
      if (!stats) throw fail('PATH_MISSING')
      if (!stats.isDirectory()) throw fail('PATH_NOT_A_FILE')
      return readdirSync(`${folder.handle}/.`, { withFileTypes: true }).map((entry) => ({
        name: entry.name,
        kind: entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : entry.isSymbolicLink() ? 'link' : 'other',
      }))
    },
    stat(path) {
      using allowed = guard.locate(path, { operation: 'read', holds: true })
      const { stats, relative } = allowed.place
      if (!stats) throw fail('PATH_MISSING')
      return { kind: stats.isDirectory() ? 'folder' : 'file', size: stats.size, modifiedAt: stats.mtimeMs, relative }
    },
    remove(path, { recursive = false } = {}) {
      using allowed = guard.locate(path, { operation: 'write', holds: true, keepsLink: true })
      const { name, stats } = allowed.place
      if (!stats) throw fail('PATH_MISSING')
      if (name === '') throw fail('PATH_OUTSIDE') // a root is not for agents to remove
      if (!stats.isDirectory()) unlinkSync(`${allowed.place.folder.handle}/${name}`)
      else if (recursive) removeFolder(allowed, name)
      else rmdirSync(`${allowed.place.folder.handle}/${name}`)
    },
    rename(from, to) {
      using source = guard.locate(from, { operation: 'write', holds: true, keepsLink: true })
      using target = guard.locate(to, { operation: 'write', holds: true, keepsLink: true })
      if (!source.place.stats) throw fail('PATH_MISSING')
      if (source.place.name === '' || target.place.name === '') throw fail('PATH_OUTSIDE')
      const folder = makeFolders(target, target.place.missing)
      renameSync(`${source.place.folder.handle}/${source.place.name}`, `${folder}/${target.place.name}`)
    },
  }

  /** Removes a folder from the inside, each folder held while it is emptied: a link put in its place is removed, not followed. */
  function removeFolder(allowed: Allowed, name: string): void {
    using inner = guard.locate(`${allowed.path}/.`, { operation: 'write', holds: true })
    for (const entry of readdirSync(`${inner.place.folder.handle}/.`)) {
      const path = `${allowed.path}/${entry}`
      const isFolder =
        lstatSync(`${inner.place.folder.handle}/${entry}`, { throwIfNoEntry: false })?.isDirectory() === true
      if (!isFolder) unlinkSync(`${inner.place.folder.handle}/${entry}`)
      else {
        using below = guard.locate(path, { operation: 'write', holds: true, keepsLink: true })
        removeFolder(below, entry)
      }
    }
    rmdirSync(`${allowed.place.folder.handle}/${name}`)
  }
}

function readAll(fd: number, maxBytes: number): Buffer {
  const chunks: Buffer[] = []
  let total = 0
  for (;;) {
    const chunk = Buffer.allocUnsafe(65_536)
    const length = readSync(fd, chunk)
    if (length === 0) return Buffer.concat(chunks, total)
    total += length
    if (total > maxBytes) throw fail('PATH_TOO_LARGE', { limit: maxBytes })
    chunks.push(chunk.subarray(0, length))
  }
}

function isBelow(path: string, root: string): boolean {
  return path === root || path.startsWith(root === '/' ? '/' : `${root}/`)
}

/** A link where a file was, a pipe without a reader: the path is not what it was. */
function toError(error: unknown): unknown {
  if (isCode(error, 'ELOOP') || isCode(error, 'EMLINK')) return fail('PATH_CHANGED', {}, error)
  if (isCode(error, 'ENXIO')) return fail('PATH_NOT_A_FILE', {}, error)
  return isCode(error, 'ENOENT') ? fail('PATH_MISSING', {}, error) : error
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
