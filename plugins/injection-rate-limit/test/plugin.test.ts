import { openSqliteStore, StoreToken } from '@ringwall/store'
import { conformance, pluginTester, TEST_SESSION, type HostServices } from '@ringwall/testkit'
import { describe, it } from 'vitest'
import { injectionRateLimit } from '../src/index.ts'
import { BLOCKED_USER, cases } from './cases.ts'
import { kernelOn } from './detector.ts'

/** A store in which one user is blocked for ten attacks. */
const services: HostServices = async (onEnd) => {
  const store = await openSqliteStore({ file: ':memory:' })
  onEnd(() => store.close())
  const kernel = await kernelOn(store)
  for (let i = 0; i < 10; i++)
    await kernel.onInbound({ source: 'user', text: `attack ${i}` }, { ...TEST_SESSION, ...BLOCKED_USER })
  await kernel.close()
  return [{ token: StoreToken, value: store }]
}

pluginTester({ plugin: injectionRateLimit, cases, services, describe, it })

conformance({
  plugin: injectionRateLimit,
  packageJson: new URL('../package.json', import.meta.url),
  services,
  samples: [{ hook: 'onInbound', input: 'Hello', session: BLOCKED_USER }],
  describe,
  it,
})
