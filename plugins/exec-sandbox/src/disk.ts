import { statfsSync, statSync, type StatsFs } from 'node:fs'

/** Of what is free when a command begins, it may use so much at most: the machine goes on. */
const SHARE = 0.9

/** Free space of file systems that a command can write, looked at while it runs. */
export interface Disk {
  /** Bytes that the command may still write in one go. */
  readonly bytes: number
  /** What was taken too much of; undefined while it was not. What others write meanwhile counts as well. */
  exceeded(): string | undefined
}

/** Remembers what is free now on the file systems of these folders, and how far it may shrink. Deleted files that are open still count, holes in files do not. */
export function watchDisk(folders: readonly string[], limitBytes: number): Disk {
  const systems = new Map(folders.map((folder) => [statSync(folder).dev, folder]))
  const floors = [...systems.values()].map((folder) => {
    const before = statfsSync(folder)
    return {
      folder,
      bytes: Math.max(freeBytes(before) - limitBytes, freeBytes(before) * (1 - SHARE)),
      allowed: Math.min(limitBytes, freeBytes(before) * SHARE),
      files: before.ffree * (1 - SHARE), // 0 where the file system does not count them
    }
  })
  return {
    bytes: Math.floor(Math.min(limitBytes, ...floors.map(({ allowed }) => allowed))),
    exceeded() {
      for (const { folder, bytes, allowed, files } of floors) {
        const now = statfsOr(folder)
        if (!now) return `the folder ${folder} is no more there`
        if (freeBytes(now) < bytes) return `more than ${megabytes(allowed)} MB on the file system of ${folder}`
        if (now.ffree < files) return `more than nine tenths of the free files on the file system of ${folder}`
      }
      return undefined
    },
  }
}

function statfsOr(folder: string): StatsFs | undefined {
  try {
    return statfsSync(folder)
  } catch {
    return undefined
  }
}

function freeBytes({ bavail, bsize }: StatsFs): number {
  return bavail * bsize
}

function megabytes(bytes: number): number {
  return Math.floor(bytes / 1024 / 1024)
}
