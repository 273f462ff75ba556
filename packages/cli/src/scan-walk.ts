import { constants } from 'node:fs'
import { lstat, open, readdir, realpath } from 'node:fs/promises'
import { basename, join, relative, resolve, sep } from 'node:path'
import { fail } from './errors.ts'

/** What bounds a scan. */
export interface WalkLimits {
  readonly maxBytes: number
  readonly maxFiles: number
  /** Names of files and folders that are left out. */
  readonly exclude: ReadonlySet<string>
}
/** A regular file: `shown` is its path as the command line would name it. */
export interface FoundFile {
  readonly path: string
  readonly shown: string
}
/** Something that was not read, and why. */
export interface Unread {
  readonly shown: string
  readonly problem: string
}
/** Everything below the paths, in order of name. */
export interface Walk {
  readonly files: readonly FoundFile[]
  readonly unread: readonly Unread[]
  readonly excluded: readonly string[]
}

const MAX_DEPTH = 64
/** Compressed data of git, of which nothing can be read as text. */
const GIT = '.git'

/** Lists the files below some paths. Links are not followed: what they lead to inside is listed anyway, and what is outside is unread. Throws SCAN_PATH_UNREADABLE. */
export async function walk(paths: readonly string[], cwd: string, limits: WalkLimits): Promise<Walk> {
  const walker = new Walker(limits)
  for (const path of paths) await walker.start(path, cwd)
  return walker
}

class Walker implements Walk {
  readonly files: FoundFile[] = []
  readonly unread: Unread[] = []
  readonly excluded: string[] = []
  readonly #limits: WalkLimits
  readonly #seen = new Set<string>()
  #isFull = false

  constructor(limits: WalkLimits) {
    this.#limits = limits
  }

  async start(path: string, cwd: string): Promise<void> {
    try {
      const root = await realpath(resolve(cwd, path))
      const stats = await lstat(root)
      if (stats.isDirectory()) {
        await readdir(root) // a root that cannot be read is an error; what is below it is a finding
        await this.#folder({ path: root, shown: path }, root, 0)
      } else if (stats.isFile()) this.#add({ path: root, shown: path })
      else this.unread.push({ shown: path, problem: 'it is neither a file nor a folder' })
    } catch (cause) {
      throw fail('SCAN_PATH_UNREADABLE', { path, problem: reasonOf(cause) }, cause)
    }
  }

  async #folder(folder: FoundFile, root: string, depth: number): Promise<void> {
    const { shown } = folder
    if (depth > MAX_DEPTH) return this.#miss(shown, `it is more than ${MAX_DEPTH} folders deep`)
    const entries = await readdir(folder.path, { withFileTypes: true }).catch((error: unknown) => reasonOf(error))
    if (typeof entries === 'string') return this.#miss(shown, entries)
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      if (this.#isFull) return
      const child = { path: join(folder.path, entry.name), shown: join(shown, entry.name) }
      if (this.#limits.exclude.has(entry.name)) this.excluded.push(child.shown)
      else if (entry.isSymbolicLink()) await this.#link(child, root)
      else if (entry.isFile()) this.#add(child)
      else if (!entry.isDirectory()) this.#miss(child.shown, 'it is neither a file nor a folder')
      else if (entry.name === GIT) this.#miss(child.shown, 'git data is not text; accept that with --exclude .git')
      else await this.#folder(child, root, depth + 1)
    }
  }

  async #link({ path, shown }: FoundFile, root: string): Promise<void> {
    const target = await realpath(path).catch(() => undefined)
    if (target === undefined) return this.#miss(shown, 'the link leads nowhere, or to itself')
    const way = relative(root, target)
    const isInside = way !== '..' && !way.startsWith(`..${sep}`) && resolve(root, way) === target
    if (!isInside) return this.#miss(shown, 'the link leads out of the folder')
    // What is left out by name would come in again, or stay unread, by another one.
    const isLeftOut = way.split(sep).some((name) => name === GIT || this.#limits.exclude.has(name))
    if (isLeftOut) this.#miss(shown, 'the link leads to what is left out')
  }

  #add(file: FoundFile): void {
    if (this.#seen.has(file.path)) return
    if (this.files.length >= this.#limits.maxFiles) {
      this.#isFull = true
      return this.#miss(file.shown, `it and all behind it: there are more than ${this.#limits.maxFiles} files`)
    }
    this.#seen.add(file.path)
    this.files.push(file)
  }

  #miss(shown: string, problem: string): void {
    this.unread.push({ shown, problem })
  }
}

/** The bytes of a regular file, or why they cannot be had. No link is followed, and nothing else than a file is read. */
export async function readBytes({ path }: FoundFile, maxBytes: number): Promise<Uint8Array | string> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(reasonOf)
  if (typeof handle === 'string') return handle
  try {
    const stats = await handle.stat()
    if (!stats.isFile()) return 'it is no regular file'
    if (stats.size > maxBytes) return `it has ${stats.size} bytes, and ${maxBytes} is the limit (--max-bytes)`
    const buffer = Buffer.alloc(stats.size + 1)
    let length = 0
    for (;;) {
      const { bytesRead } = await handle.read(buffer, length, buffer.length - length, length)
      length += bytesRead
      if (bytesRead === 0) return buffer.subarray(0, length)
      if (length === buffer.length) return 'it grew while it was read'
    }
  } catch (error) {
    return reasonOf(error)
  } finally {
    await handle.close()
  }
}

/** True for the file that makes a folder a skill. */
export function isSkillFile({ shown }: FoundFile): boolean {
  return basename(shown).toLowerCase() === 'skill.md'
}

/** Why a file could not be had, without its path, which is shown anyway. */
function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'it does not exist',
    EACCES: 'you may not read it',
    EPERM: 'you may not read it',
    ELOOP: 'it is a link that leads to itself',
  }
  return code === undefined ? String(error) : (reasons[code] ?? code)
}
