import { conformance, pluginTester } from '@ringwall/testkit'
import { describe, it } from 'vitest'
import { logSanitizer } from '../src/index.ts'
import { CASES, GITHUB, PEM } from './cases.ts'

pluginTester({ plugin: logSanitizer, cases: CASES, describe, it })

const line = (body: string) => ({ hook: 'onOutbound', payload: { destination: 'log', body } }) as const
conformance({
  plugin: logSanitizer,
  packageJson: new URL('../package.json', import.meta.url),
  describe,
  it,
  samples: [
    line(`pushed with ${GITHUB}, then {"password":"hunter two","a":1} and token=abc&x=y.`),
    line(`a ${PEM} b`),
    line(`a ${PEM.slice(0, 300)}`),
    line('Authorization: Basic dTpw\nHost: a\npassword: hunter, and so on: token: Expired now'),
    line('credentials: {"credentials": {"user": "u"}} password = x and DB_PASSWORD="y"'),
    { hook: 'onOutbound', payload: { destination: 'log', body: { password: 'hunter', note: GITHUB } } },
    { hook: 'onOutbound', input: `to the user: ${GITHUB}` },
  ],
})
