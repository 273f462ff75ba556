import { realpathSync } from 'node:fs'
import { messageOf } from '@ringwall/core'
import { fail } from '../errors.ts'
import type { Workspace } from '../workspace.ts'

/**
 * What of a workspace is mounted for the next command: what is still there. No mount leads over a link, on which bubblewrap
 * before 0.12 would make files outside of the sandbox (CVE-2026-87766). Throws WORKSPACE_REFUSED.
 */
export function destinationsOf(workspace: Workspace): Workspace {
  const { root, pinned, readOnly, hidden, sealed, shared, absent } = workspace
  const isThere = (path: string): boolean => {
    const at = realOf(path)
    if (at !== undefined && at !== path)
      throw fail('WORKSPACE_REFUSED', { path: root, problem: `${path} now leads over a link to ${at}` })
    return at !== undefined
  }
  for (const path of [root, ...shared])
    if (!isThere(path)) throw fail('WORKSPACE_REFUSED', { path, problem: 'it is no more there' })
  return {
    ...workspace,
    pinned: pinned.filter(isThere),
    readOnly: readOnly.filter(isThere),
    hidden: hidden.filter(isThere),
    sealed: sealed.filter(isThere),
    absent: [...absent, ...readOnly.filter((path) => realOf(path) === undefined)],
  }
}

/** Where a folder of the config really is. Throws SANDBOX_NOT_STARTED where it is not there. */
export function realFolder(path: string): string {
  try {
    return realpathSync.native(path)
  } catch (error) {
    throw fail('SANDBOX_NOT_STARTED', { problem: `readOnly: ${messageOf(error)}` }, error)
  }
}

function realOf(path: string): string | undefined {
  try {
    return realpathSync.native(path)
  } catch {
    return undefined
  }
}
