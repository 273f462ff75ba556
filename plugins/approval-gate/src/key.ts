import { randomBytes } from 'node:crypto'
import { chmod, link, lstat, mkdir, open, rm, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { codeOf, readRegularFile } from '@ringwall/references'
import { fail } from './errors.ts'
import { folderLedger, memoryLedger, type Ledger } from './ledger.ts'

const KEY_BYTES = 32
const MAX_FILE_BYTES = 4096
/** Fewer different bytes are a pattern and no random key. */
const LEAST_DIFFERENT = 8

/** Where the key comes from with which requests and approvals are authenticated. It is never in the store that holds them. */
export interface KeySource {
  /** For messages: where an operator looks for the key. */
  readonly where: string
  /** The key, or undefined where there is none yet. Rejects where there is one that must not be used. */
  read(): Promise<Uint8Array | undefined>
  /** The key, made where there is none. */
  obtain(): Promise<Uint8Array>
  /** What was used up or taken back. */
  readonly used: Ledger
}

/** Reads a key of at least 32 bytes in hex or base64. Throws APPROVALS_KEY_INVALID, which never shows it. */
export function parseKey(text: string, where: string): Uint8Array {
  const trimmed = text.trim()
  const isHex = /^(?:[0-9a-f]{2})+$/i.test(trimmed)
  if (!isHex && !/^[A-Za-z0-9+/_-]+={0,2}$/.test(trimmed))
    throw fail('APPROVALS_KEY_INVALID', { where, problem: 'it is neither hex nor base64' })
  const key = new Uint8Array(Buffer.from(trimmed, isHex ? 'hex' : 'base64'))
  if (key.length < KEY_BYTES)
    throw fail('APPROVALS_KEY_INVALID', {
      where,
      problem: `it has ${key.length} bytes, and ${KEY_BYTES} are the least`,
    })
  if (new Set(key).size < LEAST_DIFFERENT)
    throw fail('APPROVALS_KEY_INVALID', { where, problem: 'it repeats a few bytes, so it is not random' })
  return key
}

/** The key that the operator's config gave. What was used up or taken back, each process knows for itself. */
export function fixedKey(text: string): KeySource {
  const where = 'under key'
  const obtain = async (): Promise<Uint8Array> => parseKey(text, where)
  return { where, read: obtain, obtain, used: memoryLedger() }
}

/** The key in a file, and beside it what was used up or taken back, for all processes of the machine. */
export function fileKey(path: string): KeySource {
  const file = resolve(path)
  const read = (): Promise<Uint8Array | undefined> => readKeyFile(file)
  return {
    where: `in ${file}`,
    read,
    used: folderLedger(`${file}.used`),
    async obtain() {
      const made = (await read()) ?? (await createKeyFile(file).then(read))
      if (made === undefined)
        throw fail('APPROVALS_KEY_UNSAFE', { file, problem: 'it was removed as soon as it was made' })
      return made
    },
  }
}

async function readKeyFile(file: string): Promise<Uint8Array | undefined> {
  let text: string
  try {
    const stats = await lstat(file)
    if (stats.isSymbolicLink()) throw new RangeError('it is a link')
    refuseSharing(stats, 0o077, 'other users may read it')
    await checkFolder(file)
    text = new TextDecoder().decode(await readRegularFile(file, MAX_FILE_BYTES))
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw unsafe(file, error)
  }
  return parseKey(text, `in ${file}`)
}

/** Makes the file for its owner alone, all of it or nothing; one that another process made first stays. */
async function createKeyFile(file: string): Promise<void> {
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    await checkFolder(file)
    const handle = await open(draft, 'wx', 0o600)
    try {
      await chmod(draft, 0o600) // whatever the umask
      await handle.writeFile(`${randomBytes(KEY_BYTES).toString('base64')}\n`)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await link(draft, file) // unlike a rename, it never replaces a key that is there
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw unsafe(file, error)
  } finally {
    await rm(draft, { force: true })
  }
}

/** Whoever can write to the folder can put a key of his own there. */
async function checkFolder(file: string): Promise<void> {
  refuseSharing(await stat(dirname(file)), 0o022, 'other users may write to its folder')
}

function refuseSharing(stats: { readonly mode: number; readonly uid: number }, bits: number, problem: string): void {
  if (process.platform === 'win32') return // modes and owners say nothing there
  if ((stats.mode & bits) !== 0) throw new RangeError(problem)
  const own = process.getuid?.()
  if (own !== undefined && stats.uid !== own && stats.uid !== 0)
    throw new RangeError('it, or its folder, belongs to another user')
}

function unsafe(file: string, error: unknown): Error {
  const problem = error instanceof RangeError ? error.message : codeOf(error)
  return fail('APPROVALS_KEY_UNSAFE', { file, problem }, error)
}
