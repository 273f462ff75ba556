import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto'
import { resolve } from 'node:path'
import { createSecureContext } from 'node:tls'
import { messageOf } from '@ringwall/core'
import { CLIENT_AUTH, readCertificate, SERVER_AUTH, type Certificate } from './certificate.ts'
import { readRevocationList, type RevocationList } from './crl.ts'
import { fail } from './errors.ts'
import type { Files, OnConfig } from './files.ts'
import { timeText } from './judge.ts'
import { readPem, type PemBlock } from './pem.ts'

/** Everything that the files hold, checked. */
export interface Material {
  readonly digest: string
  /** The server's chain, its own certificate first. */
  readonly chain: readonly [Certificate, ...Certificate[]]
  readonly chainPem: string
  readonly keyPem: string
  readonly authorities: readonly Certificate[]
  readonly authoritiesPem: string
  /** By issuer; undefined where no file of lists is configured. */
  readonly lists: ReadonlyMap<string, RevocationList> | undefined
  readonly listsPem: string
}

const KEY_LABEL = /^(?:(?:RSA|EC|ENCRYPTED) )?PRIVATE KEY$/

/** Checks what was read, as of a moment. Throws MTLS_*. */
export function checkMaterial(files: Files, config: OnConfig, now: number): Material {
  const at = resolve(config.certificate)
  const { certificates: chain, pem: chainPem } = readCertificates('certificate', at, files.certificate)
  const [own] = chain
  checkChain(chain, at)
  for (const each of chain) checkCertificate(each, at, now)
  if (own.extendedKeyUsage !== undefined && !own.extendedKeyUsage.includes(SERVER_AUTH))
    throw fail('MTLS_CERTIFICATE_USE', { name: label(own), file: at, problem: 'it is not for servers' })
  const { key, pem: keyPem } = readKey(files.key, config)
  if (!own.x509.checkPrivateKey(key)) throw fail('MTLS_PAIR_MISMATCH', { key: resolve(config.key), file: at })
  const authorities = config.ca === undefined ? undefined : readAuthorities(files.ca, resolve(config.ca), now)
  const crl = config.crl === undefined ? undefined : readLists(files.crl, config, authorities?.certificates ?? [], now)
  const material: Material = {
    digest: files.digest,
    chain,
    chainPem,
    keyPem,
    // Latest end first: of an old root and the new one of its name, a path takes that which still counts.
    authorities: (authorities?.certificates ?? []).toSorted((a, b) => b.notAfter - a.notAfter),
    authoritiesPem: authorities?.pem ?? '',
    lists: crl?.lists,
    listsPem: crl?.pem ?? '',
  }
  checkContext(material, at)
  return material
}

/** What OpenSSL refuses must not come to light with the first connection. */
function checkContext({ chainPem, keyPem, authoritiesPem, listsPem }: Material, file: string): void {
  try {
    createSecureContext({
      cert: chainPem,
      key: keyPem,
      ...(authoritiesPem === '' ? {} : { ca: authoritiesPem }),
      ...(listsPem === '' ? {} : { crl: listsPem }),
    })
  } catch (error) {
    throw fail('MTLS_REFUSED', { file, problem: messageOf(error) }, error)
  }
}

interface Certificates {
  readonly certificates: readonly [Certificate, ...Certificate[]]
  readonly pem: string
}

function readCertificates(what: string, file: string, text: string): Certificates {
  const blocks = blocksOf(what, file, text)
  const stray = blocks.find(({ label }) => label !== 'CERTIFICATE')
  if (stray)
    throw fail('MTLS_PEM_INVALID', {
      what,
      file,
      problem: `it has a block ${stray.label}, and certificates alone belong there`,
    })
  const read = blocks.map(({ der }, at) => {
    try {
      return readCertificate(new X509Certificate(der))
    } catch (error) {
      throw fail('MTLS_PEM_INVALID', { what, file, problem: `certificate number ${at + 1} is malformed` }, error)
    }
  })
  const [first, ...rest] = read
  if (first === undefined) throw fail('MTLS_PEM_INVALID', { what, file, problem: 'it has no certificate' })
  return { certificates: [first, ...rest], pem: blocks.map(({ text: block }) => block).join('') }
}

function blocksOf(what: string, file: string, text: string): readonly PemBlock[] {
  try {
    return readPem(text)
  } catch (error) {
    throw fail('MTLS_PEM_INVALID', { what, file, problem: messageOf(error) }, error)
  }
}

function checkChain(chain: readonly Certificate[], file: string): void {
  for (const [at, { x509 }] of chain.entries()) {
    const next = chain[at + 1]?.x509
    if (next && !(x509.checkIssued(next) && x509.verify(next.publicKey)))
      throw fail('MTLS_CHAIN_ORDER', { file, number: at + 1 })
  }
}

