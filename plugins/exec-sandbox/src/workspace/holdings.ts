import { lstatSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fail } from '../errors.ts'
import { identityOf, statsAt } from './files.ts'
import { GIT_PARTS, otherNames, snapshot, type Workspace } from './snapshot.ts'
import type { Find, FindKind } from './tree.ts'
import type { Shared } from './worktree.ts'

/** Files of one protected folder that are looked at for other names. */
const MAX_FILES = 10_000

/** Which file a name was given to, and in which folder. */
interface Known {
  readonly identity: string
  readonly parent: string
}

/** What in a workspace is the developer's, and what of it commands made. */
export interface Holdings {
  /** Repositories, with the parts that are read-only; others that appear in them are judged. */
  readonly gits: Map<string, ReadonlySet<string>>
  /** Takes over what is there as the developer's. */
  accept(finds: readonly Find[], folders: Iterable<string>): void
  /** Takes over what a command made and may keep. */
  keep(kind: FindKind, path: string): void
  /** Whether a find is the developer's, wherever a command moved it. */
  isTheirs(kind: FindKind, path: string): boolean
  /** Takes files of hidden names for the developer's that were written anew outside of runs. */
  reviewOwn(): boolean
  /** Notes how commands left the files of hidden names that they made. */
  noteOwn(): void
  /** Throws WORKSPACE_REFUSED while something is there that no mount can protect. */
  refuseOdd(): void
  build(): Workspace
}

/** What is protected and hidden beside what is found in the workspace. */
export interface Rules {
  /** Names that are protected wherever a repository is. */
  readonly names: readonly string[]
  /** Paths that are protected as well. */
  readonly own: readonly string[]
  /** Whether nothing in a folder is to be seen. */
  readonly isSealed: (folder: string) => boolean
}

/** Makes holdings in which nothing is yet. */
export function createHoldings(root: string, shared: Shared, { names, own: program, isSealed }: Rules): Holdings {
  const gits = new Map<string, ReadonlySet<string>>()
  const maps = {
    guarded: new Map<string, Known>(),
    gitFiles: new Map<string, Known>(),
    hidden: new Map<string, Known>(),
  }
  const links = new Set<string>()
  const odd = new Map<string, Find>()
  /** Files that commands gave a hidden name to, as they were when those ended. */
  const own = new Map<string, string>()
  const mapOf = (kind: FindKind): Map<string, Known> => {
    if (kind === 'hidden') return maps.hidden
    return kind === 'git-file' ? maps.gitFiles : maps.guarded
  }
  const add = (kind: FindKind, path: string): void => {
    if (kind === 'git-link') links.add(path)
    else if (kind === 'git') gits.set(path, partsOf(path))
    else mapOf(kind).set(path, knownAt(path))
  }
  return {
    gits,
    accept(finds, folders) {
      const several = new Map<string, 'protected' | 'hidden'>()
      for (const find of finds) {
        const { kind, path } = find
        if (kind === 'git-odd' || find.raw !== undefined) {
          odd.set(find.raw?.toString('hex') ?? path, find)
        } else if (kind !== 'hidden' || !own.has(path)) {
          add(kind, path)
          for (const identity of withOtherNames(kind, path))
            several.set(identity, kind === 'hidden' ? kind : 'protected')
        }
      }
      for (const path of otherNames(new Set(several.keys()), folders))
        add(several.get(knownAt(path).identity) ?? 'protected', path)
    },
    keep(kind, path) {
      if (kind !== 'hidden' || this.isTheirs(kind, path)) return add(kind, path)
      maps.hidden.delete(path) // a command made another in its place
      return void own.set(path, '')
    },
    isTheirs(kind, path) {
      if (kind === 'git') return gits.has(path)
      if (kind === 'git-link') return links.has(path)
      const map = mapOf(kind)
      const { identity, parent } = knownAt(path)
      const before = map.get(path)
      // What is mounted cannot be replaced in its folder but from outside; it can be moved with a folder above.
      if (before !== undefined && (before.parent === parent || before.identity === identity)) return true
      return [...map.values()].some((each) => each.identity === identity)
    },
    reviewOwn() {
      const anew = [...own].filter(([path, stamp]) => stampOf(path) !== stamp).map(([path]) => path)
      for (const path of anew) {
        own.delete(path)
        if (statsAt(path) !== undefined) add('hidden', path)
      }
      return anew.length > 0
    },
    noteOwn() {
      for (const path of own.keys()) own.set(path, stampOf(path))
    },
    refuseOdd() {
      for (const [key, { path, raw }] of odd) {
        const stats = lstatSync(raw ?? path, { throwIfNoEntry: false })
        if (!stats || (raw === undefined && (stats.isFile() || stats.isDirectory()))) odd.delete(key)
        else {
          const problem = raw === undefined ? 'neither a folder nor a file' : 'a folder whose name is no UTF-8'
          throw fail('WORKSPACE_REFUSED', { path: root, problem: `${path} is ${problem}` })
        }
      }
    },
    build() {
      for (const map of [...Object.values(maps), gits, own])
        for (const path of map.keys()) if (statsAt(path) === undefined) map.delete(path)
      return snapshot({
        root,
        shared: shared.folders,
        sharedReadOnly: shared.readOnly,
        gits: [...gits.keys()],
        gitFiles: [...maps.gitFiles.keys()],
        guarded: [...maps.guarded.keys(), ...program],
        hidden: [...maps.hidden.keys()],
        names,
        isSealed,
      })
    },
  }
}

function partsOf(folder: string): ReadonlySet<string> {
  return new Set(GIT_PARTS.filter((part) => statsAt(join(folder, part)) !== undefined))
}

function knownAt(path: string): Known {
  const [stats, parent] = [statsAt(path), statsAt(dirname(path))]
  return { identity: stats ? identityOf(stats) : '', parent: parent ? identityOf(parent) : '' }
}

/** Which file is there and when it was last changed in any way. */
function stampOf(path: string): string {
  const stats = statsAt(path)
  return stats ? `${identityOf(stats)}:${stats.ctimeMs}` : ''
}

/** Files that are protected with a find and have more names than one. */
function withOtherNames(kind: FindKind, path: string): readonly string[] {
  const pending = kind === 'git' ? GIT_PARTS.map((part) => join(path, part)) : [path]
  const found: string[] = []
  for (let left = MAX_FILES, at = pending.pop(); at !== undefined && left > 0; left--, at = pending.pop()) {
    const stats = statsAt(at)
    if (stats?.isFile() === true && stats.nlink > 1) found.push(identityOf(stats))
    if (stats?.isDirectory() === true && kind !== 'blind')
      for (const name of readdirSync(at)) pending.push(join(at, name))
  }
  return found
}
