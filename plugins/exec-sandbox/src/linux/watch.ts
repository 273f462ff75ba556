import { readdirSync, readFileSync, statfsSync, statSync } from 'node:fs'
import { HOME } from './arguments.ts'
import { statOf, TICKS } from './processes.ts'

/** Bytes of a page, as large as they come on x86_64 and mostly on arm64. */
const PAGE = 4096
/** Folders of the sandbox that lie in memory. */
const IN_MEMORY = ['/tmp', '/dev/shm', HOME] as const

/** What all processes below one use together. */
export interface Usage {
  readonly processes: number
  readonly memoryBytes: number
  /** CPU time; of processes that nobody waited for only while they run. */
  readonly cpuSeconds?: number
}

/**
 * Counts the processes below `pid`, their memory (the share of each, so that common pages count once; files in memory too) and their CPU
 * time. Where there are more than `enough`, it says so at once: who forks for ever would be counted for ever.
 */
export function usageBelow(pid: number, enough: number = Infinity): Usage {
  const pids: number[] = []
  const pending = [pid]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const child of childrenOf(next)) {
      pids.push(child)
      pending.push(child)
    }
    if (pids.length > enough) return { processes: pids.length, memoryBytes: 0 }
  }
  const files = pids[0] === undefined ? 0 : filesInMemory(pids[0])
  return {
    processes: pids.length,
    memoryBytes: pids.reduce((sum, each) => sum + memoryOf(each), files),
    cpuSeconds: pids.reduce((sum, each) => sum + (statOf(each)?.ticks ?? 0), 0) / TICKS,
  }
}

/** The processes that one has started and that run. */
export function childrenOf(pid: number): readonly number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    )
  } catch {
    return [] // it has ended meanwhile
  }
}

function filesInMemory(first: number): number {
  return IN_MEMORY.reduce((sum, folder) => {
    try {
      const path = `/proc/${first}/root${folder}`
      // Until the process has entered the sandbox, it sees what this one sees: the files of the machine.
      if (statSync(path).dev === statSync(folder, { throwIfNoEntry: false })?.dev) return sum
      const { bsize, blocks, bfree } = statfsSync(path)
      return sum + (blocks - bfree) * bsize
    } catch {
      return sum // it has ended, or has not got so far; the folders have a size of their own
    }
  }, 0)
}

function memoryOf(pid: number): number {
  return proportional(pid) ?? resident(pid)
}

function proportional(pid: number): number | undefined {
  try {
    const kilobytes = /^Pss: +(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024
  } catch {
    return undefined // not for this user to read
  }
}

/** All pages in memory, those that others share as well: more than its part, never less. */
function resident(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1] ?? 0) * PAGE
  } catch {
    return 0 // it has ended meanwhile
  }
}
