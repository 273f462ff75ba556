import { expect, onTestFinished, test } from 'vitest'
import { main } from '../src/index.ts'
import { Collector, makeFolder, makeIo, run } from './harness.ts'

const CONFIG = { 'ringwall.yaml': 'preset: none\nlayers: { gateway-auth: { failureLimit: 100 } }\n' }
const TOKEN = /^rw_[0-9A-Za-z]{49}\n$/

/** `ringwall tokens` in a folder. */
function tokens(cwd: string, ...argv: readonly string[]) {
  return run(['tokens', ...argv], { cwd })
}

async function asJson(cwd: string, ...argv: readonly string[]) {
  return JSON.parse((await tokens(cwd, ...argv, '--json')).out)
}

/** Serves the folder's config, and answers what a token gets. */
async function serve(cwd: string, ...argv: readonly string[]) {
  const stdout = new Collector()
  const io = await makeIo({ cwd, stdout })
  const done = main(['serve', '--port', '0', '--json', ...argv], io)
  await Promise.race([stdout.contains('\n'), done])
  const stop = async (): Promise<void> => {
    io.signals.emit('SIGTERM')
    await done
  }
  onTestFinished(stop)
  const { url, token } = JSON.parse(stdout.text) as { url: string; token?: string }
  const ask = async (text: string): Promise<number> => {
    const headers = { authorization: `Bearer ${text.trim()}` }
    return (await fetch(`${url.replace('0.0.0.0', '127.0.0.1')}/v1/models`, { headers })).status
  }
  return { token, ask, stop }
}

test('a token is printed once, alone, and listed without itself', async () => {
  const cwd = await makeFolder(CONFIG)
  expect((await tokens(cwd, 'list')).out).toBe('there are no tokens\n')
  const made = await tokens(cwd, 'create', '--name', 'laptop', '--user', 'alice', '--scope', 'chat,metrics')
  expect([made.code, made.out]).toEqual([0, expect.stringMatching(TOKEN)])
  expect(made.err).toMatch(/^made the token [0-9a-f]{16}\. It is shown this once/)
  const list = await tokens(cwd, 'list')
  expect(list.out).toMatch(/live +laptop +default\/default\/alice +20\S+Z +never +never +chat,metrics\n$/)
  expect(list.out + JSON.stringify(await asJson(cwd, 'list'))).not.toContain(made.out.trim().slice(3, 20))
})

test('as JSON', async () => {
  const cwd = await makeFolder(CONFIG)
  const made = await asJson(cwd, 'create', '--expires', '90d', '--tenant', 'acme', '--agent', 'bot')
  expect(made).toMatchObject({
    id: expect.any(String),
    token: expect.stringMatching(/^rw_/),
    tenant: 'acme',
    agent: 'bot',
  })
  expect(Date.parse(made.expiresAt) - Date.parse(made.createdAt)).toBe(90 * 86_400_000)
  expect(made.scopes).toEqual(['chat', 'guard:inbound', 'guard:tool-call', 'guard:outbound', 'guard:memory-write'])
  expect((await asJson(cwd, 'list')).tokens).toMatchObject([{ id: made.id, state: 'live', lastUsedAt: null }])
  expect(await asJson(cwd, 'revoke', made.id)).toEqual({ revoked: true })
  expect(await asJson(cwd, 'rotate', made.id)).toEqual({ rotated: false })
})

