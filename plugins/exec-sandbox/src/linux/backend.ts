import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { arch } from 'node:os'
import { messageOf } from '@ringwall/core'
import type { Backend, Ended, Job, Refused } from '../backend.ts'
import type { ExecSandboxConfig } from '../config.ts'
import { watchDisk } from '../disk.ts'
import { fail } from '../errors.ts'
import { openRoute, type EgressProxy, type Route } from '../network.ts'
import { supervise } from '../supervise.ts'
import type { Workspace } from '../workspace.ts'
import { findPlaces, joining, type Place } from './cgroup-places.ts'
import { createGroup, removeGroupsOfDeadHosts } from './cgroup.ts'
import { CHECKS } from './checks.ts'
import { inheritable } from './descriptors.ts'
import { destinationsOf } from './destinations.ts'
import { explain } from './explain.ts'
import { findNode, openGate } from './gate.ts'
import { planLaunch, type Launch, type LaunchParts } from './launch.ts'
import { controlOf, describeLimits, groupLimits, holds, refusedIn, usageFor } from './limits.ts'
import { prepare } from './prepare.ts'
import { findProgram } from './program.ts'
import { readStatus } from './status.ts'
import { passOn } from './streams.ts'

const MEGABYTE = 1024 * 1024

/** What a sandbox gets beside its config. */
export interface BackendOptions {
  /** By which commands reach the network; they reach none where it is absent, unless the config says `host`. */
  readonly egress?: EgressProxy | undefined
  /** Told of what a command is not given on the network, as it happens. */
  readonly onRefused?: ((refused: Refused) => void) | undefined
  /** Tests take protections away by it, one by one, to see what each of them is there for. */
  readonly change?: ((launch: Launch) => Launch) | undefined
  /** Tests leave the groups of the kernel out by it: whatever host comes next ends what a dead one left in its groups. */
  readonly places?: readonly Place[] | undefined
}

/** Makes the sandbox of Linux. Rejects with SANDBOX_MISSING and SANDBOX_UNSUPPORTED; whether it holds, `probe` finds out. */
export async function createLinuxBackend(
  config: ExecSandboxConfig,
  workspace: Workspace,
  options: BackendOptions = {},
): Promise<Backend> {
  const machine = arch()
  if (machine !== 'x64' && machine !== 'arm64') throw fail('SANDBOX_UNSUPPORTED', { platform: `linux on ${machine}` })
  const program = findProgram()
  const places = options.places ?? (await findPlaces())
  await removeGroupsOfDeadHosts(places)
  const given = [workspace.root, ...workspace.shared, ...config.readOnly]
  const filter = { unixSockets: config.unixSockets, sharedMemory: holds(places, 'memory') }
  const prepared = prepare(machine, filter, given)
  const parts: Parts = { program, config, workspace, prepared, options, places }
  return {
    checks: CHECKS,
    limits: describeLimits(config, places),
    run: (job) => run(parts, job),
    explain: (problem) => explain(program, problem),
    dispose: () => prepared[Symbol.dispose](),
  }
}

interface Parts extends LaunchParts {
  readonly options: BackendOptions
  /** Where the kernel holds limits of all processes of a command together. */
  readonly places: readonly Place[]
}

async function run(parts: Parts, job: Job): Promise<Ended> {
  const { egress, onRefused } = parts.options
  if (parts.config.network !== 'proxy') return runWith(parts, job, undefined)
  if (egress === undefined) throw fail('NETWORK_UNGUARDED')
  const route = openRoute(egress, { onRefused })
  try {
    return await runWith(parts, job, route)
  } finally {
    route.close()
  }
}

async function runWith(parts: Parts, job: Job, route: Route | undefined): Promise<Ended> {
  const node = route && findNode(parts.config.readOnly)
  const { options, places } = parts
  const workspace = destinationsOf(parts.workspace)
  const disk = watchDisk([workspace.root, ...workspace.shared], parts.config.diskMb * MEGABYTE)
  // No one file takes what all together may not.
  const config = { ...parts.config, fileSizeMb: Math.min(parts.config.fileSizeMb, disk.bytes / MEGABYTE) }
  using planned = planLaunch({ ...parts, config, workspace }, job, { open: inheritable(), host: process.env, node })
  const launch = options.change?.(planned) ?? planned
  const group = openGroup(config, places)
  try {
    const child = start(launch, job, group?.joins ?? [])
    const status = readStatus(child, launch.statusFd)
    const gate = route && openGate(child, route)
    const control = controlOf(child, config, { group, disk })
    const ended = await supervise(child, config, job, usageFor(places), control).finally(() => gate?.close())
    if (ended.ended !== undefined || ended.signal !== null) {
      control.killRest()
      status.kill()
    }
    // Once it was ended, the group takes nobody in, whatever the limit is.
    const reached = ended.ended === undefined ? refusedIn(group, config) : ended.refused
    const refused = [...reached, ...(route?.refused ?? [])]
    const isGone = await status.whenGone() // nothing of it runs any more, whatever it did to live on
    const isEmpty = (await group?.remove()) ?? true
    if (!isGone || !isEmpty) throw fail('SANDBOX_NOT_ENDED')
    if (gate?.isOpen === false && ended.ended === undefined) throw fail('NETWORK_BROKEN', { problem: lastLine(ended) })
    if (!status.hasRun && ended.ended === undefined && ended.signal === null)
      throw fail('SANDBOX_NOT_STARTED', { problem: lastLine(ended) })
    return { ...ended, refused }
  } catch (error) {
    await group?.remove()
    throw isTooLong(error) ? fail('COMMAND_INVALID', { problem: 'its arguments together are too long' }, error) : error
  }
}

function openGroup(config: ExecSandboxConfig, places: readonly Place[]): ReturnType<typeof createGroup> | undefined {
  if (places.length === 0) return undefined
  try {
    return createGroup(places, groupLimits(config))
  } catch (error) {
    throw fail('SANDBOX_NOT_STARTED', { problem: messageOf(error) }, error)
  }
}

/** Starts bubblewrap. Where there are groups, a shell outside enters them and becomes bubblewrap: nothing of a command ever runs outside of them. */
function start(launch: Launch, job: Job, joins: readonly string[]): ChildProcess {
  const { program, args, env, seccompFd, covered, channelFd } = launch
  const filter = openSync(launch.filter, 'r')
  const nothing = openSync('/dev/null', 'r')
  try {
    const laid = new Set(covered)
    const closed = Array.from({ length: seccompFd - 3 }, (_, i) => {
      if (i + 3 === channelFd) return 'ipc' as const
      return laid.has(i + 3) ? nothing : ('ignore' as const)
    })
    const words = joins.length === 0 ? [program, ...args] : enter(joins, [program, ...args])
    const child = spawn(words[0] ?? program, words.slice(1), {
      stdio: [...launch.streams, ...closed, filter, 'pipe'],
      env,
      cwd: '/',
      detached: job.inherit !== true,
    })
    if (job.inherit === true) passOn(child, launch.streamBytes)
    return child
  } finally {
    closeSync(filter)
    closeSync(nothing)
  }
}

function enter(joins: readonly string[], words: readonly string[]): readonly string[] {
  return ['/bin/sh', '-c', `${joining(joins)} && exec "$@"`, 'sh', ...words]
}

/** What the sandbox said last; for people to read, and never to decide by. */
function lastLine({ stderr, exitCode }: { readonly stderr: Buffer; readonly exitCode: number | null }): string {
  const said = stderr.toString().trim().split('\n').at(-1)?.slice(0, 200) ?? ''
  return said === '' ? `exit code ${exitCode}` : said
}

function isTooLong(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'E2BIG'
}
