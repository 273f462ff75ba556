import { token, type Token } from '@ringwall/core'
import { platform } from 'node:os'
import { resolve } from 'node:path'
import { realpathSync } from 'node:fs'
import type { Backend, Job, Refused, Result } from './backend.ts'
import { checkArgv, checkCommand, checkTimeout } from './command.ts'
import type { ExecSandboxConfig } from './config.ts'
import { fail } from './errors.ts'
import { openLoopbackRoute, type EgressProxy } from './network.ts'
import { createLinuxBackend } from './linux/backend.ts'
import { nodeBelow } from './linux/gate.ts'
import { createMacosBackend } from './macos/backend.ts'
import { probe } from './probe.ts'
import { findRefusal } from './shell/validate.ts'
import { defaultQuarantine } from './quarantine.ts'
import { createKeeper, type Aftermath, type Keeper } from './workspace/keeper.ts'
import type { Workspace } from './workspace.ts'

/** How a command is run. */
export interface RunOptions extends Partial<Pick<Job, 'stdin' | 'onOutput' | 'signal' | 'inherit'>> {
  /** Relative to the workspace, and in it. Default: the workspace. */
  readonly cwd?: string
  /** Milliseconds; never longer than the config's. */
  readonly timeoutMs?: number
}

/** Runs commands in the sandbox, and nowhere else. */
export interface Exec {
  /** Runs a command line as `sh -c` would, after the validator has passed it. Rejects with EXEC_SANDBOX_ERRORS: nothing was run then. */
  run(command: string, options?: RunOptions): Promise<Result>
  /** Runs a program with its arguments as they are; no shell reads them, so the validator has nothing to read either. */
  runArgv(argv: readonly [string, ...string[]], options?: RunOptions): Promise<Result>
  /** Resolves once the sandbox was found to hold, to the limits that the system holds; rejects with the reason why no command will run. */
  ready(): Promise<readonly string[]>
}

/** The service under which layers and hosts run commands. */
export const ExecToken: Token<Exec> = token<Exec>('Exec')

/** What an Exec is made of. */
export interface ExecOptions {
  readonly config: ExecSandboxConfig
  /** From where a relative workspace counts. Default: the working directory. */
  readonly folder?: string
  /** What `network: proxy` leads through; without it no command runs under it. */
  readonly egress?: EgressProxy | undefined
  /** Told of what commands are not given, as it happens. */
  readonly onRefused?: (refused: Refused) => void
}

/**
 * Makes an Exec and what releases it. Workspace and sandbox are opened at the first use. Where they cannot be used, every run
 * rejects with the reason: nothing ever runs outside.
 */
export function createExec(options: ExecOptions): Exec & { dispose(): void } {
  const { config, folder = process.cwd() } = options
  let opening: Promise<Opened> | undefined
  let opened: Opened | undefined
  const open = async (): Promise<Opened> => {
    if (config.network === 'proxy' && options.egress === undefined) throw fail('NETWORK_UNGUARDED')
    // What opens the way to the proxy is trusted: no command may change it, though it stand in the workspace.
    const programs = config.network === 'proxy' ? nodeBelow(resolve(folder, config.workspace)) : []
    const { hide, show } = config
    const protect = [...config.protect, ...programs]
    const quarantine = config.quarantine === '' ? defaultQuarantine() : resolve(folder, config.quarantine)
    const keeper = createKeeper(config.workspace, { protect, hide, show, quarantine, from: folder })
    opened = { keeper, backend: await createBackend(options, keeper.workspace) }
    const { root, shared } = keeper.workspace
    await probe(opened.backend, root, { network: config.network, given: [root, ...shared, ...config.readOnly] })
    return opened
  }
  const ready = (): Promise<Opened> => (opening ??= open())
  const run = async (argv: readonly [string, ...string[]], options: RunOptions): Promise<Result> => {
    const { cwd = '.', timeoutMs: wanted = config.wallTimeMs, ...rest } = options
    const timeoutMs = checkTimeout(wanted, config.wallTimeMs)
    const { keeper, backend } = await ready()
    keeper.begin()
    let aftermath: Aftermath | undefined
    try {
      const result = await backend.run({ argv, cwd: inWorkspace(keeper.workspace.root, cwd), timeoutMs, ...rest })
      aftermath = keeper.end()
      const refused = aftermath.quarantined.map(
        (what) => ({ kind: 'file', what, why: 'it is protected, and was moved away' }) as const,
      )
      return { ...result, ...aftermath, refused: [...result.refused, ...refused] }
    } finally {
      if (!aftermath) keeper.end()
    }
  }
  return {
    ready: async () => (await ready()).backend.limits,
    async run(command, options = {}) {
      checkCommand(command)
      const refused = config.validate ? findRefusal(command) : undefined
      if (refused) throw fail('COMMAND_REFUSED', { reason: `${refused.reason}: ${refused.message}` })
      return run(['/bin/sh', '-c', command], options)
    },
    async runArgv(argv, options = {}) {
      checkArgv(argv)
      return run(argv, options)
    },
    dispose() {
      opened?.keeper.finish()
      opened?.backend.dispose()
    },
  }
}

interface Opened {
  readonly keeper: Keeper
  readonly backend: Backend
}

async function createBackend(options: ExecOptions, workspace: Workspace): Promise<Backend> {
  const { config, egress, onRefused } = options
  if (platform() === 'linux') return createLinuxBackend(config, workspace, options)
  const openEgress = egress && (() => openLoopbackRoute(egress, { onRefused }))
  if (platform() === 'darwin') return createMacosBackend(config, workspace, { openEgress })
  throw fail('SANDBOX_UNSUPPORTED', { platform: platform() })
}

function inWorkspace(root: string, cwd: string): string {
  const path = resolve(root, cwd)
  let real: string
  try {
    real = realpathSync(path)
  } catch (error) {
    throw fail('WORKSPACE_REFUSED', { path, problem: 'it does not exist' }, error)
  }
  if (real !== root && !real.startsWith(`${root}/`))
    throw fail('WORKSPACE_REFUSED', { path, problem: 'it is not in the workspace' })
  return real
}
