import type { Stats } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { codeOf } from '@ringwall/references'
import { NotMeasured, verdict, type Outcome, type Place } from './check.ts'
import { statOf } from './files.ts'
import type { Subject } from './subject.ts'

/** Write for the group and for everybody. */
export const WRITE_OF_OTHERS = 0o022
/** Anything for the group and for everybody. */
export const ALL_OF_OTHERS = 0o077
/** On a folder: who may not write a file may not replace it either. */
const STICKY = 0o1000

/** Throws NotMeasured where modes say nothing. */
export function demandModes(): void {
  if (process.platform === 'win32') throw new NotMeasured('permissions of this system are not read')
}

/** Looks whether any of the bits is set on one of the paths. What a link leads to is judged, and left to people to repair. */
export async function judgeModes(subject: Subject, paths: readonly string[], bits: number): Promise<Outcome> {
  demandModes()
  const places: Place[] = []
  const unread: string[] = []
  let seen = 0
  for (const file of new Set(paths)) {
    const stats = await statOf(file)
    if (stats === undefined) continue
    seen++
    if (!stats.isSymbolicLink()) {
      places.push(...judge(subject, file, stats, bits))
      continue
    }
    const shown = subject.shown(file)
    if (isOfOthers(subject, stats)) places.push({ found: `${shown} is a link of another user`, file })
    const target = await targetOf(file)
    if (typeof target === 'string') unread.push(`${shown} is a link that cannot be followed: ${target}`)
    else
      for (const { found } of judge(subject, target.file, target.stats, bits))
        places.push({ found: `${shown} is a link, and ${found}`, file })
  }
  return verdict(places, unread, seen === 0 ? 'there is nothing of the kind' : undefined)
}

/** Of the folders above a file or folder, those in which others may put another one in its place. */
export async function replaceable(subject: Subject, path: string): Promise<readonly Place[]> {
  if (process.platform === 'win32') return []
  const places: Place[] = []
  const start = await realpath(path).catch(() => path)
  for (let at = dirname(start), below = start; at !== below; below = at, at = dirname(at)) {
    const stats = await statOf(at)
    if (stats === undefined || (stats.mode & WRITE_OF_OTHERS) === 0 || (stats.mode & STICKY) !== 0) continue
    const found = `${subject.shown(at)}, above ${subject.shown(path)}, has mode ${octal(stats.mode)}`
    places.push({ found, file: at })
  }
  return places
}

/** A mode as chmod writes it. */
export function octal(mode: number): string {
  return (mode & 0o7777).toString(8).padStart(3, '0')
}

function judge(subject: Subject, file: string, stats: Stats, bits: number): readonly Place[] {
  const open = stats.mode & bits
  const isShared = stats.isDirectory() && (stats.mode & STICKY) !== 0
  const shown = subject.shown(file)
  if (open !== 0 && !isShared) {
    const repair = { kind: 'mode', file, remove: open } as const
    return [{ found: `${shown} has mode ${octal(stats.mode)}`, file, repair }]
  }
  return isOfOthers(subject, stats) ? [{ found: `${shown} belongs to another user`, file }] : []
}

function isOfOthers({ uid }: Subject, stats: Stats): boolean {
  return uid !== undefined && stats.uid !== uid && stats.uid !== 0
}

async function targetOf(link: string): Promise<{ readonly file: string; readonly stats: Stats } | string> {
  try {
    const file = await realpath(link)
    return { file, stats: await stat(file) }
  } catch (error) {
    return codeOf(error)
  }
}
