import { readFile, rm, writeFile } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { createKernel, definePlugin, use, type Session } from '@ringwall/core'
import { auditLog } from '@ringwall/plugin-audit-log'
import { openSqliteStore, StoreToken } from '@ringwall/store'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { main } from '../src/index.ts'
import { Collector, makeFolder, makeIo, parseLines, run } from './harness.ts'

const HOSTILE = 'exec\u001b[2J\u202e'
const CONFIG = `preset: none
store: { file: state/audit.db }
layers: { audit-log: on, secrets-store: on, memory-guard: on }
`

const denier = definePlugin({
  name: 'denier',
  version: '1.0.0',
  manifest: { api: 1, hooks: { onToolCall: { judge: ['deny'] } } },
  codes: { NO: 'no' },
  config: z.strictObject({}),
  setup: () => ({
    onToolCall: {
      judge: ({ payload }) =>
        payload.tool === 'rm' ? { kind: 'deny', code: 'NO', findings: [{ rule: 'r', severity: 'high' }] } : undefined,
    },
  }),
})

/** Makes one decision for each tool on the store of a config, as a host does. */
async function decide(cwd: string, tools: readonly string[], session: Partial<Session> = {}): Promise<void> {
  const store = await openSqliteStore({ file: join(cwd, 'state/audit.db') })
  const kernel = await createKernel({
    plugins: [
      use(denier),
      use(auditLog, { keyFile: join(cwd, '.ringwall/audit.key'), anchorFile: join(cwd, '.ringwall/audit.anchors') }),
    ],
    services: [{ token: StoreToken, value: store }],
    logger: { debug() {}, info() {}, warn() {}, error() {} },
  })
  for (const tool of tools)
    await kernel.onToolCall(
      { tool, args: {} },
      { tenantId: 't', agentId: 'a', sessionId: 's', userId: 'u', ...session },
    )
  await kernel.close()
  await store.close()
}

async function makeProject(): Promise<string> {
  const cwd = await makeFolder({ 'ringwall.yaml': CONFIG })
  await decide(cwd, ['read', 'rm', HOSTILE, 'write'])
  return cwd
}

function audit(cwd: string, ...argv: readonly string[]) {
  return run(['audit', ...argv], { cwd })
}

function tamper(cwd: string, sql: string): void {
  const database = new DatabaseSync(join(cwd, 'state/audit.db'))
  database.exec(sql)
  database.close()
}

test('tail shows the newest records, and nothing that a terminal would obey', async () => {
  const cwd = await makeProject()
  const { code, out, err } = await audit(cwd, 'tail')
  expect([code, err]).toEqual([0, ''])
  expect(out).toContain('onToolCall rm')
  expect(out).toContain('denier NO')
  expect(out).toContain('exec\\u{1b}[2J\\u{202e}')
  expect(out).not.toContain('\u001b')
  expect(parseLines((await audit(cwd, 'tail', '-n', '3', '--json')).out).map(({ seq }) => seq)).toEqual([5, 6, 7])
  expect(parseLines((await audit(cwd, 'tail', '--after', '5', '--json')).out).map(({ seq }) => seq)).toEqual([6, 7])
})

test('tail -f goes on until a signal', async () => {
  const cwd = await makeProject()
  const stdout = new Collector()
  const io = await makeIo({ cwd, stdout })
  const done = main(['audit', 'tail', '-f', '--json', '-n', '1'], io)
  await stdout.contains('"checkpoint"')
  await decide(cwd, ['later'])
  await stdout.contains('"later"')
  io.signals.emit('SIGTERM')
  expect(await done).toBe(0)
  const seqs = parseLines(stdout.text).map(({ seq }) => Number(seq))
  expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] ?? 0) + index))
})

