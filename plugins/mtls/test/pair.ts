// What the table of cases and the conformance run on: files, and a store whose proof key is known, so that rows can be sealed.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqliteStore, scoped, StoreToken } from '@ringwall/store'
import type { HostServices } from '@ringwall/testkit'
import type { JsonObject } from '@ringwall/core'
import type { PeerFacts } from '../src/judge.ts'
import { seal } from '../src/proof.ts'
import { readCertificate } from '../src/certificate.ts'
import { X509Certificate } from 'node:crypto'
import { makeWorld } from './harness.ts'
import { DAY, makeCertificate, makeList, put } from './pki.ts'

const KEY = new Uint8Array(32).fill(7)
const folder = mkdtempSync(join(tmpdir(), 'ringwall-mtls-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))

const { config, root } = makeWorld(folder)
export { config }
const gone = makeCertificate({ by: root })
export const crl = put(folder, 'list.crl', makeList(root, [gone]))

export const services: HostServices = async (onEnd) => {
  const store = await openSqliteStore({ file: ':memory:' })
  onEnd(() => store.close())
  await scoped(store, 'mtls').compareAndSet('proof', null, Buffer.from(KEY).toString('base64'))
  return [{ token: StoreToken, value: store }]
}

const authority = readCertificate(new X509Certificate(root.der))
/** As a revocation list names a certificate of the root. */
export const issuer = authority.subject
export const revokedSerial = gone.serial.toString(16)

export const FINGERPRINT = 'ab'.repeat(32)
const FACTS: PeerFacts = {
  fingerprint: FINGERPRINT,
  publicKey: 'cd'.repeat(32),
  commonName: 'robot',
  spiffe: 'spiffe://a.example/ns/one',
  uris: ['spiffe://a.example/ns/one'],
  dns: ['robot.example'],
  emails: ['robot@example.org'],
  notBefore: Date.now() - DAY,
  notAfter: Date.now() + DAY,
  path: [`${issuer}:1`],
}

/** The meta of a text that came over a connection with a certificate. */
export function from(facts: Partial<PeerFacts> = {}, key: Uint8Array = KEY): JsonObject {
  return { peerCertificate: seal({ ...FACTS, ...facts }, key) }
}
