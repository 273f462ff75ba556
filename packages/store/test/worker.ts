import { runContractTask, type ContractTask } from '../src/contract/tasks.ts'
import { openPostgresStore } from '../src/postgres.ts'
import { openSqliteStore } from '../src/sqlite.ts'
import type { WorkerPlace } from './harness.ts'

// A process of its own on the store of a test: worker.ts PLACE TASK, both JSON; the answer as JSON on stdout.
const [place = '', task = ''] = process.argv.slice(2)
const { driver, options } = JSON.parse(place) as WorkerPlace
const store = await (driver === 'sqlite' ? openSqliteStore(options) : openPostgresStore(options))
process.stdout.write(JSON.stringify(await runContractTask(store, JSON.parse(task) as ContractTask)))
await store.close()
