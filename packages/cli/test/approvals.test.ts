import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createKernel, use, type Decision, type JsonObject, type Kernel } from '@ringwall/core'
import { approvalGate } from '@ringwall/plugin-approval-gate'
import { openSqliteStore, StoreToken } from '@ringwall/store'
import { expect, onTestFinished, test } from 'vitest'
import { main } from '../src/index.ts'
import { Collector, makeFolder, makeIo, parseLines, run } from './harness.ts'

const CONFIG = 'preset: none\nstore: { file: state/r.db }\nlayers: { approval-gate: {} }\n'
const SESSION = { tenantId: 't', agentId: 'a', sessionId: 's', userId: 'u' }
const TRICK = 'ls \u202e\u200b а'

interface Host {
  readonly cwd: string
  readonly kernel: Kernel
  readonly call: (args: JsonObject, tool?: string) => Promise<Decision>
}

/** A host on the store of a config. */
async function startHost(onAsk: 'wait' | 'return' = 'return', written = CONFIG): Promise<Host> {
  const cwd = await makeFolder({ 'ringwall.yaml': written })
  const store = await openSqliteStore({ file: join(cwd, 'state', 'r.db') })
  const rules = [{ tool: 'exec', action: 'ask' } as const]
  const config = { onAsk, rules, keyFile: join(cwd, '.ringwall', 'approvals.key'), denialCacheMs: 0 }
  const kernel = await createKernel({
    plugins: [use(approvalGate, config)],
    services: [{ token: StoreToken, value: store }],
  })
  onTestFinished(async () => {
    await kernel.close()
    await store.close()
  })
  return { cwd, kernel, call: (args, tool = 'exec') => kernel.onToolCall({ tool, args }, SESSION) }
}

async function pendingOf({
  cwd,
}: Host): Promise<readonly { readonly id: string; readonly hash: string; readonly args: string }[]> {
  const { out } = await run(['approvals', 'list', '--json'], { cwd })
  return (JSON.parse(out) as { pending: { id: string; hash: string; args: string }[] }).pending
}

test('an operator sees exactly what waits, and approves it once', async () => {
  const host = await startHost()
  const { cwd, call } = host
  expect(await run(['approvals', 'list'], { cwd })).toEqual({ code: 0, out: 'nothing waits for approval\n', err: '' })
  expect((await call({ command: TRICK })).outcome).toBe('ask')
  const listed = await run(['approvals', 'list'], { cwd })
  expect(listed.code).toBe(0)
  expect(listed.out).not.toMatch(/[\u202e\u200b]/)
  expect(listed.out).toContain('args     {"command":"ls \\u{202e}\\u{200b} а"}')
  // A letter of another script shows.
  expect(listed.out).toContain('spelled  {"command":"ls \\u{202e}\\u{200b} \\u{430}"}')
  expect(listed.out).toContain('agent a, session s, user u, tenant t')
  const { out: json } = await run(['approvals', 'list', '--json'], { cwd })
  expect(json).toMatch(/^[\x20-\x7e]+\n$/)
  expect(JSON.parse(json)).toMatchObject({ pending: [{ args: JSON.stringify({ command: TRICK }) }] })
  expect(listed.out).toContain('asked by approval-gate/exec')
  const [request] = await pendingOf(host)
  const approved = await run(
    ['approvals', 'approve', request?.id.slice(0, 5) ?? '', '--as', 'ada', '--note', 'fine\u001b[2J'],
    { cwd },
  )
  expect([approved.code, approved.err]).toEqual([0, ''])
  expect(approved.out).toMatch(/^approved:\n[0-9a-f]{20} {2}exec/)
  expect(approved.out).toContain('fine\\u{1b}[2J')
  expect(approved.out).not.toContain('\u001b')
  expect((await run(['approvals', 'list'], { cwd })).out).toContain('once, until')
  expect((await call({ command: `${TRICK} ` })).outcome).toBe('ask')
  const decision = await call({ command: TRICK })
  expect([decision.outcome, decision.rulings.find(({ code }) => code === 'APPROVAL_GRANTED')?.detail]).toEqual([
    'allow',
    expect.stringContaining('approved by ada (once)'),
  ])
  expect((await call({ command: TRICK })).outcome).toBe('ask')
})

