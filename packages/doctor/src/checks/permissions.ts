import { dirname, join } from 'node:path'
import { fail, NotMeasured, pass, type Check, type Outcome } from '../check.ts'
import { fieldCheck, is } from '../field-check.ts'
import { namesIn, statOf } from '../files.ts'
import { clientConfigs } from '../mcp-configs.ts'
import { ALL_OF_OTHERS, demandModes, judgeModes, replaceable, WRITE_OF_OTHERS } from '../modes.ts'
import type { Subject } from '../subject.ts'

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
      return judgeModes(subject, [path], WRITE_OF_OTHERS)
    },
  },
  {
    id: 'config-folder-writable',
    group: 'permissions',
    title: 'Only its owner can replace the config file',
    severity: 'high',
    meaning: 'Whoever can write to the folder can put another config file in the place of this one.',
    fix: 'chmod go-w on the folder, and on those above it.',
    fixable: true,
    async look(subject) {
      const { path, folder } = await subject.file()
      // A link is replaced where it stands; what it leads to, where that is.
      const files = path === undefined ? [folder] : [folder, path]
      return withParents(subject, [folder], files)
    },
  },
  {
    id: 'state-folder',
    group: 'permissions',
    title: 'Only its owner sees the folder of the state',
    severity: 'high',
    meaning: 'The folder .ringwall holds keys, tokens, the audit log and what waits for approval.',
    fix: 'chmod 700 on the folder.',
    fixable: true,
    look: async (subject) => judgeModes(subject, await stateFolders(subject), ALL_OF_OTHERS),
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
    look: async (subject) => judgeModes(subject, await keyFiles(subject), ALL_OF_OTHERS),
  },
  {
    id: 'state-files',
    group: 'permissions',
    title: 'Only its owner can read the state',
    severity: 'high',
    meaning: 'The store holds rate limits, approvals and memories: who writes it decides, who reads it learns them.',
    fix: 'chmod 600 on the file.',
    fixable: true,
    look: async (subject) => judgeModes(subject, await storeFiles(subject), ALL_OF_OTHERS),
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
      return judgeModes(subject, names, ALL_OF_OTHERS)
    },
  },
  {
    id: 'client-config-writable',
    group: 'permissions',
    title: 'Only its owner can change what an MCP client starts',
    severity: 'high',
    meaning: 'Whoever can write .mcp.json, or the like, has the client start any program, with nothing in front of it.',
    fix: 'chmod go-w on the file and on the folders above it.',
    fixable: true,
    async look(subject) {
      const files: string[] = []
      for (const { file } of clientConfigs(subject)) if ((await statOf(file)) !== undefined) files.push(file)
      return withParents(subject, files, files)
    },
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

/** Whether others may write one of the paths, or put another in the place of one of `files`. */
async function withParents(subject: Subject, paths: readonly string[], files: readonly string[]): Promise<Outcome> {
  demandModes()
  const own = await judgeModes(subject, paths, WRITE_OF_OTHERS)
  const places = own.status === 'fail' ? [...own.places] : []
  for (const file of files)
    for (const place of await replaceable(subject, file))
      if (!places.some((other) => other.file === place.file)) places.push(place)
  return places.length > 0 ? fail(...places) : own
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
  return (name === '.env' || name === '.envrc' || /^\.env[._-]/.test(name) || name.endsWith('.env')) && !isOther
}
