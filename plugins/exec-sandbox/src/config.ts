import { z } from 'zod'
import { MAX_TIMEOUT_MS } from './command.ts'
import { HIDE, PROTECT, SHOW } from './workspace/defaults.ts'

/** The checked config. */
export interface ExecSandboxConfig {
  readonly workspace: string
  readonly network: 'none' | 'proxy' | 'host'
  readonly unixSockets: boolean
  readonly readOnly: readonly string[]
  readonly env: readonly string[]
  readonly protect: readonly string[]
  readonly hide: readonly string[]
  readonly show: readonly string[]
  readonly quarantine: string
  readonly wallTimeMs: number
  readonly cpuSeconds: number
  readonly memoryMb: number
  readonly processes: number
  readonly fileSizeMb: number
  readonly diskMb: number
  readonly outputBytes: number
  readonly validate: boolean
  readonly tools: readonly string[]
}
/** A config as an operator writes it: every field has a default. */
export type ExecSandboxInput = { readonly [K in keyof ExecSandboxConfig]?: ExecSandboxConfig[K] | undefined }

/** So much that a limit in bytes is still a whole number of this language's, and of a shell's. */
const MAX_LIMIT = 1_000_000_000
/** Variables that tell nothing but how to print. */
const ENV = ['LANG', 'LC_*', 'TERM', 'COLORTERM', 'NO_COLOR', 'FORCE_COLOR', 'TZ', 'CI', 'NODE_ENV'] as const
const positive = (fallback: number, text: string, max: number = MAX_LIMIT): z.ZodType<number, number | undefined> =>
  z.int().min(1).max(max).default(fallback).meta({ tightens: 'lower' }).describe(text)

/** Checks and completes what an operator wrote. */
export const execSandboxConfig: z.ZodType<ExecSandboxConfig, ExecSandboxInput> = z.strictObject({
  workspace: z
    .string()
    .min(1)
    .default('.')
    .meta({ tightens: [] })
    .describe('The folder that commands may read and write; everything else of the machine is read-only or absent.'),
  network: z
    .enum(['none', 'proxy', 'host'])
    .default('none')
    .meta({ tightens: ['host', 'proxy', 'none'] })
    .describe(
      'What commands reach: `none` is their own loopback, `proxy` beside it what ssrf-guard allows and only through its proxy, `host` is everything that this machine reaches.',
    ),
  unixSockets: z
    .boolean()
    .default(false)
    .meta({ tightens: false })
    .describe('Allows sockets of the machine itself (AF_UNIX) inside the sandbox; some tools need them.'),
  readOnly: z
    .array(z.string().startsWith('/'))
    .default([])
    .meta({ tightens: 'fewer' })
    .describe('Further folders that commands may read, as absolute paths.'),
  env: z
    .array(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*\*?$/))
    .default([...ENV])
    .meta({ tightens: 'fewer' })
    .describe('Variables that commands get from the environment; `LC_*` is every one that begins so.'),
  protect: z
    .array(z.string().min(1))
    .default([...PROTECT])
    .meta({ tightens: 'more' })
    .describe(
      'Names in the workspace that commands read and do not change, at any depth; `a/b` are two names in a row, `/a` is only at the top, `*` is any characters. Hooks and settings of git are always protected.',
    ),
  hide: z
    .array(z.string().min(1))
    .default([...HIDE])
    .meta({ tightens: 'more' })
    .describe('Files in the workspace that commands find empty, and on macOS cannot open; written as `protect`.'),
  show: z
    .array(z.string().min(1))
    .default([...SHOW])
    .meta({ tightens: 'fewer' })
    .describe('Files that are not hidden though `hide` names them.'),
  quarantine: z
    .string()
    .default('')
    .meta({ tightens: [] })
    .describe(
      'The folder, outside of the workspace, in which is kept what commands leave under protected names; empty: `$XDG_STATE_HOME/ringwall/quarantine`, else `~/.local/state/ringwall/quarantine`.',
    ),
  wallTimeMs: positive(
    120_000,
    'Milliseconds after which a command is killed with everything it started.',
    MAX_TIMEOUT_MS,
  ),
  cpuSeconds: positive(600, 'Seconds of CPU time of all processes of a command together.'),
  memoryMb: positive(2048, 'Megabytes of memory of all processes of a command together, with the files in its /tmp.'),
  processes: positive(512, 'Processes and threads of a command at a time.'),
  fileSizeMb: positive(1024, 'Megabytes of one file.'),
  diskMb: positive(
    10_240,
    'Megabytes by which the free space of the file system of the workspace may shrink during a command, which never takes more than nine tenths of it.',
  ),
  outputBytes: positive(1_000_000, 'Bytes of output that are passed on; a command that says more is cut off.'),
  validate: z
    .boolean()
    .default(true)
    .meta({ tightens: true })
    .describe(
      'Looks at every command before it runs: substitutions, evaluated text, destructive commands are refused.',
    ),
  tools: z
    .array(z.string().min(1))
    .default(['exec', 'bash', 'shell', 'sh', 'run_command', 'run_shell_command', 'execute_command', 'terminal'])
    .meta({ tightens: 'more' })
    .describe('Tools whose argument `command`, `cmd` or `script` is a command line; case does not matter.'),
})
