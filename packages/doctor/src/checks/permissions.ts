import { dirname, join } from 'node:path'
import { fail, NotMeasured, pass, verdict, type Check, type Outcome, type Place } from '../check.ts'
import { fieldCheck, is } from '../field-check.ts'
import { namesIn, statOf } from '../files.ts'
import { clientConfigs } from '../mcp-configs.ts'
import type { Subject } from '../subject.ts'

/** Write for the group and for everybody. */
const WRITE_OF_OTHERS = 0o022
/** Anything for the group and for everybody. */
const ALL_OF_OTHERS = 0o077
/** On a folder: who may not write a file may not replace it either. */
const STICKY = 0o1000
/** Defaults of the layers, for files that are there though their layer is off. */
const KEY_FILES = ['master.key', 'approvals.key', 'audit.key']

/** Who else may read or change what decides. */
export const permissionChecks: readonly Check[] = [
  {
    id: 'config-writable',
    group: 'permissions',
    title: 'Only its owner can change the config file',
    severity: 'critical',
    meaning: 'Whoever can write the config can switch every layer off; a change is read at once.',
    fix: 'chmod go-w on the file, and give it to the user who runs Ringwall or to root.',
    fixable: true,
    async look(subject) {
      const { path } = await subject.file()
      if (path === undefined) return pass('there is no config file')
      return modes(subject, [path], WRITE_OF_OTHERS)
    },
  },
  {
    id: 'config-folder-writable',
    group: 'permissions',
    title: 'Only its owner can replace the config file',
    severity: 'high',
    meaning: 'Whoever can write to the folder can put another config file in the place of this one.',
    fix: 'chmod go-w on the folder.',
    fixable: true,
    look: async (subject) => modes(subject, [(await subject.file()).folder], WRITE_OF_OTHERS),
  },
  {
    id: 'state-folder',
    group: 'permissions',
    title: 'Only its owner sees the folder of the state',
    severity: 'high',
    meaning: 'The folder .ringwall holds keys, tokens, the audit log and what waits for approval.',
    fix: 'chmod 700 on the folder.',
    fixable: true,
    look: async (subject) => modes(subject, await stateFolders(subject), ALL_OF_OTHERS),
  },
  {
    id: 'key-files',
    group: 'permissions',
    title: 'Only its owner can read a key',
    severity: 'critical',
    meaning:
      'Whoever reads the master key opens every secret; with the key of approvals he approves, with that of the audit log he forges it.',
    fix: 'chmod 600 on the file, and replace the key if others could read it: `ringwall secrets rotate`, `ringwall audit rotate-key`.',
    fixable: true,
    look: async (subject) => modes(subject, await keyFiles(subject), ALL_OF_OTHERS),
  },
  {
    id: 'state-files',
    group: 'permissions',
    title: 'Only its owner can read the state',
    severity: 'high',
    meaning: 'The store holds rate limits, approvals and memories: who writes it decides, who reads it learns them.',
    fix: 'chmod 600 on the file.',
    fixable: true,
    look: async (subject) => modes(subject, await storeFiles(subject), ALL_OF_OTHERS),
  },
  {
    id: 'env-files',
    group: 'permissions',
    title: 'Only their owner can read .env files',
    severity: 'high',
    meaning: 'They hold keys in clear text, and every user of the machine, and every backup, can take them.',
    fix: 'chmod 600 on the file.',
    fixable: true,
    async look(subject) {
      const names = await envFiles(subject.cwd)
      return modes(subject, names, ALL_OF_OTHERS)
    },
  },
  {
    id: 'client-config-writable',
    group: 'permissions',
    title: 'Only its owner can change what an MCP client starts',
    severity: 'high',
    meaning: 'Whoever can write .mcp.json, or the like, has the client start any program, with nothing in front of it.',
    fix: 'chmod go-w on the file.',
    fixable: true,
    look: async (subject) =>
      modes(
        subject,
        clientConfigs(subject).map(({ file }) => file),
        WRITE_OF_OTHERS,
      ),
  },
  fieldCheck({
    id: 'hard-links',
    group: 'permissions',
    title: 'A file with a second name outside is not read',
    severity: 'medium',
    meaning: 'A hard link in the workspace is another name of a file anywhere on the disk.',
    fix: 'Set `path-guard.hardLinks: refuse`.',
    layer: 'path-guard',
    key: 'hardLinks',
    weak: is('allow', 'files with several names are allowed'),
    strict: 'refuse',
  }),
  {
    id: 'not-root',
    group: 'permissions',
    title: 'Ringwall does not run as root',
    severity: 'medium',
    meaning: 'What gets past a layer as root gets the machine; permissions of files mean nothing to it.',
    fix: 'Run it as a user of its own.',
    fixable: false,
    look({ uid }) {
      if (uid === undefined) throw new NotMeasured('this system has no user ids')
      return uid === 0 ? fail({ found: 'this is run as root' }) : pass()
    },
  },
]

