import { openSqliteStore } from '@ringwall/store'
import { kernelOn } from './detector.ts'

// Sends `count` different attacks of one user over the store in `file`, and prints what the limit ruled: each code, with the scope and level of each finding.
const [file = '', name = '', count = '0'] = process.argv.slice(2)
const store = await openSqliteStore({ file, busyTimeoutMs: 20_000 })
const kernel = await kernelOn(store, { options: { deadlineMs: 30_000 } })
const session = { tenantId: 't', agentId: 'a', sessionId: 'shared', userId: 'u' }
const codes: string[] = []
for (let i = 0; i < Number(count); i++) {
  const { rulings } = await kernel.onInbound({ source: 'user', text: `attack ${name} ${i}` }, session)
  for (const { layer, code, findings } of rulings)
    if (layer === 'injection-rate-limit') codes.push(...findings.map(({ rule }) => `${code} ${rule}`))
}
await kernel.close()
await store.close()
process.stdout.write(JSON.stringify(codes))
