// Certificates and lists that OpenSSL wrote, so that this package is not held against its own test's idea of them alone.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { Agent } from 'node:https'
import { ask, openDoor, openWall } from './harness.ts'
import { makeFolder } from './pki.ts'

const CONFIG = `
[ca]
default_ca = own
[own]
database = index.txt
serial = serial
crlnumber = crlnumber
new_certs_dir = .
default_md = sha256
default_days = 30
default_crl_days = 7
policy = any
unique_subject = no
copy_extensions = copy
[any]
commonName = supplied
`

/** Runs openssl in the folder. */
function openssl(cwd: string, ...args: readonly string[]): void {
  execFileSync('openssl', args, { cwd, stdio: 'pipe' })
}

test.for<[string, readonly string[], readonly string[]]>([
  ['ECDSA', ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-384'], []],
  ['RSA', ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'], []],
  [
    'RSA-PSS',
    ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:3072'],
    ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:32'],
  ],
  ['Ed25519', ['-algorithm', 'ED25519'], []],
])('certificates and lists signed with %s', async ([, algorithm, how]) => {
  const folder = makeFolder(afterAll)
  mkdirSync(folder, { recursive: true })
  for (const [name, text] of [
    ['own.cnf', CONFIG],
    ['index.txt', ''],
    ['serial', 'F1'],
    ['crlnumber', '01'],
  ] as const)
    writeFileSync(join(folder, name), text)
  const sign = ['-config', 'own.cnf', '-cert', 'ca.crt', '-keyfile', 'ca.key', ...how]
  const issue = (name: string, extensions: readonly string[]): void => {
    openssl(folder, 'genpkey', ...algorithm, '-out', `${name}.key`)
    const more = extensions.flatMap((each) => ['-addext', each])
    openssl(folder, 'req', '-new', '-key', `${name}.key`, '-subj', `/CN=${name}`, ...more, '-out', `${name}.csr`)
    openssl(folder, 'ca', '-batch', '-notext', ...sign, '-in', `${name}.csr`, '-out', `${name}.crt`)
  }
  openssl(folder, 'genpkey', ...algorithm, '-out', 'ca.key')
  const usage = ['-addext', 'keyUsage=critical,keyCertSign,cRLSign']
  openssl(
    folder,
    'req',
    '-x509',
    '-key',
    'ca.key',
    '-subj',
    '/O=Acme/CN=Acme CA',
    '-days',
    '30',
    ...usage,
    ...how,
    '-out',
    'ca.crt',
  )
  issue('server', ['subjectAltName=DNS:localhost,IP:127.0.0.1', 'extendedKeyUsage=serverAuth'])
  const client = [
    'extendedKeyUsage=clientAuth',
    'keyUsage=critical,digitalSignature',
    'basicConstraints=critical,CA:FALSE',
  ]
  issue('robot', [...client, 'subjectAltName=URI:spiffe://acme.example/robot'])
  issue('gone', [...client, 'subjectAltName=DNS:gone.example,email:gone@acme.example'])
  openssl(folder, 'ca', ...sign, '-revoke', 'gone.crt')
  openssl(folder, 'ca', ...sign, '-gencrl', '-out', 'list.crl')

  const at = (name: string): string => join(folder, name)
  const files = { certificate: at('server.crt'), key: at('server.key'), ca: at('ca.crt'), crl: at('list.crl') }
  // With a grace, this package alone looks at the list.
  for (const crlGraceMs of [0, 1000]) {
    const wall = await openWall({
      ...files,
      crlGraceMs,
      allow: [{ spiffe: 'spiffe://acme.example/*' }, { dns: 'gone.example' }],
    })
    await using door = await openDoor(wall)
    const text = (name: string): string => readFileSync(at(name), 'utf8')
    const clientOf = (name: string): Agent =>
      new Agent({ ca: text('ca.crt'), cert: text(`${name}.crt`), key: text(`${name}.key`) })
    expect(await ask(door.port, clientOf('robot'))).toMatchObject({
      outcome: 'allow',
      identified: { identity: { name: 'spiffe://acme.example/robot' } },
    })
    const gone = ask(door.port, clientOf('gone'))
    if (crlGraceMs === 0) await expect(gone).rejects.toThrow()
    else expect(await gone).toMatchObject({ identified: { code: 'PEER_REVOKED' } })
  }
})
