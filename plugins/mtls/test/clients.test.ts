import { afterAll, expect, test } from 'vitest'
import type { ConfigInput } from '../src/config.ts'
import { knock, makeWorld, openDoor, openWall, type World } from './harness.ts'
import {
  DAY,
  makeAuthority,
  makeCertificate,
  makeFolder,
  makeKey,
  makeList,
  put,
  SERVER_AUTH,
  type Made,
  type Wanted,
} from './pki.ts'

const world: World = makeWorld(makeFolder(afterAll))
const { root, folder } = world

async function answerTo(own: Made | undefined, more: ConfigInput = {}, chain = ''): Promise<string> {
  await using door = await openDoor(await openWall({ ...world.config, ...more }))
  return await knock(door, root, own, chain) // before the door is closed
}

const client = (wanted: Wanted = {}): Made => makeCertificate({ by: root, ...wanted })
const middle = makeAuthority('middle', { by: root })

test('a certificate of the authority is let in', async () => {
  expect(await answerTo(client({ commonNames: ['robot'] }))).toBe('known robot')
})

test('TLS 1.2 is spoken only where it is allowed', async () => {
  expect(await answerTo(client(), { minVersion: 'TLSv1.2' })).toBe('known client')
})

test.for<[string, () => Made | undefined, string]>([
  ['no certificate', () => undefined, 'TLS ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE'],
  ['an expired one', () => client({ from: -3 * DAY, to: -DAY }), 'TLS CERT_HAS_EXPIRED'],
  ['one not yet valid', () => client({ from: DAY }), 'TLS CERT_NOT_YET_VALID'],
  [
    'one of another authority',
    () => makeCertificate({ by: makeAuthority('other') }),
    'TLS UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  ],
  [
    'one of another authority of the same name',
    () => makeCertificate({ by: makeAuthority('root') }),
    'TLS CERT_SIGNATURE_FAILURE',
  ],
  ['a self-signed one', () => makeCertificate(), 'TLS DEPTH_ZERO_SELF_SIGNED_CERT'],
  ['one for servers', () => client({ extendedUsage: [SERVER_AUTH] }), 'TLS INVALID_PURPOSE'],
  ['one that says nothing of its use', () => client({ extendedUsage: null }), 'PEER_USE deny'],
  ['one for any use', () => client({ extendedUsage: ['2.5.29.37.0'] }), 'TLS INVALID_PURPOSE'],
  ['an authority', () => client({ ca: true, usage: 0x86 }), 'PEER_USE deny'],
  ['one that may sign certificates', () => client({ usage: 0x84 }), 'PEER_USE deny'],
  ['a NUL in its common name', () => client({ commonNames: ['admin\u0000.evil'] }), 'PEER_NAMES deny'],
  ['a direction mark in its common name', () => client({ commonNames: ['admin\u202e'] }), 'PEER_NAMES deny'],
  ['a NUL in a DNS name', () => client({ dns: ['admin.example\u0000.evil.example'] }), 'PEER_NAMES deny'],
  ['letters beyond ASCII in a DNS name', () => client({ dns: ['\u00e4dmin.example'] }), 'PEER_NAMES deny'],
  ['two common names', () => client({ commonNames: ['user', 'admin'] }), 'PEER_NAMES deny'],
  [
    'a SPIFFE id beside another URI',
    () => client({ uris: ['spiffe://a.example/x', 'https://b.example'] }),
    'PEER_NAMES deny',
  ],
  [
    'a leaf under a leaf',
    () => makeCertificate({ by: client({ commonNames: ['robot'] }) }),
    'TLS UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  ],
])('%s is refused', async ([, make, expected]) => {
  expect(await answerTo(make())).toBe(expected)
})

test.for<[string, Wanted]>([
  ['an RSA key of 1024 bits', { key: makeKey('rsa1024') }],
  ['a signature with SHA-1', { hash: 'sha1' }],
  ['an unknown curve', { key: makeKey('p192') }],
])('%s is refused', async ([, wanted]) => {
  expect(await answerTo(client(wanted))).toMatch(/^(?:TLS |PEER_WEAK deny)/)
})

test('optional: nobody need come with a certificate, but one that comes must be good', async () => {
  const optional = { clientCertificate: 'optional' } as const
  expect(await answerTo(undefined, optional)).toBe('none')
  expect(await answerTo(client(), optional)).toBe('known client')
  expect(await answerTo(makeCertificate(), optional)).toBe('PEER_UNTRUSTED allow')
  expect(await answerTo(client({ from: -3 * DAY, to: -DAY }), optional)).toBe('PEER_EXPIRED allow')
  expect(await answerTo(client({ hash: 'sha1' }), optional)).toBe('PEER_WEAK allow')
})

test('none: certificates are not asked for', async () => {
  const { ca: _ca, ...server } = world.config
  await using door = await openDoor(await openWall({ ...server, clientCertificate: 'none' }))
  expect(await knock(door, root, client())).toBe('none')
})

test('authorities between are listed, and then need not be presented', async () => {
  const own = makeCertificate({ by: middle })
  const ca = put(folder, 'both.crt', root.pem + middle.pem)
  expect(await answerTo(own, { ca })).toBe('known client')
  expect(await answerTo(own, {}, middle.pem)).toBe('PEER_UNTRUSTED deny')
  expect(await answerTo(own)).toBe('TLS UNABLE_TO_VERIFY_LEAF_SIGNATURE')
  const late = makeAuthority('late', { by: root, from: -9 * DAY, to: -DAY })
  const withLate = { ca: put(folder, 'late.crt', root.pem + late.pem) }
  expect(await answerTo(makeCertificate({ by: late }), withLate)).toBe('TLS CERT_HAS_EXPIRED')
  const optional = { ...withLate, clientCertificate: 'optional' } as const
  expect(await answerTo(makeCertificate({ by: late }), optional)).toBe('PEER_EXPIRED allow')
})

test.for<[string, Wanted, string]>([
  [
    'its SPIFFE id',
    { commonNames: ['c'], uris: ['spiffe://a.example/ns/one'], dns: ['d.example'] },
    'spiffe://a.example/ns/one',
  ],
  ['its common name', { commonNames: ['c'], dns: ['d.example'] }, 'c'],
  ['its only other name', { commonNames: [], emails: ['a@b.example'] }, 'a@b.example'],
])('a certificate is known by %s', async ([, wanted, name]) => {
  expect(await answerTo(client(wanted))).toBe(`known ${name}`)
})

test('no names: known by its fingerprint', async () => {
  expect(await answerTo(client({ commonNames: [], dns: ['a.example', 'b.example'] }))).toMatch(
    /^known sha256:[0-9a-f]{64}$/,
  )
})

test('revoked certificates, and those of authorities without a list, are refused', async () => {
  const gone = client({ commonNames: ['gone'] })
  const crl = put(folder, 'one.crl', makeList(root, [gone]))
  expect(await answerTo(client(), { crl })).toBe('known client')
  expect(await answerTo(gone, { crl })).toBe('TLS CERT_REVOKED')
  expect(
    await answerTo(makeCertificate({ by: middle }), { crl, ca: put(folder, 'two.crt', root.pem + middle.pem) }),
  ).toBe('TLS UNABLE_TO_GET_CRL')
  // Within the grace the layer alone looks, and comes to the same.
  const late = { crl: put(folder, 'late.crl', makeList(root, [gone], { to: -DAY / 24 })), crlGraceMs: DAY }
  expect(await answerTo(client(), late)).toBe('known client')
  expect(await answerTo(gone, late)).toBe('PEER_REVOKED deny')
  const ca = put(folder, 'two.crt', root.pem + middle.pem)
  const own = makeCertificate({ by: middle })
  const grace = { ca, crlGraceMs: 1000 }
  expect(await answerTo(own, { ...grace, crl })).toBe('PEER_REVOCATION_UNKNOWN deny')
  const lists = (text: string): ConfigInput => ({ ...grace, crl: put(folder, 'two.crl', text) })
  expect(await answerTo(own, lists(makeList(root, []) + makeList(middle, [])))).toBe('known client')
  expect(await answerTo(own, lists(makeList(root, [middle]) + makeList(middle, [])))).toBe('PEER_REVOKED deny')
})

test('observe: whoever comes is let in, and what would have been is told', async () => {
  const wall = await openWall(world.config, 'observe')
  await using door = await openDoor(wall)
  expect(await knock(door, root, makeCertificate())).toBe('PEER_UNTRUSTED allow')
  expect(await knock(door, root)).toBe('PEER_MISSING allow')
  expect(wall.lines.join()).toContain('PEER_MISSING')
})