describe('search', () => {
  test.for<readonly [readonly string[], readonly string[]]>([
    [['--outcome', 'deny'], ['rm']],
    [['--action', 'read'], ['read']],
    [['--layer', 'denier'], ['rm']],
    [['--code', 'NO'], ['rm']],
    [['--text', 'WRIT'], ['write']],
    [
      ['--user', 'u', '--limit', '2'],
      [HOSTILE, 'write'],
    ],
    [
      ['--hook', 'onToolCall', '--tenant', 't', '--agent', 'a', '--session', 's', '--since', '1h', '--limit', '1'],
      ['write'],
    ],
    [['--type', 'decision', '--until', '2020-01-01'], []],
    [['--tenant', 'other'], []],
    [['--class', 'read'], []],
    [['--trace', 'x'], []],
  ])('%j', async ([argv, expected]) => {
    const cwd = await makeProject()
    const { code, out } = await audit(cwd, 'search', ...argv, '--json')
    expect([code, parseLines(out).map(({ action }) => action)]).toEqual([0, expected])
  })

  test('says so where nothing matches', async () => {
    const cwd = await makeProject()
    expect(await audit(cwd, 'search', '--user', 'nobody')).toEqual({ code: 0, out: '', err: 'no record matches\n' })
  })
})

describe('verify', () => {
  test('is 0 where everything is proved', async () => {
    const cwd = await makeProject()
    const { code, out, err } = await audit(cwd, 'verify')
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(/^ok {2}7 records, 1 to 7\n {2}signed 2 times, up to record 7\n {2}chain /)
    expect(JSON.parse((await audit(cwd, 'verify', '--json')).out)).toMatchObject({
      status: 'ok',
      last: 7,
      problems: [],
    })
  })

  test('is 1 where something is wrong, and says where', async () => {
    const cwd = await makeProject()
    tamper(cwd, `UPDATE entries SET body = replace(body, '"outcome":"deny"', '"outcome":"allow"')`)
    const { code, out } = await audit(cwd, 'verify')
    expect(code).toBe(1)
    expect(out).toContain('broken: 1 problem')
    expect(out).toContain('RECORD_CHANGED at record 4: The record does not have the hash that it says.')
  })

  test('is 2 where nothing can be proved', async () => {
    const cwd = await makeFolder({ 'ringwall.yaml': CONFIG })
    const { code, out } = await audit(cwd, 'verify')
    expect(code).toBe(2)
    expect(out).toContain('not proved')
    const full = await makeProject()
    await rm(join(full, '.ringwall/audit.key.pub'))
    expect((await audit(full, 'verify')).code).toBe(1)
  })

  test('works on an export, far from the store', async () => {
    const cwd = await makeProject()
    const { out } = await audit(cwd, 'export')
    await writeFile(join(cwd, 'audit.jsonl'), out)
    const key = ['--public-key', '.ringwall/audit.key.pub']
    const anchors = ['--anchor', '.ringwall/audit.anchors']
    expect((await audit(cwd, 'verify', 'audit.jsonl', ...key, ...anchors)).code).toBe(0)
    const lines = out.split('\n')
    await writeFile(join(cwd, 'cut.jsonl'), lines.slice(0, -2).join('\n'))
    expect((await audit(cwd, 'verify', 'cut.jsonl', ...key, ...anchors)).out).toContain('TAIL_CUT at record 7')
    await writeFile(join(cwd, 'part.jsonl'), lines.slice(3).join('\n'))
    expect((await audit(cwd, 'verify', 'part.jsonl', ...key)).out).toContain('START_MISSING')
    expect((await audit(cwd, 'verify', 'part.jsonl', ...key, '--from', '4')).code).toBe(0)
    await writeFile(join(cwd, 'empty'), '')
    const unheld = 'held against no checkpoint from outside'
    expect((await audit(cwd, 'verify', 'audit.jsonl', ...key)).out).toContain(unheld)
    expect((await audit(cwd, 'verify', 'audit.jsonl', ...key, ...anchors)).out).not.toContain(unheld)
    for (const [argv, code] of [
      [['audit.jsonl'], 'AUDIT_KEYS_MISSING'],
      [['nowhere.jsonl', ...key], 'AUDIT_FILE_UNUSABLE'],
      [['audit.jsonl', '--public-key', 'nowhere'], 'AUDIT_FILE_UNUSABLE'],
      [['audit.jsonl', ...key, '--anchor', 'nowhere'], 'AUDIT_FILE_UNUSABLE'],
      [['audit.jsonl', '--public-key', 'ringwall.yaml'], 'AUDIT_TRUST_UNUSABLE'],
      [['audit.jsonl', ...key, '--anchor', 'part.jsonl'], 'AUDIT_ANCHORS_UNUSABLE'],
      [['audit.jsonl', ...key, '--anchor', 'empty'], 'holds no checkpoint'],
    ] as const)
      expect(await audit(cwd, 'verify', ...argv)).toMatchObject({
        code: 2,
        err: expect.stringContaining(code) as unknown,
      })
  })
})

