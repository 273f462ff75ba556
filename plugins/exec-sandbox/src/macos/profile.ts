import { dirname, join } from 'node:path'
import { anySpelling } from './spelling.ts'
import * as system from './system.ts'

/** A path below a folder that commands write. */
export interface Place {
  readonly folder: string
  /** Relative to the folder. */
  readonly path: string
}

/** What a profile is made from. Every path is absolute and has no link in it. */
export interface Policy {
  readonly workspace: string
  /** A private folder that is the command's home, and one beside it for its temporary files. */
  readonly home: string
  readonly tmp: string
  /** Folders outside that a linked worktree of git commits into. */
  readonly shared: readonly string[]
  /** Further folders that are read. */
  readonly readOnly: readonly string[]
  /** Links over which those are reached. */
  readonly links: readonly string[]
  /** What is read and not changed, made or moved. */
  readonly protected: readonly Place[]
  /** Files that are not read. */
  readonly hidden: readonly Place[]
  readonly unixSockets: boolean
}

/** What is reached: nothing at all, the one port of this machine on which the egress proxy listens, or everything. */
export type Reach = { readonly kind: 'none' | 'host' } | { readonly kind: 'proxy'; readonly port: number }

/** The text of a profile, and what its parameters stand for. */
export interface Profile {
  readonly text: string
  readonly parameters: ReadonlyMap<string, string>
}

/** All that may be done with a program or a library besides looking at it. */
const RUN = 'file-read* file-map-executable process-exec*'

/**
 * Makes the profile (SBPL, the language of sandbox-exec) of a policy. The text is the same for every machine and every path: paths are
 * parameters, which no part of the language reads. It denies all that it does not allow. Denials stand behind what is
 * allowed, because the last rule that matches decides; nothing is allowed again behind them but the network.
 *
 * The language has no public description. What is used of it is what Chromium, Codex and sandbox-runtime use in theirs, and
 * what others measured: hard links and clones are operations of their own outside of `file-write*`, and stay denied (a second name would be
 * read under rules for that name); renaming asks for `file-write-unlink`, of a folder too, so that every folder above a
 * protected path is held where it is; `(local ip …)` on the way out would admit every address, so the proxy's port is a
 * `(remote ip …)`, whose host can only be `localhost` or `*`; a rule without a filter is only what holds where no other rule
 * matches, wherever it stands, so that every denial that must win over something allowed has one; and what is known of processes,
 * properties of devices and some commands of fcntl are open where they are not denied by name.
 */
export function makeProfile(policy: Policy, reach: Reach): Profile {
  const parameters = new Map<string, string>()
  const named = (name: string, values: readonly string[]): readonly string[] =>
    values.map((value, i) => {
      parameters.set(`${name}_${i}`, value)
      return `(param "${name}_${i}")`
    })
  const writable = named('WRITE', [policy.workspace, policy.home, policy.tmp, ...policy.shared])
  const readable = named('READ', policy.readOnly)
  const links = named('LINK', policy.links)
  const subpaths = (values: readonly string[]): readonly string[] => values.map((value) => `(subpath ${value})`)
  // The folder of temporary files has the same above it as the home.
  const ancestors = [...writable.toSpliced(2, 1), ...readable, ...links].map((value) => `(path-ancestors ${value})`)
  return {
    text: [
      '(version 1)',
      '(deny default)',
      ...process(),
      ...devices(),
      rule('The system and tool chains are read and run.', `allow ${RUN}`, [
        ...literals('subpath', [...system.SYSTEM_FOLDERS, ...system.HOMEBREW_FOLDERS]),
        `(regex #"${system.XCODE}")`,
      ]),
      rule('Read, and never run. The root is asked for by dyld before a program starts.', 'allow file-read*', [
        '(literal "/")',
        ...literals('subpath', system.SYSTEM_FILES),
      ]),
      rule('On the way to what is read, folders and links are looked at, and not listed.', 'allow file-read-metadata', [
        ...literals('literal', [...system.SYSTEM_LINKS, ...system.SYSTEM_WAYS]),
        `(regex #"${system.XCODE_WAY}")`,
        ...links.map((value) => `(literal ${value})`),
        ...ancestors,
      ]),
      ...(readable.length > 0 ? [rule('Folders that the operator named.', `allow ${RUN}`, subpaths(readable))] : []),
      rule(
        'The workspace, the private home and what git shares with it.',
        `allow ${RUN} file-write*`,
        subpaths(writable),
      ),
      ...uncovered(),
      ...denials(policy, writable, named),
      ...(policy.unixSockets ? unixSockets(writable.slice(0, 3)) : []),
      ...network(reach),
      '',
    ].join('\n'),
    parameters,
  }
}

function process(): readonly string[] {
  return [
    rule('Programs start others, and see and signal those of this sandbox.', 'allow process-fork', []),
    rule('', 'deny process-info*', []),
    rule('', 'allow signal process-info*', ['(target same-sandbox)']),
    rule('Values that runtimes ask for when they start.', 'allow sysctl-read', [
      ...literals('sysctl-name', system.SYSCTLS),
      ...literals('sysctl-name-prefix', system.SYSCTL_PREFIXES),
    ]),
    rule(
      'Services outside: names of users, and notices.',
      'allow mach-lookup',
      literals('global-name', system.SERVICES),
    ),
    rule('', 'allow ipc-posix-shm-read*', ['(ipc-posix-name "apple.shm.notification_center")']),
    rule("Locks of Python's multiprocessing.", 'allow ipc-posix-sem', ['(ipc-posix-name-prefix "/mp-")']),
  ]
}

