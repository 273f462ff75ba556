import { execFile } from 'node:child_process'
import { setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { DoctorReport } from '@ringwall/doctor'
import type { Io } from './io.ts'

const BINARY = fileURLToPath(new URL('../bin/ringwall.js', import.meta.url))
/** Checks have their own limits; this is for a process that hangs. */
const TIMEOUT_MS = 600_000
const MAX_REPORT_BYTES = 32 * 1024 * 1024
/** Behind the requests of the gateway. */
const NICE = 5

/**
 * What `ringwall doctor --json` says of the config file that a gateway was started with. In a process of its own: checks try whole walls, and
 * live requests must not wait for them. Rejects where it gives no report.
 */
export function diagnoseApart(
  { cwd, env }: Pick<Io, 'cwd' | 'env'>,
  config: string | undefined,
  signal: AbortSignal,
): Promise<DoctorReport> {
  const { promise, resolve, reject } = Promise.withResolvers<DoctorReport>()
  const args = [BINARY, 'doctor', '--json', ...(config === undefined ? [] : ['--config', config])]
  const options = { cwd, env, signal, timeout: TIMEOUT_MS, maxBuffer: MAX_REPORT_BYTES }
  const child = execFile(process.execPath, args, options, (error, stdout) => {
    // With findings the exit code is not 0, and the report is there all the same.
    const report = toReport(stdout)
    if (report === undefined) reject(error ?? new Error('ringwall doctor has written no report'))
    else resolve(report)
  })
  child.stdin?.end()
  try {
    if (child.pid !== undefined) setPriority(child.pid, NICE)
  } catch {
    // It has ended already, or the system has no priorities.
  }
  return promise
}

function toReport(text: string): DoctorReport | undefined {
  try {
    const value = JSON.parse(text) as DoctorReport | { readonly error: unknown }
    return 'findings' in value ? value : undefined
  } catch {
    return undefined
  }
}
