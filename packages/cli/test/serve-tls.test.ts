import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { makeCertificate, makeServer, makeAuthority, put, encrypted } from '../../../plugins/mtls/test/pki.ts'
import { main } from '../src/index.ts'
import { Collector, makeFolder, makeIo, run } from './harness.ts'

const root = makeAuthority('root')
const robot = makeCertificate({ by: root, commonNames: ['robot'] })

/** A folder with a config and certificates. */
async function makeSite(more = ''): Promise<string> {
  const folder = await makeFolder()
  const server = makeServer(root)
  const files = {
    certificate: put(folder, 'server.crt', server.pem),
    key: put(folder, 'server.key', encrypted(server, 'open sesame')),
    ca: put(folder, 'ca.crt', root.pem),
  }
  put(folder, 'robot.crt', robot.pem)
  put(folder, 'robot.key', robot.keyPem)
  const lines = Object.entries(files).map(([key, file]) => `    ${key}: ${JSON.stringify(file)}`)
  const layers = `preset: none\nlayers:\n  mtls:\n${lines.join('\n')}\n`
  writeFileSync(join(folder, 'ringwall.yaml'), `${layers}    passphrase: env:PASSPHRASE\n${more}`)
  return folder
}

const env = { PASSPHRASE: 'open sesame' }

test('the printed lines work over TLS with the files that they ask for', async () => {
  const cwd = await makeSite()
  const stdout = new Collector()
  const io = { ...(await makeIo({ cwd, env, stdout })), stdout }
  const done = main(['serve', '--port', '0'], io)
  onTestFinished(async () => {
    io.signals.emit('SIGTERM')
    await done
  })
  await Promise.race([stdout.contains('Ctrl-C'), done])
  expect(stdout.text).toMatch(/transport +TLS, client certificate: required\n/)
  const [line = ''] = stdout.text.split('\n').filter((text) => text.startsWith('curl '))
  const files = { CA: 'ca.crt', CERT: 'robot.crt', KEY: 'robot.key' }
  const paste = (shown: Record<string, string>): Promise<{ stdout: string }> =>
    promisify(execFile)('sh', ['-c', line], { cwd, env: { PATH: process.env['PATH'], ...shown } })
  expect((await paste(files)).stdout).toContain('moat')
  await expect(paste({ ...files, CERT: 'server.crt', KEY: 'none' })).rejects.toThrow()

  // SIGHUP reads the files again; with a broken one, what was in force stays.
  const next = makeServer(root)
  put(cwd, 'server.crt', next.pem)
  io.signals.emit('SIGHUP')
  await io.stderr.contains('MTLS_PAIR_MISMATCH')
  expect((await paste(files)).stdout).toContain('moat')
  put(cwd, 'server.key', encrypted(next, 'open sesame'))
  io.signals.emit('SIGHUP')
  await io.stderr.contains('reloaded the layers')
  expect((await paste(files)).stdout).toContain('moat')
})

test('explain says how the gateway speaks', async () => {
  const [on, off, none] = await Promise.all([
    run(['explain'], { cwd: await makeSite(), env }),
    run(['explain']),
    run(['explain', '--json'], { cwd: await makeFolder({ 'ringwall.yaml': 'layers: { mtls: off }' }) }),
  ])
  expect(on.out).toContain('the gateway speaks TLS, client certificate: required\n')
  expect(off.out).toContain('the gateway speaks plain HTTP: mtls has no certificate configured\n')
  expect(JSON.parse(none.out)).toMatchObject({ transport: 'plain HTTP: the layer mtls is off' })
})

test('check asks for no certificate, as there is no connection', async () => {
  const { code, out } = await run(['check', 'What is a moat for?'], { cwd: await makeSite(), env })
  expect([code, out]).toEqual([0, expect.stringMatching(/^ALLOWED/)])
})

test('config shows where the passphrase stands, and never what it is; a literal is refused', async () => {
  const cwd = await makeSite()
  const { out } = await run(['config'], { cwd, env })
  expect(out).toContain('env:PASSPHRASE')
  expect(out).not.toContain('open sesame')
  writeFileSync(
    join(cwd, 'ringwall.yaml'),
    'layers: { mtls: { certificate: a, key: b, ca: c, passphrase: open sesame } }',
  )
  expect((await run(['explain'], { cwd, env })).err).toContain('CONFIG_SECRET_LITERAL')
})

test('an agent’s override may narrow who is let in, and needs loosen to widen it', async () => {
  const allow = (names: string): string => `{ layers: { mtls: { allow: [${names}] } } }`
  const [robots, both] = ['{ commonName: robot }', '{ commonName: robot }, { commonName: other }']
  const base = `    allow: [${both}]\nagents:\n`
  const narrower = await makeSite(`${base}  strict: ${allow(robots)}\n`)
  expect((await run(['explain'], { cwd: narrower, env })).code).toBe(0)
  const wider = await makeSite(`    allow: [${robots}]\nagents:\n  weak: ${allow(both)}\n`)
  expect((await run(['explain'], { cwd: wider, env })).err).toContain('weakens the layer mtls: allow')
})
