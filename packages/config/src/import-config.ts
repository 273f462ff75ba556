import { createHash } from 'node:crypto'
import { pathToFileURL } from 'node:url'
import { copyJson, isJsonObject, messageOf, type ErrorParams, type JsonObject } from '@ringwall/core'
import type { ConfigErrorCode } from './errors.ts'
import { ConfigError, makeProblem } from './problem.ts'
import { codeOf } from '@ringwall/references'
import type { Source } from './source.ts'

/** Runs a TypeScript config and takes its `config` or default export. Throws ConfigError. */
export async function importConfig(file: string, folder: string, text: string): Promise<Source> {
  const refuse = (code: ConfigErrorCode, params: ErrorParams): ConfigError =>
    new ConfigError(file, [makeProblem(code, params, { file, path: [] })])
  const module = await importModule(file, text, refuse)
  const value = toObject(pickExport(module, refuse), refuse)
  return { file, folder, value, locate: () => undefined }
}

type Refuse = (code: ConfigErrorCode, params: ErrorParams) => ConfigError

async function importModule(file: string, text: string, refuse: Refuse): Promise<object> {
  const url = pathToFileURL(file)
  // Modules are cached by URL, and a reload must see the file as it is now.
  url.searchParams.set('v', createHash('sha256').update(text).digest('hex').slice(0, 16))
  try {
    return (await import(/* @vite-ignore */ url.href)) as object
  } catch (error) {
    if (codeOf(error) === 'ERR_UNKNOWN_FILE_EXTENSION')
      throw refuse('CONFIG_TS_UNSUPPORTED', { version: process.versions.node })
    throw refuse('CONFIG_SYNTAX', { problem: messageOf(error) })
  }
}

function pickExport(module: object, refuse: Refuse): unknown {
  const named: unknown = 'config' in module ? module.config : undefined
  const byDefault: unknown = 'default' in module ? module.default : undefined
  if (named !== undefined && byDefault !== undefined && named !== byDefault)
    throw refuse('CONFIG_EXPORT', { problem: '`config` and the default export differ' })
  return named ?? byDefault
}

function toObject(value: unknown, refuse: Refuse): JsonObject {
  if (value === undefined) throw refuse('CONFIG_EXPORT', { problem: 'there is neither `config` nor a default export' })
  let copy
  try {
    copy = copyJson(value)
  } catch (error) {
    throw refuse('CONFIG_EXPORT', { problem: messageOf(error) })
  }
  if (!isJsonObject(copy)) throw refuse('CONFIG_EXPORT', { problem: 'it is not a plain object' })
  return copy
}
