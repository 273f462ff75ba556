import { createKernel, use, type Trust } from '@ringwall/core'
import { openSqliteStore, StoreToken } from '@ringwall/store'
import { createGuardedMemory, memoryGuard } from '../src/index.ts'

// Writes one key of the store in `file` `count` times, each time with the next of the trust levels, and prints what came of it.
const [file = '', name = '', count = '0'] = process.argv.slice(2)
const store = await openSqliteStore({ file })
const kernel = await createKernel({ plugins: [use(memoryGuard)], services: [{ token: StoreToken, value: store }] })
const memory = createGuardedMemory({ kernel, session: { tenantId: 't', agentId: 'a', sessionId: name, userId: 'u' } })
const levels: readonly Trust[] = ['external', 'learned', 'external', 'system', 'learned']
const results: unknown[] = []
for (let i = 0; i < Number(count); i++) {
  const trust = levels[i % levels.length] ?? 'external'
  results.push(await memory.write({ key: 'shared', text: `${name} ${i} ${trust}`, trust }))
}
process.stdout.write(JSON.stringify(results))
await kernel.close()
await store.close()
