import { createKernel, use, type JsonValue } from '@ringwall/core'
import { conformance, pluginTester } from '@ringwall/testkit'
import { KnownSecretsToken, type KnownSecret } from '@ringwall/text'
import { describe, expect, it } from 'vitest'
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

describe('log-sanitizer in a kernel', () => {
  const session = { tenantId: 't', agentId: 'a', sessionId: 's' }

  it('keeps the known secrets of the installation out, also those that come later', async () => {
    const secrets: KnownSecret[] = [{ name: 'DB', value: 'swordfish' }]
    const listeners = new Set<() => void>()
    const known = {
      values: () => secrets,
      onChange(listener: () => void) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    }
    const kernel = await createKernel({
      plugins: [use(logSanitizer)],
      services: [{ token: KnownSecretsToken, value: known }],
    })
    const log = async (body: JsonValue): Promise<unknown> =>
      (await kernel.onOutbound({ destination: 'log', body }, session)).payload?.body
    expect(await log(`opened with ${Buffer.from('swordfish').toString('base64')} and swordfish`)).toBe(
      'opened with [REDACTED:known:DB] and [REDACTED:known:DB]',
    )
    expect(await log(['swordfish', 'pike'])).toEqual(['[REDACTED:known:DB]', 'pike'])
    secrets.push({ name: 'fish', value: 'pike' })
    for (const listener of listeners) listener()
    expect(await log(['swordfish', 'pike'])).toEqual(['[REDACTED:known:DB]', '[REDACTED:known:fish]'])
    await kernel.close()
    expect(listeners.size).toBe(0)
  })

  it('warns of known values that are too short, by their names', async () => {
    const said: string[] = []
    const quiet = () => {}
    const logger = { debug: quiet, info: quiet, error: quiet, warn: (message: string) => void said.push(message) }
    const known = { values: () => [{ name: 'door', value: '12z' }], onChange: () => quiet }
    const kernel = await createKernel({
      plugins: [use(logSanitizer)],
      services: [{ token: KnownSecretsToken, value: known }],
      logger,
    })
    await kernel.close()
    expect(said.join()).toContain('door')
    expect(said.join()).not.toContain('12z')
  })

  it('keeps no part of a secret anywhere in the decision', async () => {
    const kernel = await createKernel({ plugins: [use(logSanitizer)] })
    for (const body of [`see ${GITHUB} there`, { note: GITHUB, password: GITHUB }]) {
      const decision = await kernel.onOutbound({ destination: 'log', body }, session)
      expect(JSON.stringify(decision)).not.toContain(GITHUB.slice(8))
      expect(decision.scores).toEqual({ 'log-sanitizer': 1 })
    }
    await kernel.close()
  })

  it('drops what is too deep or too wide', async () => {
    const kernel = await createKernel({ plugins: [use(logSanitizer)] })
    const body = { list: Array.from({ length: 120_000 }, (_, i) => i), note: 'x' }
    const { payload, rulings } = await kernel.onOutbound({ destination: 'log', body }, session)
    expect(rulings.map(({ code }) => code)).toEqual(['LOG_SHORTENED'])
    expect(JSON.stringify(payload?.body)).toContain('[DROPPED: 20002 items]')
    await kernel.close()
  })
})
