import { execFileSync } from 'node:child_process'
import {
  chownSync,
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
  type Stats,
} from 'node:fs'
import { join } from 'node:path'

/** What is looked at afterwards: a command that changed it has escaped. */
const PROTECTED = [
  '.git/hooks',
  '.git/config',
  '.git/modules',
  '.vscode',
  '.mcp.json',
  '.env',
  'nested/.git/hooks',
  'nested/.git/config',
]

/** Makes the workspace that every attempt gets a copy of. */
export function makeTemplate(folder: string): void {
  const git = (cwd: string, ...args: readonly string[]): void =>
    void execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd, stdio: 'ignore' })
  for (const [at, name] of [
    [folder, 'sample'],
    [join(folder, 'nested'), 'sample'],
  ] as const) {
    mkdirSync(at)
    git(at, 'init', '--quiet', '--template=', '-b', 'main')
    mkdirSync(join(at, '.git/hooks'))
    writeFileSync(join(at, '.git/hooks', name), '# nothing\n')
  }
  writeFileSync(join(folder, 'README'), 'a\n')
  git(folder, 'add', 'README')
  git(folder, 'commit', '--quiet', '-m', 'a')
  mkdirSync(join(folder, '.git/modules/sub/hooks'), { recursive: true })
  writeFileSync(join(folder, '.git/modules/sub/config'), '[core]\n')
  mkdirSync(join(folder, '.vscode'))
  writeFileSync(join(folder, '.vscode/settings.json'), '{}\n')
  writeFileSync(join(folder, '.mcp.json'), '{}\n')
  writeFileSync(join(folder, '.env'), 'KEY=SECRET\n')
}

/** Makes a folder with a workspace `app` and, beside it, what is not to be reached; all of it belongs to a user. */
export function makePlace(base: string, template: string, uid: number): void {
  mkdirSync(base)
  cpSync(template, join(base, 'app'), { recursive: true, preserveTimestamps: true })
  writeFileSync(join(base, 'outside-secret'), 'outside\n')
  writeFileSync(join(base, 'given'), 'outside\n')
  if (uid !== process.getuid?.()) owned(base, uid)
}

function owned(path: string, uid: number): void {
  chownSync(path, uid, uid)
  if (lstatSync(path).isDirectory()) for (const name of readdirSync(path)) owned(join(path, name), uid)
}

/** What the protected files of a workspace are, as text that changes with them. */
export function protectedState(workspace: string): string {
  const state = (path: string): string => {
    const stats = statsAt(path)
    if (!stats) return `${path} absent`
    const what = stats.isDirectory()
      ? readdirSync(path).map((name) => state(join(path, name)))
      : [stats.isSymbolicLink() ? readlinkSync(path) : readFileSync(path, 'utf8')]
    return [path, stats.mode, ...what].join('\n')
  }
  return PROTECTED.map((name) => state(join(workspace, name))).join('\n')
}

function statsAt(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined // a file stands where a folder was
  }
}

/** Lets everybody into a folder. */
export function openFolder(path: string): void {
  chmodSync(path, 0o755)
}
