import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import { fail } from './errors.ts'
import { decodeUtf8 } from './input.ts'

const MAX_BYTES = 1024 * 1024

/**
 * The key that `--upstream-key` names: env:NAME, ${NAME} or file:/abs/path, as in the config file. The file's last line
 * break is not part of it. Throws UPSTREAM_KEY_LITERAL, which never shows the value, or UPSTREAM_KEY_UNRESOLVED.
 */
export async function resolveKey(reference: string, env: NodeJS.ProcessEnv): Promise<string> {
  const name = /^(?:env:([A-Za-z_]\w*)|\$\{([A-Za-z_]\w*)\})$/.exec(reference)
  if (name) return demand(reference, env[name[1] ?? name[2] ?? ''], 'the variable is not set')
  if (!reference.startsWith('file:')) throw fail('UPSTREAM_KEY_LITERAL')
  const path = reference.slice('file:'.length)
  if (!isAbsolute(path) || path.includes('\0')) throw unresolved(reference, 'the path is not absolute')
  const bytes = await readFile(path).catch((error: unknown) => {
    throw unresolved(reference, error instanceof Error && 'code' in error ? String(error.code) : String(error), error)
  })
  return demand(reference, decodeUtf8(bytes)?.replace(/\r?\n$/, ''), 'it is not UTF-8')
}

/** O_NONBLOCK: opening a pipe that nobody writes to would wait for ever. */
async function readFile(path: string): Promise<Uint8Array> {
  const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  try {
    const stats = await handle.stat()
    if (!stats.isFile() || stats.size > MAX_BYTES) throw new RangeError('it is no regular file of at most 1 MiB')
    return await handle.readFile()
  } finally {
    await handle.close()
  }
}

function demand(reference: string, value: string | undefined, absent: string): string {
  if (value === undefined) throw unresolved(reference, absent)
  if (value.trim() === '') throw unresolved(reference, 'the value is empty')
  return value
}

function unresolved(reference: string, problem: string, cause?: unknown): Error {
  return fail('UPSTREAM_KEY_UNRESOLVED', { reference, problem }, cause)
}
