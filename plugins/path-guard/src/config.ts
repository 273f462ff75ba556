import { z } from 'zod'

/** The checked config. */
export interface PathGuardConfig {
  readonly roots: readonly string[]
  readonly deny: readonly string[]
  readonly denyWrite: readonly string[]
  readonly hardLinks: 'refuse' | 'allow'
  readonly portable: boolean
  readonly pathFields: readonly string[]
  readonly readTools: readonly string[]
}
/** A config as an operator writes it: every field has a default. */
export type PathGuardInput = { readonly [K in keyof PathGuardConfig]?: PathGuardConfig[K] | undefined }

/** Files with secrets, which agents neither read nor write. */
const DENY = [
  '**/.env',
  '**/.env.!(example|sample|template|dist)',
  '**/.ringwall/**',
  '**/.ssh/**',
  '**/.gnupg/**',
  '**/.aws/credentials',
  '**/.netrc',
  '**/.git-credentials',
  '**/id_{rsa,dsa,ecdsa,ed25519}',
] as const
/** Files that run by themselves, or that say what an agent may do: changed, they act later with other powers. */
const DENY_WRITE = [
  '**/.git/hooks/**',
  '**/.git/config',
  '**/.git/config.worktree',
  '**/.gitmodules',
  '**/.husky/**',
  '**/.{bash,zsh}{rc,env,_profile,_login,_logout,_aliases}',
  '**/.{profile,zprofile,zshenv,zlogin,zlogout,login,kshrc,cshrc,tcshrc,inputrc}',
  '**/.config/fish/**',
  '**/.vscode/{settings,tasks,launch}.json',
  '**/.idea/**',
  '**/.claude/{settings,settings.local}.json',
  '**/.claude/hooks/**',
  '**/.cursor/**',
  '**/.mcp.json',
  '**/ringwall.{yaml,yml,json,ts,mts,js}',
  '**/node_modules/{ringwall,@ringwall}/**',
] as const

const Root = z.string().min(1)
const Globs = z.array(z.string().min(1))

/** Checks and completes what an operator wrote. */
export const pathGuardConfig: z.ZodType<PathGuardConfig, PathGuardInput> = z.strictObject({
  roots: z
    .array(Root)
    .min(1)
    .default(['.'])
    .meta({ tightens: 'fewer' })
    .describe('Folders that agents may use. The first is the workspace, from which relative paths count.'),
  deny: Globs.default([...DENY])
    .meta({ tightens: 'more' })
    .describe('Globs of files below the roots that are neither read nor written; case does not matter.'),
  denyWrite: Globs.default([...DENY_WRITE])
    .meta({ tightens: 'more' })
    .describe('Globs of files below the roots that are not written, moved or removed.'),
  hardLinks: z
    .enum(['refuse', 'allow'])
    .default('refuse')
    .meta({ tightens: ['allow', 'refuse'] })
    .describe(
      'What happens to a file with several names, one of which may be outside: `refuse` needs all of them inside; files in node_modules are read all the same.',
    ),
  portable: z
    .boolean()
    .default(true)
    .meta({ tightens: true })
    .describe('Refuses names that Windows takes for devices or for other names.'),
  pathFields: z
    .array(z.string().min(1))
    .default([
      'path',
      'paths',
      'file',
      'files',
      'filename',
      'filepath',
      'dir',
      'directory',
      'folder',
      'cwd',
      'source',
      'destination',
      'src',
      'dest',
      'filepaths',
      'pathname',
      'dirname',
      'workdir',
      'basedir',
      'outdir',
      'rootdir',
      'root',
      'archive',
      'logfile',
    ])
    .meta({ tightens: 'more' })
    .describe(
      'Arguments that hold paths, by the last word of their name: `path` is `filePath`, `file_path` and `path2` too, `folder` is `folder_name`. Under `from`, `to`, `target`, `location`, `input`, `output`, `uri` and `glob` only what is absolute or leads upwards is a path.',
    ),
  readTools: z
    .array(z.string().min(1))
    .default(['*read*', '*list*', '*search*', '*grep*', '*glob*', '*find*', '*stat*', '*view*', '*get*', 'ls', 'cat'])
    .meta({ tightens: 'fewer' })
    .describe(
      'Globs of tools that only read; every other tool counts as one that writes. Of `mcp__SERVER__TOOL` only TOOL counts, unless the glob begins with `mcp__`.',
    ),
})
