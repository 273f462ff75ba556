import { conformance, pluginTester, type HostServices } from '@ringwall/testkit'
import { describe, it } from 'vitest'
import { secretsStore } from '../src/index.ts'
import { cases, config } from './cases.ts'
import { MASTER_KEY, seedStore, VALUES } from './seeded.ts'

const services: HostServices = async (onEnd) => (await seedStore(onEnd)).services
const call = (args: object, tool = 'http_get') =>
  ({ hook: 'onToolCall', payload: { tool, args: { ...args } } }) as const

pluginTester({ plugin: secretsStore, cases, services, describe, it })
conformance({
  plugin: secretsStore,
  packageJson: new URL('../package.json', import.meta.url),
  services,
  config: { masterKey: MASTER_KEY },
  samples: [
    { ...call({ p: '{{secret:TOKEN}}' }), config: { masterKey: MASTER_KEY } },
    { ...call({ url: 'https://api.example.com/', p: '{{secret:TOKEN}}' }), config },
    { ...call({ text: VALUES.TOKEN }), config: { ...config, literals: 'flag' } },
    { hook: 'onInbound', source: 'tool', input: `x ${VALUES.TOKEN} y` },
    { hook: 'onOutbound', input: `x ${VALUES.TOKEN} y` },
    { hook: 'onMemoryWrite', input: `x ${VALUES.TOKEN} y` },
    { hook: 'onMemoryWrite', payload: { key: VALUES.TOKEN, text: 'x', trust: 'learned' } },
  ],
  ordinary: [call({ url: 'https://api.example.com/' }), call({ command: 'ls -l' }, 'exec'), call({})],
  describe,
  it,
})
