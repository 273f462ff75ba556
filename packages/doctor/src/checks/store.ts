import { fail, NotMeasured, pass, type Check, type Outcome } from '../check.ts'
import type { Subject } from '../subject.ts'
import { isLoopback } from '../loopback.ts'

/** Whether what must be remembered is. */
export const storeChecks: readonly Check[] = [
  {
    id: 'store-durable',
    group: 'store',
    title: 'The state outlives a restart',
    severity: 'high',
    meaning:
      'In memory, every restart forgets rate limits, lock-outs, budgets, quarantined memories and the audit log.',
    fix: 'Name a file under `store.file`, or a server under `store.url`.',
    fixable: false,
    async look(subject) {
      const { store } = await subject.model()
      const isInMemory = store.driver === 'sqlite' && store.file === ':memory:'
      return isInMemory ? fail(await subject.inConfig(['store'], 'the state is in memory')) : pass()
    },
  },
  {
    id: 'store-loss',
    group: 'store',
    title: 'A server is not accepted that forgets what it acknowledged',
    severity: 'high',
    meaning: 'An approval that was used is there again, and a budget is lower than what was spent.',
    fix: 'Take `store.acceptLoss` away, and set up the server as the README of @ringwall/store says.',
    fixable: false,
    async look(subject) {
      const { store } = await subject.model()
      return store.driver !== 'sqlite' && store.acceptLoss === true
        ? fail(await subject.inConfig(['store', 'acceptLoss'], 'loss is accepted'))
        : pass()
    },
  },
  {
    id: 'store-tls',
    group: 'store',
    title: 'The connection to the store is encrypted',
    severity: 'high',
    meaning: 'Everybody on the way reads the state, and writes approvals of his own.',
    fix: 'Take `sslmode=disable` or `tls=off` out of the URL.',
    fixable: false,
    async look(subject) {
      const { store } = await subject.model()
      if (store.driver === 'sqlite') return pass('the store is a file')
      const { hostname, searchParams } = new URL(store.url)
      const isOff = searchParams.get('sslmode') === 'disable' || searchParams.get('tls') === 'off'
      return isOff && !isLoopback(hostname)
        ? fail(await subject.inConfig(['store'], 'the connection is in clear text'))
        : pass()
    },
  },
  {
    id: 'store-opens',
    group: 'store',
    title: 'The store can be opened and answers',
    severity: 'critical',
    meaning: 'A store that does not answer denies every call; one that others can write is refused at the start.',
    fix: 'Do what the message says; a damaged file is restored from a backup, never repaired by hand.',
    fixable: false,
    look: openIt,
  },
]

async function openIt(subject: Subject): Promise<Outcome> {
  try {
    const store = await subject.store()
    if (store === undefined) return pass('nothing was kept yet')
    await store.get('doctor')
    return pass()
  } catch (error) {
    if (error instanceof NotMeasured) throw error
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'ERROR'
    const message = error instanceof Error ? subject.secrets.hide(error.message) : ''
    return fail(await subject.inConfig(['store'], `${code}: ${message}`))
  }
}
