import type { Case } from '@ringwall/testkit'
import type { AllowLine, ConfigInput } from '../src/config.ts'
import { config, crl, FINGERPRINT, from, issuer, revokedSerial } from './pair.ts'
import { DAY } from './pki.ts'

const text = 'hello'
const known = from()
const sealed = known['peerCertificate'] as Record<string, never>

/** A text of the user with this meta. */
function row(name: string, meta: Case['meta' & keyof Case] | object, expect: string, more: ConfigInput = {}): Case {
  const stimulus = { hook: 'onInbound', payload: { source: 'user', text, meta: meta as never } } as const
  return { name, config: { ...config, ...more }, ...stimulus, expect: expect === 'pass' ? 'pass' : { code: expect } }
}

const allowed = (line: AllowLine): ConfigInput => ({ allow: [{ commonName: 'nobody' }, line] })

export const cases: readonly Case[] = [
  row('a judged certificate passes', known, 'pass'),
  row('no certificate', {}, 'PEER_MISSING'),
  row('null is no certificate', { peerCertificate: null }, 'PEER_MISSING'),
  row(
    'a certificate that a client made up',
    { peerCertificate: { fingerprint: FINGERPRINT, commonName: 'admin' } },
    'PEER_UNPROVEN',
  ),
  row('a proof by another key', from({}, new Uint8Array(32)), 'PEER_UNPROVEN'),
  row('a name changed under its proof', { peerCertificate: { ...sealed, commonName: 'admin' } }, 'PEER_UNPROVEN'),
  row('an end put off', { peerCertificate: { ...sealed, notAfter: 9e15 } }, 'PEER_UNPROVEN'),
  row(
    'names moved from one kind to another',
    { peerCertificate: { ...sealed, dns: [], emails: ['robot.example', 'robot@example.org'] } },
    'PEER_UNPROVEN',
  ),
  row('a proof that is empty', { peerCertificate: { ...sealed, proof: '' } }, 'PEER_UNPROVEN'),
  row('a text in its place', { peerCertificate: 'CN=admin' }, 'PEER_UNPROVEN'),
  row(
    'headers of a proxy are no certificate',
    { headers: [['x-forwarded-client-cert', `Hash=${FINGERPRINT}`]] },
    'PEER_MISSING',
  ),
  row('expired since', from({ notAfter: Date.now() - 1 }), 'PEER_EXPIRED'),
  row('not yet valid', from({ notBefore: Date.now() + DAY }), 'PEER_EXPIRED'),
  row('times that are none', { peerCertificate: { ...sealed, notAfter: null } }, 'PEER_UNPROVEN'),
  row('revoked', from({ path: [`${issuer}:${revokedSerial}`] }), 'PEER_REVOKED', { crl }),
  row('not revoked', known, 'pass', { crl }),
  row('of an authority without a list', from({ path: [`${'0'.repeat(64)}:1`] }), 'PEER_REVOCATION_UNKNOWN', { crl }),
  row('on no line', known, 'PEER_NOT_ALLOWED', { allow: [{ commonName: 'Robot' }] }),
  row('by fingerprint, with colons and capitals', known, 'pass', allowed({ fingerprint: 'AB:'.repeat(31) + 'AB' })),
  row('another fingerprint', known, 'PEER_NOT_ALLOWED', allowed({ fingerprint: 'cd'.repeat(32) })),
  row('by public key', known, 'pass', allowed({ publicKey: 'cd'.repeat(32) })),
  row('by SPIFFE id', known, 'pass', allowed({ spiffe: 'spiffe://a.example/ns/*' })),
  row(
    'a SPIFFE id that is only a URI',
    from({ spiffe: undefined }),
    'PEER_NOT_ALLOWED',
    allowed({ spiffe: 'spiffe://a.example/**' }),
  ),
  row('by URI', known, 'pass', allowed({ uri: 'spiffe://a.example/ns/one' })),
  row('by DNS name, whatever the case', known, 'pass', allowed({ dns: 'Robot.Example' })),
  row(
    'a name with a star in the certificate means nothing',
    from({ dns: ['*.example'] }),
    'PEER_NOT_ALLOWED',
    allowed({ dns: 'robot.example' }),
  ),
  row(
    'a common name is no DNS name',
    from({ commonName: 'robot.example', dns: [] }),
    'PEER_NOT_ALLOWED',
    allowed({ dns: 'robot.example' }),
  ),
  row('by e-mail address', known, 'pass', allowed({ email: 'robot@example.org' })),
  row('no name at all', from({ commonName: undefined }), 'PEER_NOT_ALLOWED', allowed({ commonName: 'undefined' })),
  row(
    'for this user, tenant and agent',
    known,
    'pass',
    allowed({ commonName: 'robot', user: 'user-1', tenant: 'tenant-1', agent: 'agent-1' }),
  ),
  row('for another user', known, 'PEER_NOT_ALLOWED', allowed({ commonName: 'robot', user: 'user-2' })),
  row('for another tenant', known, 'PEER_NOT_ALLOWED', allowed({ commonName: 'robot', tenant: 'tenant-2' })),
  row('for another agent', known, 'PEER_NOT_ALLOWED', allowed({ commonName: 'robot', agent: 'agent-2' })),
  row('the first line counts', known, 'PEER_NOT_ALLOWED', {
    allow: [{ dns: 'robot.example', user: 'user-2' }, { commonName: 'robot' }],
  }),
  row('the name is the user', from({ spiffe: undefined, commonName: 'user-1' }), 'pass', { identityAsUser: true }),
  row('the name is another user', known, 'PEER_NOT_ALLOWED', { identityAsUser: true }),
  row('optional, and none', {}, 'pass', { clientCertificate: 'optional' }),
  row('optional, and made up', { peerCertificate: {} }, 'PEER_UNPROVEN', { clientCertificate: 'optional' }),
  row('nobody is asked', {}, 'pass', { clientCertificate: 'none', ca: undefined }),
  ...(['email', 'webhook', 'api', 'channel'] as const).map((source): Case => ({
    name: `from ${source}, without`,
    config,
    hook: 'onInbound',
    input: text,
    source,
    expect: { code: 'PEER_MISSING' },
  })),
  {
    name: 'what a tool returned comes over no connection',
    config,
    hook: 'onInbound',
    input: text,
    source: 'tool',
    expect: 'pass',
  },
  {
    name: 'unless its source is listed',
    config: { ...config, sources: ['tool'] },
    hook: 'onInbound',
    input: 'as told',
    source: 'tool',
    expect: { code: 'PEER_MISSING' },
  },
  {
    name: 'a certificate that is shown is judged whatever the source',
    config,
    hook: 'onInbound',
    payload: { source: 'tool', text, meta: { peerCertificate: {} } },
    expect: { code: 'PEER_UNPROVEN' },
  },
  { name: 'observed', config, mode: 'observe', hook: 'onInbound', input: 'observed', expect: { code: 'PEER_MISSING' } },
  { name: 'no certificate is configured', hook: 'onInbound', input: text, expect: 'pass' },
  {
    name: 'the meta of one connection used for another',
    config,
    hook: 'onInbound',
    payload: { source: 'user', text: 'replayed', meta: known },
    miss: 'the proof says that the facts were judged here, not for which text: hosts must not let clients write meta',
  },
]
