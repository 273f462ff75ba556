import { runContractTask, type ContractTask } from '../src/contract/tasks.ts'
import { openSqliteStore } from '../src/sqlite.ts'

// A process of its own on the file of a test: worker.ts FILE TASK, the answer as JSON on stdout.
const [file = '', task = ''] = process.argv.slice(2)
const store = await openSqliteStore({ file, busyTimeoutMs: 30_000 })
process.stdout.write(JSON.stringify(await runContractTask(store, JSON.parse(task) as ContractTask)))
await store.close()
