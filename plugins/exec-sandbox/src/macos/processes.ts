import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Usage } from '../linux/watch.ts'

const run = promisify(execFile)
/** How often processes are looked at, and how often one tries to end those that go on being made. */
const POLL_MS = 250
const ROUNDS = 20
/** After so many looks in a row that saw nothing, not even the command, what it uses counts as too much. */
const MAX_BLIND = 8
const MAX_BYTES = 64 * 1024 * 1024

/** A process, as `ps` tells of it. */
export interface Process {
  readonly pid: number
  readonly parent: number
  readonly group: number
  readonly uid: number
  readonly memoryBytes: number
  /** When it began: a number is given again, a number and a time are not. */
  readonly started: string
}

/** All processes of the machine that have not ended; empty where `ps` does not answer. */
export async function listProcesses(ps: string): Promise<readonly Process[]> {
  const lines = await linesOf(ps, ['-axo', 'pid=,ppid=,pgid=,uid=,rss=,stat=,lstart='])
  return lines.flatMap((line) => {
    const [, pid, parent, group, uid, kilobytes, state, started] =
      /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\S.*)$/.exec(line) ?? []
    if (started === undefined || state?.startsWith('Z') === true) return []
    const numbers = { pid: Number(pid), parent: Number(parent), group: Number(group), uid: Number(uid) }
    return [{ ...numbers, memoryBytes: Number(kilobytes) * 1024, started }]
  })
}

/** Numbers of the processes in whose first environment a word stands. macOS tells it of programs that are not its own. */
async function listMarked(ps: string, word: string): Promise<ReadonlySet<number>> {
  const lines = await linesOf(ps, ['-axwwE', '-o', 'pid=,command='])
  return new Set(lines.filter((line) => line.includes(word)).map((line) => Number.parseInt(line, 10)))
}

async function linesOf(ps: string, args: readonly string[]): Promise<readonly string[]> {
  try {
    const { stdout } = await run(ps, args, { env: { LC_ALL: 'C' }, maxBuffer: MAX_BYTES, timeout: 5000 })
    return stdout.split('\n')
  } catch {
    return []
  }
}

/** What follows the processes of one command. */
export interface Tracker {
  /** As of the last look. Without end where there was none for long. */
  usage(): Usage
  /** Kills every process found, also those that left the group, until there is none. Resolves to how many are left. */
  endAll(): Promise<number>
  stop(): void
}

/**
 * Follows what a process starts, by parents and by process groups. macOS has no namespace that ends as one: a process that makes
 * itself a session of its own is still known where a look fell between its start and its parent's end, or by the word in its environment.
 */
export function track(root: number, { ps, word }: { readonly ps: string; readonly word: string }): Tracker {
  const known = new Map<number, string>()
  const groups = new Set<number>()
  let latest: readonly Process[] = []
  let blind = 0
  const look = async (): Promise<void> => {
    const all = await listProcesses(ps)
    blind = all.length === 0 ? blind + 1 : 0
    if (blind > 0) return
    const own = all.find(({ pid }) => pid === process.pid)?.group
    const alive = new Map(all.map((each) => [each.pid, each.started]))
    for (const [pid, started] of known) if (alive.get(pid) !== started) known.delete(pid)
    let found: readonly Process[] = all.filter((each) => each.pid === root || known.has(each.pid))
    while (found.length > 0) {
      for (const { pid, started, group } of found) {
        known.set(pid, started)
        if (group !== own) groups.add(group)
      }
      found = all.filter(({ pid, parent, group }) => !known.has(pid) && (known.has(parent) || groups.has(group)))
    }
    latest = all.filter(({ pid }) => known.has(pid))
  }
  let isLooking = false
  const poll = setInterval(() => {
    if (isLooking) return
    isLooking = true
    void look().finally(() => (isLooking = false))
  }, POLL_MS)
  poll.unref()
  void look()
  return {
    usage: () => ({
      processes: blind > MAX_BLIND ? Number.POSITIVE_INFINITY : latest.length,
      memoryBytes: latest.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0),
    }),
    async endAll() {
      for (let round = 0; round < ROUNDS; round++) {
        await look()
        const marked = await listMarked(ps, word)
        const left = new Set([...known.keys(), ...marked])
        left.delete(process.pid)
        if (left.size === 0) return 0
        for (const pid of left) kill(pid)
      }
      return known.size
    },
    stop: () => clearInterval(poll),
  }
}

/** Kills a process, or with a negative number a group; one that has ended is no error. */
export function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended, or is another user's: then it was none of ours.
  }
}
