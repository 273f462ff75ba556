import { openSqliteStore, scoped, StoreToken } from '@ringwall/store'
import { conformance, pluginTester, type HostServices } from '@ringwall/testkit'
import { describe, it } from 'vitest'
import { gatewayAuth } from '../src/index.ts'
import { cases, KEY } from './cases.ts'

/** A store whose proofs the table can make. */
const services: HostServices = async (onEnd) => {
  const store = await openSqliteStore({ file: ':memory:' })
  onEnd(() => store.close())
  await scoped(store, 'gateway-auth').set('proof', Buffer.from(KEY).toString('base64'))
  return [{ token: StoreToken, value: store }]
}

pluginTester({ plugin: gatewayAuth, cases, services, describe, it })

conformance({
  plugin: gatewayAuth,
  packageJson: new URL('../package.json', import.meta.url),
  services,
  samples: [
    { hook: 'onInbound', input: 'Hello', session: { channel: 'gateway' } },
    {
      hook: 'onInbound',
      payload: { source: 'api', text: 'Hello', meta: { auth: 'forged' } },
      session: { channel: 'gateway' },
    },
  ],
  describe,
  it,
})
