import { spawn, type ChildProcess } from 'node:child_process'
import { accessSync, closeSync, constants, cpSync, existsSync, openSync, rmSync } from 'node:fs'
import { arch } from 'node:os'
import { basename, join } from 'node:path'
import type { Backend, Ending, Job, Result } from '../backend.ts'
import type { ExecSandboxConfig } from '../config.ts'
import { environmentFor } from '../environment.ts'
import { fail } from '../errors.ts'
import { madeAt, type Workspace } from '../workspace.ts'
import { bwrapArguments, HOME } from './arguments.ts'
import { inheritable } from './descriptors.ts'
import { prepare, type Prepared } from './prepare.ts'
import { usageBelow } from './watch.ts'

const PROGRAMS = ['/usr/bin/bwrap', '/usr/local/bin/bwrap', '/bin/bwrap']
const WATCH_MS = 100
const GRACE_MS = 2000

/** Makes the sandbox of Linux. Throws SANDBOX_MISSING and SANDBOX_UNSUPPORTED; whether it holds, `probe` finds out. */
export function createLinuxBackend(config: ExecSandboxConfig, workspace: Workspace): Backend {
  const machine = arch()
  if (machine !== 'x64' && machine !== 'arm64') throw fail('SANDBOX_UNSUPPORTED', { platform: `linux on ${machine}` })
  const program = PROGRAMS.find(isExecutable)
  if (program === undefined) throw fail('SANDBOX_MISSING', { program: 'bubblewrap (bwrap)' })
  const prepared = prepare(machine, { unixSockets: config.unixSockets })
  const limiter = existsSync('/usr/bin/prlimit') ? '/usr/bin/prlimit' : undefined
  const parts: Parts = { program, limiter, config, workspace, prepared, active: { runs: 0 } }
  return {
    limits: limitsOf(limiter !== undefined),
    run: (job) => run(parts, job),
    dispose: () => prepared[Symbol.dispose](),
  }
}

function limitsOf(hasLimiter: boolean): readonly string[] {
  const watched = ['wall time', 'output', 'memory and processes, looked at every 100 ms']
  return hasLimiter ? [...watched, 'CPU time, file size, open files and data of each process'] : watched
}

interface Parts {
  readonly program: string
  readonly limiter: string | undefined
  readonly config: ExecSandboxConfig
  readonly workspace: Workspace
  readonly prepared: Prepared
  /** While a command runs, it may put a link in the place of what is looked at: nothing is moved then. */
  readonly active: { runs: number }
}

async function run({ program, limiter, config, workspace, prepared, active }: Parts, job: Job): Promise<Result> {
  const filter = openSync(prepared.filter, 'r')
  const nothing = openSync('/dev/null', 'r')
  try {
    const open = inheritable()
    // The filter takes the first number that is free; what else a child would inherit is laid over with nothing.
    const seccompFd = Math.max(2, ...open) + 1
    const args = [
      ...bwrapArguments(config, workspace, prepared, { cwd: job.cwd, seccompFd }),
      ...inside(limiter, config, job),
    ]
    const streams =
      job.inherit === true
        ? (['inherit', 'inherit', 'inherit'] as const)
        : ([job.stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'] as const)
    const closed = Array.from({ length: seccompFd - 3 }, (_, i) =>
      open.includes(i + 3) ? nothing : ('ignore' as const),
    )
    const child = spawn(program, args, {
      stdio: [...streams, ...closed, filter],
      env: environmentFor(config.env, process.env, HOME),
      cwd: '/',
      detached: job.inherit !== true,
    })
    active.runs++
    const result = await follow(child, config, job).finally(() => active.runs--)
    return { ...result, quarantined: active.runs === 0 ? quarantine(workspace, prepared) : [] }
  } finally {
    closeSync(filter)
    closeSync(nothing)
  }
}

/** The first process is a shell that waits, so that the command is not the one whose end ends all, and who launched it is not seen. */
function inside(limiter: string | undefined, config: ExecSandboxConfig, { argv }: Job): readonly string[] {
  const limits =
    limiter === undefined
      ? []
      : [
          limiter,
          `--cpu=${config.cpuSeconds}`,
          `--fsize=${config.fileSizeMb * 1024 * 1024}`,
          `--data=${config.memoryMb * 1024 * 1024 * 2}`,
          '--nofile=4096',
          `--nproc=${config.processes}`,
          '--core=0',
          '--',
        ]
  return ['/bin/sh', '-c', '"$@"; exit $?', 'sh', ...limits, ...argv]
}

type Followed = Omit<Result, 'quarantined'>

function follow(child: ChildProcess, config: ExecSandboxConfig, job: Job): Promise<Followed> {
  const { promise, resolve, reject } = Promise.withResolvers<Followed>()
  const chunks = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] }
  let bytes = 0
  let ended: Ending | undefined
  const end = (why: Ending): void => {
    ended ??= why
    child.kill('SIGKILL') // bwrap's child dies with it, and with that one its whole namespace
  }
  const timer = setTimeout(() => end('time'), job.timeoutMs)
  const watcher = setInterval(() => {
    if (child.pid === undefined) return
    const { processes, memoryBytes } = usageBelow(child.pid)
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
  child.on('close', (exitCode, signal) => {
    settle()
    resolve({
      exitCode,
      signal,
      stdout: Buffer.concat(chunks.stdout),
      stderr: Buffer.concat(chunks.stderr),
      isTruncated: bytes > config.outputBytes,
      ...(ended !== undefined && { ended }),
    })
  })
  // A pipe that a survivor holds would keep `close` from coming; there is none, but nothing may wait for ever.
  child.on('exit', () => setTimeout(() => child.stdout?.destroy(), GRACE_MS).unref())
  return promise
}

/** Moves away what stands under a protected name now and did not before. It is not left where it is because it cannot be kept. */
function quarantine({ root, absent }: Workspace, { quarantine: folder }: Prepared): readonly string[] {
  const found = new Set(absent.flatMap((path) => madeAt(root, path) ?? []))
  for (const [i, path] of [...found].entries()) {
    try {
      // The folder may be on another file system, where nothing can be moved to.
      cpSync(path, join(folder, `${Date.now()}-${i}-${basename(path)}`), { recursive: true, verbatimSymlinks: true })
    } catch {
      // A pipe, say, is nothing to keep; it goes all the same.
    }
    rmSync(path, { recursive: true, force: true })
  }
  return [...found]
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
