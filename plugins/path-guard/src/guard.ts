import { existsSync, readdirSync, realpathSync, statSync, type Stats } from 'node:fs'
import { isAbsolute, resolve } from 'node:path'
import { messageOf } from '@ringwall/core'
import type { PathGuardConfig } from './config.ts'
import { fail } from './errors.ts'
import { nameProblem } from './name.ts'
import { createRules, type Operation } from './rules.ts'
import { Walk, type Place } from './walk.ts'

/** Entries of a tree that are looked at for the other names of a file. */
const MAX_ENTRIES = 20_000

/** How a place is asked for. */
export interface Query {
  readonly operation: Operation
  /** Takes a link at the end for itself. */
  readonly keepsLink?: boolean
  /** Holds folders open on the way, where the system can; for whoever goes on to use the place. */
  readonly holds?: boolean
}

/** A place that was allowed. Folders are held until it is disposed of. */
export interface Allowed extends Disposable {
  readonly place: Place
  readonly walk: Walk
  /** The real absolute path, as it is now. */
  readonly path: string
  readonly root: string
}

/** Decides which paths may be used. */
export interface Guard {
  readonly roots: readonly string[]
  /** True where folders are held open on the way, so that no swapped link leads elsewhere. */
  readonly isRaceFree: boolean
  /** Follows a path and checks where it ends. Throws PATH_GUARD_ERRORS, or what the system says. */
  locate(path: unknown, query: Query): Allowed
  /** Checks a file that was opened or looked at: its type and its other names. */
  checkFile(stats: Stats, root: string, relative: string, operation: Operation): void
}

/** Makes the guard of a config. Throws PATH_ROOT_UNUSABLE. */
export function createGuard(config: PathGuardConfig, folder: string = process.cwd()): Guard {
  const roots = config.roots.map((written) => openRoot(written, folder))
  const rules = createRules(config)
  const isRaceFree = process.platform === 'linux' && existsSync('/proc/self/fd')

  const start = (
    path: string,
    { holds = false, keepsLink = false }: Query,
  ): { walk: Walk; below: string; root: string } => {
    if (!isAbsolute(path)) {
      const [first] = roots
      if (!first) throw fail('PATH_OUTSIDE')
      return { walk: new Walk({ ...first, holds: holds && isRaceFree, keepsLink }), below: path, root: first.root }
    }
    for (const each of roots) {
      const walk = new Walk({ ...each, holds: holds && isRaceFree, keepsLink })
      try {
        return { walk, below: walk.below(path), root: each.root }
      } catch {
        walk[Symbol.dispose]() // not below this root; the last one says so below
      }
    }
    throw fail('PATH_OUTSIDE')
  }

  const checkFile: Guard['checkFile'] = (stats, root, relative, operation) => {
    if (stats.isDirectory()) return
    if (!stats.isFile()) throw fail('PATH_NOT_A_FILE')
    if (stats.nlink <= 1 || config.hardLinks === 'allow') return
    if (operation === 'read' && `/${relative}`.includes('/node_modules/')) return
    if (!hasAllNamesInside(stats, root)) throw fail('PATH_HARD_LINK')
  }

  return {
    roots: roots.map(({ root }) => root),
    isRaceFree,
    checkFile,
    locate(path, query) {
      const problem = nameProblem(path, config)
      if (problem !== undefined || typeof path !== 'string') throw fail('PATH_NAME_REFUSED', { problem: problem ?? '' })
      const { walk, below, root } = start(path, query)
      try {
        const place = walk.to(below)
        const rule = rules.protectedBy(place.relative, query.operation)
        if (rule !== undefined) throw fail('PATH_PROTECTED', { rule })
        if (place.stats && !place.stats.isSymbolicLink()) checkFile(place.stats, root, place.relative, query.operation)
        const real = place.relative === '' ? root : `${root === '/' ? '' : root}/${place.relative}`
        return { place, walk, root, path: real, [Symbol.dispose]: () => walk[Symbol.dispose]() }
      } catch (error) {
        walk[Symbol.dispose]()
        throw error
      }
    },
  }
}

function openRoot(written: string, folder: string): { readonly root: string; readonly aliases: readonly string[] } {
  const absolute = resolve(folder, written)
  try {
    const root = realpathSync(absolute)
    if (!statSync(root).isDirectory()) throw new TypeError('it is no folder')
    return { root, aliases: absolute === root ? [] : [absolute] }
  } catch (error) {
    throw fail('PATH_ROOT_UNUSABLE', { root: written, problem: messageOf(error) }, error)
  }
}

/** True where as many names of the file are found below the root as it has. */
function hasAllNamesInside({ dev, ino, nlink }: Stats, root: string): boolean {
  let left = nlink
  let looked = 0
  const folders = [root]
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (++looked > MAX_ENTRIES) return false
      const path = `${folder}/${entry.name}`
      if (entry.isDirectory()) folders.push(path)
      if (!entry.isFile()) continue
      const stats = statSync(path, { throwIfNoEntry: false })
      if (stats?.ino === ino && stats.dev === dev && --left === 0) return true
    }
  }
  return false
}
