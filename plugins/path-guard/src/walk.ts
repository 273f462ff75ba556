import { closeSync, constants, lstatSync, openSync, readlinkSync, realpathSync, type Stats } from 'node:fs'
import { isAbsolute } from 'node:path'
import { fail } from './errors.ts'

/** Links that one path may go through (Linux: MAXSYMLINKS). */
const MAX_LINKS = 40
/** Opens a folder only to name what is in it; Linux alone has it, and node does not export it. */
const O_PATH = 0o10000000

/** A folder that was reached, and how names in it are written for the operating system. */
export interface Folder {
  /** A path that ends in this folder whatever happens to its name: `/proc/self/fd/N`; or, where folders are not held, its real path. */
  readonly handle: string
  readonly fd?: number
}

/** Where a path ends. */
export interface Place {
  readonly folder: Folder
  /** The last name, in `folder`; empty where the path is the folder itself. */
  readonly name: string
  /** The real path below the root, `/` between the names; what does not exist yet stands at its end. */
  readonly relative: string
  /** Undefined where there is nothing of that name. */
  readonly stats: Stats | undefined
  /** Folders that are missing on the way to `name`, outermost first. */
  readonly missing: readonly string[]
}

/** How a path is walked. */
export interface WalkOptions {
  /** The root's real path. */
  readonly root: string
  /** Other spellings of the root: as the operator wrote it. */
  readonly aliases: readonly string[]
  /** Holds every folder open on the way, so that no link put in its place later leads elsewhere. */
  readonly holds: boolean
  /** Takes a link at the end for itself, as removing and renaming do. */
  readonly keepsLink?: boolean
}

/** Follows a path below a root name by name, links included, as the operating system would; whatever leads out of the root throws PATH_OUTSIDE. */
export class Walk implements Disposable {
  readonly #options: WalkOptions
  readonly #folders: Folder[] = []
  readonly #names: string[] = []
  #links = 0

  constructor(options: WalkOptions) {
    this.#options = options
    this.#folders.push(this.#open(options.root))
  }

  to(path: string): Place {
    const rest = path.split('/')
    while (rest.length > 0) {
      const name = rest.shift() ?? ''
      if (name === '' || name === '.') continue
      if (name === '..') {
        this.#up()
        continue
      }
      const isLast = rest.every((each) => each === '' || each === '.')
      const stats = lstatSync(`${this.#top.handle}/${name}`, { throwIfNoEntry: false })
      if (!stats) return this.#missing(name, rest)
      if (stats.isSymbolicLink() && !(isLast && this.#options.keepsLink === true)) {
        rest.unshift(...this.#follow(name))
        continue
      }
      if (isLast && !stats.isDirectory()) return this.#place(name, stats, [])
      if (!stats.isDirectory()) throw fail('PATH_MISSING')
      if (isLast && this.#options.keepsLink === true) return this.#place(name, stats, [])
      this.enter(name)
    }
    return this.#place('', lstatSync(`${this.#top.handle}/.`), [])
  }

  /** Goes into a folder of the present one; a link in its place throws PATH_CHANGED. */
  enter(name: string): Folder {
    const folder = this.#open(`${this.#top.handle}/${name}`)
    this.#folders.push(folder)
    this.#names.push(name)
    return folder
  }

  [Symbol.dispose](): void {
    for (const { fd } of this.#folders.splice(0)) if (fd !== undefined) closeSync(fd)
  }

  get #top(): Folder {
    const top = this.#folders.at(-1)
    if (!top) throw fail('PATH_CHANGED')
    return top
  }

  #open(path: string): Folder {
    if (!this.#options.holds) return { handle: path }
    let fd: number
    try {
      fd = openSync(path, O_PATH | constants.O_DIRECTORY | constants.O_NOFOLLOW)
    } catch (error) {
      throw fail('PATH_CHANGED', {}, error)
    }
    return { handle: `/proc/self/fd/${fd}`, fd }
  }

  #up(): void {
    if (this.#names.length === 0) throw fail('PATH_OUTSIDE')
    this.#names.pop()
    const folder = this.#folders.pop()
    if (folder?.fd !== undefined) closeSync(folder.fd)
  }

  #follow(name: string): readonly string[] {
    if (++this.#links > MAX_LINKS) throw fail('PATH_OUTSIDE')
    const target = readlinkSync(`${this.#top.handle}/${name}`)
    if (!isAbsolute(target)) return target.split('/')
    const below = this.below(target)
    while (this.#names.length > 0) this.#up()
    return below.split('/')
  }

  /** An absolute path as one below the root. Throws PATH_OUTSIDE where it is none. */
  below(path: string): string {
    const { root, aliases } = this.#options
    for (const base of [root, ...aliases]) {
      if (path === base || path.startsWith(base.endsWith('/') ? base : `${base}/`)) return path.slice(base.length)
    }
    // Another way to the root, over links outside of it: what it leads to now is walked from the root like any other path.
    const real = realpathOf(path)
    if (real !== undefined && (real === root || real.startsWith(`${root}/`))) return real.slice(root.length)
    throw fail('PATH_OUTSIDE')
  }

  #missing(name: string, rest: readonly string[]): Place {
    const names = [name, ...rest].filter((each) => each !== '' && each !== '.')
    if (names.includes('..')) throw fail('PATH_OUTSIDE') // what is above a folder that is not there yet, nobody knows
    return this.#place(names.at(-1) ?? name, undefined, names.slice(0, -1))
  }

  #place(name: string, stats: Stats | undefined, missing: readonly string[]): Place {
    const relative = [...this.#names, ...missing, name].filter((each) => each !== '').join('/')
    return { folder: this.#top, name, relative, stats, missing }
  }
}

function realpathOf(path: string): string | undefined {
  try {
    return realpathSync(path)
  } catch {
    return undefined // a link that leads nowhere leads to no place inside
  }
}
