import { openSqliteStore, scoped, type Store } from '@ringwall/store'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { createKeyFile, fileKey, fixedKey, makeMasterKey, parseMasterKey } from '../src/master-key.ts'
import { recover, rotate } from '../src/rotate.ts'
import { Vault } from '../src/vault.ts'

const KEY = makeMasterKey()
const value = (name: string, text: string, tenant = 't') => ({ tenant, name, kind: 'value', value: text }) as const

async function openStore(): Promise<Store> {
  const store = await openSqliteStore({ file: ':memory:' })
  onTestFinished(() => store.close())
  return scoped(store, 'secrets-store')
}

async function openVault(key = KEY): Promise<{ readonly store: Store; readonly vault: Vault }> {
  const store = await openStore()
  const vault = new Vault(store, fixedKey(key))
  await vault.init()
  return { store, vault }
}

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ringwall-secrets-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Every row as the store has it. */
async function rows(store: Store) {
  return store.list('row/', { limit: 1000 })
}

test('keeps secrets by tenant and name, and nothing of them in plain', async () => {
  const { store, vault } = await openVault()
  await vault.set(value('A', 'swordfish'))
  await vault.set(value('A', 'other', 'u'))
  expect((await vault.get('t', 'A'))?.value).toBe('swordfish')
  expect((await vault.get('u', 'A'))?.value).toBe('other')
  expect(await vault.get('v', 'A')).toBeUndefined()
  expect(await vault.get('t', 'B')).toBeUndefined()
  const { version = 0 } = (await vault.get('t', 'A')) ?? {}
  expect(await vault.set(value('A', 'new'))).toBeGreaterThan(version)
  expect(JSON.stringify(await store.list('', { limit: 1000 }))).not.toMatch(/swordfish|other|new/)
  expect((await vault.list()).map(({ tenant, name, kind }) => [tenant, name, kind])).toEqual([
    ['t', 'A', 'value'],
    ['u', 'A', 'value'],
  ])
  expect((await vault.all()).map((secret) => secret.value).toSorted()).toEqual(['new', 'other'])
  expect(await vault.remove('t', 'A')).toBe(true)
  expect(await vault.remove('t', 'A')).toBe(false)
  expect(await vault.get('t', 'A')).toBeUndefined()
})

test('writes over an expected version alone', async () => {
  const { vault } = await openVault()
  const first = await vault.set(value('A', 'one'))
  expect(await vault.set(value('A', 'two'), 1)).toBeUndefined()
  expect(await vault.set(value('A', 'two'), first)).toBeGreaterThan(first ?? 0)
  expect((await vault.get('t', 'A'))?.value).toBe('two')
})

test.for(['', '1A', 'a b', 'a/b', 'a}', 'ä', `A${'x'.repeat(128)}`, '__proto__\n'])('%j is no name', async (name) => {
  const { vault } = await openVault()
  await expect(vault.set(value(name, 'x'))).rejects.toMatchObject({ code: 'SECRET_NAME_INVALID' })
  await expect(vault.get('t', name)).rejects.toMatchObject({ code: 'SECRET_NAME_INVALID' })
})

test.for(['', 'a\0', '\ud800', 'x'.repeat(65_537)])('a bad value is refused and not shown', async (text) => {
  const { vault } = await openVault()
  await expect(vault.set(value('A', text))).rejects.toMatchObject({ code: 'SECRET_VALUE_INVALID' })
  expect(await vault.list()).toEqual([])
})

test('a row that was moved, renamed or given another version is refused', async () => {
  const { store, vault } = await openVault()
  await vault.set(value('A', 'aaaa'))
  await vault.set(value('B', 'bbbb'))
  await vault.set(value('A', 'cccc', 'u'))
  const all = await rows(store)
  for (const from of all)
    for (const to of all) {
      if (from === to) continue
      await store.set(to.key, from.value)
      const [a, b, c] = [vault.get('t', 'A'), vault.get('t', 'B'), vault.get('u', 'A')]
      const failed = (await Promise.allSettled([a, b, c])).filter(({ status }) => status === 'rejected')
      expect(failed).toMatchObject([{ reason: { code: 'SECRETS_CORRUPT' } }])
      await store.set(to.key, to.value)
    }
  // Also with the labels beside the ciphertext adjusted.
  const [first, second] = all.filter(({ value: row }) => JSON.stringify(row).includes('"tenant":"t"'))
  const name = second?.key.split('/').at(-1) ?? ''
  await store.set(second?.key ?? '', { ...(first?.value as object), name })
  await expect(vault.all()).rejects.toMatchObject({ code: 'SECRETS_CORRUPT' })
})

