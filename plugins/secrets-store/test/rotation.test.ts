import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { openSqliteStore, scoped } from '@ringwall/store'
import { expect, onTestFinished, test } from 'vitest'
import { createKeyFile, fileKey } from '../src/master-key.ts'
import { recover } from '../src/rotate.ts'
import { Vault } from '../src/vault.ts'

const NAMES = ['A', 'B', 'C']
const VALUES = ['value of A', 'value of B', 'value of C']

test('kill -9 at every step of a rotation: everything stays readable, and the next one goes through', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ringwall-rotation-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const [file, keyFile] = [join(folder, 'state.db'), join(folder, 'keys', 'master.key')]
  await createKeyFile(keyFile)
  const root = await openSqliteStore({ file })
  onTestFinished(() => root.close())
  const store = scoped(root, 'secrets-store')
  const source = fileKey(keyFile)
  const first = new Vault(store, source)
  await first.init()
  for (const name of NAMES) await first.set({ tenant: 't', name, kind: 'value', value: `value of ${name}` })
  const run = (step: number) => {
    const script = fileURLToPath(new URL('./rotation-process.ts', import.meta.url))
    const argv = ['--conditions=@ringwall/source', script, file, keyFile, String(step)]
    return spawnSync(process.execPath, argv, { encoding: 'utf8' })
  }
  let killed = 0
  for (let step = 0; ; step++) {
    const { signal, status, stderr } = run(step)
    // Whoever opened the store before, and whoever opens it now.
    expect((await first.all()).map(({ value }) => value).toSorted()).toEqual(VALUES)
    const vault = new Vault(store, fileKey(keyFile))
    expect((await vault.all()).map(({ value }) => value).toSorted()).toEqual(VALUES)
    if (signal === null) {
      expect([status, stderr]).toEqual([0, ''])
      break
    }
    expect(signal).toBe('SIGKILL')
    killed++
    await sleep(60)
    await recover({ store, source: fileKey(keyFile), keyFile })
    // Nothing is left of it, and the file alone has the key.
    expect(await store.list('row/', { limit: 1000 })).toHaveLength(NAMES.length)
    expect(readdirSync(join(folder, 'keys'))).toEqual(['master.key'])
    expect((await vault.all()).map(({ value }) => value).toSorted()).toEqual(VALUES)
    await vault.set({ tenant: 't', name: 'A', kind: 'value', value: 'value of A' })
  }
  expect(killed).toBe(10) // lease, settle, stage, three rows, verify, commit, promote, sweep
})
