import { chmodSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { createKernel, token, use, type JsonObject } from '@ringwall/core'
import { afterAll, expect, test } from 'vitest'
import type { ConfigInput } from '../src/config.ts'
import { mtls } from '../src/index.ts'
import { keepLines, makeWorld, openWall, startOf } from './harness.ts'
import {
  CLIENT_AUTH,
  DAY,
  encrypted,
  makeAuthority,
  makeCertificate,
  makeFolder,
  makeKey,
  makeList,
  makeServer,
  put,
  SERVER_AUTH,
  type Wanted,
} from './pki.ts'

const { folder, root, server, config } = makeWorld(makeFolder(afterAll))
const middle = makeAuthority('middle', { by: root })

/** A server certificate with its key, in files. */
function own(wanted: Wanted = {}, chain = ''): ConfigInput {
  const made = makeServer(root, wanted)
  return { certificate: put(folder, 'own.crt', made.pem + chain), key: put(folder, 'own.key', made.keyPem) }
}
const file = (text: string): string => put(folder, 'other.pem', text)

test.for<[string, () => ConfigInput]>([
  ['the chain with its root', () => ({})],
  ['without it', () => own()],
  [
    'comments around the blocks, and Windows lines',
    () => own({}, `a comment\r\n${root.pem.replaceAll('\n', '\r\n')}bye`),
  ],
  [
    'a link to the key',
    () => {
      const link = join(folder, 'link.key')
      symlinkSync(config.key, link)
      return { key: link }
    },
  ],
  ['an encrypted key with its passphrase', () => ({ key: file(encrypted(server, 'right')), passphrase: 'right' })],
  ['an RSA key', () => own({ key: makeKey('rsa2048') })],
  [
    'authorities of which one has expired',
    () => ({ ca: file(makeAuthority('old', { from: -9 * DAY, to: -DAY }).pem + root.pem) }),
  ],
  ['a list within its grace', () => ({ crl: file(makeList(root, [], { to: -DAY / 2 })), crlGraceMs: DAY })],
])('starts: %s', async ([, change]) => {
  expect(await startOf({ ...config, ...change() })).toBe('started')
})

test.for<[string, string, () => ConfigInput]>([
  ['MTLS_FILE_UNREADABLE', 'no file', () => ({ certificate: join(folder, 'none') })],
  ['MTLS_FILE_UNREADABLE', 'a folder', () => ({ ca: folder })],
  ['MTLS_FILE_UNREADABLE', 'a device', () => ({ ca: '/dev/zero' })],
  [
    'MTLS_KEY_EXPOSED',
    'a key that the group may read',
    () => {
      const key = put(folder, 'group.key', server.keyPem)
      chmodSync(key, 0o640)
      return { key }
    },
  ],
  [
    'MTLS_KEY_EXPOSED',
    'a link to a key that everyone may read',
    () => {
      const [key, link] = [put(folder, 'open.key', server.keyPem), join(folder, 'open.link')]
      chmodSync(key, 0o604)
      symlinkSync(key, link)
      return { key: link }
    },
  ],
  ['MTLS_PEM_INVALID', 'an empty file', () => ({ certificate: file('') })],
  ['MTLS_PEM_INVALID', 'garbage', () => ({ ca: file('\u0000\u0001-----garbage-----') })],
  ['MTLS_PEM_INVALID', 'a block that is cut off', () => ({ certificate: file(server.pem.slice(0, -30)) })],
  ['MTLS_PEM_INVALID', 'base64 that is none', () => ({ certificate: file(server.pem.replace('M', '*')) })],
  [
    'MTLS_PEM_INVALID',
    'base64 of something else',
    () => ({ certificate: file('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----') }),
  ],
  [
    'MTLS_PEM_INVALID',
    'a private key among the certificates',
    () => ({ certificate: file(server.pem + server.keyPem) }),
  ],
  ['MTLS_PEM_INVALID', 'a certificate for a key', () => ({ key: file(server.pem) })],
  ['MTLS_PEM_INVALID', 'two keys', () => ({ key: file(server.keyPem + server.keyPem) })],
  ['MTLS_PEM_INVALID', 'no list in the file of lists', () => ({ crl: file('nothing') })],
  ['MTLS_CHAIN_ORDER', 'the root before the rest', () => ({ certificate: file(root.pem + server.pem) })],
  ['MTLS_CHAIN_ORDER', 'an authority of another chain', () => own({}, makeAuthority('root').pem)],
  [
    'MTLS_CHAIN_ORDER',
    'an authority between left out',
    () => ({ certificate: file(makeServer(middle).pem + root.pem) }),
  ],
  ['MTLS_CERTIFICATE_EXPIRED', 'an expired certificate', () => own({ from: -9 * DAY, to: -1000 })],
  ['MTLS_CERTIFICATE_NOT_YET_VALID', 'one not yet valid', () => own({ from: DAY })],
  ['MTLS_CERTIFICATE_WEAK', 'RSA with 1024 bits', () => own({ key: makeKey('rsa1024') })],
  ['MTLS_CERTIFICATE_WEAK', 'SHA-1', () => own({ hash: 'sha1' })],
  [
    'MTLS_CERTIFICATE_WEAK',
    'an authority with a weak key',
    () => ({ ca: file(makeAuthority('weak', { key: makeKey('rsa1024') }).pem) }),
  ],
  ['MTLS_CERTIFICATE_USE', 'a certificate for clients alone', () => own({ extendedUsage: [CLIENT_AUTH] })],
  ['MTLS_CERTIFICATE_USE', 'an authority that is none', () => ({ ca: file(root.pem + server.pem) })],
  [
    'MTLS_CERTIFICATE_USE',
    'an authority that may not sign',
    () => ({ ca: file(makeAuthority('mute', { usage: 0x02 }).pem) }),
  ],
  [
    'MTLS_CERTIFICATE_USE',
    'an authority for servers alone',
    () => ({ ca: file(makeAuthority('web', { extendedUsage: [SERVER_AUTH] }).pem) }),
  ],
  ['MTLS_CERTIFICATE_USE', 'authorities without a root', () => ({ ca: file(middle.pem) })],
  [
    'MTLS_CERTIFICATE_EXPIRED',
    'authorities that have all expired',
    () => ({ ca: file(makeAuthority('old', { from: -9 * DAY, to: -DAY }).pem) }),
  ],
  [
    'MTLS_KEY_INVALID',
    'a key of garbage',
    () => ({ key: file('-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----') }),
  ],
  ['MTLS_KEY_INVALID', 'a wrong passphrase', () => ({ key: file(encrypted(server, 'right')), passphrase: 'wrong' })],
  ['MTLS_PASSPHRASE_MISSING', 'no passphrase', () => ({ key: file(encrypted(server, 'right')) })],
  ['MTLS_PAIR_MISMATCH', 'the key of another certificate', () => ({ key: file(makeServer(root).keyPem) })],
  [
    'MTLS_CRL_INVALID',
    'a list that another authority signed',
    () => ({ crl: file(makeList(makeAuthority('other'), [])) }),
  ],
  ['MTLS_CRL_INVALID', 'one of another key of that name', () => ({ crl: file(makeList(makeAuthority('root'), [])) })],
  ['MTLS_CRL_INVALID', 'one signed with SHA-1', () => ({ crl: file(makeList(root, [], { hash: 'sha1' })) })],
  ['MTLS_CRL_INVALID', 'one from the future', () => ({ crl: file(makeList(root, [], { from: DAY })) })],
  ['MTLS_CRL_INVALID', 'one without an end', () => ({ crl: file(makeList(root, [], { to: null })) })],
  ['MTLS_CRL_INVALID', 'a delta', () => ({ crl: file(makeList(root, [], { critical: '2.5.29.27' })) })],
  ['MTLS_CRL_INVALID', 'two lists of one authority', () => ({ crl: file(makeList(root, []) + makeList(root, [])) })],
  ['MTLS_CRL_INVALID', 'a certificate among the lists', () => ({ crl: file(root.pem) })],
  ['MTLS_CRL_EXPIRED', 'an expired list', () => ({ crl: file(makeList(root, [], { to: -1000 })) })],
  [
    'MTLS_CRL_EXPIRED',
    'a list past its grace',
    () => ({ crl: file(makeList(root, [], { to: -DAY })), crlGraceMs: 1000 }),
  ],
  [
    'MTLS_REFUSED',
    'a list that OpenSSL cannot read',
    () => ({ crl: file(makeList(root, [server], { isDateless: true })), crlGraceMs: 1000 }),
  ],
  ['PLUGIN_CONFIG_INVALID', 'a key without its certificate', () => ({ certificate: undefined })],
  ['PLUGIN_CONFIG_INVALID', 'a certificate without its key', () => ({ key: undefined })],
  ['PLUGIN_CONFIG_INVALID', 'clients without an authority', () => ({ ca: undefined })],
  ['PLUGIN_CONFIG_INVALID', 'an authority where nobody is asked', () => ({ clientCertificate: 'none' })],
  ['PLUGIN_CONFIG_INVALID', 'an empty allowlist', () => ({ allow: [] })],
  ['PLUGIN_CONFIG_INVALID', 'a line that allows everyone', () => ({ allow: [{ user: 'alice' }] })],
  ['PLUGIN_CONFIG_INVALID', 'a line of two kinds', () => ({ allow: [{ dns: 'a.example', commonName: 'a' }] })],
  ['PLUGIN_CONFIG_INVALID', 'half a fingerprint', () => ({ allow: [{ fingerprint: 'AB:CD' }] })],
  ['PLUGIN_CONFIG_INVALID', 'a pattern of DNS names', () => ({ allow: [{ dns: '*.example' }] })],
  ['PLUGIN_CONFIG_INVALID', 'a pattern of trust domains', () => ({ allow: [{ spiffe: 'spiffe://*/a' }] })],
  ['PLUGIN_CONFIG_INVALID', 'a trust domain alone', () => ({ allow: [{ spiffe: 'spiffe://a.example' }] })],
])('%s: %s', async ([code, , change]) => {
  expect(await startOf({ ...config, ...change() })).toBe(code)
})

test('the file of another user is no private key', { skip: process.getuid?.() !== 0 }, async () => {
  const { chownSync } = await import('node:fs')
  const key = put(folder, 'foreign.key', server.keyPem)
  chownSync(key, 12_345, 12_345)
  expect(await startOf({ ...config, key })).toBe('MTLS_KEY_EXPOSED')
})

test('messages say which file, and show nothing of a key or passphrase', async () => {
  const key = file(encrypted(server, 'right'))
  const failure = await openWall({ ...config, key, passphrase: 'hunter2-wrong' }).catch((error: unknown) =>
    String(error),
  )
  expect(failure).toContain(key)
  expect(failure).not.toContain('hunter2')
})

test('a self-signed server certificate is used, and said', async () => {
  const self = makeCertificate({ commonNames: ['self'], dns: ['localhost'], extendedUsage: [SERVER_AUTH] })
  const wall = await openWall({ ...config, certificate: file(self.pem), key: put(folder, 'self.key', self.keyPem) })
  expect(wall.lines.join()).toContain('self-signed')
  expect(wall.service().status().notes.join()).toContain('self-signed')
  await wall.kernel.close()
})

test('without a certificate the layer is off and says so', async () => {
  const { kernel, service } = await openWall({})
  expect(service().isOn).toBe(false)
  expect(service().status()).toMatchObject({ isOn: false, notes: ['no certificate is configured'] })
  expect(() => service().serverOptions()).toThrow(expect.objectContaining({ code: 'MTLS_NOT_CONFIGURED' }))
  expect(await service().reload()).toBe(false)
  const session = { tenantId: 't', agentId: 'a', sessionId: 's' }
  expect((await kernel.onInbound({ source: 'user', text: 'hello' }, session)).outcome).toBe('allow')
  await kernel.close()
})

test('in a dry run no certificate is missed, and one that is made up is refused all the same', async () => {
  const services = [{ token: token<true>('DryRun'), value: true }]
  const kernel = await createKernel({ plugins: [use(mtls, config)], services, logger: keepLines([]) })
  const session = { tenantId: 't', agentId: 'a', sessionId: 's' }
  const ask = async (meta: JsonObject): Promise<string> =>
    (await kernel.onInbound({ source: 'user', text: 'hello', meta }, session)).outcome
  expect([await ask({}), await ask({ peerCertificate: {} })]).toEqual(['allow', 'deny'])
  await kernel.close()
})
