import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { HOME, UID } from './arguments.ts'
import { makeTemporary } from '../temporary.ts'
import { makeFilter, type SeccompOptions } from './seccomp.ts'
import type { Machine } from './syscalls.ts'
import { fillEtc, maskedFiles, systemFolders } from './system.ts'

/** What every run of a sandbox is given; it is looked for and made once. */
export interface Prepared extends Disposable {
  /** The folder that becomes /etc, and what of the machine's is mounted in it. */
  readonly etc: string
  readonly mounted: readonly string[]
  /** Files of /proc that are found empty. */
  readonly masked: readonly string[]
  /** The system's own folders, as bubblewrap is told. */
  readonly system: readonly string[]
  readonly empty: string
  /** An empty folder. */
  readonly nothing: string
  /** A folder for commands that are too long to be arguments. */
  readonly scripts: string
  readonly filter: string
}

/** Makes the files in a private folder of the system's for temporary files, below none of those that are `given` to commands. */
export function prepare(machine: Machine, options: SeccompOptions, given: readonly string[]): Prepared {
  const base = makeTemporary('ringwall-exec-', given)
  const at = (name: string): string => join(base, name)
  for (const name of ['etc', 'scripts']) mkdirSync(at(name), { mode: 0o700 })
  const mounted = fillEtc(at('etc'))
  const files: Readonly<Record<string, string | Buffer>> = {
    'etc/passwd': `root:x:0:0:root:/root:/usr/sbin/nologin\nagent:x:${UID}:${UID}:agent:${HOME}:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n`,
    'etc/group': `root:x:0:\nagent:x:${UID}:\nnogroup:x:65534:\n`,
    'etc/hosts': '127.0.0.1 localhost sandbox\n::1 localhost\n',
    'etc/hostname': 'sandbox\n',
    'etc/nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files dns\nservices: files\nprotocols: files\n',
    'etc/resolv.conf': '',
    'etc/shells': '/bin/sh\n/bin/bash\n',
    empty: '',
    filter: makeFilter(machine, options),
  }
  for (const [name, content] of Object.entries(files)) writeFileSync(at(name), content, { mode: 0o644 })
  mkdirSync(at('nothing'))
  for (const name of ['etc', 'nothing']) chmodSync(at(name), 0o755)
  return {
    etc: at('etc'),
    mounted,
    masked: maskedFiles(),
    system: systemFolders(),
    empty: at('empty'),
    nothing: at('nothing'),
    scripts: at('scripts'),
    filter: at('filter'),
    [Symbol.dispose]: () => rmSync(base, { recursive: true, force: true }),
  }
}
