import { writeSync } from 'node:fs'
import { openSqliteStore } from '../src/sqlite.ts'

// Writes to the store of a file until it is killed, with a line for each call that was acknowledged: writer.ts FILE NAME SYNC
const [file = '', by = '', sync] = process.argv.slice(2)
const store = await openSqliteStore({ file, busyTimeoutMs: 20_000, sync: sync === 'flush' ? sync : 'write' })
const tell = (...what: readonly (string | number)[]): void => void writeSync(1, `${what.join(' ')}\n`)

async function write(worker: number): Promise<never> {
  for (let i = 0; ; i += 1) {
    const id = `${by}-${worker}-${i}`
    await store.hit('hits', { windowMs: 3_600_000 })
    tell('hit', id)
    const [position = 0] = await store.append('log', [id, id])
    tell('entry', id, position)
    const [version] = (await store.transact([{ kind: 'set', key: `v/${id}`, value: id }])) ?? []
    tell('value', id, version ?? '')
    await store.delete(`v/${id}`)
    tell('deleted', id)
    await store.reserve(id, [{ key: 'budget', windowMs: 3_600_000, cost: 3 }], { holdMs: 3_600_000 })
    await store.settle(id, [2])
    tell('settled', id)
  }
}
// Together, so that a kill comes in the middle of transactions of several writes.
await Promise.all([write(0), write(1), write(2), write(3)])