test('a call that waits goes on, or not, as the operator says', async () => {
  const host = await startHost('wait')
  const { cwd, call } = host
  for (const [action, outcome] of [
    ['approve', 'allow'],
    ['deny', 'deny'],
  ] as const) {
    const waiting = call({ action })
    await expect.poll(async () => (await pendingOf(host)).length).toBe(1)
    const [request] = await pendingOf(host)
    expect((await run(['approvals', action, request?.id ?? '', '--json'], { cwd })).code).toBe(0)
    expect((await waiting).outcome).toBe(outcome)
  }
})

test('an approval for a while, and its end', async () => {
  const host = await startHost()
  const { cwd, call } = host
  await call({ n: 1 })
  const [request] = await pendingOf(host)
  const { code, out } = await run(
    [
      'approvals',
      'approve',
      request?.id ?? '',
      '--scope',
      'session',
      '--for',
      '10m',
      '--hash',
      request?.hash ?? '',
      '--json',
    ],
    { cwd },
  )
  expect([code, JSON.parse(out)]).toMatchObject([
    0,
    { approved: { scope: 'session', argsHash: null, by: expect.any(String) } },
  ])
  expect((await call({ n: 2 })).outcome).toBe('allow')
  expect((await run(['approvals', 'list'], { cwd })).out).toMatch(/Approvals that hold:\n\n.*session, until/)
  expect((await run(['approvals', 'revoke', request?.id ?? ''], { cwd })).out).toMatch(/^revoked:\n/)
  expect((await call({ n: 3 })).outcome).toBe('ask')
  expect((await run(['approvals', 'revoke', request?.id ?? ''], { cwd })).code).toBe(1)
})

test('a time that the config does not permit is refused, not shortened', async () => {
  const host = await startHost()
  const { cwd, call } = host
  await call({})
  const [request] = await pendingOf(host)
  for (const time of [
    ['--for', '2h'],
    ['--until', '2999-01-01T00:00:00Z'],
    ['--until', '2001-01-01T00:00:00Z'],
  ]) {
    const { code, err } = await run(['approvals', 'approve', request?.id ?? '', '--scope', 'until', ...time], { cwd })
    expect([code, err]).toEqual([2, expect.stringContaining('APPROVALS_SCOPE_REFUSED')])
  }
  const until = new Date(Date.now() + 60_000).toISOString()
  expect(
    (await run(['approvals', 'approve', request?.id ?? '', '--scope', 'until', '--until', until], { cwd })).code,
  ).toBe(0)
  expect((await call({})).outcome).toBe('allow')
})

test('what was settled, or never was, is no mistake: exit code 1 and a word', async () => {
  const host = await startHost()
  const { cwd, call } = host
  await call({})
  const [request] = await pendingOf(host)
  const id = request?.id ?? ''
  const changed = await run(['approvals', 'approve', id, '--hash', '0'.repeat(64)], { cwd })
  expect([changed.code, changed.out]).toEqual([1, expect.stringContaining('is not the one that was seen')])
  expect((await run(['approvals', 'deny', id], { cwd })).code).toBe(0)
  for (const argv of [
    ['approve', id],
    ['deny', id],
    ['approve', 'ffff'],
    ['revoke', id],
    ['approve', '1'],
  ]) {
    const { code, out, err } = await run(['approvals', ...argv, '--json'], { cwd })
    expect([code, err]).toEqual([1, ''])
    expect(JSON.parse(out)).toMatchObject({
      error: { code: expect.stringMatching(/^APPROVALS_(?:SETTLED|UNKNOWN)$/), fix: expect.any(String) },
    })
  }
})

