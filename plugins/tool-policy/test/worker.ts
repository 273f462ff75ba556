import { openStore } from '@ringwall/store'
import { call, kernelOn } from './host.ts'

// Calls a tool `count` times on the store behind `url`, under a limit of 30 for the session, and prints how often it was allowed.
const [url = '', count = '0'] = process.argv.slice(2)
const store = await openStore(url)
const kernel = await kernelOn({
  store,
  config: { rates: [{ tools: ['exec'], limit: 30, windowMs: 600_000, per: 'session' }] },
  options: { deadlineMs: 30_000 },
})
let allowed = 0
for (let i = 0; i < Number(count); i++) if ((await call(kernel, 'exec')) === 'allow') allowed++
await kernel.close()
await store.close()
process.stdout.write(String(allowed))
