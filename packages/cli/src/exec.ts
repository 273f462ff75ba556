import { loadPolicy } from '@ringwall/config'
import { createExec, execSandbox, findRefusal, quote, type ExecSandboxConfig } from '@ringwall/plugin-exec-sandbox'
import { RESOLVE_FROM } from './dry-wall.ts'
import { resolve } from 'node:path'
import { fail } from './errors.ts'
import type { Io } from './io.ts'

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
const SIGNALS = { SIGKILL: KILLED, SIGTERM: 143, SIGINT: 130 } as const

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
    const result = await exec.runArgv([program, ...args], { inherit: true })
    for (const path of result.quarantined) io.stderr.write(`moved away: ${path} is protected\n`)
    if (result.quarantinedTo !== undefined) io.stderr.write(`kept in: ${result.quarantinedTo}\n`)
    if (result.unchecked !== undefined) io.stderr.write(`not looked at: ${result.unchecked}\n`)
    if (result.ended !== undefined) io.stderr.write(`ended: ${result.ended}\n`)
    if (result.ended === 'time') return TIMED_OUT
    if (result.exitCode !== null) return result.exitCode
    return result.signal === 'SIGTERM' || result.signal === 'SIGINT' ? SIGNALS[result.signal] : KILLED
  } finally {
    exec.dispose()
  }
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
