import { accessSync, constants, lstatSync, readdirSync, type Dirent } from 'node:fs'
import { fold, isVendored, type Matcher } from './names.ts'

/** More than this nobody looks at: the workspace is refused. */
const MAX_ENTRIES = 1_000_000
/** Bytes of a path below which nothing is looked at; 4096 is what the kernel takes. */
const MAX_PATH = 3500
/** A folder that changed so shortly before it was read may change again at the same time of the file system's clock. */
const CLOCK_MS = 50

/** What a find is: a repository's folder, the `.git` of a name that leads to one, what it holds, or a name of the operator's lists. */
export type FindKind = 'git' | 'git-file' | 'git-odd' | 'git-link' | 'gitmodules' | 'protected' | 'hidden' | 'blind'

/** Something in the tree that somebody has to do something about. */
export interface Find {
  readonly kind: FindKind
  readonly path: string
  /** The path's bytes, where they are no UTF-8. */
  readonly raw?: Buffer
}

/** The developer's own files; those of others; the inside of a repository; a folder of secrets. */
export type Zone = 'own' | 'vendored' | 'git' | 'secret'

interface Folder {
  readonly zone: Zone
  /** Identity and time of the last change, which nobody sets: as long as they are the same, so are the names in it. */
  readonly stamp: string
  readonly entries: number
}

/** Folders that were read once, and are read again only where names in them have changed. */
export interface Tree {
  /** Looks at the folders of these zones; says what is in those that are new or changed. Throws a TypeError where there is too much. */
  look(zones: readonly Zone[]): { readonly finds: readonly Find[]; readonly isChanged: boolean }
  /** Begins to look at a folder outside, as the inside of a repository. */
  add(folder: string, zone: Zone): void
  /** Has everything told again by the next look. */
  again(): void
  /** Every folder that is known. */
  folders(): Iterable<string>
  count(zone: Zone): number
}

/** What names mean. */
export interface Meanings {
  readonly isProtected: Matcher
  readonly isHidden: Matcher
}

