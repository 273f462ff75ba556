import { lstat } from 'node:fs/promises'
import { dirname, extname, join, resolve } from 'node:path'
import type { ErrorParams } from '@ringwall/core'
import type { ConfigErrorCode } from './errors.ts'
import { importConfig } from './import-config.ts'
import type { LoadOptions } from './model.ts'
import { parseYaml } from './parse-yaml.ts'
import { ConfigError, makeProblem } from './problem.ts'
import { codeOf, readRegularFile } from '@ringwall/references'
import type { Source } from './source.ts'

/** The names of config files, in the order in which they are looked for. */
export const CONFIG_FILES: readonly string[] = [
  'ringwall.yaml',
  'ringwall.yml',
  'ringwall.json',
  'ringwall.ts',
  'ringwall.mts',
]

const MAX_BYTES = 1024 * 1024

/** Reads the config file that the options name, or the first of CONFIG_FILES, or none. One that is a program is not run where `isDistrusted` says so. Throws ConfigError. */
export async function findSource(
  { file, cwd = process.cwd() }: LoadOptions,
  isDistrusted: (path: string) => boolean = () => false,
): Promise<Source> {
  const folder = resolve(cwd)
  const path = file === undefined ? await findFile(folder) : resolve(folder, file)
  if (path === undefined) return { file: undefined, folder, value: {}, locate: () => undefined }
  const home = dirname(path)
  switch (extname(path).toLowerCase()) {
    case '.yaml':
    case '.yml':
    case '.json':
      return parseYaml(await readText(path), path, home)
    case '.ts':
    case '.mts':
      if (isDistrusted(path)) throw refuse(path, 'CONFIG_DISTRUSTED', { what: 'it is a program' })
      return importConfig(path, home, await readText(path))
    default:
      throw unreadable(path, 'its name ends in none of .yaml, .yml, .json, .ts and .mts')
  }
}

async function findFile(folder: string): Promise<string | undefined> {
  for (const name of CONFIG_FILES) {
    const path = join(folder, name)
    // Only a file that is surely not there is passed over: one that cannot be read must not fall back to defaults.
    if (await isThere(path)) return path
  }
  return undefined
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path)
    return true
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false
    throw unreadable(path, codeOf(error))
  }
}

async function readText(path: string): Promise<string> {
  let bytes: Uint8Array
  try {
    bytes = await readRegularFile(path, MAX_BYTES)
  } catch (error) {
    throw unreadable(path, error instanceof RangeError ? error.message : codeOf(error))
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw unreadable(path, 'it is not UTF-8')
  }
}

function unreadable(file: string, problem: string): ConfigError {
  return refuse(file, 'CONFIG_UNREADABLE', { problem })
}

function refuse(file: string, code: ConfigErrorCode, params: ErrorParams): ConfigError {
  return new ConfigError(file, [makeProblem(code, params, { file, path: [] })])
}
