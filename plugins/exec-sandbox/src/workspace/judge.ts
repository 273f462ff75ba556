import { readdirSync, realpathSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Quarantine } from '../quarantine.ts'
import { MAX_BYTES, plainText, statsAt, textOf } from './files.ts'
import { judgeConfig } from './git-config.ts'

/** What of a repository is looked at. */
export type GitPart = 'config' | 'config.worktree' | 'hooks' | 'commondir'

/** Judges a part of a repository that a command made: what git itself writes there stays, everything else is moved away. */
export function judgePart(folder: string, part: GitPart, quarantine: Quarantine): void {
  const path = join(folder, part)
  if (statsAt(path) === undefined) return
  if (part === 'hooks') judgeHooks(path, quarantine)
  else if (part === 'commondir') judgeCommonFolder(folder, quarantine)
  else judgeConfigFile(path, (value) => isOwnWorktree(folder, value), quarantine)
}

/** Judges a file in the format of git's config. What is harmless in it stays, in a file that has no other name. */
export function judgeConfigFile(path: string, isWorktree: (value: string) => boolean, quarantine: Quarantine): void {
  const stats = statsAt(path)
  const text = stats?.isFile() === true && stats.size <= MAX_BYTES ? textOf(path) : undefined
  if (text === undefined) return quarantine.take(path, 'it is no ordinary file')
  const { isWhole, harmless } = judgeConfig(text, isWorktree)
  if (isWhole && stats?.nlink === 1) return undefined
  const why = isWhole ? 'it can be written under another name' : 'it holds what git does not write there by itself'
  quarantine.take(path, `${why}; the harmless part of it was left`)
  return writeFileSync(path, harmless, { flag: 'wx' })
}

/** Judges a `.git` file: it must lead to a repository of this workspace, straight. */
export function judgeGitFile(path: string, isKnown: (folder: string) => boolean, quarantine: Quarantine): void {
  const target = gitFileTarget(path)
  if (target === undefined || !isKnown(target) || !isStraight(target))
    quarantine.take(path, 'it leads to no repository of this workspace')
}

/** Where a `.git` file leads, as it is written. */
function gitFileTarget(path: string): string | undefined {
  const said = /^gitdir: ([^\n\r]+)\r?\n?$/.exec(plainText(path) ?? '')?.[1]
  return said === undefined ? undefined : resolve(dirname(path), said)
}

/** git copies samples into a new repository, which it never runs. */
function judgeHooks(path: string, quarantine: Quarantine): void {
  if (statsAt(path)?.isDirectory() !== true) return quarantine.take(path, 'hooks are a folder')
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.sample'))
      quarantine.take(join(path, entry.name), 'git runs what is there')
  }
}

/** A linked worktree lies in `worktrees` of the repository that it names; no other repository has its settings elsewhere. */
function judgeCommonFolder(folder: string, quarantine: Quarantine): void {
  const path = join(folder, 'commondir')
  const above = dirname(folder)
  const said = plainText(path)?.trim()
  const isOwn = said !== undefined && above.endsWith('/worktrees') && resolve(folder, said) === dirname(above)
  if (!isOwn) quarantine.take(path, 'it names another folder for the settings of the repository')
}

/** A submodule's repository names the folder whose `.git` names it. */
function isOwnWorktree(folder: string, value: string): boolean {
  const worktree = resolve(folder, value)
  return isStraight(worktree) && gitFileTarget(join(worktree, '.git')) === folder
}

function isStraight(path: string): boolean {
  try {
    return realpathSync(path) === path
  } catch {
    return false
  }
}
