// A certificate authority for tests: whatever a real one would refuse to sign, it signs.
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const DAY = 86_400_000
export const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2'
export const SERVER_AUTH = '1.3.6.1.5.5.7.3.1'

/** A certificate with its key. */
export interface Made {
  readonly pem: string
  readonly der: Buffer
  readonly name: Buffer
  readonly serial: number
  readonly privateKey: KeyObject
  readonly keyPem: string
}

/** What a certificate says. The defaults are those of a good client. */
export interface Wanted {
  readonly by?: Made
  readonly commonNames?: readonly string[]
  readonly dns?: readonly string[]
  readonly uris?: readonly string[]
  readonly emails?: readonly string[]
  readonly ip?: boolean
  /** Milliseconds from now. */
  readonly from?: number
  readonly to?: number
  readonly ca?: boolean
  /** The first byte of keyUsage; null leaves it out. */
  readonly usage?: number | null
  readonly extendedUsage?: readonly string[] | null
  readonly key?: KeyObject
  readonly hash?: 'sha256' | 'sha1'
}

let lastSerial = 1000

export function makeKey(kind: 'ec' | 'rsa1024' | 'rsa2048' | 'p192' = 'ec'): KeyObject {
  if (kind === 'ec' || kind === 'p192')
    return generateKeyPairSync('ec', { namedCurve: kind === 'ec' ? 'P-256' : 'prime192v1' }).privateKey
  return generateKeyPairSync('rsa', { modulusLength: kind === 'rsa1024' ? 1024 : 2048 }).privateKey
}

export function makeCertificate(wanted: Wanted = {}): Made {
  const { by, from = -DAY, to = 90 * DAY, ca = false, hash = 'sha256', key = makeKey() } = wanted
  const serial = ++lastSerial
  const name = nameOf(wanted.commonNames ?? ['client'])
  const algorithm = algorithmOf(by?.privateKey ?? key, hash)
  const tbs = sequence(
    tlv(0xa0, integer(2)),
    integer(serial),
    algorithm,
    by?.name ?? name,
    sequence(timeAt(from), timeAt(to)),
    name,
    createPublicKey(key).export({ type: 'spki', format: 'der' }),
    tlv(0xa3, sequence(...extensionsOf(wanted, ca))),
  )
  const der = signed(tbs, algorithm, by?.privateKey ?? key, hash)
  const keyPem = key.export({ type: 'pkcs8', format: 'pem' }).toString()
  return { pem: pemOf('CERTIFICATE', der), der, name, serial, privateKey: key, keyPem }
}

export function makeAuthority(name: string, more: Wanted = {}): Made {
  return makeCertificate({ commonNames: [name], ca: true, usage: 0x06, extendedUsage: null, to: 3650 * DAY, ...more })
}

export function makeServer(by: Made | undefined, more: Wanted = {}): Made {
  const own = { commonNames: ['server'], dns: ['localhost'], ip: true, extendedUsage: [SERVER_AUTH] }
  return makeCertificate({ ...own, ...(by && { by }), ...more })
}

/** A revocation list. `critical` adds a critical extension of that OID. */
export function makeList(
  by: Made,
  revoked: readonly Made[],
  more: {
    readonly from?: number
    readonly to?: number | null
    readonly critical?: string
    readonly hash?: 'sha1'
    /** Writes numbers where the dates of the entries belong. */
    readonly isDateless?: boolean
  } = {},
): string {
  const { from = -DAY, to = 7 * DAY, critical, hash = 'sha256', isDateless = false } = more
  const date = isDateless ? integer(1) : timeAt(from)
  const algorithm = algorithmOf(by.privateKey, hash)
  const extension = critical && sequence(oid(critical), tlv(0x01, Buffer.from([0xff])), tlv(0x04, integer(1)))
  const tbs = sequence(
    integer(1),
    algorithm,
    by.name,
    timeAt(from),
    ...(to === null ? [] : [timeAt(to)]),
    ...(revoked.length === 0 ? [] : [sequence(...revoked.map(({ serial }) => sequence(integer(serial), date)))]),
    tlv(0xa0, sequence(sequence(oid('2.5.29.20'), tlv(0x04, integer(1))), ...(extension ? [extension] : []))),
  )
  return pemOf('X509 CRL', signed(tbs, algorithm, by.privateKey, hash))
}

