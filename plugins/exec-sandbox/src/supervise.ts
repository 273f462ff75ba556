import type { ChildProcess } from 'node:child_process'
import type { Ended, Ending, Job, Refused } from './backend.ts'
import type { ExecSandboxConfig } from './config.ts'
import type { Usage } from './linux/watch.ts'

const WATCH_MS = 100
const GRACE_MS = 2000
/** Processes that the sandbox itself consists of. */
const SPARE = 3
const MEGABYTE = 1024 * 1024

/** A limit that was reached. */
export interface Reached {
  readonly ending: Ending
  /** The limit, with its number. */
  readonly why: string
}

/** What a system adds to the supervision of a command. */
export interface Control {
  /** Ends everything; called as often as there is reason to. */
  readonly kill?: () => void
  /** A limit of its own that was reached; asked ten times a second, and once at the end. */
  readonly reached?: () => Reached | undefined
}

/**
 * Passes the streams of a sandbox's process on and ends it where a limit is reached. `child` is such that everything below it
 * ends with it, unless `control` does more; `usageOf` counts what is below it.
 */
export function supervise(
  child: ChildProcess,
  config: ExecSandboxConfig,
  job: Job,
  usageOf: (pid: number, enough: number) => Usage,
  control: Control = {},
): Promise<Ended> {
  const { promise, resolve, reject } = Promise.withResolvers<Ended>()
  const chunks = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] }
  let bytes = 0
  let first: Reached | undefined
  let isKilled = false
  // bwrap's child dies with it, and with that one its whole namespace.
  const kill = control.kill ?? (() => child.kill('SIGKILL'))
  const end = (ending: Ending, why: string): void => {
    first ??= { ending, why }
    isKilled = true
    kill()
  }
  const timer = setTimeout(() => end('time', `longer than ${job.timeoutMs} ms`), job.timeoutMs)
  const watcher = setInterval(() => {
    if (child.pid === undefined) return
    const reached = tooMuch(usageOf(child.pid, config.processes + SPARE), config) ?? control.reached?.()
    if (reached) end(reached.ending, reached.why)
  }, WATCH_MS)
  const onAbort = (): void => end('aborted', 'the host has ended it')
  job.signal?.addEventListener('abort', onAbort, { once: true })
  if (job.signal?.aborted === true) onAbort()
  for (const from of ['stdout', 'stderr'] as const)
    child[from]?.on('data', (chunk: Buffer) => {
      const left = config.outputBytes - bytes
      if (job.inherit === true) return // whoever has the stream reads it
      bytes += chunk.length
      const kept = chunk.length > left ? chunk.subarray(0, Math.max(0, left)) : chunk
      if (kept.length > 0) {
        chunks[from].push(kept)
        job.onOutput?.(kept, from)
      }
      if (bytes > config.outputBytes) end('output', `more than ${config.outputBytes} bytes`)
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
    first ??= control.reached?.()
    resolve({
      // What is denied a process while it is killed may end by itself first: by the kill all the same.
      exitCode: isKilled ? null : exitCode,
      signal: isKilled ? 'SIGKILL' : signal,
      stdout: Buffer.concat(chunks.stdout),
      stderr: Buffer.concat(chunks.stderr),
      isTruncated: bytes > config.outputBytes,
      refused: first ? [refusedBy(first)] : [],
      ...(first && { ended: first.ending }),
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

function refusedBy({ ending, why }: Reached): Refused {
  return { kind: 'limit', what: ending, why }
}

function tooMuch({ memoryBytes, processes, cpuSeconds = 0 }: Usage, config: ExecSandboxConfig): Reached | undefined {
  if (memoryBytes > config.memoryMb * MEGABYTE) return { ending: 'memory', why: `more than ${config.memoryMb} MB` }
  if (processes > config.processes + SPARE)
    return { ending: 'processes', why: `more than ${config.processes} at a time` }
  if (cpuSeconds > config.cpuSeconds)
    return { ending: 'cpu', why: `more than ${config.cpuSeconds} s of all processes together` }
  return undefined
}
