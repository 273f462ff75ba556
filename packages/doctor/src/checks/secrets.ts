import { basename, dirname, join } from 'node:path'
import { fieldCheck, is } from '../field-check.ts'
import { NotMeasured, pass, verdict, type Check, type Outcome, type Place } from '../check.ts'
import { namesIn, readText, statOf } from '../files.ts'
import { clientConfigs } from '../mcp-configs.ts'
import { objects, texts, type Subject } from '../subject.ts'
import { BACKUP_ENDS, envFiles } from './permissions.ts'

const MAX_PLACES = 20
/** What a backup is of, where its content matters. */
const WORTH = ['ringwall', '.env', 'env', '.mcp', 'mcp', 'config', 'secrets', 'credentials', 'settings']

/** Secrets in clear text, and how widely those that are kept may be used. */
export const secretChecks: readonly Check[] = [
  {
    id: 'config-plaintext',
    group: 'secrets',
    title: 'The config file holds no secret',
    severity: 'critical',
    meaning: 'A config is copied, mailed and committed; every secret in it goes along.',
    fix: 'Write a reference in its place (env:NAME, file:/abs/path, exec:/abs/helper/id), and replace the secret.',
    fixable: false,
    async look(subject) {
      const { path } = await subject.file()
      return path === undefined ? pass('there is no config file') : search(subject, [path])
    },
  },
  {
    id: 'env-plaintext',
    group: 'secrets',
    title: '.env files hold no secret in clear text',
    severity: 'medium',
    meaning: 'Every program that is started in the folder, and an agent that reads it, has the keys.',
    fix: 'Move them with `ringwall secrets import .env`, and take them out of the file.',
    fixable: false,
    look: async (subject) => search(subject, await envFiles(subject.cwd)),
  },
  {
    id: 'backup-plaintext',
    group: 'secrets',
    title: 'No backup holds a secret in clear text',
    severity: 'high',
    meaning:
      'Copies that editors and people leave behind keep what was taken out of the original, and no ignore list has them.',
    fix: 'Remove the file, and replace the secret.',
    fixable: false,
    look: async (subject) => search(subject, await backups(subject)),
  },
  {
    id: 'client-config-plaintext',
    group: 'secrets',
    title: 'The configs of MCP clients hold no secret',
    severity: 'high',
    meaning: 'They are committed with the project, or read by every agent that may read the home.',
    fix: 'Give the key by reference: `ringwall mcp --bearer env:NAME` or `--pass-env NAME`, and replace it.',
    fixable: false,
    look: (subject) =>
      search(
        subject,
        clientConfigs(subject).map(({ file }) => file),
      ),
  },
  {
    id: 'env-ignored',
    group: 'secrets',
    title: 'git does not take .env files',
    severity: 'high',
    meaning: 'What was committed once stays in the history, and with everybody who has a copy of it.',
    fix: 'Add .env to .gitignore; take it out of the repository with `git rm --cached .env`, and replace the secrets.',
    fixable: true,
    async look(subject) {
      const names = (await envFiles(subject.cwd)).map((file) => basename(file))
      return ignored(subject, names)
    },
  },
  {
    id: 'state-ignored',
    group: 'secrets',
    title: 'git does not take the folder of the state',
    severity: 'high',
    meaning: 'The folder .ringwall holds keys and tokens; a commit gives them to everybody with the repository.',
    fix: 'Add .ringwall/ to .gitignore; take it out of the repository with `git rm -r --cached .ringwall`.',
    fixable: true,
    async look(subject) {
      // With a config it is there after the next start, or after --fix has kept a copy in it.
      const { path } = await subject.file()
      const isExpected = path !== undefined || (await statOf(join(subject.cwd, '.ringwall'))) !== undefined
      return ignored(subject, isExpected ? ['.ringwall/'] : [])
    },
  },
  fieldCheck({
    id: 'secret-literals',
    group: 'secrets',
    title: 'A call in which the model wrote a secret itself is denied',
    severity: 'high',
    meaning: 'The model knows the value then, and somebody may have had it write it out.',
    fix: 'Set `secrets-store.literals: deny`.',
    layer: 'secrets-store',
    key: 'literals',
    weak: is('flag', 'such calls are flagged and go on'),
    strict: 'deny',
  }),
  fieldCheck({
    id: 'secret-grants',
    group: 'secrets',
    title: 'No grant gives every secret, or sends one anywhere',
    severity: 'high',
    meaning:
      'With `*` for names or hosts, a tool call that an attacker has shaped takes any secret, or takes one to him.',
    fix: 'Name the secrets and the hosts in each grant.',
    layer: 'secrets-store',
    key: 'grants',
    weak: (grants) =>
      objects(grants).flatMap((grant, at) =>
        ['names', 'hosts'].flatMap((key) =>
          texts(grant[key])
            .filter(key === 'names' ? isEveryName : isEveryHost)
            .map((text) => `grants[${at}].${key} has ${text}`),
        ),
      ),
  }),
]

