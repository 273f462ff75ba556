import { readdirSync, realpathSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import type { JsonObject } from '@ringwall/core'
import picomatch from 'picomatch'
import { namedIn, type NamedFile } from './command-words.ts'
import type { Rules } from './rules.ts'

/** Names of the argument that is a command line. */
const COMMAND_FIELDS: ReadonlySet<string> = new Set(['command', 'cmd', 'script', 'commands'])
const PATTERN = /[*?[{(]/
/** Files of a folder that a pattern is held against, names that one line may hold, and folders that it may go to. */
const MAX_ENTRIES = 2000
const MAX_FILES = 200
const MAX_FOLDERS = 8

/** What the files of commands are held against. */
export interface CommandGuard {
  readonly rules: Rules
  readonly roots: readonly string[]
  /** Default: that of this process. */
  readonly home?: string
}

/** A protected file that a command line names. */
export interface ProtectedName {
  readonly path: string
  /** Why it is protected: a glob, as a rule. */
  readonly by: string
}

/** The protected file that a command line among the arguments plainly names. A line that cannot be looked through counts as one that does. */
export function protectedInCommands(args: JsonObject, guard: CommandGuard): ProtectedName | undefined {
  const root = guard.roots[0] ?? sep
  const cwd = resolve(root, typeof args.cwd === 'string' ? args.cwd : '.')
  const variables = { HOME: guard.home ?? homedir(), PWD: cwd, CLAUDE_PROJECT_DIR: root }
  for (const [field, value] of Object.entries(args)) {
    if (!COMMAND_FIELDS.has(field.toLowerCase()) || typeof value !== 'string') continue
    const named = namedIn(value, variables)
    if (named === undefined || named.files.length > MAX_FILES || named.folders.length > MAX_FOLDERS)
      return { path: field, by: 'the length of the command, which was not looked through' }
    // Whether a `cd` before it counts depends on what runs; so it is looked for in all of them.
    const folders = [cwd, ...named.folders.map((folder) => resolve(cwd, folder))]
    for (const file of named.files)
      for (const folder of folders) {
        const found = protectedAt({ ...file, path: resolve(folder, file.path) }, guard)
        if (found !== undefined) return found
      }
  }
  return undefined
}

function protectedAt(
  { path, operation, isTaken }: NamedFile,
  { rules, roots }: CommandGuard,
): ProtectedName | undefined {
  const paths = expand(path).flatMap((each) => [each, realOf(each)])
  const all = isTaken ? paths.flatMap((each) => [each, ...entriesOf(each).map((entry) => join(each, entry))]) : paths
  for (const at of all) {
    const below = roots
      .filter((one) => at.startsWith(one.endsWith(sep) ? one : one + sep))
      .map((one) => relative(one, at))
    // Globs speak of what is below the roots; those that begin with `**` find a file wherever it is.
    for (const name of [at, ...below]) {
      const by = rules.protectedBy(name.replaceAll(sep, '/').replace(/^\//, ''), operation)
      if (by !== undefined) return { path: at, by }
    }
  }
  return undefined
}

/** What a pattern in the last name stands for; the path as it is beside it. */
function expand(path: string): readonly string[] {
  const name = basename(path)
  const folder = dirname(path)
  if (!PATTERN.test(name) || PATTERN.test(folder)) return [path]
  const matches = picomatch(name, { dot: name.startsWith('.'), nocase: true })
  return [
    path,
    ...entriesOf(folder)
      .filter((entry) => matches(entry))
      .map((entry) => join(folder, entry)),
  ]
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder).slice(0, MAX_ENTRIES)
  } catch {
    return []
  }
}

/** Where a path leads over links, as far as it is there. */
function realOf(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    const above = dirname(path)
    return above === path ? path : join(realOf(above), basename(path))
  }
}
