import { openSqliteStore } from '@ringwall/store'
import { kernelOn } from './detector.ts'

// Sends `count` different attacks of one user over the store in `file`, and prints the codes of all rulings of the limit.
const [file = '', name = '', count = '0'] = process.argv.slice(2)
const store = await openSqliteStore({ file, busyTimeoutMs: 20_000 })
const kernel = await kernelOn(store, { options: { deadlineMs: 30_000 } })
const session = { tenantId: 't', agentId: 'a', sessionId: 'shared', userId: 'u' }
const codes: string[] = []
for (let i = 0; i < Number(count); i++) {
  const { rulings } = await kernel.onInbound({ source: 'user', text: `attack ${name} ${i}` }, session)
  codes.push(...rulings.filter(({ layer }) => layer === 'injection-rate-limit').map(({ code }) => code))
}
await kernel.close()
await store.close()
process.stdout.write(JSON.stringify(codes))
