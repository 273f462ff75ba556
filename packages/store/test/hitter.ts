import { writeSync } from 'node:fs'
import { openSqliteStore } from '../src/sqlite.ts'

// Hits the counter `k` of a file and writes one dot per acknowledged hit, until it is killed.
const [file = ''] = process.argv.slice(2)
const store = await openSqliteStore({ file })
for (;;) {
  await store.hit('k', { windowMs: 3_600_000 })
  writeSync(1, '.')
}
