import { constants } from 'node:fs'
import { lstat, mkdir, open, rename, type FileHandle } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { isRingwallError, messageOf, type JsonValue } from '@ringwall/core'
import { codeOf, readRegularFile } from '@ringwall/references'
import { readSealed, canonical, ORIGIN } from './seal.ts'
import { NO_ANCHORS } from '../config.ts'
import { fail } from '../errors.ts'
import type { Ledger } from './ledger.ts'
import { signedPart, type Signed } from './signature.ts'

/** A file of this size is put aside, over the one that was put aside before, and a new one begins with the next anchor. */
const MAX_BYTES = 4 * 1024 * 1024
/** No link is followed, and no pipe waited for. */
const FLAGS = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW | constants.O_NONBLOCK
const NEWLINE = 0x0a
/** What every line begins with. */
const LINE_START = '{"chain":"'

/** Checkpoints outside of the store: what somebody who can change the store cannot take back. */
export interface Anchors {
  /** The file; undefined where there is none. */
  readonly file: string | undefined
  /** All that the file holds, oldest first. Throws AUDIT_ANCHORS_UNUSABLE. */
  read(): Promise<readonly Signed[]>
  /** Appends one, on the disk once it resolves. Throws AUDIT_ANCHORS_UNUSABLE. */
  add(anchor: Signed): Promise<void>
  /** Puts the file aside; what it says no longer holds for this store. Answers where it is. */
  retire(suffix: string): Promise<string | undefined>
}

/** The anchors that a config names, of the log that `ledger` keeps: what an anchor tells of must survive a loss of power before it does. */
export function openAnchors(anchorFile: string, ledger: Pick<Ledger, 'flush'>): Anchors {
  if (anchorFile === NO_ANCHORS)
    return { file: undefined, read: async () => [], add: async () => undefined, retire: async () => undefined }
  const file = resolve(anchorFile)
  return {
    file,
    read: () => readAnchors(file),
    async add(anchor) {
      await ledger.flush()
      await addAnchor(file, anchor).catch((error: unknown) => Promise.reject(unusable(file, error)))
    },
    async retire(suffix) {
      const aside = `${file}.${suffix}`
      try {
        await rename(file, aside)
        return aside
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return undefined
        throw unusable(file, error)
      }
    },
  }
}

/** The anchors in a file, oldest first; none where there is no file. Throws AUDIT_ANCHORS_UNUSABLE, also where one line is none. */
export async function readAnchors(file: string): Promise<readonly Signed[]> {
  // Whoever is killed between putting the old one aside and beginning a new one has left the old one alone.
  const text = (await readText(file)) ?? (await readText(oldOf(file))) ?? ''
  // A copy made elsewhere may end its lines in another way.
  const lines = text.split('\n').map((line) => line.trimEnd())
  return lines.flatMap((line, index) => (line === '' || isTorn(line) ? [] : parseAnchor(line, index + 1, file)))
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await readRegularFile(file, 2 * MAX_BYTES))
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw unusable(file, error)
  }
}

/** A crash in mid-write leaves half a line at the end, or before what was written next. */
function isTorn(line: string): boolean {
  return !line.includes('}') && (line.startsWith(LINE_START) || LINE_START.startsWith(line))
}

function parseAnchor(line: string, number: number, file: string): Signed {
  try {
    // An anchor has the fields of the record that it was made from, but for those that only link it.
    const value = JSON.parse(line) as JsonValue
    const record = readSealed({ ...(value as object), prev: ORIGIN, id: 'anchor', type: 'anchor' })
    const anchor = record && signedPart(record)
    if (anchor && canonical({ ...anchor }) === line) return anchor
  } catch {
    // Said below.
  }
  throw unusable(file, new RangeError(`line ${number} is no anchor`))
}

async function addAnchor(file: string, anchor: Signed): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  if ((await sizeOf(file)) > MAX_BYTES) await rename(file, oldOf(file))
  const handle = await open(file, FLAGS, 0o600)
  try {
    const stats = await handle.stat()
    if (!stats.isFile()) throw new RangeError('it is not a regular file')
    const torn = stats.size > 0 && (await lastByte(handle, stats.size)) !== NEWLINE
    await handle.appendFile(`${torn ? '\n' : ''}${canonical({ ...anchor })}\n`)
    await handle.datasync()
  } finally {
    await handle.close()
  }
}

function oldOf(file: string): string {
  return `${file}.old`
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await lstat(file)).size
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 0
    throw error
  }
}

async function lastByte(handle: FileHandle, size: number): Promise<number | undefined> {
  const { buffer } = await handle.read(new Uint8Array(1), 0, 1, size - 1)
  return buffer[0]
}

function unusable(file: string, error: unknown): Error {
  if (isRingwallError(error)) return error
  const problem = error instanceof RangeError ? messageOf(error) : codeOf(error)
  return fail('AUDIT_ANCHORS_UNUSABLE', { file, problem }, error)
}