function checkCertificate(certificate: Certificate, file: string, now: number): void {
  const { notBefore, notAfter, weakness: problem } = certificate
  const name = label(certificate)
  if (!(now <= notAfter)) throw fail('MTLS_CERTIFICATE_EXPIRED', { name, file, time: timeText(notAfter) })
  if (!(notBefore <= now)) throw fail('MTLS_CERTIFICATE_NOT_YET_VALID', { name, file, time: timeText(notBefore) })
  if (problem !== undefined) throw fail('MTLS_CERTIFICATE_WEAK', { name, file, problem })
}

function readKey(text: string, { key: path, passphrase }: OnConfig): { readonly key: KeyObject; readonly pem: string } {
  const file = resolve(path)
  const [block, more] = blocksOf('private key', file, text).filter(({ label: kind }) => kind !== 'EC PARAMETERS')
  if (block === undefined || more !== undefined || !KEY_LABEL.test(block.label))
    throw fail('MTLS_PEM_INVALID', { what: 'private key', file, problem: 'it is not one private key' })
  const isEncrypted = block.label.startsWith('ENCRYPTED') || block.der.length === 0
  if (isEncrypted && passphrase === undefined) throw fail('MTLS_PASSPHRASE_MISSING', { file })
  try {
    const key = createPrivateKey({ key: block.text, ...(passphrase === undefined ? {} : { passphrase }) })
    return { key, pem: key.export({ type: 'pkcs8', format: 'pem' }).toString() }
  } catch (error) {
    const problem = isEncrypted ? 'it is malformed, or the passphrase is wrong' : 'it is malformed'
    throw fail('MTLS_KEY_INVALID', { file, problem }, error)
  }
}

/** An authority that has expired is left out of no file: operators keep the old one beside the new. One that is valid there must be. */
function readAuthorities(text: string, file: string, now: number): Certificates {
  const found = readCertificates('certificate authorities', file, text)
  for (const each of found.certificates) {
    const name = label(each)
    if (!each.isCa || each.keyUsage?.issues === false)
      throw fail('MTLS_CERTIFICATE_USE', { name, file, problem: 'it is no certificate authority' })
    if (each.extendedKeyUsage !== undefined && !each.extendedKeyUsage.includes(CLIENT_AUTH))
      throw fail('MTLS_CERTIFICATE_USE', { name, file, problem: 'it issues no certificates for clients' })
    if (each.weakness !== undefined) throw fail('MTLS_CERTIFICATE_WEAK', { name, file, problem: each.weakness })
  }
  const current = found.certificates.filter(({ notBefore, notAfter }) => notBefore <= now && now <= notAfter)
  if (current.length === 0) for (const each of found.certificates) checkCertificate(each, file, now)
  if (!found.certificates.some(({ isSelfIssued }) => isSelfIssued))
    throw fail('MTLS_CERTIFICATE_USE', {
      name: label(found.certificates[0]),
      file,
      problem: 'no root is among the authorities',
    })
  return found
}

function readLists(
  text: string,
  config: OnConfig,
  authorities: readonly Certificate[],
  now: number,
): { readonly lists: ReadonlyMap<string, RevocationList>; readonly pem: string } {
  const file = resolve(config.crl ?? '')
  const blocks = blocksOf('revocation lists', file, text)
  const lists = new Map<string, RevocationList>()
  for (const [at, { label: kind, der }] of blocks.entries()) {
    const number = at + 1
    const list = kind === 'X509 CRL' ? readList(der, authorities, file, number) : undefined
    if (list === undefined) throw fail('MTLS_CRL_INVALID', { file, number, problem: `it is a block ${kind}` })
    if (lists.has(list.issuer))
      throw fail('MTLS_CRL_INVALID', { file, number, problem: 'there is another list of its authority' })
    if (!(list.thisUpdate <= now))
      throw fail('MTLS_CRL_INVALID', { file, number, problem: `it counts only from ${timeText(list.thisUpdate)} on` })
    if (!(now - config.crlGraceMs <= list.nextUpdate))
      throw fail('MTLS_CRL_EXPIRED', { file, number, time: timeText(list.nextUpdate) })
    lists.set(list.issuer, list)
  }
  if (lists.size === 0)
    throw fail('MTLS_PEM_INVALID', { what: 'revocation lists', file, problem: 'it has no revocation list' })
  return { lists, pem: blocks.map(({ text: block }) => block).join('') }
}

function readList(der: Uint8Array, authorities: readonly Certificate[], file: string, number: number): RevocationList {
  try {
    return readRevocationList(der, authorities)
  } catch (error) {
    throw fail('MTLS_CRL_INVALID', { file, number, problem: messageOf(error) }, error)
  }
}

/** What a certificate is called in messages. */
export function label({ commonNames, dns, fingerprint }: Certificate): string {
  return JSON.stringify(commonNames[0] ?? dns[0] ?? `sha256:${fingerprint}`)
}
