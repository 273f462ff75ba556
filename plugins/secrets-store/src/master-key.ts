import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { codeOf, createPrivateFile, readPrivateFile, syncFolder } from '@ringwall/references'
import { fail } from './errors.ts'

const KEY_BYTES = 32
const MAX_FILE_BYTES = 4096
/** Fewer different bytes are a pattern and no random key. */
const LEAST_DIFFERENT = 8

/** Where the master key comes from; read anew where a rotation may have changed it. */
export interface KeySource {
  /** For messages: where an operator looks for the key. */
  readonly where: string
  /** The keys that may be in force, best first: during a rotation, the file has a second one beside it. Empty where there is none. */
  read(): Promise<readonly Uint8Array[]>
}

/** Reads a master key of at least 32 bytes in hex or base64. Throws SECRETS_KEY_INVALID, which never shows it. */
export function parseMasterKey(text: string, where: string): Uint8Array {
  const trimmed = text.trim()
  const isHex = /^(?:[0-9a-f]{2})+$/i.test(trimmed)
  const isBase64 = /^[A-Za-z0-9+/_-]+={0,2}$/.test(trimmed)
  if (!isHex && !isBase64) throw fail('SECRETS_KEY_INVALID', { where, problem: 'it is neither hex nor base64' })
  const key = new Uint8Array(Buffer.from(trimmed, isHex ? 'hex' : 'base64'))
  if (key.length < KEY_BYTES)
    throw fail('SECRETS_KEY_INVALID', { where, problem: `it has ${key.length} bytes, and ${KEY_BYTES} are the least` })
  if (new Set(key).size < LEAST_DIFFERENT)
    throw fail('SECRETS_KEY_INVALID', { where, problem: 'it repeats a few bytes, so it is not random' })
  return key
}

/** A new master key, as it is written. */
export function makeMasterKey(): string {
  return randomBytes(KEY_BYTES).toString('base64')
}

/** The key that the operator's config gave. */
export function fixedKey(text: string): KeySource {
  const where = 'under masterKey'
  return { where, read: async () => [parseMasterKey(text, where)] }
}

/** The key in a file, and the one that a rotation put beside it. */
export function fileKey(path: string): KeySource {
  const file = resolve(path)
  return {
    where: `in ${file}`,
    async read() {
      const staged = await stagedFiles(file)
      const found = await Promise.all([file, ...staged].map(readKeyFile))
      return found.filter((key) => key !== undefined)
    },
  }
}

/** Makes the file with a new key, for its owner alone. Throws SECRETS_KEY_EXISTS where there is one. */
export async function createKeyFile(path: string): Promise<void> {
  const file = resolve(path)
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  await createPrivateFile(file, `${makeMasterKey()}\n`).catch((error: unknown) => {
    throw codeOf(error) === 'EEXIST' ? fail('SECRETS_KEY_EXISTS', { file }) : unreadable(file, error)
  })
}

/** Puts the new key of a rotation beside the file and returns it. Each rotation has a file of its own, so that none takes away the key of another. */
export async function stageKey(path: string, rotation: string): Promise<Uint8Array> {
  const file = stagedFile(path, rotation)
  const text = makeMasterKey()
  try {
    await createPrivateFile(file, `${text}\n`)
  } catch (error) {
    throw unreadable(file, error)
  }
  return parseMasterKey(text, `in ${file}`)
}

/** Makes the key of a rotation the one in the file; nothing where that has happened already. */
export async function promoteKey(path: string, rotation: string): Promise<void> {
  const file = resolve(path)
  try {
    await rename(stagedFile(path, rotation), file)
    await syncFolder(file)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw unreadable(file, error)
  }
}

/** Ends what rotations left beside the file: the key that is in force goes into it, the others are forgotten. */
export async function settleKeyFile(path: string, isInForce: (key: Uint8Array) => boolean): Promise<void> {
  const file = resolve(path)
  for (const staged of await stagedFiles(file)) {
    const key = await readKeyFile(staged)
    if (key && isInForce(key)) await promoteKey(path, staged.slice(file.length + NEXT.length))
    else await rm(staged, { force: true })
  }
}

/** Forgets the key of a rotation. */
export async function dropStagedKey(path: string, rotation: string): Promise<void> {
  await rm(stagedFile(path, rotation), { force: true })
}

const NEXT = '.next.'

function stagedFile(path: string, rotation: string): string {
  return resolve(path) + NEXT + rotation
}

async function stagedFiles(file: string): Promise<readonly string[]> {
  try {
    const names = await readdir(dirname(file))
    // A draft, which createPrivateFile makes and takes away, has one more part.
    return names.filter((name) => isStagedName(name, basename(file))).map((name) => join(dirname(file), name))
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []
    throw unreadable(file, error)
  }
}

function isStagedName(name: string, base: string): boolean {
  return name.startsWith(base + NEXT) && /^[0-9a-f]+$/.test(name.slice(base.length + NEXT.length))
}

async function readKeyFile(file: string): Promise<Uint8Array | undefined> {
  let text: string
  try {
    text = await readPrivateFile(file, MAX_FILE_BYTES)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw unreadable(file, error)
  }
  return parseMasterKey(text, `in ${file}`)
}

function unreadable(file: string, error: unknown): Error {
  const problem = error instanceof RangeError ? error.message : codeOf(error)
  return fail('SECRETS_KEY_UNREADABLE', { file, problem }, error)
}