/** What is open although all that is not named is denied, as Codex says of the first two, and others who asked from inside. */
function uncovered(): readonly string[] {
  return [
    rule('Two commands of fcntl change files that were opened for reading.', 'deny system-fcntl', [
      '(fcntl-command 80 110)', // F_MAKECOMPRESSED, F_TRANSFEREXTENTS
    ]),
    rule('Services in bundles, and the numbers of the machine.', 'deny mach-lookup', ['(xpc-service-name-prefix "")']),
    rule('', 'deny iokit-get-properties', []),
  ]
}

function devices(): readonly string[] {
  return [
    rule('Devices without a state.', 'allow file-read*', literals('literal', system.READ_DEVICES)),
    rule('', 'allow file-write-data', literals('literal', system.WRITE_DEVICES)),
    rule('Descriptors that the process has.', 'allow file-read* file-write-data', ['(subpath "/dev/fd")']),
    rule('Terminals that the command itself makes.', 'allow pseudo-tty', []),
    rule('', 'allow file-read* file-write-data file-ioctl', [
      '(literal "/dev/ptmx")',
      '(require-all (regex #"^/dev/ttys[0-9]+$") (extension "com.apple.sandbox.pty"))',
    ]),
  ]
}

function denials(
  { protected: kept, hidden }: Policy,
  held: readonly string[],
  named: (name: string, values: readonly string[]) => readonly string[],
): readonly string[] {
  const above = [...kept, ...hidden].flatMap(foldersAbove)
  const unique = [...new Map(above.map((place) => [join(place.folder, place.path), place])).values()]
  /** Each exactly, and in every way to write it that a file system takes for the same. */
  const each = (name: string, places: readonly Place[], exact: string, end: '$' | '(/|$)'): readonly string[] => [
    ...named(
      name,
      places.map(({ folder, path }) => join(folder, path)),
    ).map((value) => `(${exact} ${value})`),
    ...named(
      `${name}_ANY_SPELLING`,
      places.map(({ folder, path }) => anySpelling(folder, path, end)),
    ).map((value) => `(regex ${value})`),
  ]
  return [
    rule('Nobody gains rights: no set-user-ID mode is run or made, no device is made.', 'deny process-exec*', [
      '(require-any (file-mode #o4000) (file-mode #o2000))',
    ]),
    rule('', 'deny file-write-setugid', ['(subpath "/")']),
    rule('', 'deny file-write-create', ['(vnode-type BLOCK-DEVICE)', '(vnode-type CHARACTER-DEVICE)']),
    ...(hidden.length > 0
      ? [
          rule(
            'Hidden files are seen and not read.',
            'deny file-read-data file-read-xattr file-map-executable process-exec* file-write*',
            each('HIDDEN', hidden, 'subpath', '(/|$)'),
          ),
        ]
      : []),
    ...(kept.length > 0
      ? [
          rule(
            'Protected paths are read and not changed, whether they are there or not.',
            'deny file-write*',
            each('PROTECTED', kept, 'subpath', '(/|$)'),
          ),
        ]
      : []),
    rule(
      'What is above them stays where it is, and nothing is put in its place.',
      'deny file-write-unlink file-write-create',
      [...held.map((value) => `(literal ${value})`), ...each('ABOVE', unique, 'literal', '$')],
    ),
  ]
}

function unixSockets(own: readonly string[]): readonly string[] {
  const here = (side: string): readonly string[] => own.map((value) => `(${side} unix-socket (subpath ${value}))`)
  return [
    rule("Sockets of the machine itself, in the command's own folders.", 'allow system-socket', [
      '(socket-domain AF_UNIX)',
    ]),
    rule('', 'allow network-bind network-inbound', here('local')),
    rule('', 'allow network-outbound', here('remote')),
  ]
}

function network(reach: Reach): readonly string[] {
  if (reach.kind === 'none') return []
  if (reach.kind === 'proxy') {
    const { port } = reach
    if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new RangeError(`not a port: ${port}`)
    return [rule('The egress proxy, and nothing else.', 'allow network-outbound', [`(remote ip "localhost:${port}")`])]
  }
  return [
    rule('Everything that this machine reaches.', 'allow network-outbound', [
      '(remote ip "*:*")',
      '(literal "/private/var/run/mDNSResponder")',
    ]),
    rule('', 'allow network-bind network-inbound', ['(local ip "*:*")']),
    rule('', 'allow mach-lookup', literals('global-name', system.NETWORK_SERVICES)),
    rule('', 'allow file-read*', literals('literal', ['/private/etc/resolv.conf', '/private/var/run/resolv.conf'])),
    rule('', 'allow file-read-metadata', ['(literal "/private/var/run")']),
  ]
}

/** Folders between a path and the folder it is below, both left out. */
function foldersAbove({ folder, path }: Place): readonly Place[] {
  const found: Place[] = []
  for (let at = dirname(path); at !== '.'; at = dirname(at)) found.push({ folder, path: at })
  return found
}

function literals(filter: string, values: readonly string[]): readonly string[] {
  return values.map((value) => `(${filter} "${value}")`)
}

function rule(why: string, head: string, filters: readonly string[]): string {
  const comment = why === '' ? [] : ['', `; ${why}`]
  return [...comment, `(${[head, ...filters].join('\n  ')})`].join('\n')
}