test('reseal begins a new section, and rotate-key a new key', async () => {
  const cwd = await makeProject()
  tamper(cwd, `UPDATE entries SET body = '{}' WHERE position = 7`)
  await expect(decide(cwd, ['x'])).rejects.toMatchObject({ code: 'AUDIT_CHAIN_BROKEN' })
  const sealed = await audit(cwd, 'reseal', '--reason', 'restored', '--by', 'ada', '--json')
  expect([sealed.code, sealed.out]).toEqual([0, '{"seq":8}\n'])
  await decide(cwd, ['x'])
  const rotated = await audit(cwd, 'rotate-key', '--by', 'ada')
  expect(rotated.out).toMatch(/^the key is [0-9a-f]{16} now/)
  await decide(cwd, ['y'])
  expect((await audit(cwd, 'verify')).out).toContain('record 8 begins a new section: restored (ada)')
  expect((await audit(cwd, 'verify', '--from', '8')).code).toBe(0)
})

test('export gives what other programs read, and says where a part cannot be verified', async () => {
  const cwd = await makeProject()
  const cef = (await audit(cwd, 'export', '--format', 'cef', '--outcome', 'deny')).out
  expect(cef).toMatch(/^CEF:0\|Ringwall\|Ringwall\|\d+\.\d+\.\d+\|NO\|decision onToolCall rm deny\|8\|rt=\d{13} /)
  const [event] = parseLines((await audit(cwd, 'export', '--format', 'ocsf', '--outcome', 'deny')).out)
  expect(event).toMatchObject({ class_uid: 6003, disposition: 'Blocked', status_code: 'NO' })
  expect((await audit(cwd, 'export', '--outcome', 'deny')).err).toContain('cannot be verified by itself')
  expect(parseLines((await audit(cwd, 'export', '--from', '2', '--to', '3')).out).map(({ seq }) => seq)).toEqual([2, 3])
})

