import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeWith } from '../../../test/servers/describe-with.ts'
import { findPostgres, startPostgres, type PostgresServer } from '../../../test/servers/postgres.ts'
import { freePort } from '../../../test/servers/process.ts'
import { findRedis, startRedis, type RedisTestServer } from '../../../test/servers/redis.ts'
import { openStore, type StoreOptions } from '../src/index.ts'
import { codeOf } from './server-suite.ts'

/** Makes a certificate for a name and an address in a server's folder, readable by the server alone. */
function makeCertificate(folder: string, name: string): { readonly cert: string; readonly key: string } {
  const [cert, key] = [join(folder, `${name}.crt`), join(folder, `${name}.key`)]
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const names = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`]
  execFileSync('openssl', ['req', '-x509', '-days', '2', ...curve, '-keyout', key, '-out', cert, ...names], {
    stdio: 'pipe',
  })
  const { uid, gid } = statSync(folder)
  for (const file of [cert, key]) chownSync(file, uid, gid)
  chmodSync(key, 0o600)
  return { cert, key }
}

/** What an encrypted server is asked by. `ca` is its certificate. */
function testTls(server: () => { readonly url: string; readonly ca: string }): void {
  const open = async (tls: StoreOptions['tls'] = {}): Promise<string> => {
    const opened = openStore(server().url, { tls, timeoutMs: 3000 })
    const code = await codeOf(opened)
    await opened.then((store) => store.close()).catch(() => {})
    return code
  }

  test('its certificate is checked: who signed it, and for whom', async () => {
    const { ca } = server()
    expect(await open({ ca, servername: 'store.example' })).toBe('answered')
    expect(await open({ servername: 'store.example' })).toBe('STORE_UNAVAILABLE')
    expect(await open({ ca, servername: 'other.example' })).toBe('STORE_UNAVAILABLE')
    // The address of the URL is not in the certificate.
    expect(await open({ ca })).toBe('STORE_UNAVAILABLE')
  })
}

describeWith('PostgreSQL', findPostgres() !== undefined, 'an encrypted connection to PostgreSQL', () => {
  let server: PostgresServer
  let ca = ''
  beforeAll(async () => {
    server = await startPostgres()
    const { cert, key } = makeCertificate(server.process.folder, 'store.example')
    ca = readFileSync(cert, 'utf8')
    await server.query(`ALTER SYSTEM SET ssl_cert_file = '${cert}'`)
    await server.query(`ALTER SYSTEM SET ssl_key_file = '${key}'`)
  })
  afterAll(() => server?.process.remove('SIGQUIT'))

  test('a server that does not encrypt is not used in plain', async () => {
    expect(await codeOf(openStore(server.url, { tls: { ca, servername: 'store.example' } }))).toBe('STORE_UNAVAILABLE')
    await server.query('ALTER SYSTEM SET ssl = on')
    await server.query('SELECT pg_reload_conf()')
    await expect.poll(async () => (await server.query('SHOW ssl'))[0]?.['ssl'], { timeout: 10_000 }).toBe('on')
  })

  testTls(() => ({ url: server.url, ca }))
})

describeWith('Redis', findRedis() !== undefined, 'an encrypted connection to Redis', () => {
  let server: RedisTestServer
  let ca = ''
  let url = ''
  beforeAll(async () => {
    server = await startRedis()
    const { cert, key } = makeCertificate(server.process.folder, 'store.example')
    const port = await freePort()
    ca = readFileSync(cert, 'utf8')
    const files = ['tls-cert-file', cert, 'tls-key-file', key, 'tls-ca-cert-file', cert, 'tls-auth-clients', 'no']
    await server.call('CONFIG', 'SET', ...files, 'tls-port', String(port))
    const encrypted = new URL(server.url.replace('redis:', 'rediss:'))
    encrypted.port = String(port)
    url = encrypted.href
  })
  afterAll(() => server?.process.remove('SIGTERM'))

  testTls(() => ({ url, ca }))
})
