import { chmod, mkdir, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { isRingwallError } from '@ringwall/core'
import { openSqliteStore, type Store } from '@ringwall/store'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { openAudit } from '../src/audit.ts'
import { makeKey } from '../src/chain/keys.ts'
import {
  openAuditReader,
  reseal,
  rotateAuditKey,
  withOperatorRecord,
  type AuditLogInput,
  type Verification,
} from '../src/index.ts'
import {
  configIn,
  decisionsOf,
  makeFolder,
  Notes,
  openStore,
  recordsOf,
  SESSION,
  startKernel,
  verifyIn,
} from './harness.ts'

test('no anchor tells of a record before the store has it on the disk', async () => {
  const folder = await makeFolder()
  const store = await openStore(folder)
  let isBroken = false
  const flush = (): Promise<void> => (isBroken ? Promise.reject(new Error('EIO')) : store.flush())
  const frail: Store = { ...store, flush }
  const config = configIn(folder, { checkpointRecords: 1 })
  const notes = new Notes()
  const kernel = await startKernel(frail, config, { logger: notes })
  const anchored = async (): Promise<number> => (await readFile(config.anchorFile, 'utf8')).split('\n').length - 1
  await kernel.onToolCall({ tool: 't', args: {} }, SESSION)
  await expect.poll(anchored).toBeGreaterThan(1)
  isBroken = true
  const before = await anchored()
  await kernel.onToolCall({ tool: 't', args: {} }, SESSION)
  await expect.poll(() => notes.messages).toContain('a checkpoint of the audit log could not be kept outside of it')
  expect(await anchored()).toBe(before)
  const other = await makeFolder()
  const fresh: Store = { ...(await openStore(other)), flush }
  await expect(openAudit({ store: fresh, config: configIn(other), logger: notes })).rejects.toThrow('EIO')
})

test('no copy tells of a record before the store has it on the disk', async () => {
  const folder = await makeFolder()
  const store = await openStore(folder)
  const disk = Promise.withResolvers<void>()
  let isHeld = false
  const slow: Store = { ...store, flush: () => (isHeld ? disk.promise : store.flush()) }
  const notes = new Notes()
  const kernel = await startKernel(slow, configIn(folder, { copy: 'logger' }), { logger: notes })
  await kernel.onToolCall({ tool: 'before', args: {} }, SESSION)
  await expect.poll(() => JSON.stringify(notes.lines)).toContain('"action":"before"')
  isHeld = true
  await kernel.onToolCall({ tool: 'behind', args: {} }, SESSION)
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(JSON.stringify(notes.lines)).not.toContain('"action":"behind"')
  disk.resolve()
  await expect.poll(() => JSON.stringify(notes.lines)).toContain('"action":"behind"')
})

interface Place {
  readonly folder: string
  readonly store: Store
  readonly write: (count: number, config?: AuditLogInput) => Promise<void>
  /** The code with which the log refuses to be opened; `opened` otherwise. */
  readonly open: (config?: AuditLogInput) => Promise<string>
  readonly verify: () => Promise<Verification>
  /** Changes the rows of the store as somebody with the file can. */
  readonly sql: (statement: string) => void
}

async function makePlace(count = 6): Promise<Place> {
  const folder = await makeFolder()
  const store = await openStore(folder)
  const write: Place['write'] = async (number, config = {}) => {
    const kernel = await startKernel(store, configIn(folder, { checkpointRecords: 4, ...config }))
    const ask = (i: number): Promise<unknown> => kernel.onToolCall({ tool: `tool-${i}`, args: {} }, SESSION)
    // Few one by one, since tests count on where their records stand.
    if (number > 100) await Promise.all(Array.from({ length: number }, (_, i) => ask(i)))
    else for (let i = 0; i < number; i++) await ask(i)
    await kernel.close()
  }
  const place: Place = {
    folder,
    store,
    write,
    async open(config = {}) {
      try {
        const audit = await openAudit({ store, config: configIn(folder, config), logger: new Notes() })
        await audit.close()
        return 'opened'
      } catch (error) {
        return isRingwallError(error) ? error.code : String(error)
      }
    },
    verify: () => verifyIn(store, folder),
    sql(statement) {
      const database = new DatabaseSync(join(folder, 'state', 'store.db'))
      database.exec(statement)
      database.close()
    },
  }
  if (count > 0) await write(count)
  return place
}

const found = ({ problems }: Verification): readonly string[] =>
  problems.map(({ code, seq }) => `${code} ${seq ?? '-'}`)
const LOG = "stream LIKE '%records'"

describe('what was done to the store', () => {
  test.for<readonly [string, (last: number) => string, (last: number) => readonly string[], string]>([
    [
      'a field of a row',
      () => `UPDATE entries SET body = replace(body, '"tool-2"', '"tool-9"') WHERE ${LOG}`,
      () => ['RECORD_CHANGED 5'],
      'opened',
    ],
    [
      'a row that is no JSON',
      () => `UPDATE entries SET body = '{' WHERE ${LOG} AND position = 4`,
      () => ['RECORDS_MISSING 4'],
      'opened',
    ],
    [
      'a row that is no record',
      () => `UPDATE entries SET body = '{}' WHERE ${LOG} AND position = 4`,
      () => ['RECORD_UNREADABLE 4'],
      'opened',
    ],
    [
      'a row that is gone',
      () => `DELETE FROM entries WHERE ${LOG} AND position = 4`,
      () => ['RECORDS_MISSING 4'],
      'opened',
    ],
    [
      'a row that is gone, and the others moved up',
      (last) =>
        `DELETE FROM entries WHERE ${LOG} AND position = ${last - 1}; UPDATE entries SET position = ${last - 1} WHERE ${LOG} AND position = ${last}; UPDATE streams SET head = ${last - 1} WHERE ${LOG}`,
      (last) => [`RECORD_MOVED ${last - 1}`, `LINK_BROKEN ${last}`, `TAIL_CUT ${last}`],
      'AUDIT_CHAIN_BROKEN',
    ],
    [
      'a tail that is cut',
      (last) =>
        `DELETE FROM entries WHERE ${LOG} AND position > ${last - 1}; UPDATE streams SET head = ${last - 1} WHERE ${LOG}`,
      (last) => [`TAIL_CUT ${last}`],
      'AUDIT_ROLLED_BACK',
    ],
    [
      'a head that is cut',
      () => `DELETE FROM entries WHERE ${LOG} AND position < 4; UPDATE streams SET first = 4 WHERE ${LOG}`,
      () => ['START_MISSING 1'],
      'opened',
    ],
    [
      'a whole stream',
      () => `DELETE FROM entries WHERE ${LOG}; DELETE FROM streams WHERE ${LOG}`,
      () => ['CHAIN_MISSING -'],
      'AUDIT_CHAIN_MISSING',
    ],
    [
      'the newest record',
      (last) => `UPDATE entries SET body = replace(body, '"close"', '"other"') WHERE ${LOG} AND position = ${last}`,
      (last) => [`RECORD_CHANGED ${last}`],
      'AUDIT_CHAIN_BROKEN',
    ],
  ])('%s is found, and a start never begins anew', async ([, tamper, expected, code]) => {
    const { store, folder, sql, verify, open } = await makePlace()
    const { last } = await openAuditReader(store, configIn(folder)).extent()
    sql(tamper(last))
    const seen = await verify()
    expect(seen.status).toBe('broken')
    expect([...new Set(found(seen))]).toEqual(expected(last))
    expect(await open()).toBe(code)
  })

  test('the whole store: a new log begins, loudly, and the anchors know of the old one', async () => {
    const { folder, store, verify } = await makePlace()
    await store.close()
    await rm(join(folder, 'state'), { recursive: true })
    const fresh = await openStore(folder)
    const logger = new Notes()
    const audit = await openAudit({ store: fresh, config: configIn(folder), logger })
    await audit.close()
    expect(logger.messages).toContain('the store has none of the audit log that the anchors tell of; a new one begins')
    expect((await recordsOf(fresh, folder))[0]).toMatchObject({
      type: 'start',
      before: { seq: expect.any(Number) as unknown },
    })
    const seen = await verifyIn(fresh, folder)
    expect([seen.status, ...new Set(found(seen))]).toEqual(['broken', 'CHAIN_MISSING -'])
    await expect(verify()).rejects.toMatchObject({ code: 'STORE_CLOSED' })
  })

  test('an older copy of the store: neither started from nor taken for the newest', async () => {
    const { folder, store, write, sql } = await makePlace()
    sql(`VACUUM INTO '${join(folder, 'copy.db')}'`)
    await write(6)
    await store.close()
    await rm(join(folder, 'state'), { recursive: true })
    await mkdir(join(folder, 'state'), { mode: 0o700 })
    await rename(join(folder, 'copy.db'), join(folder, 'state', 'store.db'))
    await chmod(join(folder, 'state', 'store.db'), 0o600)
    const older = await openStore(folder)
    expect(new Set((await verifyIn(older, folder)).problems.map(({ code }) => code))).toEqual(new Set(['TAIL_CUT']))
    await expect(openAudit({ store: older, config: configIn(folder), logger: new Notes() })).rejects.toMatchObject({
      code: 'AUDIT_ROLLED_BACK',
    })
  })

  test('while a kernel runs: it is noticed at the next record, and nothing is allowed', async () => {
    const { folder, store, sql } = await makePlace(0)
    const kernel = await startKernel(store, configIn(folder))
    expect((await kernel.onToolCall({ tool: 'a', args: {} }, SESSION)).outcome).toBe('allow')
    sql(`DELETE FROM entries WHERE ${LOG} AND position = 3; UPDATE streams SET head = 2 WHERE ${LOG}`)
    sql(`UPDATE entries SET body = '{}' WHERE ${LOG} AND position = 2`)
    expect((await kernel.onToolCall({ tool: 'b', args: {} }, SESSION)).outcome).toBe('deny')
    expect((await kernel.onToolCall({ tool: 'c', args: {} }, SESSION)).rulings[0]?.code).toBe('AUDIT_UNAVAILABLE')
  })
})

describe('a log that cannot be continued', () => {
  test('goes on in a new section once an operator says so; what was broken stays broken', async () => {
    const { folder, store, sql, open, write, verify } = await makePlace()
    const { last } = await openAuditReader(store, configIn(folder)).extent()
    sql(`UPDATE entries SET body = '{}' WHERE ${LOG} AND position = ${last}`)
    expect(await open()).toBe('AUDIT_CHAIN_BROKEN')
    const start = await reseal(store, configIn(folder), { reason: 'disk repaired', by: 'ada' })
    expect(start).toMatchObject({ seq: last + 1, type: 'start', reason: 'disk repaired', by: 'ada' })
    await write(3)
    const whole = await verify()
    expect([whole.status, ...found(whole)]).toEqual(['broken', `RECORD_UNREADABLE ${last}`])
    expect(whole.notes).toContain(`record ${last + 1} begins a new section: disk repaired (ada)`)
    const since = await openAuditReader(store, configIn(folder)).verify({ from: last + 1 })
    expect([since.status, since.problems]).toEqual(['ok', []])
    expect((await readdir(folder)).some((name) => name.startsWith('audit.anchors.until-'))).toBe(true)
  })

  test('because its key is gone: a new one is made only with the new section', async () => {
    const { folder, store, open, write } = await makePlace()
    await rm(join(folder, 'audit.key'))
    expect(await open()).toBe('AUDIT_KEY_MISSING')
    expect(await readdir(folder)).not.toContain('audit.key')
    await reseal(store, configIn(folder), { reason: 'key lost', by: 'ada' })
    await write(2)
    expect(await verifyIn(store, folder)).toMatchObject({ status: 'ok', problems: [] })
  })
})

describe('the key', () => {
  test('is made once, for its owner alone, with the public one beside it', async () => {
    const { folder } = await makePlace(1)
    for (const name of ['audit.key', 'audit.key.pub', 'audit.anchors'])
      expect((await stat(join(folder, name))).mode & 0o777, name).toBe(0o600)
    expect(await readFile(join(folder, 'audit.key.pub'), 'utf8')).toMatch(/^ed25519 [\w-]{43} # [0-9a-f]{16}\n$/)
  })

  test('can come by a reference', async () => {
    const { folder, open, verify, write } = await makePlace(0)
    await write(2, { signingKey: makeKey() })
    expect(await readdir(folder)).not.toContain('audit.key')
    expect((await verify()).status).toBe('ok')
    expect(await open({ signingKey: 'nonsense' })).toBe('AUDIT_KEY_UNUSABLE')
  })

  test('of another host must be listed', async () => {
    const { folder, store, open, write } = await makePlace()
    const [key, trusted] = [join(folder, 'audit.key'), join(folder, 'audit.key.pub')]
    const list = await readFile(trusted, 'utf8')
    await writeFile(key, makeKey(), { mode: 0o600 })
    await writeFile(trusted, '', { mode: 0o600 })
    expect(await open()).toBe('AUDIT_KEY_FOREIGN')
    await writeFile(trusted, `# both hosts\n${list}`, { mode: 0o600 })
    await write(2)
    expect(await verifyIn(store, folder)).toMatchObject({ status: 'ok', problems: [] })
  })

  test.for<readonly [string, (file: string) => Promise<void>]>([
    ['that others may read', (file) => chmod(file, 0o644)],
    [
      'that is a link',
      async (file) => {
        await rename(file, `${file}.real`)
        await symlink(`${file}.real`, file)
      },
    ],
    ['of another kind', (file) => writeFile(file, '-----BEGIN PRIVATE KEY-----\nMC4=\n-----END PRIVATE KEY-----\n')],
  ])('%s is refused', async ([, spoil]) => {
    const { folder, open } = await makePlace(1)
    await spoil(join(folder, 'audit.key'))
    expect(await open()).toBe('AUDIT_KEY_UNUSABLE')
  })

  test('is replaced by one that the old one names, and both parts of the log are proved by the old one', async () => {
    const { folder, store, write, verify } = await makePlace()
    const before = await openAuditReader(store, configIn(folder)).verify()
    const file = join(folder, 'audit.key.pub')
    const old = await readFile(file, 'utf8')
    const id = await rotateAuditKey(store, configIn(folder), 'ada')
    await write(4)
    expect((await recordsOf(store, folder)).at(-1)?.key).toBe(id)
    await writeFile(file, old, { mode: 0o600 })
    const seen = await verify()
    expect([seen.status, seen.problems, seen.signedUpTo]).toEqual(['ok', [], seen.last])
    expect(seen.signed).toBeGreaterThan(before.signed + 1)
  })
})

describe('anchors', () => {
  test('are needed where a file is named for them', async () => {
    const { folder, open } = await makePlace(0)
    await writeFile(join(folder, 'file'), '')
    expect(await open({ anchorFile: join(folder, 'file', 'below') })).toBe('AUDIT_ANCHORS_UNUSABLE')
    expect(await open({ anchorFile: 'none' })).toBe('opened')
  })

  test('that are no anchors are an error; half a line of a crash is none', async () => {
    const { folder, open, write, verify } = await makePlace()
    const file = join(folder, 'audit.anchors')
    await writeFile(file, `${await readFile(file, 'utf8')}{"chain":"ab`)
    await write(3)
    expect((await verify()).status).toBe('ok')
    await writeFile(file, `{"a":1}\n`)
    expect(await open()).toBe('AUDIT_ANCHORS_UNUSABLE')
    await expect(verify()).rejects.toMatchObject({ code: 'AUDIT_ANCHORS_UNUSABLE' })
  })

  test('of a copy with other line ends count; a line that is something else is an error', async () => {
    const { folder, verify, sql } = await makePlace()
    const file = join(folder, 'audit.anchors')
    const text = await readFile(file, 'utf8')
    sql(`DELETE FROM entries WHERE ${LOG} AND position > 8; UPDATE streams SET head = 8 WHERE ${LOG}`)
    await writeFile(file, text.replaceAll('\n', '\r\n'))
    expect((await verify()).status).toBe('broken')
    await writeFile(file, text.replaceAll('\n', '#\n'))
    await expect(verify()).rejects.toMatchObject({ code: 'AUDIT_ANCHORS_UNUSABLE' })
  })

  test('tell of the end of the log also right after a full file was put aside, and where there are none the start says so', async () => {
    const { folder, store, write, sql } = await makePlace()
    const file = join(folder, 'audit.anchors')
    const text = await readFile(file, 'utf8')
    const [line = ''] = text.split('\n')
    await writeFile(file, `${`${line}\n`.repeat(Math.ceil((4 * 1024 * 1024) / line.length))}${text}`)
    await write(3)
    expect((await readFile(file, 'utf8')).length).toBeLessThan(10_000)
    // Killed before the new file was begun: the old one still counts.
    await rm(file)
    sql(`DELETE FROM entries WHERE ${LOG} AND position > 4; UPDATE streams SET head = 4 WHERE ${LOG}`)
    await expect(openAudit({ store, config: configIn(folder), logger: new Notes() })).rejects.toMatchObject({
      code: 'AUDIT_ROLLED_BACK',
    })
    await rm(`${file}.old`)
    const logger = new Notes()
    const audit = await openAudit({ store, config: configIn(folder), logger })
    await audit.close()
    expect(logger.messages).toContain(
      'no anchor tells how far the audit log went, so a tail that was cut would not show',
    )
  })

  test('stand in the log of the kernel too', async () => {
    const { folder, store } = await makePlace(0)
    const logger = new Notes()
    const kernel = await startKernel(store, configIn(folder, { anchorFile: 'none' }), { logger })
    await kernel.onToolCall({ tool: 'a', args: {} }, SESSION)
    await kernel.close()
    const last = (await recordsOf(store, folder)).at(-1)
    expect(logger.lines.find(({ message }) => message === 'checkpoint of the audit log')?.fields).toMatchObject({
      seq: last?.seq,
      hash: last?.hash,
      sig: last?.sig,
    })
  })
})

test('an entry that cannot be read is left out by whoever reads, found by verify, and at the end of the log it needs an operator', async () => {
  const { folder, store, open, verify, sql } = await makePlace()
  const { last } = await openAuditReader(store, configIn(folder)).extent()
  sql(`UPDATE entries SET body = '{' WHERE ${LOG} AND position IN (4, ${last})`)
  const records = await openAuditReader(store, configIn(folder)).read(0, 1000)
  expect(records.map(({ seq }) => seq)).toEqual(
    Array.from({ length: last }, (_, index) => index + 1).filter((seq) => seq !== 4 && seq !== last),
  )
  expect(found(await verify())).toEqual(['RECORDS_MISSING 4', `RECORDS_MISSING ${last}`])
  expect(await open()).toBe('AUDIT_CHAIN_BROKEN')
  await reseal(store, configIn(folder), { reason: 'a bad disk', by: 'ada' })
  expect(await open()).toBe('opened')
})

test('a further host writes with a key of its own, once each lists the other', async () => {
  const { folder, write, verify, open } = await makePlace()
  const further = { keyFile: join(folder, 'further.key'), anchorFile: join(folder, 'further.anchors') }
  expect(await open(further)).toBe('AUDIT_KEY_MISSING')
  await writeFile(further.keyFile, makeKey(), { mode: 0o600 })
  expect(await open(further)).toBe('AUDIT_KEY_FOREIGN')
  await writeFile(`${further.keyFile}.pub`, await readFile(join(folder, 'audit.key.pub')), { mode: 0o644 })
  expect(await open(further)).toBe('AUDIT_TRUST_UNUSABLE')
  await chmod(`${further.keyFile}.pub`, 0o600)
  await write(3, further)
  expect(found(await verify())).toContainEqual(expect.stringMatching(/^KEY_UNKNOWN/))
  await writeFile(join(folder, 'audit.key.pub'), await readFile(`${further.keyFile}.pub`), { mode: 0o600 })
  await write(3)
  expect(await verify()).toMatchObject({ status: 'ok', problems: [] })
})

test('a look that begins behind the end of the log says nothing of the whole', async () => {
  const { folder, store } = await makePlace()
  expect(await openAuditReader(store, configIn(folder)).verify({ from: 1000 })).toMatchObject({
    status: 'unproved',
    records: 0,
    last: undefined,
    problems: [],
  })
})

describe('the retention', () => {
  test.for([
    ['by number', { maxRecords: 1000 }],
    ['by age', { days: 1 }],
  ] as const)('%s removes the oldest, says so first, and the rest verifies', async ([, retention]) => {
    const { folder, store, write, verify } = await makePlace(0)
    await write(1300, { checkpointRecords: 100 })
    const config = configIn(folder, { retention })
    const later = async (): Promise<number> => (await store.time()) + 2 * 24 * 3_600_000
    const audit = await openAudit({ store, config, logger: new Notes(), now: later })
    // The start removes, too: they are one removal, and not two that both tell of it.
    const [gone, again] = await Promise.all([audit.retain(), audit.retain()])
    await audit.close()
    const { first, last } = await openAuditReader(store, config).extent()
    expect(first).toBeGreaterThan(300)
    expect([gone, again]).toEqual([first - 1, first - 1])
    const said = (await recordsOf(store, folder)).filter(({ type }) => type === 'retention')
    expect(said).toHaveLength(1)
    expect(said[0]).toMatchObject({ upTo: { seq: first - 1 } })
    expect(await verify()).toMatchObject({ status: 'ok', first, last, problems: [] })
  })

  test.for<readonly [string, string]>([
    ['changed', `UPDATE entries SET body = replace(body, '"tool-2"', '"tool-9"') WHERE ${LOG} AND position < 50`],
    ['gone', `DELETE FROM entries WHERE ${LOG} AND position = 9`],
    [
      'not signed by its key',
      `UPDATE entries SET body = replace(body, '"sig":"', '"sig":"00') WHERE ${LOG} AND position = 1`,
    ],
  ])('removes nothing that is %s, until an operator has seen it', async ([, tamper]) => {
    const { folder, store, write, verify, sql } = await makePlace(0)
    await write(20)
    sql(tamper)
    const config = configIn(folder, { retention: { days: 1 } })
    const now = async (): Promise<number> => (await store.time()) + 2 * 24 * 3_600_000
    const logger = new Notes()
    const audit = await openAudit({ store, config, logger, now })
    await expect(audit.retain()).rejects.toMatchObject({ code: 'AUDIT_CHAIN_BROKEN' })
    await expect.poll(() => logger.messages).toContain('old audit records could not be removed')
    await audit.close()
    expect((await openAuditReader(store, config).extent()).first).toBe(1)
    await reseal(store, config, { reason: 'seen', by: 'ada' })
    const again = await openAudit({ store, config, logger: new Notes(), now })
    await again.retain()
    await again.close()
    const { first } = await openAuditReader(store, config).extent()
    expect(first).toBeGreaterThan(20)
    expect(await verify()).toMatchObject({ status: 'ok', problems: [] })
  })

  test('by age goes by the record too, as the time of the store is in no hash', async () => {
    const { folder, store, write, sql } = await makePlace(0)
    await write(20)
    sql(`UPDATE entries SET at = 0 WHERE ${LOG}`)
    const audit = await openAudit({ store, config: configIn(folder, { retention: { days: 1 } }), logger: new Notes() })
    expect(await audit.retain()).toBe(0)
    await audit.close()
  })

  test('that did not say so is found', async () => {
    const { folder, store, write, verify, sql } = await makePlace(0)
    await write(20)
    const audit = await openAudit({ store, config: configIn(folder), logger: new Notes() })
    await audit.close()
    sql(`DELETE FROM entries WHERE ${LOG} AND position < 10; UPDATE streams SET first = 10 WHERE ${LOG}`)
    expect(found(await verify())).toEqual(['START_MISSING 1'])
    expect(await openAuditReader(store, configIn(folder)).verify({ from: 10 })).toMatchObject({
      status: 'ok',
      first: 10,
    })
  })
})

test('a clock that is set back is noted and harms nothing', async () => {
  const { folder, store, write, verify } = await makePlace(3)
  vi.setSystemTime(Date.now() - 3_600_000)
  onTestFinished(() => void vi.useRealTimers())
  await write(3)
  const seen = await verify()
  expect([seen.status, seen.notes]).toEqual([
    'ok',
    ['the clock was set back 1 times; the order of records does not depend on it'],
  ])
  expect(await decisionsOf(store, folder)).toHaveLength(6)
})

test('what an operator does is on record before it is done, and how it ended', async () => {
  const { folder, store } = await makePlace(0)
  const setup = { store, config: configIn(folder), logger: new Notes() }
  const seen: unknown[] = []
  const act = async (ok: boolean): Promise<boolean> => {
    seen.push((await recordsOf(store, folder)).at(-1)?.outcome)
    return ok
  }
  const did = { action: 'secrets.set', target: 'KEY', tenant: 'acme', by: 'ada' }
  await withOperatorRecord(
    setup,
    did,
    () => act(true),
    (ok) => ok,
  )
  await withOperatorRecord(
    setup,
    did,
    () => act(false),
    (ok) => ok,
  )
  await expect(
    withOperatorRecord(
      setup,
      did,
      () => Promise.reject(new Error('no')),
      () => true,
    ),
  ).rejects.toThrow('no')
  const records = (await recordsOf(store, folder)).filter(({ type }) => type === 'operator')
  expect(seen).toEqual(['started', 'started'])
  expect(records.map(({ outcome }) => outcome)).toEqual(['started', 'done', 'started', 'failed', 'started', 'failed'])
  expect(records[0]).toMatchObject({ ...did, key: expect.any(String) as unknown })
  await store.close()
  const never = vi.fn()
  await expect(withOperatorRecord(setup, did, never, () => true)).rejects.toMatchObject({ code: 'STORE_CLOSED' })
  expect(never).not.toHaveBeenCalled()
})

test('a store in memory has a log, and leaves no anchors that the next one would lack', async () => {
  const folder = await makeFolder()
  for (let i = 0; i < 2; i++) {
    const store = await openSqliteStore({ file: ':memory:' })
    const logger = new Notes()
    const kernel = await startKernel(store, configIn(folder), { logger })
    await kernel.onToolCall({ tool: 'a', args: {} }, SESSION)
    await kernel.close()
    expect(logger.messages).toEqual(['checkpoint of the audit log'])
    expect((await verifyIn(store, folder)).status).toBe('ok')
    await store.close()
  }
  expect(await readdir(folder)).toEqual(['audit.key', 'audit.key.pub'])
})

test('a store of another chain is not continued', async () => {
  const { folder, open, sql } = await makePlace()
  sql('UPDATE store_values SET body = \'{"chain":"other"}\' WHERE key LIKE \'%:chain\'')
  expect(await open()).toBe('AUDIT_CHAIN_BROKEN')
  const memory = await openSqliteStore({ file: ':memory:' })
  onTestFinished(() => memory.close())
  expect((await verifyIn(memory, folder)).status).toBe('broken')
})

test('a store that another process begins a chain on in the moment of the start is continued', async () => {
  const folder = await makeFolder()
  const store = await openStore(folder)
  let looks = 0
  const late: Store = {
    ...store,
    async extent(stream) {
      const seen = await store.extent(stream)
      if (looks++ === 0) await startKernel(store, configIn(folder))
      return seen
    },
  }
  const kernel = await startKernel(late, configIn(folder))
  expect(await kernel.onToolCall({ tool: 't', args: {} }, SESSION)).toMatchObject({ outcome: 'allow' })
  expect(looks).toBeGreaterThan(1)
  expect((await recordsOf(store, folder)).filter(({ type }) => type === 'start')).toHaveLength(1)
  expect((await verifyIn(store, folder)).status).toBe('ok')
})
