// @ts-check
import { mkdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { createLog } from './supervisor.mjs'
import { ExpectedError, formatDuration } from './report.mjs'

/** The file in `.runtime` with the whole output of the last run's installs. */
export const LOG_NAME = 'bootstrap.log'
const PROGRESS_EVERY_MS = 15_000
const LINES_KEPT = 40

/** @typedef {ReturnType<typeof createContext>} Context */

/**
 * @typedef {object} Quiet
 * @property {string} label what is under way, for the progress line and the error
 * @property {string} [cwd]
 * @property {Readonly<Record<string, string>>} [env] on top of the context's
 * @property {string} [wayOut] what to do when it fails
 * @property {(line: string) => string | undefined} [phase] reads from a line what is going on
 */

/**
 * What every step of the bootstrap shares: the checkout, the environment that children get, and the means to
 * run them and to speak.
 * @param {{ root: string, env: NodeJS.ProcessEnv, report: import('./report.mjs').Report,
 *   supervisor: import('./supervisor.mjs').Supervisor }} options
 */
export function createContext({ root, env: given, report, supervisor }) {
  const env = { ...given }
  const runtime = join(root, '.runtime')
  mkdirSync(runtime, { recursive: true })
  const path = () => env.PATH ?? ''

  /**
   * Runs a command whose output matters only when it fails: says every 15 s that it is alive, keeps the whole
   * output in `.runtime/bootstrap.log`, and throws with the last lines of it.
   * @param {readonly string[]} command
   * @param {Quiet} options
   */
  async function runQuietly(command, { label, cwd = root, env: extra = {}, wayOut, phase }) {
    const file = join(runtime, LOG_NAME)
    const log = createLog(file, LINES_KEPT)
    const started = Date.now()
    let doing = label
    log.add(`$ ${command.join(' ')}`)
    const progress = setInterval(
      () => report.note(`${doing}: ${formatDuration(Date.now() - started)} so far`),
      PROGRESS_EVERY_MS,
    )
    try {
      const code = await supervisor.run(
        command,
        { cwd, env: { ...env, ...extra } },
        {
          onLine: (line) => {
            log.add(line)
            doing = phase?.(line) ?? doing
          },
        },
      )
      if (code === 0) return
      log.last().forEach((line) => report.note(line))
      const message = `${label} failed (exit code ${code}); its whole output is in ${file}`
      throw new ExpectedError(message, wayOut)
    } catch (error) {
      throw notFound(error, command)
    } finally {
      clearInterval(progress)
      await log.close()
    }
  }

  return {
    root,
    runtime,
    env,
    report,
    supervisor,
    path,
    isRoot: process.getuid?.() === 0,
    isCi: Boolean(given.CI) && given.CI !== 'false' && given.CI !== '0',
    /** Puts a folder first in the PATH of all children. @param {string} folder */
    prependPath: (folder) => void (env.PATH = [folder, path()].filter(Boolean).join(delimiter)),
    runQuietly,
  }
}

/**
 * Turns "no such file" of a command itself into a message.
 * @param {unknown} error
 * @param {readonly string[]} command
 */
function notFound(error, command) {
  const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
  return isMissing ? new ExpectedError(`'${command[0]}' is not in PATH`, `install it, then run this again`) : error
}
