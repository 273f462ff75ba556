import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Place } from './cgroup-places.ts'
import { identity, isAlive, kill } from './processes.ts'

/** The kernel is mostly done with a process at once, and now and then a little later. */
const WAITS_MS = [1, 1, 1, 2, ...Array.from({ length: 600 }, () => 5)] as const
const NAME = /^ringwall-(?<space>\d+)-(?<pid>\d+)-(?<start>\d+)-[\da-f]+$/

/** What the processes of a group may take together. */
export interface GroupLimits {
  readonly memoryBytes: number
  readonly processes: number
}

/** What a group took, and what the kernel refused it. Absent where the kernel does not count it. */
export interface GroupUsage {
  readonly cpuSeconds?: number
  /** Processes that were killed because the group had no memory left. */
  readonly memoryKills: number
  /** Processes that were not started because the group had as many as it may. */
  readonly refusedForks: number
}

/** A control group of one command. */
export interface Group {
  /** Files into which a process writes 0 to be in the group, with everything that it starts. */
  readonly joins: readonly string[]
  usage(): GroupUsage
  /** Ends every process in it; none can start another meanwhile. */
  kill(): void
  /** Waits until it is empty and takes it away. False where something in it does not end. */
  remove(): Promise<boolean>
}

/** Makes a group below each place. Throws what the file system throws; nothing is left then. */
export function createGroup(places: readonly Place[], limits: GroupLimits): Group {
  const name = `ringwall-${identity()}-${randomBytes(6).toString('hex')}`
  const made: Made[] = []
  try {
    for (const { folder, version, controllers } of places) {
      const path = join(folder, name)
      mkdirSync(path)
      made.push({ folder: path, version })
      for (const [file, value] of settings(version, controllers, limits)) writeFileSync(join(path, file), value)
      for (const [file, value] of optional(version, controllers, limits))
        if (existsSync(join(path, file))) writeFileSync(join(path, file), value)
    }
  } catch (error) {
    for (const { folder } of made) rmdirSync(folder)
    throw error
  }
  return {
    // Where a thread may enter alone, which takes the kernel less, it does: a shell has no other.
    joins: made.map(({ folder, version }) => join(folder, version === 1 ? 'tasks' : 'cgroup.procs')),
    usage: () => usageOf(made),
    kill: () => made.forEach(killAll),
    remove: () => removeAll(made),
  }
}

/** Ends and removes what hosts left that are no more. */
export async function removeGroupsOfDeadHosts(places: readonly Place[]): Promise<void> {
  const [space] = identity().split('-')
  for (const { folder, version } of places)
    for (const name of readdirSync(folder)) {
      const owner = NAME.exec(name)?.groups
      // A host in another space of process numbers is not seen from here: it may live.
      if (owner?.['space'] !== space || isAlive(Number(owner?.['pid']), owner?.['start'] ?? '')) continue
      const left: Made = { folder: join(folder, name), version }
      killAll(left)
      await removeAll([left])
    }
}

interface Made {
  readonly folder: string
  readonly version: 1 | 2
}

type Setting = readonly [file: string, value: string]

function settings(version: 1 | 2, controllers: Place['controllers'], limits: GroupLimits): readonly Setting[] {
  const memory = version === 1 ? 'memory.limit_in_bytes' : 'memory.max'
  return [
    ...(controllers.includes('memory') ? [[memory, String(limits.memoryBytes)] as const] : []),
    ...(controllers.includes('pids') ? [['pids.max', String(limits.processes)] as const] : []),
  ]
}

/** What a kernel may have been built or started without: swap counts as memory, and who is out of memory ends as a whole. */
function optional(version: 1 | 2, controllers: Place['controllers'], limits: GroupLimits): readonly Setting[] {
  if (!controllers.includes('memory')) return []
  return version === 1
    ? [['memory.memsw.limit_in_bytes', String(limits.memoryBytes)]]
    : [
        ['memory.swap.max', '0'],
        ['memory.oom.group', '1'],
      ]
}

function usageOf(made: readonly Made[]): GroupUsage {
  let cpuSeconds: number | undefined
  let memoryKills = 0
  let refusedForks = 0
  for (const { folder, version } of made) {
    const nanoseconds = Number(read(folder, 'cpuacct.usage') ?? Number.NaN)
    const microseconds = version === 2 ? (counter(read(folder, 'cpu.stat'), 'usage_usec') ?? Number.NaN) : Number.NaN
    const seconds = version === 2 ? microseconds / 1e6 : nanoseconds / 1e9
    if (!Number.isNaN(seconds)) cpuSeconds = seconds
    memoryKills += counter(read(folder, version === 1 ? 'memory.oom_control' : 'memory.events'), 'oom_kill') ?? 0
    refusedForks += counter(read(folder, 'pids.events'), 'max') ?? 0
  }
  return { ...(cpuSeconds !== undefined && { cpuSeconds }), memoryKills, refusedForks }
}

function counter(text: string | undefined, name: string): number | undefined {
  const line = text?.split('\n').find((each) => each.startsWith(`${name} `))
  return line === undefined ? undefined : Number(line.slice(name.length + 1))
}

function killAll({ folder }: Made): void {
  // Nothing new can start in it; then everything that is there is ended, by the kernel at once or one by one.
  write(folder, 'pids.max', '0')
  write(folder, 'cgroup.kill', '1')
  for (const pid of membersOf(folder)) kill(pid)
}

async function removeAll(made: readonly Made[]): Promise<boolean> {
  const left = new Set(made)
  for (const wait of WAITS_MS) {
    for (const each of left) {
      if (membersOf(each.folder).length > 0) killAll(each)
      else if (isRemoved(each.folder)) left.delete(each)
    }
    if (left.size === 0) return true
    await sleep(wait)
  }
  return false
}

function membersOf(folder: string): readonly number[] {
  return (read(folder, 'cgroup.procs') ?? '').split('\n').filter(Boolean).map(Number)
}

function isRemoved(folder: string): boolean {
  try {
    rmdirSync(folder)
    return true
  } catch {
    return !existsSync(folder) // the kernel is not done with what was in it
  }
}

function read(folder: string, file: string): string | undefined {
  try {
    return readFileSync(join(folder, file), 'utf8')
  } catch {
    return undefined // this kernel, or this controller, has no such file
  }
}

function write(folder: string, file: string, value: string): void {
  try {
    writeFileSync(join(folder, file), value, { flag: 'r+' })
  } catch {
    // This kernel, or this controller, has no such file.
  }
}
