import { loadPolicy } from '@ringwall/config'
import { createExec, execSandbox, findRefusal, quote, type ExecSandboxConfig } from '@ringwall/plugin-exec-sandbox'
import { RESOLVE_FROM } from './dry-wall.ts'
import { resolve } from 'node:path'
import { fail } from './errors.ts'
import type { Io } from './io.ts'
import { visible } from './print.ts'

/** How a command is run. */
export interface ExecOptions {
  readonly config?: string
  readonly workspace?: string
  readonly skipValidator?: boolean
  readonly unixSockets?: boolean
  readonly json: boolean
}

const NOT_RUN = 126
const TIMED_OUT = 124
const KILLED = 137
/** As a shell counts the end by a signal. */
const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const

/** Runs a command in the sandbox under the configured policy, with the streams of this process. Returns the exit status of the command. */
export async function runExec(io: Io, command: readonly string[], options: ExecOptions): Promise<number> {
  const [program, ...args] = command
  if (program === undefined) throw fail('USAGE', { problem: 'there is no command', command: 'ringwall exec' })
  const exec = createExec({ config: await configOf(io, options), folder: io.cwd })
  try {
    if (options.skipValidator !== true) {
      const refused = findRefusal([program, ...args].map(quote).join(' '))
      if (refused) {
        io.stderr.write(`refused: ${refused.reason}: ${refused.message}\n`)
        return NOT_RUN
      }
    }
    using stop = watchSignals(io)
    const result = await exec.runArgv([program, ...args], { inherit: true, signal: stop.signal })
    // The names are the command's, and so is what they would tell a terminal.
    for (const path of result.quarantined) io.stderr.write(`moved away: ${oneLine(path)} is protected\n`)
    if (result.quarantinedTo !== undefined) io.stderr.write(`kept in: ${oneLine(result.quarantinedTo)}\n`)
    if (result.unchecked !== undefined) io.stderr.write(`not looked at: ${oneLine(result.unchecked)}\n`)
    if (result.ended !== undefined) io.stderr.write(`ended: ${result.ended}\n`)
    if (result.ended === 'time') return TIMED_OUT
    if (result.ended === 'aborted' && stop.by !== undefined) return SIGNALS[stop.by]
    if (result.exitCode !== null) return result.exitCode
    return result.signal === 'SIGTERM' || result.signal === 'SIGINT' ? SIGNALS[result.signal] : KILLED
  } finally {
    exec.dispose()
  }
}

/** Ends the command where this process is asked to end, which it then does only once it was looked at what the command left. */
function watchSignals({
  signals,
}: Io): Disposable & { readonly signal: AbortSignal; readonly by: keyof typeof SIGNALS | undefined } {
  const controller = new AbortController()
  let by: keyof typeof SIGNALS | undefined
  const names = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const
  const listeners = names.map((name) => {
    const stop = (): void => {
      by ??= name
      controller.abort()
    }
    signals.on(name, stop)
    return [name, stop] as const
  })
  return {
    signal: controller.signal,
    get by() {
      return by
    },
    [Symbol.dispose]: () => listeners.forEach(([name, stop]) => signals.off(name, stop)),
  }
}

function oneLine(text: string): string {
  return visible(text).replaceAll('\n', String.raw`\n`)
}

/** The layer's config for everyone, or its defaults. What is in the workspace can only tighten it, and no code from there runs. The workspace is the folder from which the command is called. */
async function configOf(io: Io, { config, workspace, unixSockets }: ExecOptions): Promise<ExecSandboxConfig> {
  const where = { cwd: io.cwd, env: io.env, resolveFrom: RESOLVE_FROM }
  const distrusted = resolve(io.cwd, workspace ?? '.')
  const file = config === undefined ? {} : { file: config }
  const written = await loadPolicy(execSandbox, { ...where, ...file, distrusted, given: ['workspace'] })
  const given = {
    ...written,
    workspace: workspace ?? io.cwd,
    ...(unixSockets !== undefined && { unixSockets }),
  }
  return execSandbox.config.parse(given)
}
