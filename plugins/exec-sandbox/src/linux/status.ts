import type { ChildProcess } from 'node:child_process'
import type { Readable } from 'node:stream'

const MAX_BYTES = 10_000

/** What bubblewrap itself tells about a command, over a descriptor that the command does not have. */
export interface Status {
  /** True where the command was run: bubblewrap tells its exit code, and tells none where it failed before. */
  readonly hasRun: boolean
}

/** Reads what bubblewrap writes to its `--json-status-fd`. */
export function readStatus(child: ChildProcess, fd: number): Status {
  let text = ''
  const stream = child.stdio[fd] as Readable | null | undefined
  stream?.on('data', (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-MAX_BYTES)
  })
  stream?.on('error', () => undefined) // it ends with the process
  return {
    get hasRun() {
      return /^\{ "exit-code": \d+ \}$/m.test(text)
    },
  }
}
