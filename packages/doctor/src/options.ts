import type { createExec } from '@ringwall/plugin-exec-sandbox'

/** What is looked at, and how. Everything that a check reads of the world comes from here. */
export interface DoctorOptions {
  /** The folder of the project. Default: the working directory. */
  readonly cwd?: string
  /** Default: the home of the user. */
  readonly home?: string
  /** Default: process.env. */
  readonly env?: NodeJS.ProcessEnv
  /** The config file, relative to `cwd`. Default: the first of CONFIG_FILES there. */
  readonly config?: string
  /** Further folders from which layers are resolved. */
  readonly resolveFrom?: readonly string[]
  /** Ids and groups; only these. Throws DOCTOR_UNKNOWN_CHECK for any other name. */
  readonly only?: readonly string[]
  /** Ids and groups that are left out. */
  readonly skip?: readonly string[]
  /** Default: Date.now. */
  readonly now?: () => number
  /** Of the user who runs it, undefined where the system has none. Default: that of the process. */
  readonly uid?: number | undefined
  /** Default: that of the process, without the v. */
  readonly nodeVersion?: string
  /** After so many milliseconds a check counts as not measured. Default: 120,000. */
  readonly timeoutMs?: number
  /** The name under which `ringwall mcp` keeps the pins of a server without --name. Without it, those are not measured. */
  readonly serverName?: (words: readonly string[], url: string | undefined) => string
  /** Makes the sandbox that is tried out. Default: that of exec-sandbox. */
  readonly createExec?: typeof createExec
  /** Told before each check. */
  readonly onProgress?: (progress: { readonly id: string; readonly at: number; readonly of: number }) => void
}
