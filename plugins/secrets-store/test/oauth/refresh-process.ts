// Asks for a fresh token of a login and prints it: node refresh-process.ts STORE MASTERKEY [STEP], which kills itself at that step.
import { openSqliteStore, type Store } from '@ringwall/store'
import { openSecrets, TokenKeeper } from '../../src/index.ts'

const [, , file = '', masterKey = '', step = ''] = process.argv
const store = await openSqliteStore({ file })
const { vault, store: own } = openSecrets(watched(store), { masterKey, keyFile: '', refreshBeforeMs: 0 })
const keeper = new TokenKeeper({ store: own, vault, refreshBeforeMs: 3_600_000, leaseMs: 2000 })
const secret = await vault.get('t', 'LOGIN')
process.stdout.write(secret ? (await keeper.fresh(secret)).access : 'none')
await store.close()

/** `lease`: before the request; `answered`: before the answer is stored; `stored`: before the lease is given back. */
function watched(target: Store): Store {
  const compareAndSet: Store['compareAndSet'] = async (key, ...rest) => {
    if (step === 'answered' && key.includes('row/')) die()
    const version = await target.compareAndSet(key, ...rest)
    if ((step === 'lease' && key.includes('refresh/')) || (step === 'stored' && key.includes('row/'))) die()
    return version
  }
  return new Proxy(target, {
    get(_, name: keyof Store) {
      const value: unknown = name === 'compareAndSet' ? compareAndSet : target[name]
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

function die(): never {
  process.kill(process.pid, 'SIGKILL')
  throw new Error('still alive')
}
