import { readdirSync, readFileSync } from 'node:fs'

/** Bytes of a page, as large as they come on x86_64 and mostly on arm64. */
const PAGE = 4096

/** What all processes below one use together. */
export interface Usage {
  readonly processes: number
  readonly memoryBytes: number
}

/** Counts the processes below `pid` and their memory (the share of each, so that common pages count once). */
export function usageBelow(pid: number): Usage {
  const pids: number[] = []
  const pending = [pid]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const child of childrenOf(next)) {
      pids.push(child)
      pending.push(child)
    }
  }
  return { processes: pids.length, memoryBytes: pids.reduce((sum, each) => sum + memoryOf(each), 0) }
}

function childrenOf(pid: number): readonly number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    )
  } catch {
    return [] // it has ended meanwhile
  }
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
