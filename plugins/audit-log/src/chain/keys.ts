import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { messageOf } from '@ringwall/core'
import { codeOf, createPrivateFile, readPrivateFile, replacePrivateFile } from '@ringwall/references'
import type { AuditLogConfig } from '../config.ts'
import { fail } from '../errors.ts'
import { createSigner, readPublicKey, type PublicKey, type Signer } from './signature.ts'

const MAX_KEY_BYTES = 4096
const MAX_LIST_BYTES = 256 * 1024
const LINE = 'ed25519'

/** Where the key that signs comes from. */
export interface KeyPlace {
  /** For messages. */
  readonly where: string
  /** The file of the public keys that are trusted. */
  readonly trustFile: string
  /** The keys in it. Throws AUDIT_TRUST_UNUSABLE. */
  trusted(): Promise<readonly PublicKey[]>
  /** Adds a key to it, unless it is there. */
  trust(key: PublicKey): Promise<void>
  /** Undefined where there is no key yet. Throws AUDIT_KEY_UNUSABLE. */
  read(): Promise<Signer | undefined>
  /** Makes a key where there is none, and answers the one that is there then. */
  make(): Promise<Signer>
  /** Puts a new key in the place of the one that is there; undefined where a reference gives it. */
  readonly replace: ((pem: string) => Promise<void>) | undefined
}

/** The key that a config names. */
export function keyPlace({ signingKey, keyFile }: Pick<AuditLogConfig, 'signingKey' | 'keyFile'>): KeyPlace {
  const file = resolve(keyFile)
  const trustFile = `${file}.pub`
  const list = { trustFile, trusted: () => readTrusted(trustFile), trust: (key: PublicKey) => trust(trustFile, key) }
  if (signingKey !== undefined) {
    const where = 'under signingKey'
    const read = async (): Promise<Signer> => parseKey(signingKey, where)
    return { where, ...list, read, make: read, replace: undefined }
  }
  const where = `in ${file}`
  const read = (): Promise<Signer | undefined> => readKeyFile(file, where)
  return {
    where,
    ...list,
    read,
    async make() {
      await createKeyFile(file, where)
      const made = await read() // also where another process was first: its key is the one
      if (!made) throw fail('AUDIT_KEY_MISSING', { where })
      return made
    },
    replace: (pem) => replacePrivateFile(file, pem).catch((error: unknown) => Promise.reject(unusable(where, error))),
  }
}

/** A key that nobody keeps: for dry runs. */
export function passingKey(): KeyPlace {
  const where = 'of a dry run'
  const signer = parseKey(makeKey(), where)
  const read = async (): Promise<Signer> => signer
  const trusted = async (): Promise<readonly PublicKey[]> => [signer.publicKey]
  return { where, trustFile: where, trusted, trust: async () => undefined, read, make: read, replace: undefined }
}

/** A new private key, as it is written. */
export function makeKey(): string {
  const { privateKey } = generateKeyPairSync('ed25519')
  return String(privateKey.export({ format: 'pem', type: 'pkcs8' }))
}

/** Reads a private key. Throws AUDIT_KEY_UNUSABLE, which never shows it. */
export function parseKey(pem: string, where: string): Signer {
  try {
    const key = createPrivateKey(pem)
    if (key.asymmetricKeyType !== 'ed25519') throw new RangeError('it is no Ed25519 key')
    return createSigner(key)
  } catch (error) {
    throw unusable(where, error instanceof RangeError ? error : new RangeError('it is no private key'))
  }
}

async function readTrusted(file: string): Promise<readonly PublicKey[]> {
  let text: string
  try {
    text = await readPrivateFile(file, MAX_LIST_BYTES)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []
    throw untrusted(file, error)
  }
  return parseTrusted(text, file)
}

/** The keys of a text with lines such as `ed25519 KEY`; `#` begins a comment. Throws AUDIT_TRUST_UNUSABLE. */
export function parseTrusted(text: string, file: string): readonly PublicKey[] {
  const lines = text.split('\n').map((line) => line.replace(/#.*/, '').trim())
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const [kind, key = '', ...rest] = line.split(/\s+/)
      const read = kind === LINE && rest.length === 0 ? readPublicKey(key) : undefined
      if (!read) throw untrusted(file, new RangeError('a line is not `ed25519 KEY`'))
      return read
    })
}

async function trust(file: string, key: PublicKey): Promise<void> {
  const known = await readTrusted(file)
  if (known.some(({ id }) => id === key.id)) return
  const lines = [...known, key].map(({ id, text }) => `${LINE} ${text} # ${id}\n`)
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    await replacePrivateFile(file, lines.join(''))
  } catch (error) {
    throw untrusted(file, error)
  }
}

async function readKeyFile(file: string, where: string): Promise<Signer | undefined> {
  let pem: string
  try {
    pem = await readPrivateFile(file, MAX_KEY_BYTES)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw unusable(where, error)
  }
  return parseKey(pem, where)
}

async function createKeyFile(file: string, where: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    await createPrivateFile(file, makeKey())
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw unusable(where, error)
  }
}

function unusable(where: string, error: unknown): Error {
  return fail('AUDIT_KEY_UNUSABLE', { where, problem: problemOf(error) }, error)
}

function untrusted(file: string, error: unknown): Error {
  return fail('AUDIT_TRUST_UNUSABLE', { file, problem: problemOf(error) }, error)
}

function problemOf(error: unknown): string {
  return error instanceof RangeError ? messageOf(error) : codeOf(error)
}