/** Makes a tree in which nothing was read yet. */
export function createTree(root: string, meanings: Meanings): Tree {
  const known = new Map<string, Folder>()
  const roots = new Map<string, Zone>()
  const counts: Record<Zone, number> = { own: 0, vendored: 0, git: 0, secret: 0 }
  let entries = 0
  let isLost = false

  const forget = (path: string, folder: Folder): void => {
    known.delete(path)
    counts[folder.zone]--
    entries -= folder.entries
  }
  const remember = (path: string, folder: Folder): void => {
    const before = known.get(path)
    if (before) forget(path, before)
    known.set(path, folder)
    counts[folder.zone]++
    entries += folder.entries
    if (entries > MAX_ENTRIES) throw new TypeError(`it has more than ${MAX_ENTRIES} entries to look at`)
  }
  const add = (folder: string, zone: Zone): void => {
    roots.set(folder, zone)
    remember(folder, { zone, stamp: '', entries: 0 })
  }
  /** What was read and not told is read again. */
  const begin = (): void => {
    if (isLost) {
      for (const [path, folder] of known) forget(path, folder)
      for (const [path, zone] of roots) remember(path, { zone, stamp: '', entries: 0 })
    }
    isLost = true
  }
  const read = (path: string, zone: Zone, finds: Find[]): void => {
    const stamp = stampOf(path)
    if (stamp === undefined) return
    let list: readonly Dirent[]
    try {
      if (Buffer.byteLength(path) > MAX_PATH) throw new TypeError('its path is too long')
      accessSync(path, constants.R_OK | constants.X_OK) // names that one may list and not look at are no use
      list = readdirSync(path, { withFileTypes: true })
    } catch (error) {
      if (isAbsent(error)) return
      finds.push({ kind: 'blind', path })
      return
    }
    const names = list.map((entry) => fold(entry.name))
    const isGit = fold(nameOf(path)) === '.git' || isRepository(names)
    const kind = zone === 'secret' && names.includes('pyvenv.cfg') ? 'vendored' : zone
    remember(path, { zone: kind, stamp, entries: list.length })
    if (isGit) finds.push({ kind: 'git', path })
    if (list.some(({ name }) => name.includes('\uFFFD'))) finds.push(...unreadable(path))
    const place = { folder: path, zone: kind, isGit, ...meanings }
    for (const [i, entry] of list.entries()) {
      const name = names[i] ?? ''
      const found = meaningOf(name, entry, place)
      if (found !== undefined) finds.push({ kind: found, path: `${path}/${entry.name}` })
      if (!entry.isDirectory()) continue
      const at = `${path}/${entry.name}`
      const below = zoneBelow(name, place)
      if (isGit && kind === 'git' && (name === 'objects' || name === 'lfs')) continue // content, which nothing in git follows
      if (known.get(at)?.zone !== below) read(at, below, finds)
    }
  }
  add(root, 'own')
  return {
    look(zones) {
      const finds: Find[] = []
      let isChanged = isLost
      begin()
      for (const [path, folder] of Array.from(known)) {
        if (!zones.includes(folder.zone)) continue
        const stamp = stampOf(path)
        if (stamp !== undefined && stamp !== '' && stamp === folder.stamp) continue
        if (known.get(path) !== folder) continue // read meanwhile, from its parent
        isChanged = true
        if (stamp === undefined) forget(path, folder)
        else read(path, folder.zone, finds)
      }
      isLost = false
      return { finds, isChanged }
    },
    add,
    again() {
      isLost = true
    },
    folders: () => known.keys(),
    count: (zone) => counts[zone],
  }
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** What git takes for a repository, however it is called: its HEAD, with objects and refs or with the name of the folder that has them. */
function isRepository(names: readonly string[]): boolean {
  if (!names.includes('head')) return false
  return names.includes('commondir') || (names.includes('objects') && names.includes('refs'))
}

interface Place extends Meanings {
  readonly folder: string
  readonly zone: Zone
  /** The folder is a repository's. */
  readonly isGit: boolean
}

/** What a repository holds that says what else it is made of, or what git runs. */
const PARTS: ReadonlySet<string> = new Set(['hooks', 'config', 'config.worktree', 'commondir'])
/** What git writes by itself into a repository; where it is a link, git writes elsewhere. */
const WRITTEN: ReadonlySet<string> = new Set(
  'head index logs refs packed-refs orig_head fetch_head merge_head shallow info objects'.split(' '),
)
/** Folders of a repository whose links git follows, or which hold repositories. */
const INSIDE: ReadonlySet<string> = new Set(['logs', 'refs', 'modules', 'worktrees'])

function meaningOf(name: string, entry: Dirent, place: Place): FindKind | undefined {
  const { zone, folder, isGit } = place
  if (name === '.git') {
    if (entry.isDirectory()) return undefined // found as a repository when it is read
    return entry.isFile() ? 'git-file' : 'git-odd'
  }
  const isLink = entry.isSymbolicLink()
  if (isLink && (isGit ? WRITTEN.has(name) || (zone === 'git' && !PARTS.has(name)) : zone === 'git')) return 'git-link'
  if (zone === 'vendored') return undefined
  if (zone !== 'secret' && place.isProtected(folder, name)) return 'protected'
  if (zone === 'git') return undefined
  if (name === '.gitmodules') return 'gitmodules'
  return (entry.isFile() || isLink) && (zone === 'secret' || place.isHidden(folder, name)) ? 'hidden' : undefined
}

function zoneBelow(name: string, { zone, folder, isGit, isHidden }: Place): Zone {
  if (name === '.git' || zone === 'git' || (isGit && INSIDE.has(name))) return 'git'
  if (zone === 'vendored' || isVendored(name)) return 'vendored'
  return zone === 'secret' || isHidden(folder, name) ? 'secret' : 'own'
}

/** Identity and last change of a folder; empty, hence unlike any, where it may have changed since at the same time; undefined where there is none. */
function stampOf(path: string): string | undefined {
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false })
    if (stats?.isDirectory() !== true) return undefined
    return Date.now() - stats.ctimeMs < CLOCK_MS ? '' : `${stats.dev}:${stats.ino}:${stats.ctimeMs}`
  } catch {
    return '' // not for this user to look at: reading it says so
  }
}

/** By the code, and not by the message, in which a path stands that a command chose. */
function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')
}

/** Folders in a folder whose names are no UTF-8, by their bytes. */
function unreadable(folder: string): readonly Find[] {
  return readdirSync(folder, { withFileTypes: true, encoding: 'buffer' })
    .filter((entry) => entry.isDirectory() && !Buffer.from(entry.name.toString()).equals(entry.name))
    .map(({ name }) => ({
      kind: 'blind',
      path: `${folder}/${name.toString()}`,
      raw: Buffer.concat([Buffer.from(`${folder}/`), name]),
    }))
}