test.for([
  [['approvals'], 'Usage'],
  [['approvals', 'bless'], 'unknown command'],
  [['approvals', 'approve'], 'id'],
  [['approvals', 'approve', 'abcd', 'more'], 'too many arguments'],
  [['approvals', 'approve', 'abcd', '--scope', 'forever'], 'once, args, session, until'],
  [['approvals', 'approve', 'abcd', '--for', '10m'], '--scope'],
  [['approvals', 'approve', 'abcd', '--scope', 'until'], '--for or --until'],
  [['approvals', 'approve', 'abcd', '--scope', 'args', '--for', '1m', '--until', '2030-01-01T00:00:00Z'], 'give one'],
  [['approvals', 'approve', 'abcd', '--scope', 'args', '--for', '0m'], '10m'],
  [['approvals', 'approve', 'abcd', '--scope', 'args', '--for', '-5m'], '10m'],
  [['approvals', 'approve', 'abcd', '--scope', 'args', '--for', '10'], '10m'],
  [['approvals', 'approve', 'abcd', '--scope', 'args', '--until', 'tomorrow'], 'zone'],
  [['approvals', 'approve', 'abcd', '--scope', 'args', '--until', '2030-13-01T00:00:00Z'], 'zone'],
  [['approvals', 'approve', 'abcd', '--hash', 'xyz'], '64 hex digits'],
  [['approvals', 'approve', 'abcd', '--as', ' '], 'empty'],
  [['approvals', 'deny', 'abcd', '--scope', 'once'], 'unknown option'],
  [['approvals', 'list', 'more'], 'too many arguments'],
] as readonly [string[], string][])('%j is a mistake', async ([argv, words]) => {
  const { code, out, err } = await run(argv, { cwd: await makeFolder({ 'ringwall.yaml': CONFIG }) })
  expect([code, out]).toEqual([2, ''])
  expect(err).toContain(words)
})

test.for([
  ['store: { file: ":memory:" }\n', 'APPROVALS_EPHEMERAL'],
  ['layers: { output-guard: {} }\n', 'APPROVALS_UNGUARDED'],
  ['store: { file: state/r.db }\nlayers: { approval-gate: { keyFile: keys/a.key } }\n', 'APPROVALS_KEY_INVALID'],
] as const)('%j cannot be used: %s', async ([yaml, expected]) => {
  const cwd = await makeFolder({
    'ringwall.yaml': `preset: none\n${yaml}${yaml.includes('layers') ? '' : 'layers: { approval-gate: {} }\n'}`,
  })
  const { mkdir, writeFile } = await import('node:fs/promises')
  await mkdir(join(cwd, 'keys'), { mode: 0o700 })
  await writeFile(join(cwd, 'keys', 'a.key'), 'short', { mode: 0o600 })
  for (const argv of [['list'], ['approve', 'abcd'], ['watch']]) {
    const { code, err } = await run(['approvals', ...argv], { cwd })
    expect([code, err]).toEqual([2, expect.stringContaining(expected)])
    expect(err).toContain('fix:')
  }
})

test('from another folder, without the key, that is said', async () => {
  const { cwd, call } = await startHost()
  await call({})
  const elsewhere = await makeFolder()
  const { code, err } = await run(['approvals', 'list', '--config', join(cwd, 'ringwall.yaml')], { cwd: elsewhere })
  expect([code, err]).toEqual([2, expect.stringContaining('APPROVALS_KEY_MISSING')])
})

test('what is not authentic is told, cannot be approved, and can be removed', async () => {
  const host = await startHost()
  const { cwd, call } = host
  await call({})
  const [request] = await pendingOf(host)
  const store = await openSqliteStore({ file: join(cwd, 'state', 'r.db') })
  const [row] = await store.list('approval-gate:request/', { limit: 1 })
  await store.set(row?.key ?? '', { ...(row?.value as JsonObject), args: '{"command":"harmless"}' })
  await store.close()
  const { out } = await run(['approvals', 'list'], { cwd })
  expect(out).toContain('Not authentic')
  expect(out).not.toContain('harmless')
  const refused = await run(['approvals', 'approve', request?.id ?? ''], { cwd })
  expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('APPROVALS_UNAUTHENTIC')])
  const key = `request/${request?.hash}`
  expect((await run(['approvals', 'deny', key], { cwd })).code).toBe(0)
  expect((await run(['approvals', 'list'], { cwd })).out).toBe('nothing waits for approval\n')
})

