import { lstatSync, readFileSync, realpathSync, type Stats } from 'node:fs'
import { dirname } from 'node:path'

/** What git writes into its settings is far smaller. */
export const MAX_BYTES = 1_000_000

/** What is at a path, links not followed; undefined where nothing is, or nothing that one may look at. */
export function statsAt(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined // below a file there is nothing
  }
}

/** Which file it is, whatever its name. */
export function identityOf({ dev, ino }: Stats): string {
  return `${dev}:${ino}`
}

/** The path with every link followed, or as it is where that leads nowhere. */
export function realOr(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}

/** The text of a regular file that has one name only, and of what size git writes; undefined for anything else. */
export function plainText(path: string): string | undefined {
  const stats = statsAt(path)
  if (stats?.isFile() !== true || stats.nlink !== 1 || stats.size > MAX_BYTES) return undefined
  return textOf(path)
}

/** The text of a file; undefined where it cannot be read. */
export function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/** Whether a path is in a folder and not the folder itself. */
export function isBelow(path: string, folder: string): boolean {
  return path !== folder && path.startsWith(folder.endsWith('/') ? folder : `${folder}/`)
}

/** The folders from a path upwards, without `base` and what is not below it. */
export function ancestors(path: string, base: string): readonly string[] {
  const found: string[] = []
  for (let folder = dirname(path); isBelow(folder, base); folder = dirname(folder)) found.push(folder)
  return found
}