test('any change of any field of a row is refused', async () => {
  const { store, vault } = await openVault()
  await vault.set(value('A', 'aaaa'))
  const [row] = await rows(store)
  const stored = row?.value as Readonly<Record<string, string | number>>
  const changed = fc.record({ field: fc.constantFrom(...Object.keys(stored)), by: fc.oneof(fc.string(), fc.integer()) })
  await fc.assert(
    fc.asyncProperty(changed, async ({ field, by }) => {
      fc.pre(stored[field] !== by)
      await store.set(row?.key ?? '', { ...stored, [field]: by })
      await expect(vault.get('t', 'A')).rejects.toMatchObject({ code: 'SECRETS_CORRUPT' })
    }),
  )
  // A damaged row can be written over: that is how it is repaired.
  await vault.set(value('A', 'anew'))
  expect((await vault.get('t', 'A'))?.value).toBe('anew')
})

test('an older row that is put back is refused by whoever saw the newer one', async () => {
  const { store, vault } = await openVault()
  await vault.set(value('A', 'old'))
  const [old] = await rows(store)
  await vault.set(value('A', 'new'))
  await vault.get('t', 'A')
  await store.set(old?.key ?? '', old?.value ?? null)
  await expect(vault.get('t', 'A')).rejects.toMatchObject({ code: 'SECRETS_CORRUPT' })
})

test('a wrong, lost or missing master key says so, and changes nothing', async () => {
  const { store, vault } = await openVault()
  await vault.set(value('A', 'aaaa'))
  const before = await store.list('', { limit: 1000 })
  const wrong = new Vault(store, fixedKey(makeMasterKey()))
  const lost = new Vault(store, fileKey(join(makeFolder(), 'master.key')))
  for (const [other, code] of [
    [wrong, 'SECRETS_KEY_WRONG'],
    [lost, 'SECRETS_KEY_MISSING'],
  ] as const)
    for (const action of [
      () => other.set(value('A', 'x')),
      () => other.set(value('B', 'x')),
      () => other.get('t', 'A'),
      () => other.remove('t', 'A'),
      () => other.list(),
      () => other.all(),
      () => other.init(),
      () => other.isReady(),
    ])
      await expect(action()).rejects.toMatchObject({ code })
  await expect(
    rotate({ store, source: fixedKey(makeMasterKey()), to: { key: parseMasterKey(makeMasterKey(), '') } }),
  ).rejects.toMatchObject({ code: 'SECRETS_KEY_WRONG' })
  expect(await store.list('', { limit: 1000 })).toEqual(before)
  await store.delete('meta')
  await expect(vault.get('t', 'A')).rejects.toMatchObject({ code: 'SECRETS_CHECK_MISSING' })
  await expect(vault.init()).rejects.toMatchObject({ code: 'SECRETS_CHECK_MISSING' })
})

test('without a key nothing can be kept, and nothing is there', async () => {
  const vault = new Vault(await openStore(), fixedKey(KEY))
  expect(await vault.isReady()).toBe(false)
  expect(await vault.get('t', 'A')).toBeUndefined()
  await expect(vault.set(value('A', 'x'))).rejects.toMatchObject({ code: 'SECRETS_NOT_INITIALISED' })
  expect([await vault.init(), await vault.init(), await vault.isReady()]).toEqual([true, false, true])
})

test.for([
  ['hex', Buffer.from(KEY, 'base64').toString('hex')],
  ['hex in capitals', Buffer.from(KEY, 'base64').toString('hex').toUpperCase()],
  ['base64url', Buffer.from(KEY, 'base64').toString('base64url')],
  ['a line break', `${KEY}\n`],
] as const)('a master key in %s', ([, text]) => {
  expect(Buffer.from(parseMasterKey(text, '')).toString('base64')).toBe(KEY)
})

test.for([
  '',
  'correct horse battery staple correct horse battery staple',
  Buffer.from(KEY, 'base64').subarray(0, 31).toString('base64'),
  Buffer.from(KEY, 'base64').subarray(0, 31).toString('hex'),
  'A'.repeat(64),
  'ab'.repeat(40),
  `${KEY} ${KEY}`,
])('%j is no master key, and is not shown', (text) => {
  const error = (() => {
    try {
      parseMasterKey(text, 'here')
    } catch (thrown) {
      return thrown as Error
    }
    return undefined
  })()
  expect(error).toMatchObject({ code: 'SECRETS_KEY_INVALID' })
  if (text.length > 4) expect(JSON.stringify(error) + String(error?.message)).not.toContain(text)
})

test('the key file is the owner’s alone, and is never overwritten', async () => {
  const file = join(makeFolder(), 'deep', 'master.key')
  await createKeyFile(file)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700)
  const text = readFileSync(file, 'utf8')
  await expect(createKeyFile(file)).rejects.toMatchObject({ code: 'SECRETS_KEY_EXISTS' })
  expect(readFileSync(file, 'utf8')).toBe(text)
  expect(await fileKey(file).read()).toHaveLength(1)
  writeFileSync(file, text, { mode: 0o644 })
  rmSync(file)
  writeFileSync(file, text, { mode: 0o644 })
  await expect(fileKey(file).read()).rejects.toMatchObject({ code: 'SECRETS_KEY_UNREADABLE' })
})

