import { createHash } from 'node:crypto'
import type { Stats } from 'node:fs'
import { resolve } from 'node:path'
import { codeOf, readRegularFile } from '@ringwall/references'
import type { Config } from './config.ts'
import { fail } from './errors.ts'

const MAX_BYTES = 1024 * 1024
/** A list of a large authority names some hundred thousand certificates. */
const MAX_CRL_BYTES = 32 * 1024 * 1024

/** The texts that a config names, read at one time. */
export interface Files {
  readonly certificate: string
  readonly key: string
  readonly ca: string
  readonly crl: string
  /** Changes whenever one of the texts does. */
  readonly digest: string
}

/** The config of a layer that is on. */
export type OnConfig = Config & { readonly certificate: string; readonly key: string }

/** Reads the files of a config; `ca` and `crl` are empty where none is named. Throws MTLS_FILE_UNREADABLE or MTLS_KEY_EXPOSED. */
export async function readFiles(config: OnConfig): Promise<Files> {
  const optional = (what: string, file: string | undefined, max: number): Promise<string> =>
    file === undefined ? Promise.resolve('') : readText(what, file, max)
  const [certificate, key, ca, crl] = await Promise.all([
    readText('certificate', config.certificate, MAX_BYTES),
    readText('private key', config.key, MAX_BYTES, checkPrivate),
    optional('certificate authorities', config.ca, MAX_BYTES),
    optional('revocation lists', config.crl, MAX_CRL_BYTES),
  ])
  const digest = createHash('sha256')
    .update(JSON.stringify([certificate, key, ca, crl]))
    .digest('hex')
  return { certificate, key, ca, crl, digest }
}

async function readText(
  what: string,
  file: string,
  maxBytes: number,
  check?: (stats: Stats, file: string) => void,
): Promise<string> {
  const path = resolve(file)
  try {
    const bytes = await readRegularFile(path, maxBytes, (stats) => check?.(stats, path))
    return new TextDecoder('latin1').decode(bytes) // PEM is ASCII; comments may be anything
  } catch (error) {
    if (error instanceof Error && error.name === 'RingwallError') throw error
    const problem = error instanceof RangeError ? error.message : codeOf(error)
    throw fail('MTLS_FILE_UNREADABLE', { what, file: path, problem }, error)
  }
}

/** Looks at the file that was opened, so a link may lead to it, as `live/` of certbot and secrets of Kubernetes do. */
function checkPrivate({ mode, uid }: Stats, file: string): void {
  if (process.platform === 'win32') return
  if ((mode & 0o077) !== 0) throw fail('MTLS_KEY_EXPOSED', { file, problem: 'other users have access to it' })
  if (uid !== 0 && uid !== process.getuid?.())
    throw fail('MTLS_KEY_EXPOSED', { file, problem: 'it belongs to another user' })
}
