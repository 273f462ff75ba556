import { cpSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { madeAt, type Workspace } from './workspace.ts'

/** Moves away what stands under a protected name now and did not before. It is not left where it is because it cannot be kept. */
export function quarantine({ root, absent }: Workspace, folder: string): readonly string[] {
  const found = new Set(absent.flatMap((path) => madeAt(root, path) ?? []))
  for (const [i, path] of [...found].entries()) {
    try {
      // The folder may be on another file system, where nothing can be moved to.
      cpSync(path, join(folder, `${Date.now()}-${i}-${basename(path)}`), { recursive: true, verbatimSymlinks: true })
    } catch {
      // A pipe, say, is nothing to keep; it goes all the same.
    }
    rmSync(path, { recursive: true, force: true })
  }
  return [...found]
}
