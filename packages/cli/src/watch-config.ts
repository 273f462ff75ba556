import { createHash } from 'node:crypto'
import { readFileSync, watch } from 'node:fs'
import { basename, dirname } from 'node:path'
import { messageOf } from '@ringwall/core'

/** How long after a first sign of a change the file is read, in milliseconds: an editor writes in several steps. */
const SETTLE_MS = 200
/** What a mounted ConfigMap replaces instead of the file. */
const MOUNTED = '..data'

/** Who is told. */
export interface ConfigListener {
  readonly onChange: () => void
  /** Told once where the file cannot be watched, or no longer. */
  readonly onLost: (problem: string) => void
}

/**
 * Calls `onChange` whenever the file holds something else than before, and at first than `read`, the digest of what was read
 * last; until the returned function is called. The folder is watched, since editors put a new file in the place of the old.
 */
export function watchConfig(file: string, read: string | undefined, { onChange, onLost }: ConfigListener): () => void {
  let known = read
  let timer: NodeJS.Timeout | undefined
  const look = (): void => {
    timer = undefined
    const digest = digestOf(file)
    // A file that is gone for a moment is being replaced; the config in force stays.
    if (digest === undefined || digest === known) return
    known = digest
    onChange()
  }
  try {
    const watcher = watch(dirname(file), (_kind, name) => {
      // Not put off by further signs: a folder in which something is always written would never be looked at.
      if (name === null || name === basename(file) || name === MOUNTED) timer ??= setTimeout(look, SETTLE_MS)
    })
    timer = setTimeout(look, SETTLE_MS) // what was changed since it was read
    watcher.once('error', (error) => {
      watcher.close()
      onLost(messageOf(error))
    })
    return () => {
      clearTimeout(timer)
      watcher.close()
    }
  } catch (error) {
    onLost(messageOf(error))
    return () => undefined
  }
}

/** What tells whether a file has changed; undefined where it cannot be read. */
export function digestOf(file: string): string | undefined {
  try {
    return createHash('sha256').update(readFileSync(file)).digest('hex')
  } catch {
    return undefined
  }
}
