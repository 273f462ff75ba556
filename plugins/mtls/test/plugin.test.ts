import { readFileSync } from 'node:fs'
import { conformance, pluginTester } from '@ringwall/testkit'
import { describe, expect, it } from 'vitest'
import { MTLS_ERRORS, mtls } from '../src/index.ts'
import { cases } from './cases.ts'
import { config, crl, from, issuer, revokedSerial, services } from './pair.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

pluginTester({ plugin: mtls, cases, services, describe, it })

conformance({
  plugin: mtls,
  packageJson: new URL('../package.json', import.meta.url),
  services,
  samples: [
    { hook: 'onInbound', input: 'Hello', config },
    {
      hook: 'onInbound',
      payload: { source: 'user', text: 'Hello', meta: from({ path: [`${issuer}:${revokedSerial}`] }) },
      config: { ...config, crl },
    },
  ],
  describe,
  it,
})

it('the README has every error code and refusal, and no other', () => {
  const named = [...readme.matchAll(/\b(?:MTLS|PEER)_[A-Z_]+\b/g)].map(([code]) => code)
  const refusals = ['PEER_UNTRUSTED', 'PEER_USE', 'PEER_WEAK', 'PEER_NAMES']
  expect(new Set(named)).toEqual(new Set([...Object.keys(MTLS_ERRORS), ...Object.keys(mtls.codes), ...refusals]))
})
