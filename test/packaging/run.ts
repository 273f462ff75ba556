import { execFile } from 'node:child_process'

/** How a program ended, and what it said. */
export interface Ended {
  readonly code: number | string | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  readonly cwd: string
  /** On top of an environment without the test run's own settings. */
  readonly env?: Readonly<Record<string, string>>
  readonly timeoutMs?: number
}

/** Runs a program to its end in the environment of somebody who has never seen this repository; never rejects. */
export function run(program: string, args: readonly string[], options: RunOptions): Promise<Ended> {
  const { cwd, env, timeoutMs = 120_000 } = options
  const child = { cwd, timeout: timeoutMs, maxBuffer: 64 * 1024 * 1024, env: { ...cleanEnvironment(), ...env } }
  return new Promise((resolve) => {
    const { stdin } = execFile(program, args, child, (error, stdout, stderr) => {
      resolve({ code: error ? (error.code ?? error.signal ?? null) : 0, stdout, stderr })
    })
    stdin?.end()
  })
}

/** The same, for a step without which nothing can be tested: throws with what the program said. */
export async function runOrThrow(program: string, args: readonly string[], options: RunOptions): Promise<Ended> {
  const ended = await run(program, args, options)
  if (ended.code === 0) return ended
  const hint = ended.code === 'ENOENT' ? `'${program}' is not in PATH: run these tests through 'npm test'\n` : ''
  throw new Error(
    `${hint}${program} ${args.join(' ')} ended with ${ended.code} in ${options.cwd}\n${ended.stdout}${ended.stderr}`,
  )
}

// What a package manager or a test runner tells its children would reach into the empty project.
const OURS =
  /^(?:npm_(?:lifecycle|package|command|execpath)|VITEST|NODE_OPTIONS$|NODE_PATH$|NODE_ENV$|INIT_CWD$|TEST$|RINGWALL_)/

function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !OURS.test(name)))
}
