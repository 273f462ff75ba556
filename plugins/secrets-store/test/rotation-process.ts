// Rotates the key of a store and kills itself at a step: node rotation-process.ts STORE KEYFILE STEP
import { openSqliteStore, scoped } from '@ringwall/store'
import { fileKey } from '../src/master-key.ts'
import { rotate } from '../src/rotate.ts'

const [, , file = '', keyFile = '', step = ''] = process.argv
const store = await openSqliteStore({ file })
let at = 0
await rotate({
  store: scoped(store, 'secrets-store'),
  source: fileKey(keyFile),
  to: { keyFile },
  leaseMs: 50,
  onStep() {
    if (at++ === Number(step)) process.kill(process.pid, 'SIGKILL')
  },
})
await store.close()
