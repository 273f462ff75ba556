import { symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Quarantine } from '../quarantine.ts'
import { isBelow, statsAt } from './files.ts'
import type { Holdings } from './holdings.ts'
import { judgeConfigFile, judgeGitFile, judgePart } from './judge.ts'
import { targetOf } from './links.ts'
import { GIT_PARTS, type Workspace } from './snapshot.ts'
import type { Find, FindKind } from './tree.ts'

/** Why finds of a kind go. */
const REASONS: Readonly<Partial<Record<FindKind, string>>> = {
  'git-odd': 'it is neither a folder nor a file',
  'git-link': 'git writes to where the link leads',
  blind: 'nobody can look into it',
  protected: 'it is a protected name',
}

/** Judges what commands made: `finds` are what is in folders in which names changed. Nothing may run meanwhile. */
export function judgeRun(
  finds: readonly Find[],
  workspace: Workspace,
  holdings: Holdings,
  quarantine: Quarantine,
): void {
  const gone: string[] = []
  const take = (path: string, why: string, raw?: Buffer): void => {
    quarantine.take(path, why, raw)
    if (raw === undefined) gone.push(path) // by its text it is like others
  }
  const isGone = (path: string): boolean => gone.some((each) => path === each || isBelow(path, each))
  const gitFiles: string[] = []
  for (const { kind, path, raw } of finds.toSorted((a, b) => a.path.length - b.path.length)) {
    if (raw === undefined ? isGone(path) || statsAt(path) === undefined : isGone(dirname(path))) continue
    const reason = REASONS[kind]
    if (raw === undefined && kind !== 'git-odd' && holdings.isTheirs(kind, path)) {
      if (kind !== 'git') holdings.keep(kind, path)
    } else if (reason !== undefined) take(path, reason, raw)
    else if (kind === 'git-file') gitFiles.push(path)
    else if (kind === 'git') holdings.gits.set(path, new Set())
    else {
      if (kind === 'gitmodules') judgeConfigFile(path, () => false, quarantine)
      holdings.keep(kind, path)
    }
  }
  for (const path of gitFiles) {
    judgeGitFile(path, (folder) => holdings.gits.has(folder), quarantine)
    holdings.keep('git-file', path)
  }
  for (const [folder, parts] of holdings.gits) {
    for (const part of GIT_PARTS) if (!parts.has(part)) judgePart(folder, part, quarantine)
    holdings.keep('git', folder)
  }
  for (const [path, target] of workspace.links) {
    if (targetOf(path) === target || isGone(path)) continue
    if (statsAt(path) !== undefined) take(path, 'a link was here under a protected name')
    if (statsAt(dirname(path))?.isDirectory() !== true) continue
    symlinkSync(target, path)
    quarantine.note(path, 'the link was put back')
  }
  for (const path of workspace.absent) {
    const made = holdings.gits.has(dirname(path)) ? undefined : madeAt(workspace.root, path)
    if (made !== undefined && !workspace.links.has(made)) take(made, 'it is a protected name')
  }
}

/** What stands under an absent protected name now: the path itself, or the link on the way to it, which may lead anywhere. */
function madeAt(root: string, path: string): string | undefined {
  let at = root
  for (const name of path.slice(root.length + 1).split('/')) {
    at = join(at, name)
    const stats = statsAt(at)
    if (!stats) return undefined
    if (stats.isSymbolicLink()) return at
  }
  return at
}
