import { readdirSync, readFileSync, realpathSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { isBelow, realOr, statsAt } from './files.ts'

/** What of a repository's folder outside of the workspace commands get. */
export interface Shared {
  readonly folders: readonly string[]
  readonly readOnly: readonly string[]
}

const NOTHING: Shared = { folders: [], readOnly: [] }
/** What a commit in a linked worktree writes into. */
const WRITTEN = ['objects', 'refs', 'logs', 'worktrees'] as const
/** What it reads besides, where the workspace is in the repository's folder, which then cannot be given as a whole. */
const READ = ['HEAD', 'config', 'config.worktree', 'hooks', 'info', 'packed-refs', 'shallow', 'description'] as const
/** What is the main worktree's. */
const MAIN = ['HEAD', 'index', 'config.worktree'] as const

/** The repository of a linked worktree. What its `.git` file says is believed only where the repository names this very worktree in turn. */
export function sharedOf(root: string): Shared {
  const file = join(root, '.git')
  if (statsAt(file)?.isFile() !== true) return NOTHING
  try {
    const said = /^gitdir: (.+)$/m.exec(readFileSync(file, 'utf8'))?.[1]
    if (said === undefined) return NOTHING
    const own = realpathSync(resolve(root, said.trim()))
    const back = resolve(own, readFileSync(join(own, 'gitdir'), 'utf8').trim())
    const common = realpathSync(resolve(own, readFileSync(join(own, 'commondir'), 'utf8').trim()))
    const isMutual = realOr(back) === realOr(file) && isBelow(own, join(common, 'worktrees'))
    if (!isMutual || common === root || isBelow(common, root)) return NOTHING
    const others = readdirSync(join(common, 'worktrees')).map((name) => join(common, 'worktrees', name))
    const kept = others.filter((path) => path !== own)
    const at = (name: string): string => join(common, name)
    const exists = (path: string): boolean => statsAt(path) !== undefined && !isLink(path)
    return isBelow(root, common)
      ? { folders: WRITTEN.map(at).filter(exists), readOnly: [...kept, ...READ.map(at)].filter(exists) }
      : { folders: [common], readOnly: [...kept, ...MAIN.map(at)].filter(exists) }
  } catch {
    return NOTHING // not a worktree of git: nothing outside is shared
  }
}

function isLink(path: string): boolean {
  return statsAt(path)?.isSymbolicLink() === true
}
