import { lstat, mkdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import { failInit } from './errors.ts'

const MAX_BYTES = 1024 * 1024

/** One file as it is to be. */
export interface Change {
  readonly path: string
  /** Undefined where there is no file yet. */
  readonly before: string | undefined
  readonly after: string
}

/** The text of a file, or undefined where nothing is there. Throws INIT_FILE_UNUSABLE and INIT_FILE_BROKEN. */
export async function readTextIfThere(path: string): Promise<string | undefined> {
  try {
    // A link that leads nowhere is something: writing through it would make a file elsewhere.
    await lstat(path)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw failInit('INIT_FILE_UNUSABLE', { file: path, problem: codeOf(error) }, error)
  }
  try {
    const { size } = await stat(path)
    if (size > MAX_BYTES)
      throw failInit('INIT_FILE_BROKEN', { file: path, problem: `it has more than ${MAX_BYTES} bytes` })
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(path))
  } catch (error) {
    if (error instanceof TypeError)
      throw failInit('INIT_FILE_BROKEN', { file: path, problem: 'it is not UTF-8' }, error)
    if (codeOf(error) === '') throw error
    throw failInit('INIT_FILE_UNUSABLE', { file: path, problem: codeOf(error) }, error)
  }
}

/** True where something is at a path. */
export async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}

/** Puts a text in the place of a file at once, whole or not at all; a link is followed, and the permissions stay. Throws INIT_FILE_UNUSABLE. */
export async function writeWhole(path: string, text: string, mode = 0o644): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true })
    const target = await realpath(path).catch(() => path)
    const kept = await stat(target).then(
      (found) => found.mode & 0o777,
      () => mode,
    )
    const temporary = join(dirname(target), `.ringwall-${randomBytes(6).toString('hex')}.tmp`)
    try {
      await writeFile(temporary, text, { flag: 'wx', mode: kept })
      await rename(temporary, target)
    } catch (error) {
      await rm(temporary, { force: true })
      throw error
    }
  } catch (error) {
    throw failInit('INIT_FILE_UNUSABLE', { file: path, problem: codeOf(error) }, error)
  }
}

function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as NodeJS.ErrnoException
  return typeof code === 'string' && /^E[A-Z]+$/.test(code) ? code : ''
}
