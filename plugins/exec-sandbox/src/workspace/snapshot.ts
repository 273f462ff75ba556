import { readdirSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { fail } from '../errors.ts'
import { ancestors, isBelow, realOr, statsAt, textOf } from './files.ts'
import { namedPaths } from './git-config.ts'
import { follow } from './links.ts'

/** Mounts of one sandbox; bubblewrap takes 9,000 words, and each mount costs time. */
const MAX_MOUNTS = 2000
/** What of a repository says what git runs. */
export const GIT_PARTS = ['config', 'config.worktree', 'hooks', 'commondir'] as const

/** A folder for commands, and what in it is not theirs. */
export interface Workspace {
  readonly root: string
  /** Existing folders that are mounted on themselves so that nobody moves them away, outermost first. */
  readonly pinned: readonly string[]
  /** Existing paths that are read-only. None is a link. */
  readonly readOnly: readonly string[]
  /** Existing files that are found empty. None is a link. */
  readonly hidden: readonly string[]
  /** Read-only folders that are found empty, whatever is put into them meanwhile. */
  readonly sealed: readonly string[]
  /** Folders outside that a linked worktree of git commits into. */
  readonly shared: readonly string[]
  /** Protected paths that are not there: what appears under them during a run was put there. */
  readonly absent: readonly string[]
  /** Links under protected names, with what they say: they cannot be kept during a run, and are put back after it. */
  readonly links: ReadonlyMap<string, string>
}

/** What was found in a workspace. */
export interface Holdings {
  readonly root: string
  readonly shared: readonly string[]
  /** Parts of the repository outside that only it may change. */
  readonly sharedReadOnly: readonly string[]
  readonly gits: Iterable<string>
  readonly gitFiles: Iterable<string>
  readonly guarded: Iterable<string>
  readonly hidden: Iterable<string>
  /** Names without `*`, which a repository's folder may not have yet. */
  readonly names: readonly string[]
  /** Whether nothing in a folder is to be seen. */
  readonly isSealed: (folder: string) => boolean
}

/** Makes of what was found what a backend is told. Throws WORKSPACE_REFUSED where that is too much. */
export function snapshot({
  root,
  shared,
  sharedReadOnly,
  gits,
  gitFiles,
  guarded,
  hidden,
  names,
  isSealed,
}: Holdings): Workspace {
  const bases = [root, ...shared]
  const readOnly = new Set(sharedReadOnly.filter((path) => statsAt(path) !== undefined))
  const pinned = new Set<string>()
  const absent = new Set<string>()
  const links = new Map<string, string>()
  const empty = new Set<string>()
  const baseOf = (path: string): string | undefined => bases.find((base) => isBelow(path, base))
  const pin = (path: string): void => {
    const base = baseOf(path)
    if (base === undefined) return
    for (const folder of ancestors(path, base)) if (statsAt(folder)?.isDirectory() === true) pinned.add(folder)
  }
  const guard = (path: string): void => {
    const chain = follow(resolved(path))
    for (const [link, target] of chain.links) {
      if (baseOf(link) === undefined) continue
      links.set(link, target)
      pin(link)
    }
    if (baseOf(chain.end) === undefined) return // not in the sandbox, hence out of reach
    pin(chain.end)
    if (statsAt(chain.end) === undefined) absent.add(chain.end)
    else readOnly.add(chain.end)
  }
  const files = [...gitFiles]
  const folders = [...gits]
  for (const folder of folders) {
    pin(join(folder, 'config'))
    for (const part of GIT_PARTS) guard(join(folder, part))
    const texts = [textOf(join(folder, 'config')), textOf(join(folder, 'config.worktree'))]
    const from = new Set([folder, dirname(folder), root, ...files.map((file) => dirname(file))])
    for (const named of texts.flatMap((text) => namedPaths(text ?? '')))
      for (const base of from) if (named !== '' && isBelow(resolve(base, named), root)) guard(resolve(base, named))
  }
  for (const path of [...files, ...guarded]) guard(path)
  const places = new Set([root, ...folders.filter((each) => each.endsWith('/.git')).map((each) => dirname(each))])
  for (const place of places) {
    for (const name of names) {
      const path = resolved(join(place, name))
      if (isBelow(path, root)) guard(path) // also where nobody looks for names, as in node_modules
    }
  }
  for (const path of hidden) {
    const { links: hops, end } = follow(path)
    for (const [link, target] of hops) if (baseOf(link) !== undefined) links.set(link, target)
    if (isBelow(end, root) && statsAt(end)?.isFile() === true) empty.add(end)
  }
  const outermost = [...readOnly].filter((path) => !ancestors(path, '/').some((folder) => readOnly.has(folder)))
  const sealed = outermost.filter((path) => statsAt(path)?.isDirectory() === true && isSealed(path))
  for (const path of empty) if (sealed.some((folder) => isBelow(path, folder))) empty.delete(path)
  if (pinned.size + outermost.length + sealed.length + empty.size > MAX_MOUNTS)
    throw fail('WORKSPACE_REFUSED', { path: root, problem: `more than ${MAX_MOUNTS} paths in it are to be protected` })
  return {
    root,
    pinned: [...pinned].toSorted(),
    readOnly: outermost.toSorted(),
    hidden: [...empty].toSorted(),
    sealed: sealed.toSorted(),
    shared,
    absent: [...absent],
    links,
  }
}

/** Other names in known folders of files that have several: what is written under one is read under all. */
export function otherNames(identities: ReadonlySet<string>, folders: Iterable<string>): readonly string[] {
  if (identities.size === 0) return []
  const found: string[] = []
  for (const folder of folders) {
    for (const entry of namesIn(folder)) {
      const stats = statsAt(join(folder, entry))
      if (stats?.isFile() === true && stats.nlink > 1 && identities.has(`${stats.dev}:${stats.ino}`))
        found.push(join(folder, entry))
    }
  }
  return found
}

/** The path with the links on the way to it followed, as far as there is a way. */
function resolved(path: string): string {
  const rest = [basename(path)]
  let folder = dirname(path)
  while (statsAt(folder) === undefined) {
    rest.unshift(basename(folder))
    folder = dirname(folder)
  }
  return join(realOr(folder), ...rest)
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return [] // gone meanwhile, or not for this user
  }
}
