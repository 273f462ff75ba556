import type { JsonValue } from '@ringwall/core'
import { realpath, stat } from 'node:fs/promises'
import { dirname, isAbsolute, sep } from 'node:path'
import { codeOf, readRegularFile } from './read-file.ts'
import type { Resolved } from './resolve.ts'

const MAX_BYTES = 1024 * 1024

/** Reads a secret from a file: the whole text without its last line break, or the string at a JSON Pointer (RFC 6901). */
export async function readSecretFile(path: string, pointer?: string): Promise<Resolved> {
  if (!isAbsolute(path)) return no('the path is not absolute')
  try {
    const real = await realpath(path)
    // Links within the folder are how container platforms mount secrets; one that leaves it could point anywhere.
    const folder = await realpath(dirname(path))
    if (!real.startsWith(folder.endsWith(sep) ? folder : folder + sep)) return no('it is a link out of its folder')
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await readRegularFile(real, MAX_BYTES))
    const found = pointer === undefined ? text.replace(/\r?\n$/, '') : lookUp(text, pointer)
    if (found === undefined) return no('the file is not JSON with a string at that pointer')
    return { ok: true, value: found, ...((await isExposed(real)) ? { exposed: real } : {}) }
  } catch (error) {
    if (error instanceof RangeError) return no(error.message)
    return no(error instanceof TypeError ? 'it is not UTF-8' : codeOf(error))
  }
}

function no(problem: string): Resolved {
  return { ok: false, problem }
}

async function isExposed(path: string): Promise<boolean> {
  return process.platform !== 'win32' && ((await stat(path)).mode & 0o044) !== 0
}

function lookUp(text: string, pointer: string): string | undefined {
  if (pointer !== '' && !pointer.startsWith('/')) return undefined
  let value: JsonValue
  try {
    value = JSON.parse(text)
  } catch {
    return undefined // JSON.parse quotes what it could not read, so its message must not be passed on
  }
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Readonly<Record<string, JsonValue>>)[key] ?? null
  }
  return typeof value === 'string' ? value : undefined
}
