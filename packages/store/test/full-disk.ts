import { randomBytes } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isRingwallError } from '@ringwall/core'
import { openSqliteStore } from '../src/sqlite.ts'

// full-disk.ts PHASE FOLDER, in a folder of a small file system of its own; what was seen, as JSON on stdout.
const [phase = '', folder = ''] = process.argv.slice(2)
const file = join(folder, 'state', 'store.db')
const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'answered',
    (error: unknown) => (isRingwallError(error) ? error.code : String(error)),
  )

const seen = await (phase === 'full' ? fillUp() : readOnly())
process.stdout.write(JSON.stringify(seen))

async function fillUp(): Promise<unknown> {
  const filler = join(folder, 'filler')
  writeFileSync(filler, randomBytes(1024 * 1024))
  const store = await openSqliteStore({ file })
  let acknowledged = 0
  let refusal = 'answered'
  while (refusal === 'answered' && acknowledged < 10_000) {
    const written = store.append('log', ['x'.repeat(2000)])
    refusal = await codeOf(written)
    if (refusal === 'answered') acknowledged += 1
  }
  const whileFull = await Promise.all([
    codeOf(store.append('log', ['y'.repeat(2000)])),
    codeOf(store.hit('k', { windowMs: 1000, limit: 9 })),
  ])
  const kept = (await store.extent('log')).last
  rmSync(filler)
  const afterwards = await codeOf(store.append('log', ['z']))
  const last = (await store.read('log', { after: kept, limit: 9 })).map(({ value }) => value)
  await store.close()
  return { acknowledged, refusal, whileFull, kept, afterwards, last }
}

async function readOnly(): Promise<unknown> {
  return { opened: await codeOf(openSqliteStore({ file })) }
}
