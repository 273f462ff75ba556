import { writeSync } from 'node:fs'
import { join } from 'node:path'
import { createKernel, use } from '@ringwall/core'
import { openStore, StoreToken } from '@ringwall/store'
import { auditLog } from '../src/index.ts'

// writer.ts URL FOLDER NAME [COUNT]: makes decisions on the store of a URL, a line for each that was told, until it is killed or has made COUNT.
const [url = '', folder = '', name = '', count = 'Infinity'] = process.argv.slice(2)
// A server gets more time than usual: the machine may be busy.
const store = await openStore(url, url.startsWith('sqlite:') ? {} : { timeoutMs: 30_000 })
const kernel = await createKernel({
  plugins: [
    use(auditLog, {
      keyFile: join(folder, 'audit.key'),
      anchorFile: join(folder, 'audit.anchors'),
      checkpointRecords: 20,
    }),
  ],
  services: [{ token: StoreToken, value: store }],
  logger: { debug() {}, info() {}, warn() {}, error: (message) => void process.stderr.write(`${message}\n`) },
})
/** At once, since a kill may come at any time; a full pipe is tried again. */
const tell = (line: string): void => {
  for (;;) {
    try {
      writeSync(1, line)
      return
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error
    }
  }
}
let made = 0
const work = async (worker: number): Promise<void> => {
  while (made < Number(count)) {
    made++
    const traceId = `${name}-${worker}-${made}`
    const session = { tenantId: 't', agentId: name, sessionId: 's', traceId }
    const { outcome } = await kernel.onToolCall({ tool: 'read', args: {} }, session)
    if (outcome === 'allow') tell(`${traceId}\n`)
  }
}
await Promise.all(Array.from({ length: 8 }, (_, worker) => work(worker)))
await kernel.close()
await store.close()
