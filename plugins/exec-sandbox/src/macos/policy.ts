import { lstatSync, realpathSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import type { ExecSandboxConfig } from '../config.ts'
import { fail } from '../errors.ts'
import type { Workspace } from '../workspace.ts'
import type { Place, Policy } from './profile.ts'

/** A private folder of a sandbox. */
export interface Own {
  readonly home: string
  readonly tmp: string
}

/** A folder that is written: as the workspace has it, and as the kernel does, which on a Mac may differ in case. */
interface Root {
  readonly as: string
  readonly real: string
}

/** Looks at the file system for what a profile needs: links resolved, protected paths as far as they are there. Throws WORKSPACE_REFUSED. */
export function policyOf(
  config: Pick<ExecSandboxConfig, 'readOnly' | 'unixSockets'>,
  workspace: Workspace,
  { home, tmp }: Own,
): Policy {
  const roots = [workspace.root, ...workspace.shared].map((as) => ({ as, real: resolved(as, workspace.root) }))
  const [root = workspace.root, ...shared] = roots.map(({ real }) => real)
  const problem = problemOf(root, realOr(homedir()))
  if (problem !== undefined) throw fail('WORKSPACE_REFUSED', { path: root, problem })
  // What git runs of a shared folder is protected also where it is not there.
  const ofGit = workspace.shared.flatMap((folder) =>
    ['hooks', 'config', 'config.worktree'].map((name) => join(folder, name)),
  )
  const kept = [...workspace.readOnly, ...workspace.absent, ...workspace.links.keys(), ...ofGit]
  const readOnly = config.readOnly.map((path) => resolved(path, workspace.root))
  return {
    workspace: root,
    home: resolved(home, workspace.root),
    tmp: resolved(tmp, workspace.root),
    shared,
    readOnly,
    links: config.readOnly.filter((path) => !readOnly.includes(path)).map(wellFormed(workspace.root)),
    protected: outermost(kept.flatMap((path) => placeOf(path, roots))),
    hidden: outermost([...workspace.hidden, ...workspace.sealed].flatMap((path) => placeOf(path, roots))),
    unixSockets: config.unixSockets,
  }
}

/** Why a folder is no workspace on a Mac: it would give more than a workspace is. Names of folders are compared in any case, as the file system does. */
function problemOf(root: string, home: string): string | undefined {
  const isIn = (path: string, folder: string): boolean =>
    `${path}/`.toLowerCase().startsWith(`${folder}/`.toLowerCase())
  if (isIn(home, root)) return 'it holds a home directory'
  const keychains = join(home, 'Library', 'Keychains')
  return isIn(root, keychains) || isIn(keychains, root) ? 'it holds the Keychain' : undefined
}

function realOr(path: string): string {
  try {
    return realpathSync.native(path)
  } catch {
    return path
  }
}

/** A path without links, as the kernel names it. */
function resolved(path: string, workspace: string): string {
  try {
    return realpathSync.native(wellFormed(workspace)(path))
  } catch (error) {
    throw fail('WORKSPACE_REFUSED', { path: workspace, problem: `${path} is not there` }, error)
  }
}

/** What is no Unicode, or ends a word for the kernel, would reach sandbox-exec as another path. */
function wellFormed(workspace: string): (path: string) => string {
  return (path) => {
    if (path.isWellFormed() && !path.includes('\0')) return path
    throw fail('WORKSPACE_REFUSED', { path: workspace, problem: 'a path is no text' })
  }
}

/**
 * Where a protected path is held, in the innermost folder that is written. Where a part of the way is missing, or is no folder, that
 * part is what nobody may make or change: a link put there would lead the rest of the way elsewhere. Outside nothing is written.
 */
function placeOf(path: string, roots: readonly Root[]): readonly Place[] {
  const around = roots.filter(({ as }) => path.startsWith(`${as}/`)).toSorted((a, b) => b.as.length - a.as.length)
  const [root] = around
  if (root === undefined) return []
  const names = path.slice(root.as.length + 1).split('/')
  const ends = names.findIndex((_, i) => !isFolder(join(root.real, ...names.slice(0, i + 1))))
  return [{ folder: root.real, path: names.slice(0, ends === -1 ? names.length : ends + 1).join('/') }]
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

/** Without repetitions, and without what another of them holds already. */
function outermost(places: readonly Place[]): readonly Place[] {
  const paths = new Map(places.map((place) => [join(place.folder, place.path), place]))
  const isBelowAnother = (path: string): boolean => {
    for (let at = dirname(path); at !== dirname(at); at = dirname(at)) if (paths.has(at)) return true
    return false
  }
  return [...paths].filter(([path]) => !isBelowAnother(path)).map(([, place]) => place)
}
