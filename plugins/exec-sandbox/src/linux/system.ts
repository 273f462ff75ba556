import {
  accessSync,
  constants,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
} from 'node:fs'
import { dirname, join } from 'node:path'

/** What of /etc programs need to find libraries, names, certificates and the time. */
const ETC = [
  'alternatives',
  'ca-certificates.conf',
  'ld.so.cache',
  'ld.so.conf',
  'ld.so.conf.d',
  'locale.alias',
  'locale.conf',
  'localtime',
  'magic',
  'mime.types',
  'openssl',
  'perl',
  'pki/ca-trust/extracted',
  'pki/tls/certs',
  'pki/tls/openssl.cnf',
  'protocols',
  'python3',
  'services',
  'ssl/certs',
  'ssl/openssl.cnf',
  'terminfo',
  'timezone',
] as const
/** A folder with more in it is mounted, which takes longer at each start but not at the first. */
const COPIED_ENTRIES = 32

/** What of the kernel's state its owner may read, and nobody else: where the host is root, that owner is the command. */
const KERNEL_STATE = [
  'kcore',
  'key-users',
  'keys',
  'kpagecgroup',
  'kpagecount',
  'kpageflags',
  'latency_stats',
  'pagetypeinfo',
  'sched_debug',
  'slabinfo',
  'timer_list',
  'vmallocinfo',
] as const

/** Files of /proc that are found empty: those that this user could read. */
export function maskedFiles(): readonly string[] {
  const names = [...KERNEL_STATE, ...(showsSymbols() ? ['kallsyms'] : [])]
  return names.map((name) => `/proc/${name}`).filter(isReadable)
}

/** Without the right to, nobody sees where the symbols of the kernel are, unless it lets everybody measure it (kallsyms.c). */
function showsSymbols(): boolean {
  try {
    const of = (name: string): number => Number(readFileSync(`/proc/sys/kernel/${name}`, 'utf8'))
    return of('kptr_restrict') === 0 && of('perf_event_paranoid') <= 1
  } catch {
    return true
  }
}

/** /usr read-only; what stands beside it is a link into it, or a folder of its own on older systems. As bubblewrap is told. */
export function systemFolders(): readonly string[] {
  const beside = ['/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'].flatMap((path) => {
    const stats = lstatSync(path, { throwIfNoEntry: false })
    if (!stats) return []
    return stats.isSymbolicLink() ? ['--symlink', readlinkSync(path), path] : ['--ro-bind', path, path]
  })
  const store = existsSync('/nix/store') ? ['--ro-bind', '/nix/store', '/nix/store'] : []
  return ['--ro-bind', '/usr', '/usr', ...beside, ...store]
}

/**
 * Fills a folder with what of /etc is everybody's to read: where the host is root, the sandbox would else read private keys
 * as their owner. Returns the folders that are to be mounted, for which it holds an empty one.
 */
export function fillEtc(folder: string): readonly string[] {
  const mounted: string[] = []
  for (const name of ETC) {
    const [from, to] = [join('/etc', name), join(folder, name)]
    const stats = lstatSync(from, { throwIfNoEntry: false })
    if (!stats) continue
    mkdirSync(dirname(to), { recursive: true, mode: 0o755 })
    if (stats.isDirectory() && isLargeAndPublic(from)) {
      mkdirSync(to)
      mounted.push(from)
    } else cpSync(from, to, { recursive: true, verbatimSymlinks: true, filter: isPublic })
  }
  return mounted
}

function isLargeAndPublic(folder: string): boolean {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name))
  return paths.length > COPIED_ENTRIES && [folder, ...paths].every(isPublic)
}

function isPublic(path: string): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false })
  if (stats === undefined) return false
  return stats.isSymbolicLink() || ((stats.isFile() || stats.isDirectory()) && (stats.mode & 0o004) !== 0)
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK)
    return true
  } catch {
    return false
  }
}
