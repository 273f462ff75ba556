import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqliteStore, StoreToken } from '@ringwall/store'
import { conformance, pluginTester, type HostServices } from '@ringwall/testkit'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { auditLog } from '../src/index.ts'
import { BROKEN, CASES } from './cases.ts'
import { refusing } from './harness.ts'

const home = process.cwd()
let folder = ''

// The default files lie under the working directory; the tests get one of their own.
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'audit-log-'))
  process.chdir(folder)
})
afterAll(() => {
  process.chdir(home)
  rmSync(folder, { recursive: true })
})

/** A store that takes no checkpoints. */
const services: HostServices = async (onEnd) => {
  const store = await openSqliteStore({ file: ':memory:' })
  onEnd(() => store.close())
  const hasCheckpoint = (entries: readonly unknown[]): boolean => JSON.stringify(entries).includes('"checkpoint"')
  const value = refusing(store, (entries) => (hasCheckpoint(entries) ? 'before' : undefined))
  return [{ token: StoreToken, value }]
}

pluginTester({ plugin: auditLog, cases: CASES, services, describe, it })
conformance({
  plugin: auditLog,
  packageJson: new URL('../package.json', import.meta.url),
  services,
  describe,
  it,
  samples: [
    { hook: 'onInbound', input: 'x', config: BROKEN },
    { hook: 'onToolCall', payload: { tool: 'read', args: {} }, config: BROKEN },
    { hook: 'onOutbound', payload: { destination: 'api', body: {} }, config: BROKEN },
    { hook: 'onMemoryWrite', input: 'x', config: BROKEN },
  ],
  ordinary: [{ hook: 'onToolCall', payload: { tool: 'read', args: {} } }],
})
