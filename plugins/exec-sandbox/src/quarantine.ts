import { chmodSync, cpSync, lstatSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, dirname, isAbsolute, join } from 'node:path'
import { makeTemporary } from './temporary.ts'

/** Something that was moved away, for the list that lies beside it. */
export interface Moved {
  readonly path: string
  readonly why: string
  /** Its name in the quarantine; undefined where it was nothing that can be kept, as a pipe, or where the disk is full: it then is beside its path. */
  readonly keptAs: string | undefined
}

/** A place in which what a run left is kept, for the developer to look at. */
export interface Quarantine {
  /** Moves what is at a path away; a link itself, never what it leads to. Throws where it is still there afterwards. */
  take(path: string, why: string, raw?: Buffer): void
  /** Notes what was done with a path that stayed. */
  note(path: string, why: string): void
  readonly moved: readonly Moved[]
  /** The folder in which everything is, once there is something. */
  folder(): string | undefined
}

/** Where things are kept unless the config says otherwise (XDG Base Directory Specification). */
export function defaultQuarantine(environment: NodeJS.ProcessEnv = process.env): string {
  const state = environment['XDG_STATE_HOME'] ?? ''
  return join(isAbsolute(state) ? state : join(homedir(), '.local', 'state'), 'ringwall', 'quarantine')
}

/** Makes the quarantine of one run, in none of the folders that are `given` to commands. Nothing is made on disk before something is moved. */
export function createQuarantine(base: string, given: readonly string[] = []): Quarantine {
  const moved: Moved[] = []
  let made: string | undefined
  const tell = (entry: Moved): void => {
    moved.push(entry)
    made ??= makeFolder(base, given)
    writeFileSync(join(made, 'list.json'), `${JSON.stringify(moved, undefined, 2)}\n`, { mode: 0o600 })
  }
  return {
    moved,
    folder: () => made,
    take(path, why, raw) {
      made ??= makeFolder(base, given)
      const name = `${moved.length + 1}-${basename(path).slice(0, 100)}`
      const from = raw === undefined ? path : join(dirname(path), `unreadable-name-${Date.now()}-${moved.length}`)
      if (raw !== undefined) renameSync(raw, from)
      tell({ path, why, keptAs: move(from, join(made, name)) ? name : undefined })
    },
    note: (path, why) => tell({ path, why, keptAs: undefined }),
  }
}

/** A folder of its own for this run, for nobody but this user. Where there is no home to keep it in, it is with the temporary files, and stays. */
function makeFolder(base: string, given: readonly string[]): string {
  const prefix = `${new Date().toISOString().replaceAll(/[:.]/g, '-')}-`
  try {
    mkdirSync(base, { recursive: true, mode: 0o700 })
    const { uid } = lstatSync(base)
    if (uid === process.getuid?.()) chmodSync(base, 0o700)
    return mkdtempSync(join(base, prefix))
  } catch {
    return makeTemporary(`ringwall-quarantine-${prefix}`, given)
  }
}

/** Moves, also to another file system. Returns whether something was there to keep. */
function move(from: string, to: string): boolean {
  const stats = lstatSync(from)
  try {
    if (stats.isDirectory()) chmodSync(from, 0o700) // a folder is moved only by who may write it
    renameSync(from, to)
    return true
  } catch {
    // Another file system, mostly.
  }
  try {
    cpSync(from, to, { recursive: true, verbatimSymlinks: true, filter: isKeepable })
  } catch {
    // A full disk, say. It cannot stay what it is, but where it is, under a name that nothing reads.
    rmSync(to, { recursive: true, force: true })
    renameSync(from, `${from}.quarantined-by-ringwall-${Date.now()}`)
    return false
  }
  rmSync(from, { recursive: true, force: true })
  return lstatSync(to, { throwIfNoEntry: false }) !== undefined
}

/** A pipe, a socket or a device is nothing to keep, and is not copied. */
function isKeepable(path: string): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false })
  return stats !== undefined && (stats.isFile() || stats.isDirectory() || stats.isSymbolicLink())
}
