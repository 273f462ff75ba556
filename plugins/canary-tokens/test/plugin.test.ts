import { conformance, pluginTester } from '@ringwall/testkit'
import { describe, it } from 'vitest'
import { canaryTokens } from '../src/index.ts'
import { CASES } from './cases.ts'

const CANARY = `CTKN_${'9c41f07ab35de286'}`

pluginTester({ plugin: canaryTokens, cases: CASES, describe, it })
conformance({
  plugin: canaryTokens,
  packageJson: new URL('../package.json', import.meta.url),
  describe,
  it,
  samples: [
    { hook: 'onInbound', input: 'Hello' },
    { hook: 'onOutbound', input: `The token is ${CANARY}, and then ${CANARY.toLowerCase()}; nothing else.` },
    { hook: 'onOutbound', input: `a\n1 2 3 4 ${CANARY} 5 6 7 8 nine a b c` },
    { hook: 'onOutbound', input: `no ${CANARY} please`, config: { replies: 'deny' } },
    { hook: 'onOutbound', payload: { destination: 'api', body: { key: CANARY } } },
    { hook: 'onToolCall', payload: { tool: 'x', args: { q: CANARY } } },
    { hook: 'onToolCall', payload: { tool: 'x', args: { q: CANARY } }, config: { toolCalls: 'flag' } },
    { hook: 'onMemoryWrite', input: CANARY },
  ],
  ordinary: [{ hook: 'onToolCall', payload: { tool: 'read', args: { path: 'notes/2024-05-17.txt', line: 12 } } }],
})
