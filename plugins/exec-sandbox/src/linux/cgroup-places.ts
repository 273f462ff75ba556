import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { quote } from '../shell/quote.ts'
import { createGroup } from './cgroup.ts'

/** What the kernel limits or counts for a group of processes. */
export type Controller = 'memory' | 'pids' | 'cpuacct'

/** A folder of the kernel's in which this process may make groups. */
export interface Place {
  readonly version: 1 | 2
  readonly folder: string
  readonly controllers: readonly Controller[]
}

const TRIAL_MS = 5000
const TRIAL = { memoryBytes: 64 * 1024 * 1024, processes: 16 }

/**
 * Finds where groups can be made that the kernel limits: version 2 where a part of the tree was delegated to this user, version
 * 1 where its folders may be written (as root), each of the two for what the other does not have. Every place was tried: a group
 * made, limited, joined and removed.
 */
export async function findPlaces(): Promise<readonly Place[]> {
  const mounts = mountsOf(textOf('/proc/self/mountinfo'))
  const groups = groupsOf(textOf('/proc/self/cgroup'))
  const found: Place[] = []
  for (const candidate of [...candidatesOf1(mounts, groups), ...candidatesOf2(mounts, groups)]) {
    const controllers = candidate.controllers.filter((each) => !found.some((place) => place.controllers.includes(each)))
    const place = { ...candidate, controllers }
    if (controllers.length > 0 && (await isUsable(place))) found.push(place)
  }
  return found
}

/** The command of a shell that puts itself into groups. */
export function joining(joins: readonly string[]): string {
  return joins.map((file) => `echo 0 > ${quote(file)}`).join(' && ')
}

async function isUsable(place: Place): Promise<boolean> {
  try {
    const group = createGroup([place], TRIAL)
    const { status } = spawnSync('/bin/sh', ['-c', joining(group.joins)], { stdio: 'ignore', timeout: TRIAL_MS })
    return (await group.remove()) && status === 0
  } catch {
    return false // not for this user to write: the watchdog holds the limits
  }
}

interface Mount {
  readonly version: 1 | 2
  readonly root: string
  readonly at: string
  readonly controllers: readonly string[]
}

/** proc_pid_mountinfo(5): number, parent, device, root, mount point, options, optional fields, a dash, type, source, options of the file system. */
function mountsOf(text: string): readonly Mount[] {
  return text.split('\n').flatMap((line) => {
    const [before = '', after = ''] = line.split(' - ')
    const [, , , root = '/', at = ''] = before.split(' ').map(unescaped)
    const [type, , options = ''] = after.split(' ')
    if (type !== 'cgroup' && type !== 'cgroup2') return []
    return [{ version: type === 'cgroup' ? (1 as const) : (2 as const), root, at, controllers: options.split(',') }]
  })
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(\d{3})/g, (_all, octal: string) => String.fromCodePoint(Number.parseInt(octal, 8)))
}

/** The path of this process's group by controller. cgroups(7): a hierarchy's number, its controllers, and the path; version 2 has number 0 and no controllers, here the empty name. */
export function groupsOf(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split('\n').flatMap((line) => {
      const [, controllers, path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? []
      if (controllers === undefined || path === undefined) return [] // the end of the file
      return controllers.split(',').map((controller) => [controller, path] as const)
    }),
  )
}

function candidatesOf1(mounts: readonly Mount[], groups: ReadonlyMap<string, string>): readonly Place[] {
  return (['memory', 'pids', 'cpuacct'] as const).flatMap((controller) => {
    const mount = mounts.find((each) => each.version === 1 && each.controllers.includes(controller))
    const folder = mount && folderOf(mount, groups.get(controller))
    return folder === undefined ? [] : [{ version: 1 as const, folder, controllers: [controller] }]
  })
}

/** From this process's own group outwards: a group that holds processes has no limited groups below it, so it is mostly the one around it. */
function candidatesOf2(mounts: readonly Mount[], groups: ReadonlyMap<string, string>): readonly Place[] {
  const mount = mounts.find(({ version }) => version === 2)
  const own = mount && folderOf(mount, groups.get(''))
  if (mount === undefined || own === undefined) return []
  const candidates: Place[] = []
  for (let folder = own; ; folder = dirname(folder)) {
    const controllers = isWritable(folder) ? controllersBelow(folder) : []
    if (controllers.length > 0) candidates.push({ version: 2, folder, controllers })
    if (folder === mount.at || folder === '/') return candidates
  }
}

function folderOf({ root, at }: Mount, path: string | undefined): string | undefined {
  if (path === undefined) return undefined
  const below = relative(root, path)
  const folder = below === '..' || below.startsWith('../') ? at : join(at, below)
  return existsSync(join(folder, 'cgroup.procs')) ? folder : undefined
}

/** To move a process, the group around the old one and the new one must be this user's as well. */
function isWritable(folder: string): boolean {
  try {
    for (const path of [folder, join(folder, 'cgroup.procs')]) accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}

function controllersBelow(folder: string): readonly Controller[] {
  const control = join(folder, 'cgroup.subtree_control')
  const has = (file: string, name: string): boolean => textOf(join(folder, file)).trim().split(' ').includes(name)
  return (['memory', 'pids'] as const).filter((name) => {
    if (has('cgroup.subtree_control', name)) return true
    if (!has('cgroup.controllers', name)) return false
    try {
      writeFileSync(control, `+${name}`, { flag: 'r+' })
      return true
    } catch {
      return false // it holds processes itself, or is another's
    }
  })
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return '' // the system has none
  }
}
