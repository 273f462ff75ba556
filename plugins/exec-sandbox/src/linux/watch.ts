import { readdirSync, readFileSync } from 'node:fs'

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
  try {
    const kilobytes = /^(?:Pss|Private_Dirty): +(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]
    return Number(kilobytes ?? 0) * 1024
  } catch {
    return 0
  }
}
