import { resolve } from 'node:path'
import { loadPolicy, type PolicyOptions } from '@ringwall/config'
import { createKernel, isRingwallError, use, type Kernel } from '@ringwall/core'
import {
  createExec,
  EXEC_SANDBOX_ERRORS,
  execSandbox,
  findRefusal,
  quote,
  type ExecSandboxConfig,
  type Result,
} from '@ringwall/plugin-exec-sandbox'
import { EgressProxyToken, ssrfGuard } from '@ringwall/plugin-ssrf-guard'
import { plainLogger, RESOLVE_FROM } from './dry-wall.ts'
import { fail } from './errors.ts'
import type { Io } from './io.ts'
import { visible } from './print.ts'
import { reportError } from './report-error.ts'

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
/** Where a limit ended it. */
const KILLED = 137
/** What ends this process, with the exit status that a shell gives it then. */
const SIGNALS = [
  ['SIGHUP', 129],
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const
/** What stands for bytes that are not UTF-8: the words that this process gets no longer tell which. */
const REPLACEMENT = '\ufffd'

/** Runs a command in the sandbox under the configured policy, with the streams of this process. Returns the exit status of the command. */
export async function runExec(io: Io, command: readonly string[], options: ExecOptions): Promise<number> {
  const [program, ...args] = command
  if (program === undefined) throw fail('USAGE', { problem: 'there is no command', command: 'ringwall exec' })
  const config = await configOf(io, options)
  if (config.network === 'host') io.stderr.write('warning: the command reaches everything that this machine reaches\n')
  const guard = config.network === 'proxy' ? await openGuard(io, policyOf(io, options)) : undefined
  const exec = createExec({ config, folder: io.cwd, egress: guard?.find(EgressProxyToken) })
  const controller = new AbortController()
  let stopped: number | undefined
  const stops = SIGNALS.map(([signal, status]) => {
    const stop = (): void => {
      stopped = status
      controller.abort()
    }
    io.signals.on(signal, stop)
    return [signal, stop] as const
  })
  try {
    const refused = refusalOf([program, ...args], options)
    if (refused !== undefined) {
      io.stderr.write(`refused: ${refused}\n`)
      return NOT_RUN
    }
    const result = await exec.runArgv([program, ...args], { inherit: true, signal: controller.signal })
    tell(io, result)
    if (result.ended === 'time') return TIMED_OUT
    if (result.ended !== undefined) return stopped ?? KILLED
    return result.exitCode ?? KILLED
  } catch (error) {
    if (!isRingwallError(error) || !(error.code in EXEC_SANDBOX_ERRORS)) throw error
    reportError(io, error, options)
    return NOT_RUN
  } finally {
    for (const [signal, stop] of stops) io.signals.off(signal, stop)
    exec.dispose()
    await guard?.close()
  }
}

function refusalOf(words: readonly [string, ...string[]], { skipValidator }: ExecOptions): string | undefined {
  if (words.some((word) => word.includes(REPLACEMENT))) return 'encoding: an argument is not UTF-8, or holds U+FFFD'
  const refused = skipValidator === true ? undefined : findRefusal(words.map(quote).join(' '))
  return refused && `${refused.reason}: ${refused.message}`
}

/** Names are the command's, and so is what they would tell a terminal. */
function tell(io: Io, { quarantined, quarantinedTo, unchecked, refused, ended }: Result): void {
  for (const path of quarantined) io.stderr.write(`moved away: ${oneLine(path)} is protected\n`)
  if (quarantinedTo !== undefined) io.stderr.write(`kept in: ${oneLine(quarantinedTo)}\n`)
  if (unchecked !== undefined) io.stderr.write(`not looked at: ${oneLine(unchecked)}\n`)
  for (const { kind, what, why } of refused)
    if (kind !== 'file') io.stderr.write(`${oneLine(`refused: ${kind} ${what}: ${why}`)}\n`)
  if (ended !== undefined) io.stderr.write(`ended: ${ended}\n`)
}

function oneLine(text: string): string {
  return visible(text).replaceAll('\n', String.raw`\n`)
}

/** The one layer whose policy the network is under, as it is configured. Undefined where it is off; no command runs then. */
async function openGuard(io: Io, policy: PolicyOptions): Promise<Kernel | undefined> {
  const { config, isOff } = await loadPolicy(ssrfGuard, policy)
  return isOff ? undefined : createKernel({ plugins: [use(ssrfGuard, config)], logger: plainLogger(io) })
}

/** Where the config is. What is in the workspace can only tighten it, and no code from there runs. */
function policyOf(io: Io, { config, workspace }: ExecOptions): PolicyOptions {
  const where = { cwd: io.cwd, env: io.env, resolveFrom: RESOLVE_FROM }
  const distrusted = resolve(io.cwd, workspace ?? '.')
  return { ...where, ...(config !== undefined && { file: config }), distrusted, given: ['workspace'] }
}

/** The layer's config for everyone, or its defaults; the workspace is the folder from which the command is called. */
async function configOf(io: Io, options: ExecOptions): Promise<ExecSandboxConfig> {
  const { workspace, unixSockets, network } = options
  const { config: written } = await loadPolicy(execSandbox, policyOf(io, options))
  const given = {
    ...written,
    workspace: workspace ?? io.cwd,
    ...(unixSockets !== undefined && { unixSockets }),
    ...(network !== undefined && { network }),
  }
  return execSandbox.config.parse(given)
}
