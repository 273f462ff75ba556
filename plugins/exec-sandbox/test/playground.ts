import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { execSandboxConfig } from '../src/config.ts'
import { createExec, type Exec, type ExecSandboxConfig, type Result } from '../src/index.ts'

/** A folder with an `app` for commands, a place for what is moved away, and files beside the app. */
export interface Playground extends Disposable {
  readonly base: string
  readonly app: string
  /** Writes a file of the developer's; relative to the app. */
  write(path: string, text?: string): void
  /** Runs git as the developer, outside of every sandbox; returns what it prints. */
  git(...args: readonly string[]): string
  exec(more?: Partial<ExecSandboxConfig>): Exec & { dispose(): void }
  /** Runs a command of the agent's in a sandbox of its own, or in the one given. */
  run(command: string, exec?: Exec): Promise<Result & { readonly out: string; readonly moved: readonly string[] }>
  /** Every path in the app, sorted, without the objects of git. */
  list(): readonly string[]
}

const IDENTITY = ['-c', 'user.name=dev', '-c', 'user.email=dev@example.com', '-c', 'init.defaultBranch=main']
/** As the agent calls git, whose own settings are nowhere. */
export const GIT =
  'git -c user.name=a -c user.email=a@example.com -c init.defaultBranch=main -c protocol.file.allow=always'

/** Makes one; `isRepository` with a first commit in it. */
export function playground({ isRepository = true }: { readonly isRepository?: boolean } = {}): Playground {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'exec-workspace-')))
  const app = join(base, 'app')
  mkdirSync(app)
  const made: { dispose(): void }[] = []
  const git = (...args: readonly string[]): string =>
    execFileSync('git', [...IDENTITY, '-c', 'protocol.file.allow=always', ...args], {
      cwd: app,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'], HOME: base, GIT_CONFIG_NOSYSTEM: '1' },
    })
  const write = (path: string, text = 'x\n'): void => {
    mkdirSync(dirname(join(app, path)), { recursive: true })
    writeFileSync(join(app, path), text)
  }
  if (isRepository) {
    git('init', '--quiet')
    write('README.md')
    git('add', '.')
    git('commit', '--quiet', '--message', 'first')
  }
  const exec = (more: Partial<ExecSandboxConfig> = {}): Exec & { dispose(): void } => {
    const config = { workspace: app, quarantine: join(base, 'kept'), validate: false, ...more }
    const one = createExec({ config: execSandboxConfig.parse(config) })
    made.push(one)
    return one
  }
  return {
    base,
    app,
    git,
    write,
    exec,
    async run(command, one = exec()) {
      const result = await one.run(command)
      const moved = result.quarantined.map((path) => relative(app, path)).toSorted()
      return { ...result, out: `${result.stdout.toString()}${result.stderr.toString()}`, moved }
    },
    list: () =>
      readdirSync(app, { recursive: true, encoding: 'utf8' })
        .filter((path) => !path.includes('/objects/'))
        .toSorted(),
    [Symbol.dispose]() {
      for (const one of made) one.dispose()
      rmSync(base, { recursive: true, force: true })
    },
  }
}