test('from the first start to the last token', async () => {
  const cwd = await makeFolder(CONFIG)
  const first = await serve(cwd)
  expect(`${first.token}\n`).toMatch(TOKEN)
  expect(await first.ask(first.token ?? '')).toBe(200)
  await first.stop()
  const second = await serve(cwd)
  expect(second.token).toBeUndefined()
  expect(await second.ask(first.token ?? '')).toBe(200)
  const { out } = await tokens(cwd, 'create', '--scope', '*')
  expect(await second.ask(out)).toBe(200)
  const { tokens: listed } = await asJson(cwd, 'list')
  const { id } = (listed as { id: string; name: string }[]).find(({ name }) => name === 'first start') ?? { id: '' }
  const next = await tokens(cwd, 'rotate', id, '--overlap', '0s')
  expect(next.err).toContain(`${id} works until`)
  expect([await second.ask(first.token ?? ''), await second.ask(next.out)]).toEqual([401, 200])
  expect((await tokens(cwd, 'revoke', id)).code).toBe(0)
  expect(await tokens(cwd, 'revoke', id)).toMatchObject({
    code: 1,
    out: expect.stringMatching(/^there is no such token/),
  })
  expect(await tokens(cwd, 'rotate', 'nothing')).toMatchObject({ code: 1 })
})

test('a person is told that the token is shown once, and later how to make another', async () => {
  const cwd = await makeFolder(CONFIG)
  for (const line of [
    /token +rw_\w{49}\n +shown this once: keep it/,
    /token +as configured, or made before; another one: ringwall tokens create\n/,
  ]) {
    const stdout = new Collector()
    const io = await makeIo({ cwd, stdout })
    const done = main(['serve', '--port', '0'], io)
    await Promise.race([stdout.contains('reads the config again'), done])
    io.signals.emit('SIGTERM')
    expect(await done).toBe(0)
    expect(stdout.text).toMatch(line)
  }
})

test('scopes that are given one by one are all kept', async () => {
  const cwd = await makeFolder(CONFIG)
  const { scopes } = await asJson(cwd, 'create', '--scope', 'chat', '--scope', 'metrics,chat', '--scope', 'audit:read')
  expect(scopes).toEqual(['chat', 'metrics', 'audit:read'])
})

test('other machines are served once there is a token that works', async () => {
  const cwd = await makeFolder(CONFIG)
  const refused = () => run(['serve', '--host', '0.0.0.0', '--port', '0'], { cwd })
  expect((await refused()).err).toMatch(/^error HOST_UNGUARDED: [^]*ringwall tokens create/)
  const made = await asJson(cwd, 'create')
  const served = await serve(cwd, '--host', '0.0.0.0')
  expect([served.token, await served.ask(made.token)]).toEqual([undefined, 200])
  await served.stop()
  await tokens(cwd, 'revoke', made.id)
  expect((await refused()).err).toMatch(/^error HOST_UNGUARDED/)
})

test.each([
  [['create', '--scope', 'root'], 'USAGE'],
  [['create', '--scope', ''], 'USAGE'],
  [['create', '--expires', 'soon'], 'USAGE'],
  [['create', '--expires', '0d'], 'AUTH_SETTINGS_INVALID'],
  [['create', '--name', 'a\nb'], 'AUTH_SETTINGS_INVALID'],
  [['rotate', 'x', '--overlap', '-1s'], 'USAGE'],
  [['revoke'], 'USAGE'],
  [['nothing'], 'USAGE'],
])('%j is refused', async (argv, code) => {
  const { code: exit, err } = await tokens(await makeFolder(CONFIG), ...argv)
  expect([exit, err]).toEqual([2, expect.stringMatching(new RegExp(`^error ${code}: `))])
})

test.each([
  ['preset: none\nlayers: { gateway-auth: off, tool-policy: on }\n', 'TOKENS_UNGUARDED'],
  ['preset: none\nlayers: { gateway-auth: on }\nstore: { file: ":memory:" }\n', 'TOKENS_EPHEMERAL'],
])('where it would be good for nothing, no token is made: %j', async (text, code) => {
  const { code: exit, err } = await tokens(await makeFolder({ 'ringwall.yaml': text }), 'create')
  expect([exit, err]).toEqual([2, expect.stringMatching(new RegExp(`^error ${code}: `))])
})

test('a note tells of an agent that the config does not know', async () => {
  const { err } = await tokens(await makeFolder(CONFIG), 'create', '--agent', 'typo')
  expect(err).toMatch(/^note: the config says nothing of the agent typo/)
})
