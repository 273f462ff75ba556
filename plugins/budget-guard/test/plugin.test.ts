import { openSqliteStore, StoreToken } from '@ringwall/store'
import { conformance, pluginTester, type HostServices } from '@ringwall/testkit'
import { describe, it } from 'vitest'
import { budgetGuard } from '../src/index.ts'
import { cases } from './cases.ts'

const services: HostServices = async (onEnd) => {
  const store = await openSqliteStore({ file: ':memory:' })
  onEnd(() => store.close())
  return [{ token: StoreToken, value: store }]
}
const request = { id: 'r', provider: 'openai', model: 'gpt-5', inputTokens: 950, contextWindow: 1000 }

pluginTester({ plugin: budgetGuard, cases, services, describe, it })

conformance({
  plugin: budgetGuard,
  packageJson: new URL('../package.json', import.meta.url),
  services,
  samples: [
    { hook: 'onInbound', payload: { source: 'api', text: '', meta: { request } } },
    { hook: 'onToolCall', payload: { tool: 'read', args: {} }, config: { steps: 0 } },
    { hook: 'onOutbound', payload: { destination: 'log', body: 'a reply', meta: { requestId: 'r' } } },
  ],
  ordinary: [
    { hook: 'onToolCall', payload: { tool: 'read', args: { path: 'a.txt' } } },
    {
      hook: 'onInbound',
      payload: { source: 'api', text: 'Hello', meta: { request: { id: 'o', provider: 'openai', model: 'gpt-5' } } },
    },
  ],
  describe,
  it,
})