/** Looks whether any of the bits is set. A link is judged by what it is: it cannot be repaired by its mode. */
async function modes(subject: Subject, paths: readonly string[], bits: number): Promise<Outcome> {
  if (process.platform === 'win32') throw new NotMeasured('permissions of this system are not read')
  const places: Place[] = []
  let seen = 0
  for (const file of new Set(paths)) {
    const stats = await statOf(file)
    if (stats === undefined) continue
    seen++
    if (stats.isSymbolicLink()) {
      const isOk = subject.uid === undefined || stats.uid === subject.uid || stats.uid === 0
      if (!isOk) places.push({ found: `${subject.shown(file)} is a link of another user`, file })
      continue
    }
    const open = stats.mode & bits
    const isShared = stats.isDirectory() && (stats.mode & STICKY) !== 0
    if (open !== 0 && !isShared)
      places.push({
        found: `${subject.shown(file)} has mode ${octal(stats.mode)}`,
        file,
        repair: { kind: 'mode', file, remove: open },
      })
    else if (subject.uid !== undefined && stats.uid !== subject.uid && stats.uid !== 0)
      places.push({ found: `${subject.shown(file)} belongs to another user`, file })
  }
  return verdict(places, [], seen === 0 ? 'there is nothing of the kind' : undefined)
}

/** A mode as chmod writes it. */
export function octal(mode: number): string {
  return (mode & 0o7777).toString(8).padStart(3, '0')
}

async function stateFolders(subject: Subject): Promise<readonly string[]> {
  const { folder } = await subject.file()
  return [
    join(folder, '.ringwall'),
    join(subject.cwd, '.ringwall'),
    ...(await storeFiles(subject)).slice(0, 1).map(dirname),
  ].filter((path) => path !== folder && path !== subject.cwd)
}

async function keyFiles(subject: Subject): Promise<readonly string[]> {
  const { folder } = await subject.file()
  const homes = [join(folder, '.ringwall'), join(subject.cwd, '.ringwall')]
  const loaded = await subject.loaded()
  const named: string[] = []
  for (const { isOn, name, config } of 'model' in loaded ? await subject.layers() : []) {
    if (typeof config['keyFile'] === 'string') named.push(subject.path(config['keyFile']))
    if (isOn && name === 'mtls' && typeof config['key'] === 'string') named.push(subject.path(config['key']))
  }
  return [...homes.flatMap((home) => KEY_FILES.map((name) => join(home, name))), ...named]
}

/** The file of an embedded store and those beside it; the default one where the config cannot be used. */
async function storeFiles(subject: Subject): Promise<readonly string[]> {
  const loaded = await subject.loaded()
  const fallback = join((await subject.file()).folder, '.ringwall', 'state.db')
  const store = 'model' in loaded ? loaded.model.store : { driver: 'sqlite' as const, file: fallback }
  if (store.driver !== 'sqlite' || store.file === ':memory:') return []
  return ['', '-wal', '-shm'].map((end) => store.file + end)
}

/** The .env files of a folder that are no examples. */
export async function envFiles(folder: string): Promise<readonly string[]> {
  const names = await namesIn(folder)
  return names.filter(isEnvFile).map((name) => join(folder, name))
}

const EXAMPLES = ['.example', '.sample', '.template', '.dist']
/** How the copies are called that editors and people leave behind. */
export const BACKUP_ENDS: readonly string[] = ['.bak', '.backup', '.old', '.orig', '.save', '.swp', '~', '.copy']

function isEnvFile(name: string): boolean {
  const isOther = [...EXAMPLES, ...BACKUP_ENDS].some((end) => name.endsWith(end))
  return (name === '.env' || name.startsWith('.env.')) && !isOther
}
