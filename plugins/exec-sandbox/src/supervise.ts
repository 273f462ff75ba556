import type { ChildProcess } from 'node:child_process'
import type { Ending, Job, Result } from './backend.ts'
import type { ExecSandboxConfig } from './config.ts'
import type { Usage } from './linux/watch.ts'

const WATCH_MS = 100
const GRACE_MS = 2000

/** What became of a command, before anybody looked at the workspace. */
export type Supervised = Omit<Result, 'quarantined' | 'refused'>

/** What a system adds to the supervision of a command. */
export interface Control {
  /** Ends everything; called as often as there is reason to. */
  readonly kill?: () => void
}

/**
 * Passes the streams of a sandbox's process on and ends it where a limit is reached. `child` is such that everything below it
 * ends with it, unless `control` does more; `usageOf` counts what is below it.
 */
export function supervise(
  child: ChildProcess,
  config: ExecSandboxConfig,
  job: Job,
  usageOf: (pid: number) => Usage,
  control: Control = {},
): Promise<Supervised> {
  const { promise, resolve, reject } = Promise.withResolvers<Supervised>()
  const chunks = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] }
  let bytes = 0
  let ended: Ending | undefined
  // bwrap's child dies with it, and with that one its whole namespace.
  const kill = control.kill ?? (() => child.kill('SIGKILL'))
  const end = (why: Ending): void => {
    ended ??= why
    kill()
  }
  const timer = setTimeout(() => end('time'), job.timeoutMs)
  const watcher = setInterval(() => {
    if (child.pid === undefined) return
    const { processes, memoryBytes } = usageOf(child.pid)
    if (memoryBytes > config.memoryMb * 1024 * 1024) end('memory')
    else if (processes > config.processes + 3) end('processes')
  }, WATCH_MS)
  const onAbort = (): void => end('aborted')
  job.signal?.addEventListener('abort', onAbort, { once: true })
  if (job.signal?.aborted === true) onAbort()
  for (const from of ['stdout', 'stderr'] as const)
    child[from]?.on('data', (chunk: Buffer) => {
      const left = config.outputBytes - bytes
      bytes += chunk.length
      const kept = chunk.length > left ? chunk.subarray(0, Math.max(0, left)) : chunk
      if (kept.length > 0) {
        chunks[from].push(kept)
        job.onOutput?.(kept, from)
      }
      if (bytes > config.outputBytes) end('output')
    })
  child.stdin?.on('error', () => undefined) // a command that does not read its input is no error
  if (typeof job.stdin === 'string' || job.stdin instanceof Uint8Array) child.stdin?.end(job.stdin)
  const settle = (): void => {
    clearTimeout(timer)
    clearInterval(watcher)
    job.signal?.removeEventListener('abort', onAbort)
  }
  child.on('error', (error) => {
    settle()
    reject(error)
  })
  const finish = (exitCode: number | null, signal: NodeJS.Signals | null): void => {
    settle()
    resolve({
      exitCode,
      signal,
      stdout: Buffer.concat(chunks.stdout),
      stderr: Buffer.concat(chunks.stderr),
      isTruncated: bytes > config.outputBytes,
      ...(ended !== undefined && { ended }),
    })
  }
  child.on('close', finish)
  // A pipe that a survivor holds would keep `close` from coming; on Linux there is none, and nothing may wait for ever.
  child.on('exit', (exitCode, signal) =>
    setTimeout(() => {
      child.stdout?.destroy()
      child.stderr?.destroy()
      finish(exitCode, signal)
    }, GRACE_MS).unref(),
  )
  return promise
}
