import { createWall, loadConfig, type Model, type Wall } from '@ringwall/config'
import { createExec, execSandbox, findRefusal, quote, type ExecSandboxConfig } from '@ringwall/plugin-exec-sandbox'
import { EgressProxyToken, ssrfGuard } from '@ringwall/plugin-ssrf-guard'
import { plainLogger, RESOLVE_FROM } from './dry-wall.ts'
import { fail } from './errors.ts'
import type { Io } from './io.ts'
import { visible } from './print.ts'

/** How a command is run. */
export interface ExecOptions {
  readonly config?: string
  readonly workspace?: string
  readonly skipValidator?: boolean
  readonly unixSockets?: boolean
  readonly network?: ExecSandboxConfig['network']
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
  const where = { cwd: io.cwd, env: io.env, resolveFrom: RESOLVE_FROM, ephemeral: true }
  const model = await loadConfig({ ...where, ...(options.config !== undefined && { file: options.config }) })
  const config = configOf(io, model, options)
  if (config.network === 'host') io.stderr.write('warning: the command reaches everything that this machine reaches\n')
  const guard = config.network === 'proxy' ? await openGuard(io, model) : undefined
  const exec = createExec({ config, folder: io.cwd, egress: guard?.for('default').find(EgressProxyToken) })
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
    for (const { kind, what, why } of result.refused)
      io.stderr.write(visible(`refused: ${kind} ${what}: ${why}`) + '\n')
    if (result.ended !== undefined) io.stderr.write(`ended: ${result.ended}\n`)
    if (result.ended === 'time') return TIMED_OUT
    if (result.exitCode !== null) return result.exitCode
    return result.signal === 'SIGTERM' || result.signal === 'SIGINT' ? SIGNALS[result.signal] : KILLED
  } finally {
    exec.dispose()
    await guard?.close()
  }
}

/** The one layer whose policy the network is under, as it is configured. Where it is off, no command runs. */
async function openGuard(io: Io, model: Model): Promise<Wall> {
  const layers = model.layers.filter(({ plugin }) => plugin.name === ssrfGuard.name)
  return createWall({ ...model, layers, agents: new Map() }, { logger: plainLogger(io) })
}

/** The layer's config for everyone, or its defaults; the workspace is the folder from which the command is called. */
function configOf(io: Io, { layers }: Model, { workspace, unixSockets, network }: ExecOptions): ExecSandboxConfig {
  const line = layers.find(({ plugin }) => plugin.name === execSandbox.name)
  const written = typeof line?.config === 'object' && line.config !== null ? line.config : {}
  const given = {
    ...written,
    workspace: workspace ?? io.cwd,
    ...(unixSockets !== undefined && { unixSockets }),
    ...(network !== undefined && { network }),
  }
  return execSandbox.config.parse(given)
}