test('what an operator does to secrets is on record, by name alone', async () => {
  const cwd = await makeFolder({ 'ringwall.yaml': CONFIG, '.env': 'ONE=value-of-one\nTWO=value-of-two\n' })
  await run(['secrets', 'init'], { cwd })
  await run(['secrets', 'set', 'TOKEN'], { cwd, stdin: 'value-of-token\n' })
  await run(['secrets', 'import', '.env'], { cwd })
  await run(['secrets', 'get', 'TOKEN', '--reveal'], { cwd })
  await run(['secrets', 'get', 'NONE', '--reveal'], { cwd })
  await run(['secrets', 'rotate'], { cwd })
  await run(['secrets', 'remove', 'TOKEN'], { cwd })
  // The layers of a wall start from the folder of the process, the command from its own.
  const files = ['key', 'anchors'].map((name) => JSON.stringify(join(cwd, `.ringwall/audit.${name}`)))
  const layer = `audit-log: { keyFile: ${files[0]}, anchorFile: ${files[1]} }`
  await writeFile(join(cwd, 'ringwall.yaml'), CONFIG.replace('audit-log: on', layer).replace('secrets-store: on, ', ''))
  const release = ['memory', 'discard', '--tenant', 't', '--agent', 'a', '--reviewer', 'ada', '--', 'entry']
  expect((await run(release, { cwd })).code).toBe(1)
  const { out } = await audit(cwd, 'search', '--type', 'operator', '--json')
  expect(out).not.toContain('value-of')
  const seen = parseLines(out).map(({ action, target, names, outcome }) => [action, target ?? names, outcome])
  expect(seen).toEqual([
    ['secrets.set', 'TOKEN', 'started'],
    ['secrets.set', 'TOKEN', 'done'],
    ['secrets.import', ['ONE', 'TWO'], 'started'],
    ['secrets.import', ['ONE', 'TWO'], 'done'],
    ['secrets.get', 'TOKEN', 'started'],
    ['secrets.get', 'TOKEN', 'done'],
    ['secrets.get', 'NONE', 'started'],
    ['secrets.get', 'NONE', 'failed'],
    ['secrets.rotate', undefined, 'started'],
    ['secrets.rotate', undefined, 'done'],
    ['secrets.remove', 'TOKEN', 'started'],
    ['secrets.remove', 'TOKEN', 'done'],
    ['memory.discard', 'entry', 'started'],
    ['memory.discard', 'entry', 'failed'],
  ])
  expect(parseLines(out).at(-1)).toMatchObject({ by: 'ada', tenant: 't', agent: 'a' })
  expect((await audit(cwd, 'verify')).code).toBe(0)
})

test('what cannot be put on record is not done', async () => {
  const cwd = await makeFolder({ 'ringwall.yaml': CONFIG })
  await run(['secrets', 'init'], { cwd })
  await run(['secrets', 'set', 'TOKEN'], { cwd, stdin: 'first\n' })
  await rm(join(cwd, '.ringwall/audit.key'))
  const { code, err } = await run(['secrets', 'set', 'TOKEN'], { cwd, stdin: 'second\n' })
  expect([code, err]).toEqual([2, expect.stringContaining('AUDIT_KEY_MISSING')])
  await writeFile(join(cwd, 'ringwall.yaml'), CONFIG.replace('audit-log: on, ', ''))
  expect((await run(['secrets', 'get', 'TOKEN', '--reveal'], { cwd })).out).toBe('first\n')
})

test.for([
  ['search', '--since', 'yesterday'],
  ['search', '--since', '2026-13-45'],
  ['search', '--hook', 'onNothing'],
  ['search', '--limit', '0'],
  ['export', '--format', 'xml'],
  ['verify', '--from', 'x'],
  ['reseal'],
  ['nothing'],
])('%j is a mistake', async (argv) => {
  const cwd = await makeFolder({ 'ringwall.yaml': CONFIG })
  const { code, out, err } = await audit(cwd, ...argv)
  expect([code, out]).toEqual([2, ''])
  expect(err).toContain('ringwall audit')
})

test.for<readonly [string, string]>([
  ['AUDIT_UNGUARDED', 'preset: none\nlayers: { output-guard: on }\n'],
  ['AUDIT_EPHEMERAL', "preset: none\nstore: { file: ':memory:' }\nlayers: { audit-log: on }\n"],
])('%s', async ([code, yaml]) => {
  const cwd = await makeFolder({ 'ringwall.yaml': yaml })
  expect(await audit(cwd, 'tail')).toMatchObject({ code: 2, err: expect.stringContaining(code) as unknown })
})

test('the anchors of the config are not written by reading', async () => {
  const cwd = await makeProject()
  const before = await readFile(join(cwd, '.ringwall/audit.anchors'), 'utf8')
  for (const argv of [['tail'], ['search'], ['verify'], ['export']]) await audit(cwd, ...argv)
  expect(await readFile(join(cwd, '.ringwall/audit.anchors'), 'utf8')).toBe(before)
})
