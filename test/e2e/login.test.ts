// `ringwall login` against a real authorization server on the loopback interface.
import { main, type Io } from 'ringwall'
import { EventEmitter } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startServer, type TestServer } from '../../plugins/secrets-store/test/oauth/server.ts'

let server: TestServer
let cwd = ''
beforeAll(async () => {
  server = await startServer(3600)
  cwd = mkdtempSync(join(tmpdir(), 'ringwall-login-'))
  const layer = `secrets-store: { keyFile: ${cwd}/master.key }`
  writeFileSync(join(cwd, 'ringwall.yaml'), `preset: none\nlayers: { ${layer} }\n`)
})
afterAll(async () => {
  await server.close()
  rmSync(cwd, { recursive: true, force: true })
})

/** Runs the command; `see` is shown each piece of what it says to the user. */
async function run(argv: readonly string[], see: (text: string, io: Io) => void = () => {}) {
  const told = { out: '', err: '' }
  const signals = new EventEmitter()
  const stream = (key: 'out' | 'err') =>
    new Writable({
      write(chunk, _, done) {
        told[key] += String(chunk)
        if (key === 'err') see(String(chunk), io)
        done()
      },
    })
  const io: Io = { stdin: Readable.from(['']), stdout: stream('out'), stderr: stream('err'), env: {}, cwd, signals }
  const code = await main(argv, io)
  return { code, ...told }
}

const browse = (text: string): void => {
  const [url] = /http:\/\/\S+/.exec(text) ?? []
  if (url !== undefined) void server.browse(url)
}
const OWN = ['mine', '--client-id', 'ringwall-test']

test('login, whoami, a token for a tool, logout', async () => {
  expect((await run(['login', ...OWN, '--issuer', server.issuer])).err).toContain('ringwall secrets init')
  expect((await run(['secrets', 'init'])).code).toBe(0)
  expect(await run(['whoami'])).toMatchObject({ code: 1, out: 'nobody is logged in\n' })
  const login = await run(['login', ...OWN, '--issuer', server.issuer], browse)
  expect(login).toMatchObject({ code: 0, out: 'logged in as ada@example.com, kept as mine\n' })
  const whoami = await run(['whoami'])
  expect(whoami.out).toBe('mine  mine  ada@example.com  refreshes itself\n')
  const json = JSON.parse((await run(['whoami', '--json'])).out)
  expect(json.logins).toMatchObject([{ name: 'mine', issuer: server.issuer, claims: { sub: 'ada' }, refreshes: true }])
  const { out: token } = await run(['secrets', 'get', 'mine', '--reveal'])
  expect(token).toMatch(/^[\w-]{20,}\n$/)
  const everything = [login.out, login.err, whoami.out, JSON.stringify(json)].join('')
  expect(everything).not.toContain(token.trim())
  expect((await run(['secrets', 'list'])).out).toMatch(/^mine {2}oauth /)
  expect(await run(['logout', 'mine'])).toMatchObject({ code: 0, out: 'logged out\n' })
  expect((await run(['logout', 'mine'])).code).toBe(1)
  expect((await run(['whoami'])).code).toBe(1)
})

test('on another device, under a name of its own, as JSON', async () => {
  const argv = ['login', ...OWN, '--issuer', server.issuer, '--device', '--name', 'other', '--json']
  const { code, out } = await run(argv, (text) => {
    const [, url = '', userCode = ''] = /Open (\S+) and enter the code (\S+)/.exec(text) ?? []
    if (url !== '') void server.approve(url, userCode)
  })
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject({ name: 'other', provider: 'mine', claims: { sub: 'ada' } })
})

test('given up, too late, and what is no provider', async () => {
  const argv = ['login', ...OWN, '--issuer', server.issuer, '--name', 'never']
  const given = await run(argv, (text, { signals }) => {
    if (text.includes('http')) setTimeout(() => (signals as EventEmitter).emit('SIGINT'), 20)
  })
  expect([given.code, given.err.includes('it was cancelled')]).toEqual([2, true])
  const late = await run([...argv, '--timeout', '1'])
  expect([late.code, late.err.includes('OAUTH_LOGIN_TIMEOUT')]).toEqual([2, true])
  for (const bad of [['nobody'], ['google'], ['mine', '--issuer', 'http://id.example', '--client-id', 'x']])
    expect((await run(['login', ...bad])).err).toContain('OAUTH_PROVIDER_INVALID')
  expect((await run(['login', ...OWN, '--issuer', server.issuer, '--name', 'a b'])).err).toContain(
    'SECRET_NAME_INVALID',
  )
  expect((await run(['login', ...OWN, '--issuer', server.issuer, '--client-secret', 'literal'])).err).toContain(
    'SECRET_REFERENCE_INVALID',
  )
  expect((await run(['whoami'])).out).not.toContain('never')
})
