import { z } from 'zod'

/** The checked config. */
export interface ExecSandboxConfig {
  readonly workspace: string
  readonly network: 'none' | 'proxy' | 'host'
  readonly unixSockets: boolean
  readonly readOnly: readonly string[]
  readonly env: readonly string[]
  readonly protect: readonly string[]
  readonly hide: readonly string[]
  readonly wallTimeMs: number
  readonly cpuSeconds: number
  readonly memoryMb: number
  readonly processes: number
  readonly fileSizeMb: number
  readonly outputBytes: number
  readonly validate: boolean
  readonly tools: readonly string[]
}
/** A config as an operator writes it: every field has a default. */
export type ExecSandboxInput = { readonly [K in keyof ExecSandboxConfig]?: ExecSandboxConfig[K] | undefined }

/** Variables that tell nothing but how to print. */
const ENV = ['LANG', 'LC_*', 'TERM', 'COLORTERM', 'NO_COLOR', 'FORCE_COLOR', 'TZ', 'CI', 'NODE_ENV'] as const
/** What runs by itself later, or says what an agent may do. */
const PROTECT = [
  '.git/hooks',
  '.git/config',
  '.gitmodules',
  '.husky',
  '.vscode',
  '.idea',
  '.claude',
  '.cursor',
  '.mcp.json',
  '.bashrc',
  '.bash_profile',
  '.profile',
  '.zshrc',
  '.zshenv',
  'ringwall.yaml',
  'ringwall.yml',
  'ringwall.json',
] as const

const positive = (fallback: number, text: string): z.ZodType<number, number | undefined> =>
  z.int().min(1).default(fallback).meta({ tightens: 'lower' }).describe(text)

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
    .describe('Paths in the workspace that commands read and do not change, in nested repositories too.'),
  hide: z
    .array(z.string().min(1))
    .default(['.env', '.env.local', '.env.production', '.env.development'])
    .meta({ tightens: 'more' })
    .describe('Files in the workspace that commands find empty; on macOS they cannot be opened.'),
  wallTimeMs: positive(120_000, 'Milliseconds after which a command is killed with everything it started.'),
  cpuSeconds: positive(120, 'Seconds of CPU time of one process.'),
  memoryMb: positive(2048, 'Megabytes of memory of all processes of a command together.'),
  processes: positive(256, 'Processes of a command at a time.'),
  fileSizeMb: positive(1024, 'Megabytes of one file.'),
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
