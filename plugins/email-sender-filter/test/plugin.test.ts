import { createKernel, use, type JsonObject, type Kernel } from '@ringwall/core'
import { conformance, pluginTester } from '@ringwall/testkit'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { emailSenderFilter } from '../src/index.ts'
import { cases } from './cases.ts'
import { auth, CONFIG, mail } from './mail.ts'

pluginTester({ plugin: emailSenderFilter, cases, describe, it })

const ADMITTED = mail(auth('corp.example'), 'From: alice@corp.example')
const REPLY = mail(auth('corp.example'), 'From: alice@corp.example', 'Reply-To: eve@other.example')

conformance({
  plugin: emailSenderFilter,
  packageJson: new URL('../package.json', import.meta.url),
  samples: [
    { hook: 'onInbound', input: 'Hello', source: 'email' },
    { hook: 'onInbound', payload: { source: 'email', text: REPLY, meta: { raw: true } }, config: CONFIG },
    { hook: 'onInbound', payload: { source: 'email', text: ADMITTED, meta: { raw: true } } },
  ],
  describe,
  it,
})

describe('any mail', () => {
  const session = { tenantId: 't', agentId: 'a', sessionId: 's' }
  let kernel: Kernel
  beforeAll(async () => {
    kernel = await createKernel({ plugins: [use(emailSenderFilter, CONFIG)] })
  })
  afterAll(() => kernel.close())

  const codesOf = async (text: string, meta: JsonObject): Promise<readonly string[]> =>
    (await kernel.onInbound({ source: 'email', text, meta }, session)).rulings.map(({ code }) => code)

  const piece = fc.constantFrom(
    'alice@corp.example',
    '<',
    '>',
    '"',
    '(',
    ')',
    ',',
    '=?utf-8?Q?',
    '?=',
    '\\',
    ':',
    ' ',
    'é',
    '\u0000',
    '\r\n',
    '\n ',
  )

  it('is judged, whatever its header holds: nothing makes the layer fail', async () => {
    const soup = fc.array(fc.oneof(piece, fc.string()), { maxLength: 30 }).map((parts) => parts.join(''))
    await fc.assert(
      fc.asyncProperty(soup, soup, async (from, results) => {
        const codes = await codesOf(mail(`Authentication-Results: ${results}`, `From: ${from}`), { raw: true })
        expect(codes).not.toContain('LAYER_FAILED')
      }),
    )
  })

  it('is not admitted for an address that stands beside another one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (noise) => {
        const header = [...noise, '<eve@other.example>'].join('')
        expect(await codesOf(mail(auth('corp.example'), `From: ${header}`), { raw: true })).not.toEqual([])
      }),
    )
  })

  it('is judged alike as a raw message and as pairs', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('alice', '@corp.example', '"', ' ', '<', '>', ','), { maxLength: 8 }),
        async (parts) => {
          const from = parts.join('')
          const [name = '', value = ''] = auth('corp.example').split(/: (.*)/)
          const headers = [
            [name, value],
            ['From', from],
          ]
          expect(await codesOf('x', { headers })).toEqual(
            await codesOf(mail(auth('corp.example'), `From: ${from}`), { raw: true }),
          )
        },
      ),
    )
  })

  it('points at the field in a raw message', async () => {
    const text = mail(auth('other.example'), 'From: "alice@corp.example" <eve@other.example>')
    const { rulings } = await kernel.onInbound({ source: 'email', text, meta: { raw: true } }, session)
    const span = rulings[0]?.findings[0]?.span
    expect(text.slice(span?.start, span?.end)).toBe('From: "alice@corp.example" <eve@other.example>')
  })
})

describe('the start', () => {
  it('warns where no mail can ever be admitted', async () => {
    const warnings: string[] = []
    const logger = { debug() {}, info() {}, error() {}, warn: (message: string) => void warnings.push(message) }
    for (const config of [{}, { allow: ['@example.com'] }, CONFIG, { requireAuth: false }])
      await (await createKernel({ plugins: [use(emailSenderFilter, config)], logger })).close()
    expect(warnings).toEqual([expect.stringContaining('authservId')])
  })

  it.each([
    '*',
    '@*',
    '@',
    'alice',
    'Alice <alice@corp.example>',
    '*@corp.example',
    'a@b@c.example',
    '@cörp.example',
    '',
  ])('refuses the entry %j', async (entry) => {
    await expect(createKernel({ plugins: [use(emailSenderFilter, { allow: [entry] })] })).rejects.toThrow(/allow/)
  })
})
