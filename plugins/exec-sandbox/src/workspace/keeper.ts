import { basename, dirname } from 'node:path'
import { messageOf } from '@ringwall/core'
import { fail } from '../errors.ts'
import { createQuarantine } from '../quarantine.ts'
import { statsAt } from './files.ts'
import { createHoldings } from './holdings.ts'
import { judgeRun } from './judge-run.ts'
import { compile, fold } from './names.ts'
import { ownPaths } from './own.ts'
import { openRoot, verifyRoot } from './root.ts'
import type { Workspace } from './snapshot.ts'
import { createTree, type Find, type Zone } from './tree.ts'
import { sharedOf } from './worktree.ts'

/** Folders that are looked at before and after every run. */
const NEAR: readonly Zone[] = ['own', 'git', 'secret']
const ALL: readonly Zone[] = [...NEAR, 'vendored']
/** Looking at folders of others takes at most this part of the time that commands ran; what is in them is then found by a later look. */
const FAR_SHARE = 0.05
/** So many of them are looked at every time. */
const FAR_FREE = 500

/** What an operator says of a workspace. */
export interface KeeperOptions {
  readonly protect: readonly string[]
  readonly hide: readonly string[]
  /** Names that are never hidden. */
  readonly show: readonly string[]
  /** From where a relative workspace counts. */
  readonly from: string
  /** Where what commands left under protected names is kept. */
  readonly quarantine: string
}

/** What was done after a run. */
export interface Aftermath {
  readonly quarantined: readonly string[]
  /** The folder in which it is, with a list of why. */
  readonly quarantinedTo?: string
  /** Why what commands left could not be looked at; none runs before it was. */
  readonly unchecked?: string
}

/** Knows what in a workspace is not a command's, before and after every run. */
export interface Keeper {
  /** What holds now: one object, whose properties change between runs. */
  readonly workspace: Workspace
  /** Before a run: takes over what the developer changed meanwhile. Throws WORKSPACE_REFUSED; no run began then. */
  begin(): void
  /** After a run: judges what commands made, once none runs any more. */
  end(): Aftermath
  /** Looks at what was not looked at yet. */
  finish(): Aftermath
}

/** Opens a workspace: looks at all of it once. Throws WORKSPACE_REFUSED. */
export function createKeeper(written: string, { protect, hide, show, from, quarantine: kept }: KeeperOptions): Keeper {
  const place = openRoot(written, from, [kept])
  const root = place.path
  const [isSecret, isShown] = [compile(hide, root), compile(show, root)]
  const tree = createTree(root, {
    isProtected: compile(protect, root),
    isHidden: (folder, name) => isSecret(folder, name) && !isShown(folder, name),
  })
  const shared = sharedOf(root)
  for (const folder of shared.folders) if (!folder.endsWith('/objects')) tree.add(folder, 'git')
  const names = protect.filter((name) => !name.includes('*'))
  const isSealed = (folder: string): boolean => isSecret(dirname(folder), fold(basename(folder)))
  const holdings = createHoldings(root, shared, { names, own: ownPaths(root), isSealed })
  const far = { ranMs: 0, tookMs: 0, isDue: false }
  let running = 0
  let beganAt = 0
  let isUnjudged = false

  const look = (zones: readonly Zone[]): { readonly finds: readonly Find[]; readonly isChanged: boolean } => {
    const lookedAt = performance.now()
    try {
      return tree.look(zones)
    } catch (error) {
      throw fail('WORKSPACE_REFUSED', { path: root, problem: messageOf(error) }, error)
    } finally {
      if (zones === ALL) Object.assign(far, { ranMs: 0, tookMs: performance.now() - lookedAt, isDue: false })
    }
  }
  const settle = (zones: readonly Zone[]): Aftermath => {
    const quarantine = createQuarantine(kept, [root, ...now.shared])
    let unchecked: string | undefined
    isUnjudged = true
    try {
      const { finds, isChanged } = look(zones)
      judgeRun(finds, now, holdings, quarantine)
      holdings.noteOwn()
      if (isChanged || quarantine.moved.length > 0) now = holdings.build()
      isUnjudged = false
    } catch (error) {
      tree.again() // what was found and not judged is found again
      unchecked = messageOf(error)
    }
    const folder = quarantine.folder()
    return {
      quarantined: [...new Set(quarantine.moved.map(({ path }) => path))],
      ...(folder !== undefined && { quarantinedTo: folder }),
      ...(unchecked !== undefined && { unchecked }),
    }
  }
  const takeOver = (zones: readonly Zone[]): boolean => {
    const { finds, isChanged } = look(zones)
    const isAnew = holdings.reviewOwn()
    holdings.accept(finds, tree.folders())
    holdings.refuseOdd()
    return isChanged || isAnew
  }
  takeOver(ALL)
  let now = holdings.build()
  return {
    workspace: live(() => now),
    begin() {
      verifyRoot(place)
      if (running === 0) {
        if (isUnjudged) {
          const { unchecked } = settle(ALL)
          if (unchecked !== undefined) throw fail('WORKSPACE_REFUSED', { path: root, problem: unchecked })
        }
        const isMissing = [...now.pinned, ...now.readOnly, ...now.hidden].some((path) => statsAt(path) === undefined)
        if (takeOver(NEAR) || isMissing) now = holdings.build()
        beganAt = performance.now()
      }
      running++
    },
    end() {
      running--
      if (running > 0) return { quarantined: [] }
      far.ranMs += performance.now() - beganAt
      far.isDue = true
      const isCheap = tree.count('vendored') <= FAR_FREE || far.tookMs <= far.ranMs * FAR_SHARE
      return settle(isCheap ? ALL : NEAR)
    },
    finish: () => (running === 0 && (far.isDue || isUnjudged) ? settle(ALL) : { quarantined: [] }),
  }
}

/** One object for whoever keeps it, which says what holds at the time. */
function live(now: () => Workspace): Workspace {
  return {
    get root() {
      return now().root
    },
    get pinned() {
      return now().pinned
    },
    get readOnly() {
      return now().readOnly
    },
    get sealed() {
      return now().sealed
    },
    get hidden() {
      return now().hidden
    },
    get shared() {
      return now().shared
    },
    get absent() {
      return now().absent
    },
    get links() {
      return now().links
    },
  }
}
