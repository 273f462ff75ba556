import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import { codeOf } from './read-file.ts'
import type { Resolved } from './resolve.ts'

const TIMEOUT_MS = 10_000
const MAX_BYTES = 1024 * 1024

/** Asks a helper program, without a shell: `{"id":…}` on its standard input, `{"value":…}` from its standard output. */
export async function readHelper(
  helper: string,
  id: string,
  env: NodeJS.ProcessEnv,
  timeoutMs: number = TIMEOUT_MS,
): Promise<Resolved> {
  if (!isAbsolute(helper)) return no('the path of the helper is not absolute')
  const problem = await findProblem(helper)
  if (problem !== undefined) return no(problem)
  const output = await run(helper, JSON.stringify({ id }), env, timeoutMs)
  return output.ok ? readAnswer(output.value) : output
}

async function findProblem(helper: string): Promise<string | undefined> {
  try {
    const stats = await stat(helper)
    if (!stats.isFile()) return 'the helper is not a regular file'
    // Whoever can change the helper runs code as this user.
    if (process.platform !== 'win32' && (stats.mode & 0o002) !== 0) return 'every user can change the helper'
    return undefined
  } catch (error) {
    return codeOf(error)
  }
}

function run(helper: string, input: string, env: NodeJS.ProcessEnv, timeout: number): Promise<Resolved> {
  return new Promise((done) => {
    const options = { timeout, killSignal: 'SIGKILL', maxBuffer: MAX_BYTES, shell: false, env } as const
    // Neither the output nor the error is passed on: both may hold the secret.
    const child = execFile(helper, [], options, (error, stdout) =>
      done(error ? no(describe(error, timeout)) : { ok: true, value: stdout }),
    )
    child.stdin?.on('error', () => undefined) // a helper need not read; its answer decides
    child.stdin?.end(`${input}\n`)
  })
}

function describe(error: Error & { readonly code?: unknown; readonly killed?: unknown }, timeout: number): string {
  if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return `the helper wrote more than ${MAX_BYTES} bytes`
  if (error.killed === true) return `the helper did not answer within ${timeout} ms`
  return typeof error.code === 'number' ? `the helper ended with code ${error.code}` : codeOf(error)
}

function readAnswer(text: string): Resolved {
  try {
    const answer: unknown = JSON.parse(text)
    if (typeof answer === 'object' && answer !== null && 'value' in answer && typeof answer.value === 'string')
      return { ok: true, value: answer.value }
  } catch {
    // falls through: the message of JSON.parse would quote the output
  }
  return no('the helper did not answer {"value": "…"}')
}

function no(problem: string): Resolved {
  return { ok: false, problem }
}
