// Asks for a fresh token of a login and prints it: node refresh-process.ts STORE MASTERKEY
import { openSqliteStore } from '@ringwall/store'
import { openSecrets } from '../../src/index.ts'

const [, , file = '', masterKey = ''] = process.argv
const store = await openSqliteStore({ file })
const { vault, keeper } = openSecrets(store, { masterKey, keyFile: '', refreshBeforeMs: 3_600_000 })
const secret = await vault.get('t', 'LOGIN')
process.stdout.write(secret ? (await keeper.fresh(secret)).access : 'none')
await store.close()
