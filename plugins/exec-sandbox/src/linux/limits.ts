import { release } from 'node:os'
import type { ChildProcess } from 'node:child_process'
import type { Refused } from '../backend.ts'
import type { ExecSandboxConfig } from '../config.ts'
import type { Disk } from '../disk.ts'
import type { Control, Reached } from '../supervise.ts'
import type { Controller, Place } from './cgroup-places.ts'
import type { Group } from './cgroup.ts'
import { kill, membersOfSession } from './processes.ts'
import { childrenOf, usageBelow, type Usage } from './watch.ts'

/** Processes of the sandbox itself: the one outside, and the shell that waits. */
const OWN_PROCESSES = 2
/** A command that goes on although it gets no process any more does nothing else. */
const MAX_REFUSED_FORKS = 1000
const MEGABYTE = 1024 * 1024
const NOTHING: Usage = { processes: 0, memoryBytes: 0 }

/** What the kernel allows the group of a command. */
export function groupLimits({ memoryMb, processes }: ExecSandboxConfig): {
  readonly memoryBytes: number
  readonly processes: number
} {
  return { memoryBytes: memoryMb * MEGABYTE, processes: processes + OWN_PROCESSES }
}

/** True where the kernel itself holds that limit for all processes of a command together. */
export function holds(places: readonly Place[], controller: Controller): boolean {
  return places.some(({ controllers }) => controllers.includes(controller))
}

/** Since 5.14 the kernel counts the processes of a user by user namespace; before, those of the whole machine, of which a desktop has more than a command may have. */
export function countsProcessesByNamespace(version: string = release()): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > 5 || (major === 5 && minor >= 14)
}

/** Which limits are held on this machine, and by whom. */
export function describeLimits(config: ExecSandboxConfig, places: readonly Place[]): readonly string[] {
  const by = (controller: Controller): string => {
    const place = places.find(({ controllers }) => controllers.includes(controller))
    return place ? `by the kernel (cgroup v${place.version})` : 'looked at every 100 ms'
  }
  const isCounted = holds(places, 'cpuacct') || places.some(({ version }) => version === 2)
  return [
    `memory: ${config.memoryMb} MB of all processes, ${by('memory')}`,
    `processes: ${config.processes}, ${by('pids')}`,
    `CPU time: ${config.cpuSeconds} s of all processes, ${isCounted ? 'counted by the kernel, ' : ''}looked at every 100 ms; of each process by the kernel`,
    `file size: ${config.fileSizeMb} MB, by the kernel`,
    `disk: ${config.diskMb} MB, looked at every 100 ms`,
    `wall time: ${config.wallTimeMs} ms, by this process`,
    `output: ${config.outputBytes} bytes, by this process`,
  ]
}

/** How a command in a group, if there is one, is watched and ended. */
export function controlOf(
  child: ChildProcess,
  config: ExecSandboxConfig,
  { group, disk }: { readonly group: Group | undefined; readonly disk: Disk },
): Control & { killRest(): void } {
  const end = (): void => {
    group?.kill()
    const below = child.pid === undefined ? [] : childrenOf(child.pid)
    child.kill('SIGKILL')
    below.forEach(kill) // it may not have got so far that it ends with the one above it
  }
  return {
    kill: end,
    reached: () => reachedIn(group, config) ?? reachedOn(disk),
    killRest() {
      if (child.pid !== undefined) membersOfSession(child.pid).forEach(kill)
    },
  }
}

/** What is watched from here: only what the kernel does not hold. */
export function usageFor(places: readonly Place[]): (pid: number, enough: number) => Usage {
  if (!holds(places, 'memory') || !holds(places, 'pids')) return usageBelow
  return () => NOTHING
}

/** What the kernel refused a command that went on. */
export function refusedIn(group: Group | undefined, { processes }: ExecSandboxConfig): readonly Refused[] {
  const count = group?.usage().refusedForks ?? 0
  if (count === 0) return []
  return [{ kind: 'limit', what: 'processes', why: `${count} were not started: more than ${processes} at a time` }]
}

function reachedIn(group: Group | undefined, config: ExecSandboxConfig): Reached | undefined {
  if (!group) return undefined
  const { cpuSeconds = 0, memoryKills, refusedForks } = group.usage()
  if (memoryKills > 0) return { ending: 'memory', why: `more than ${config.memoryMb} MB` }
  if (refusedForks > MAX_REFUSED_FORKS) return { ending: 'processes', why: `more than ${config.processes} at a time` }
  if (cpuSeconds > config.cpuSeconds)
    return { ending: 'cpu', why: `more than ${config.cpuSeconds} s of all processes together` }
  return undefined
}

function reachedOn(disk: Disk): Reached | undefined {
  const why = disk.exceeded()
  return why === undefined ? undefined : { ending: 'disk', why }
}
