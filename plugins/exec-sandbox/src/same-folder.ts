import { lstatSync } from 'node:fs'
import { fail } from './errors.ts'

/** Remembers which folder a path is. What it gives back throws WORKSPACE_REFUSED once another, or none, is in its place. */
export function rememberFolder(path: string): () => void {
  const { dev, ino } = lstatSync(path)
  return () => {
    const now = lstatSync(path, { throwIfNoEntry: false })
    if (!now) throw fail('WORKSPACE_REFUSED', { path, problem: 'it is no more there' })
    if (now.dev !== dev || now.ino !== ino)
      throw fail('WORKSPACE_REFUSED', { path, problem: 'another has taken its place since it was opened' })
  }
}
