import { readdir, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { folderLedger, memoryLedger } from '../src/ledger.ts'
import { makeFolder } from './world.ts'

const ID = '0123abcd'

describe('a ledger', () => {
  test.for(['memory', 'folder'])('of the kind %s notes each id once', async (kind) => {
    const folder = join(await makeFolder(), 'used')
    const ledger = kind === 'memory' ? memoryLedger() : folderLedger(folder)
    expect(await ledger.has(ID)).toBe(false)
    const marked = await Promise.all(Array.from({ length: 20 }, () => ledger.mark(ID)))
    expect(marked.filter((first) => first)).toHaveLength(1)
    expect([await ledger.has(ID), await ledger.has('0123')]).toEqual([true, false])
  })

  test('in a folder is shared, and forgets what no approval outlives, and nothing of others', async () => {
    const folder = join(await makeFolder(), 'used')
    const first = folderLedger(folder)
    for (const id of [ID, 'ffff']) await first.mark(id)
    await writeFile(join(folder, 'README'), '')
    // Listed, and gone at the next look, as where another process sweeps at the same time.
    await symlink(join(folder, 'gone'), join(folder, 'eeee'))
    const old = new Date(Date.now() - 33 * 24 * 3_600_000)
    for (const name of ['ffff', 'README']) await utimes(join(folder, name), old, old)
    const second = folderLedger(folder)
    expect(await second.mark('aaaa')).toBe(true)
    expect((await readdir(folder)).toSorted()).toEqual([ID, 'README', 'aaaa', 'eeee'].toSorted())
    expect(await second.mark(ID)).toBe(false)
  })

  test.for(['../x', '', 'a/b', 'x', '0'.repeat(65)])('takes %j for no id', async (id) => {
    const ledger = folderLedger(await makeFolder())
    await expect(ledger.mark(id)).rejects.toMatchObject({ code: 'APPROVALS_KEY_UNSAFE' })
    await expect(ledger.has(id)).rejects.toMatchObject({ code: 'APPROVALS_KEY_UNSAFE' })
  })

  test('that cannot be kept says so, and never that nothing was used', async () => {
    const folder = await makeFolder()
    await writeFile(join(folder, 'used'), 'a file')
    const ledger = folderLedger(join(folder, 'used'))
    await expect(ledger.mark(ID)).rejects.toMatchObject({ code: 'APPROVALS_KEY_UNSAFE' })
    await expect(ledger.has(ID)).rejects.toMatchObject({ code: 'APPROVALS_KEY_UNSAFE' })
  })
})
