import { lstatSync, readdirSync, readFileSync, realpathSync, statSync, type Stats } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { messageOf } from '@ringwall/core'
import { fail } from './errors.ts'

/** How deep and how far nested repositories and hidden files are looked for. */
const MAX_DEPTH = 4
const MAX_ENTRIES = 200_000
const SKIPPED: ReadonlySet<string> = new Set(['node_modules', '.pnpm', 'target', 'dist', 'build', '.venv', 'vendor'])

/** A folder for commands, and what in it is not theirs. */
export interface Workspace {
  readonly root: string
  /** Existing paths that are mounted on themselves so that nobody moves them away, outermost first. */
  readonly pinned: readonly string[]
  /** Existing paths that are read-only. */
  readonly readOnly: readonly string[]
  /** Existing files that are found empty. */
  readonly hidden: readonly string[]
  /** Folders outside that a linked worktree of git commits into. */
  readonly shared: readonly string[]
  /** Protected paths that are not there: what appears under them during a run was put there. */
  readonly absent: readonly string[]
}

/** Looks at a workspace once. Throws WORKSPACE_REFUSED. */
export function openWorkspace(
  written: string,
  {
    protect,
    hide,
    from,
  }: { readonly protect: readonly string[]; readonly hide: readonly string[]; readonly from: string },
): Workspace {
  const path = resolve(from, written)
  let root: string
  try {
    root = realpathSync(path)
    if (!statSync(root).isDirectory()) throw new TypeError('it is no folder')
  } catch (error) {
    throw fail('WORKSPACE_REFUSED', { path, problem: messageOf(error) }, error)
  }
  if (dirname(root) === root) throw fail('WORKSPACE_REFUSED', { path, problem: 'it is the root of the file system' })
  const homes = [homedir(), '/root', '/home', '/Users'].map(realOr)
  if (homes.includes(root)) throw fail('WORKSPACE_REFUSED', { path, problem: 'it is a home directory' })
  const system = /^\/(?:usr|etc|bin|sbin|lib\w*|boot|dev|proc|sys|run)(?:\/|$)/.exec(root)
  if (system) throw fail('WORKSPACE_REFUSED', { path, problem: 'it belongs to the system' })

  const places = [root, ...repositoriesIn(root)]
  const shared = places.flatMap((place) => commonFolder(place, path))
  const candidates = places.flatMap((place) => protect.map((name) => join(place, name)))
  const gitFolders = [...places.map((place) => join(place, '.git')), ...shared]
  const modules = gitFolders.flatMap((folder) => [
    ...['hooks', 'config', 'config.worktree', 'commondir'].map((name) => join(folder, name)),
    ...modulesOf(folder),
  ])
  const all = [...new Set([...candidates, ...modules])]
  const readOnly = all.filter((each) => look(each, path) !== undefined)
  const pinned = new Set<string>()
  for (const each of readOnly)
    for (let folder = dirname(each); folder.startsWith(`${root}/`); folder = dirname(folder)) pinned.add(folder)
  const hidden = places
    .flatMap((place) => hide.map((name) => join(place, name)))
    .filter((each) => look(each, path)?.isFile())
  return {
    root,
    pinned: [...pinned].toSorted(),
    readOnly: readOnly.toSorted(),
    hidden,
    shared,
    absent: all.filter((each) => !readOnly.includes(each) && each.startsWith(`${root}/`)),
  }
}

/** What is at a path, links not followed; undefined where nothing is. */
function statsAt(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined // below a file there is nothing
  }
}

/** What is at a path; a link in its place could lead anywhere, and is refused. */
function look(path: string, workspace: string): Stats | undefined {
  const stats = statsAt(path)
  if (stats?.isSymbolicLink()) throw fail('WORKSPACE_REFUSED', { path: workspace, problem: `${path} is a link` })
  return stats
}

function realOr(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}

/** Folders below that hold a repository of their own. */
function repositoriesIn(root: string): readonly string[] {
  const found: string[] = []
  let looked = 0
  const search = (folder: string, depth: number): void => {
    if (depth > MAX_DEPTH) return
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (++looked > MAX_ENTRIES)
        throw fail('WORKSPACE_REFUSED', { path: root, problem: `it has more than ${MAX_ENTRIES} entries to look at` })
      if (entry.name === '.git' && folder !== root) found.push(folder)
      else if (entry.isDirectory() && !SKIPPED.has(entry.name) && entry.name !== '.git')
        search(join(folder, entry.name), depth + 1)
    }
  }
  search(root, 1)
  return found
}

function modulesOf(gitFolder: string): readonly string[] {
  const modules = join(gitFolder, 'modules')
  if (statsAt(modules)?.isDirectory() !== true) return []
  return readdirSync(modules).flatMap((name) => [join(modules, name, 'hooks'), join(modules, name, 'config')])
}

/** The repository of a linked worktree. What its `.git` file says is believed only where the repository names this very worktree in turn. */
function commonFolder(place: string, workspace: string): readonly string[] {
  const file = join(place, '.git')
  const stats = look(file, workspace)
  if (!stats?.isFile()) return []
  const gitDir = /^gitdir: (.+)$/m.exec(readFileSync(file, 'utf8'))?.[1]
  if (gitDir === undefined) return []
  try {
    const real = realpathSync(resolve(place, gitDir.trim()))
    const back = resolve(real, readFileSync(join(real, 'gitdir'), 'utf8').trim())
    const common = realpathSync(resolve(real, readFileSync(join(real, 'commondir'), 'utf8').trim()))
    const isMutual = realOr(back) === realOr(file) && real.startsWith(`${common}/worktrees/`)
    return isMutual && !common.startsWith(`${workspace}/`) ? [common] : []
  } catch {
    return [] // not a worktree of git: nothing outside is shared
  }
}

/** What stands under an absent protected name now: the path itself, or the link on the way to it, which may lead anywhere. */
export function madeAt(root: string, path: string): string | undefined {
  let at = root
  for (const name of path.slice(root.length + 1).split('/')) {
    at = join(at, name)
    const stats = statsAt(at)
    if (!stats) return undefined
    if (stats.isSymbolicLink()) return at
  }
  return at
}
