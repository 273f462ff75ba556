import type { ChildProcess } from 'node:child_process'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive, kill, statOf } from './processes.ts'

const MAX_BYTES = 10_000
const WAIT_MS = 2
const MAX_WAIT_MS = 3000

/** What bubblewrap itself tells about a command, over a descriptor that the command does not have. */
export interface Status {
  /** True where the command was run: bubblewrap tells its exit code, and tells none where it failed before. */
  readonly hasRun: boolean
  /** Ends the first process of the sandbox. It ends with bubblewrap, but only once it has got so far: one whose bubblewrap is ended before goes on alone. */
  kill(): void
  /** True once the first process of the sandbox is no more; the kernel ends all others before. False where it does not end. */
  whenGone(): Promise<boolean>
}

/** Reads what bubblewrap writes to its `--json-status-fd`. */
export function readStatus(child: ChildProcess, fd: number): Status {
  let text = ''
  let first: Started | undefined
  const stream = child.stdio[fd] as Readable | null | undefined
  stream?.on('data', (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-MAX_BYTES)
    first ??= processIn(text)
  })
  stream?.on('error', () => undefined) // it ends with the process
  return {
    get hasRun() {
      return /^\{ "exit-code": \d+ \}$/m.test(text)
    },
    kill() {
      if (first && isAlive(first.pid, first.start)) kill(first.pid)
    },
    async whenGone() {
      for (let waited = 0; waited < MAX_WAIT_MS; waited += WAIT_MS) {
        if (!first || !isAlive(first.pid, first.start)) return true
        await sleep(WAIT_MS)
      }
      return false
    },
  }
}

interface Started {
  readonly pid: number
  readonly start: string
}

function processIn(text: string): Started | undefined {
  const pid = Number(/"child-pid": (\d+)/.exec(text)?.[1] ?? 0)
  const stat = pid === 0 ? undefined : statOf(pid)
  return stat && { pid, start: stat.start }
}