test('a rotation changes every row and the key, and takes the old ones away', async () => {
  const folder = makeFolder()
  const file = join(folder, 'master.key')
  await createKeyFile(file)
  const [old] = await fileKey(file).read()
  const store = await openStore()
  const vault = new Vault(store, fileKey(file))
  await vault.init()
  for (let at = 0; at < 120; at++) await vault.set(value(`S${at}`, `value ${at}`, at % 2 ? 't' : 'u'))
  const before = await rows(store)
  const steps: string[] = []
  const count = await rotate({
    store,
    source: fileKey(file),
    to: { keyFile: file },
    onStep: (step, done) => void steps.push(`${step} ${done}`),
  })
  expect(count).toBe(120)
  expect(steps).toContain('row 120')
  const after = await rows(store)
  expect(after).toHaveLength(120)
  expect(after.filter(({ key }) => before.some((row) => row.key === key))).toEqual([])
  expect(await fileKey(file).read()).toHaveLength(1)
  expect(await fileKey(file).read()).not.toEqual([old])
  expect(readdirSync(folder)).toEqual(['master.key'])
  // A process that was there before goes on.
  expect((await vault.get('t', 'S1'))?.value).toBe('value 1')
  await vault.set(value('S1', 'changed'))
  expect((await new Vault(store, fileKey(file)).get('t', 'S1'))?.value).toBe('changed')
  const stale = new Vault(store, fixedKey(Buffer.from(old ?? []).toString('base64')))
  await expect(stale.set(value('S1', 'x'))).rejects.toMatchObject({ code: 'SECRETS_KEY_WRONG' })
  expect(await recover({ store, source: fileKey(file), keyFile: file })).toBe(false)
})

test('two rotations at once: one of them is told to wait', async () => {
  const { store, vault } = await openVault()
  await vault.set(value('A', 'aaaa'))
  const keys = [makeMasterKey(), makeMasterKey()]
  const results = await Promise.allSettled(
    keys.map((key) => rotate({ store, source: fixedKey(KEY), to: { key: parseMasterKey(key, '') } })),
  )
  const done = results.findIndex(({ status }) => status === 'fulfilled')
  expect(results[1 - done]).toMatchObject({ status: 'rejected', reason: { code: 'SECRETS_BUSY' } })
  expect((await new Vault(store, fixedKey(String(keys[done]))).get('t', 'A'))?.value).toBe('aaaa')
})

test('one that lost its lease commits nothing, and harms nothing', async () => {
  const { store, vault } = await openVault()
  await vault.set(value('A', 'aaaa'))
  const [first, second] = [makeMasterKey(), makeMasterKey()]
  const late = rotate({
    store,
    source: fixedKey(KEY),
    to: { key: parseMasterKey(first, '') },
    leaseMs: 1,
    async onStep(step) {
      if (step !== 'verify') return
      await new Promise((resolve) => setTimeout(resolve, 20))
      await rotate({ store, source: fixedKey(KEY), to: { key: parseMasterKey(second, '') } })
    },
  })
  await expect(late).rejects.toMatchObject({ code: 'SECRETS_BUSY' })
  expect((await new Vault(store, fixedKey(second)).get('t', 'A'))?.value).toBe('aaaa')
  expect(await rows(store)).toHaveLength(1)
})

test('a rotation stops at a row that was tampered with, and changes nothing', async () => {
  const { store, vault } = await openVault()
  await vault.set(value('A', 'aaaa'))
  await vault.set(value('B', 'bbbb'))
  const [, row] = await rows(store)
  await store.set(row?.key ?? '', { ...(row?.value as object), data: 'AAAA' })
  const to = { key: parseMasterKey(makeMasterKey(), '') }
  await expect(rotate({ store, source: fixedKey(KEY), to })).rejects.toMatchObject({ code: 'SECRETS_CORRUPT' })
  expect(await rows(store)).toHaveLength(2)
  expect(await vault.isReady()).toBe(true)
  await expect(rotate({ store, source: fixedKey(KEY), to: { key: parseMasterKey(KEY, '') } })).rejects.toMatchObject({
    code: 'SECRETS_KEY_INVALID',
  })
})

test('what is written while a rotation runs is not lost', async () => {
  const { store, vault } = await openVault()
  await vault.set(value('A', 'old'))
  const next = makeMasterKey()
  const source = { where: '', read: async () => [parseMasterKey(KEY, ''), parseMasterKey(next, '')] }
  const writer = new Vault(store, source)
  let write: Promise<unknown> | undefined
  await rotate({
    store,
    source: fixedKey(KEY),
    to: { key: parseMasterKey(next, '') },
    onStep(step) {
      if (step === 'verify') write = writer.set(value('A', 'written meanwhile'))
    },
  })
  await write
  expect((await new Vault(store, fixedKey(next)).get('t', 'A'))?.value).toBe('written meanwhile')
})