function isEveryName(name: string): boolean {
  return /^[*\s]*$/.test(name)
}

/** `*`, and a star before no more than the last label, such as `*.com`. */
function isEveryHost(host: string): boolean {
  const labels = host.split(':', 1)[0]?.split('.') ?? []
  const rest = labels.slice(labels.findLastIndex((label) => label.includes('*')) + 1)
  return rest.length < labels.length && rest.length < 2
}

async function search(subject: Subject, files: readonly string[]): Promise<Outcome> {
  const places: Place[] = []
  const unread: string[] = []
  let seen = 0
  for (const file of files) {
    const shown = subject.shown(file)
    const read = await readText(file)
    if (read.kind === 'absent') continue
    seen++
    if (read.kind === 'unread') unread.push(`${shown} cannot be read: ${read.problem}`)
    else
      for (const { line, kind } of subject.secrets.find(read.text))
        places.push({ found: `${shown}:${line} holds a secret (${kind})`, file, line })
  }
  return verdict(places.slice(0, MAX_PLACES), unread, seen === 0 ? 'there is no such file' : undefined)
}

async function backups(subject: Subject): Promise<readonly string[]> {
  const { folder } = await subject.file()
  const found = new Set<string>()
  for (const home of new Set([subject.cwd, folder])) {
    for (const name of await namesIn(home)) {
      const lower = name.toLowerCase()
      // What --fix leaves where it was killed is a draft, with a run of hex digits before the name.
      const draft = /^\.[0-9a-f]{12}\.(?=.)/.exec(lower)?.[0]
      const isCopy = draft !== undefined || BACKUP_ENDS.some((end) => lower.endsWith(end) || lower.includes(`${end}.`))
      const bare = lower.slice(draft?.length ?? (lower.startsWith('#') ? 1 : 0))
      if (isCopy && WORTH.some((start) => bare.startsWith(start) || bare.startsWith(`.${start}`)))
        found.add(join(home, name))
    }
    const own = join(home, '.ringwall', 'backups')
    for (const name of await namesIn(own)) found.add(join(own, name))
  }
  return [...found]
}

/** Reads .gitignore as far as the names in question need: lines that name them, with `*` at the end. */
async function ignored(subject: Subject, names: readonly string[]): Promise<Outcome> {
  if (names.length === 0) return pass('there is no such file')
  if (!(await isInRepository(subject.cwd))) return pass('this folder is in no repository')
  const file = join(subject.cwd, '.gitignore')
  const read = await readText(file)
  if (read.kind === 'unread') throw new NotMeasured(`.gitignore cannot be read: ${read.problem}`)
  const lines = read.kind === 'text' ? read.text.split('\n').map((line) => line.trim()) : []
  const missing = names.filter((name) => !isIgnored(name, lines))
  return verdict(
    missing.map((name) => ({
      found: `${name} is not in .gitignore`,
      file,
      repair: { kind: 'lines', file, lines: [name] } as const,
    })),
  )
}

async function isInRepository(folder: string): Promise<boolean> {
  for (let at = folder; ; at = dirname(at)) {
    if ((await statOf(join(at, '.git'))) !== undefined) return true
    if (dirname(at) === at) return false
  }
}

/** The last line that fits decides, as git has it. */
function isIgnored(name: string, lines: readonly string[]): boolean {
  const bare = name.replace(/\/$/, '')
  const fits = (pattern: string): boolean => {
    const own = pattern
      .replace(/^\*\*\//, '')
      .replace(/^\//, '')
      .replace(/\/$/, '')
    return own.endsWith('*') ? own.length > 1 && bare.startsWith(own.slice(0, -1)) : own === bare
  }
  const last = lines.findLast((line) => line !== '' && !line.startsWith('#') && fits(line.replace(/^!/, '')))
  return last !== undefined && !last.startsWith('!')
}