test('watch prints what comes and what becomes of it, and ends at a signal', async () => {
  const host = await startHost()
  const { cwd, call } = host
  await call({ n: 1 })
  for (const json of [false, true]) {
    const stdout = new Collector()
    const io = await makeIo({ cwd, stdout })
    const ended = main(['approvals', 'watch', ...(json ? ['--json'] : [])], io)
    await stdout.contains('exec')
    const [first] = await pendingOf(host)
    await call({ n: json ? 3 : 2 })
    await stdout.contains(json ? '{\\"n\\":3}' : '{"n":2}')
    await run(['approvals', 'approve', first?.id ?? '', '--as', 'ada'], { cwd })
    await stdout.contains('granted')
    if (json) expect(parseLines(stdout.text).map(({ kind }) => kind)).toContain('settled')
    else expect(stdout.text).toContain(`ringwall approvals approve ${first?.id}`)
    expect(stdout.text).toContain(json ? '"by":"ada"' : 'granted by ada')
    io.signals.emit('SIGINT')
    expect(await ended).toBe(0)
    expect(io.signals.listenerCount('SIGINT')).toBe(0)
  }
})

test('watch, as a process of its own, ends cleanly at SIGINT', async () => {
  const { cwd } = await startHost()
  const bin = fileURLToPath(new URL('../bin/ringwall.js', import.meta.url))
  const child = spawn(process.execPath, ['--conditions=@ringwall/source', '--no-warnings', bin, 'approvals', 'watch'], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const exit = once(child, 'exit')
  await once(child.stderr, 'data')
  child.kill('SIGINT')
  expect(await exit).toEqual([0, null])
})

test('nothing of a call can pass for something else on the screen, or push it out of sight', async () => {
  const { cwd, kernel } = await startHost()
  const session = { ...SESSION, sessionId: 's, user root, tenant acme', agentId: 'a b' }
  const args = { command: `ls${' '.repeat(5000)}; rm -rf /${' '.repeat(9)}` }
  expect((await kernel.onToolCall({ tool: 'exec', args }, session)).outcome).toBe('ask')
  const { out } = await run(['approvals', 'list'], { cwd })
  expect(out).toContain('for      agent "a b", session "s, user root, tenant acme", user u, tenant t\n')
  expect(out).toContain('args     {"command":"ls\\u{20}{5000}; rm -rf /\\u{20}{9}"}\n')
})

test('where Ringwall has not run, that is said: nothing that waits here is not nothing that waits', async () => {
  const cwd = await makeFolder({ 'ringwall.yaml': CONFIG })
  const { code, out, err } = await run(['approvals', 'list', '--json'], { cwd })
  expect([code, JSON.parse(out)]).toEqual([0, { pending: [], standing: [], forged: [] }])
  expect(err).toMatch(/^note: Ringwall has not run here with this config: there is no .*r\.db\n$/)
  expect((await run(['approvals', 'list'], await startHost())).err).toBe('')
})

test('what an operator does is on record before it is done, also where nobody waits', async () => {
  const host = await startHost('return', CONFIG.replace('{} }', '{}, audit-log: {} }'))
  const { cwd, call } = host
  await call({ command: 'ls' })
  const [request] = await pendingOf(host)
  const id = request?.id ?? ''
  // What cannot be recorded is not done.
  await mkdir(join(cwd, '.ringwall', 'audit.key'), { recursive: true })
  const refused = await run(['approvals', 'approve', id], { cwd })
  expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('AUDIT_KEY_UNUSABLE')])
  expect(await pendingOf(host)).toHaveLength(1)
  await rmdir(join(cwd, '.ringwall', 'audit.key'))
  expect((await run(['approvals', 'approve', id, '--as', 'ada'], { cwd })).code).toBe(0)
  expect((await run(['approvals', 'approve', id, '--as', 'ada'], { cwd })).code).toBe(1)
  expect((await run(['approvals', 'revoke', id, '--as', 'bob'], { cwd })).code).toBe(0)
  expect((await run(['approvals', 'deny', 'ffffffff', '--as', 'bob'], { cwd })).code).toBe(1)
  const { out } = await run(['audit', 'search', '--type', 'operator', '--json'], { cwd })
  const of = { tenant: 't', agent: 'a', user: 'u', target: id }
  expect(parseLines(out)).toMatchObject(
    [
      { action: 'approvals.approve', by: 'ada', ...of },
      { action: 'approvals.revoke', by: 'bob', ...of },
      { action: 'approvals.deny', by: 'bob', target: 'ffffffff' },
    ].flatMap((did, at) => [
      { ...did, outcome: 'started' },
      { ...did, outcome: at === 2 ? 'failed' : 'done' },
    ]),
  )
})