/** A folder that is gone after the tests. */
export function makeFolder(onEnd: (remove: () => void) => void): string {
  const folder = mkdtempSync(join(tmpdir(), 'ringwall-mtls-'))
  onEnd(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Writes a file for its owner alone and returns its path. */
export function put(folder: string, name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text, { mode: 0o600 })
  return path
}

export function encrypted({ keyPem }: Made, passphrase: string): string {
  const how = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase } as const
  return createPrivateKey(keyPem).export(how).toString()
}

function extensionsOf(wanted: Wanted, ca: boolean): readonly Buffer[] {
  const { usage = 0x80, extendedUsage = [CLIENT_AUTH], dns = [], uris = [], emails = [], ip = false } = wanted
  const alternatives = [
    ...emails.map((text) => tlv(0x81, Buffer.from(text, 'latin1'))),
    ...dns.map((text) => tlv(0x82, Buffer.from(text, 'latin1'))),
    ...uris.map((text) => tlv(0x86, Buffer.from(text, 'latin1'))),
    ...(ip ? [tlv(0x87, Buffer.from([127, 0, 0, 1]))] : []),
  ]
  return [
    extension('2.5.29.19', ca ? sequence(tlv(0x01, Buffer.from([0xff]))) : sequence()),
    ...(usage === null ? [] : [extension('2.5.29.15', tlv(0x03, Buffer.from([0, usage])))]),
    ...(extendedUsage === null ? [] : [extension('2.5.29.37', sequence(...extendedUsage.map(oid)))]),
    ...(alternatives.length === 0 ? [] : [extension('2.5.29.17', sequence(...alternatives))]),
  ]
}

function extension(id: string, value: Buffer): Buffer {
  return sequence(oid(id), tlv(0x04, value))
}

function nameOf(commonNames: readonly string[]): Buffer {
  return sequence(...commonNames.map((text) => tlv(0x31, sequence(oid('2.5.4.3'), tlv(0x0c, Buffer.from(text))))))
}

function algorithmOf(key: KeyObject, hash: 'sha256' | 'sha1'): Buffer {
  if (key.asymmetricKeyType === 'rsa')
    return sequence(oid(hash === 'sha256' ? '1.2.840.113549.1.1.11' : '1.2.840.113549.1.1.5'), tlv(0x05))
  return sequence(oid(hash === 'sha256' ? '1.2.840.10045.4.3.2' : '1.2.840.10045.4.1'))
}

function signed(tbs: Buffer, algorithm: Buffer, key: KeyObject, hash: string): Buffer {
  return sequence(tbs, algorithm, tlv(0x03, Buffer.from([0]), sign(hash, tbs, key)))
}

function pemOf(label: string, der: Buffer): string {
  const lines = der.toString('base64').replaceAll(/.{64}/g, '$&\n').trimEnd()
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`
}

/** UTCTime, which goes to 2049. */
function timeAt(offset: number): Buffer {
  const text = new Date(Date.now() + offset).toISOString().replaceAll(/[-:T]|\.\d+/g, '')
  return tlv(0x17, Buffer.from(text.slice(2)))
}

function integer(value: number): Buffer {
  const hex = value.toString(16)
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')
  return tlv(0x02, (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes)
}

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes = [first * 40 + second, ...rest].flatMap((arc) => {
    const digits = [arc & 0x7f]
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) digits.unshift((left & 0x7f) | 0x80)
    return digits
  })
  return tlv(0x06, Buffer.from(bytes))
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tlv(0x30, ...parts)
}

function tlv(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, Math.floor(length / 256), length % 256]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}
