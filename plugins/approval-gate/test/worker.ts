import { setTimeout as sleep } from 'node:timers/promises'
import { createKernel, use } from '@ringwall/core'
import { openStore, StoreToken, type Store } from '@ringwall/store'
import { approvalGate } from '../src/index.ts'
import { asker } from './asker.ts'
import type { Job } from './place.ts'

// A process of its own: makes the same calls as the others at the same moment, and prints what came of each.
const { url, options, keyFile, onAsk, calls, parties, diesAtUse } = JSON.parse(process.argv[2] ?? '') as Job
const store = await openStore(url, options)
const kernel = await createKernel({
  plugins: [use(asker), use(approvalGate, { keyFile, onAsk, denialCacheMs: 0, asksPerSession: 1000 })],
  services: [{ token: StoreToken, value: diesAtUse === true ? dying(store) : store }],
})
await store.hit('together', { windowMs: 3_600_000 })
while ((await store.count('together', 3_600_000)).count < parties) await sleep(1)
const session = { tenantId: 't', agentId: 'a', sessionId: 's', userId: 'u' }
const decisions = await Promise.all(
  Array.from({ length: calls }, (_, n) => kernel.onToolCall({ tool: 'ask', args: { n } }, session)),
)
process.stdout.write(
  JSON.stringify(decisions.map(({ outcome, rulings }) => [outcome, ...rulings.map(({ code }) => code)])),
)
await kernel.close()
await store.close()

function dying(whole: Store): Store {
  return new Proxy(whole, {
    get(target, name) {
      const own: unknown = Reflect.get(target, name)
      if (typeof own !== 'function') return own
      if (name !== 'transact') return own.bind(target) as unknown
      return async (...args: Parameters<Store['transact']>) => {
        const made = await target.transact(...args)
        if (JSON.stringify(args).includes('"state":"used"')) process.kill(process.pid, 'SIGKILL')
        return made
      }
    },
  })
}
