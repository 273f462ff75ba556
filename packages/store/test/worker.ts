import { runContractTask, type ContractTask } from '../src/contract/tasks.ts'
import { openPostgresStore } from '../src/postgres.ts'
import { openRedisStore } from '../src/redis.ts'
import { openSqliteStore } from '../src/sqlite.ts'
import type { Store } from '../src/store.ts'
import type { WorkerPlace } from './harness.ts'

// A process of its own on the store of a test: worker.ts PLACE TASK, both JSON; the answer as JSON on stdout.
const [place = '', task = ''] = process.argv.slice(2)
const store = await openPlace(JSON.parse(place) as WorkerPlace)
process.stdout.write(JSON.stringify(await runContractTask(store, JSON.parse(task) as ContractTask)))
await store.close()

function openPlace({ driver, options }: WorkerPlace): Promise<Store> {
  if (driver === 'sqlite') return openSqliteStore(options)
  return driver === 'postgres' ? openPostgresStore(options) : openRedisStore(options)
}
