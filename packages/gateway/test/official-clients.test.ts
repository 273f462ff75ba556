// The official clients pass one table of cases against the gateway: over plain HTTP, and over TLS with client certificates.
import Anthropic from '@anthropic-ai/sdk'
import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DAY, makeAuthority, makeCertificate } from '../../../plugins/mtls/test/pki.ts'
import { MODEL } from './anthropic-provider.ts'
import { CHAT } from './clients/chat.ts'
import { MESSAGES } from './clients/messages.ts'
import { RESPONSES } from './clients/responses.ts'
import { openStage, type Stage } from './clients/stage.ts'
import { TOKEN } from './harness.ts'

describe.each(['plain', 'mTLS'] as const)('over %s', (transport) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(transport, afterAll)
  })
  afterAll(() => stage[Symbol.asyncDispose]())

  test('the URL says which it is', () => {
    expect(stage.rig.gateway.url).toMatch(transport === 'plain' ? /^http:/ : /^https:/)
  })
  test.for(CHAT)('openai, chat completions: %s', ([, run]) => run(stage))
  test.for(RESPONSES)('openai, responses: %s', ([, run]) => run(stage))
  test.for(MESSAGES)('@anthropic-ai/sdk, messages: %s', ([, run]) => run(stage))

  test('what the layers read says whose certificate it was', async () => {
    await stage.openai.responses.create({ model: 'm', input: 'whose?' }).catch(() => undefined)
    const { payload } = stage.rig.seen.inbound.findLast(({ payload: { text } }) => text === 'whose?') ?? {}
    const certificate = { commonName: 'client' }
    if (transport === 'plain') expect(payload?.meta).not.toHaveProperty('peerCertificate')
    else expect(payload?.meta).toMatchObject({ peerCertificate: certificate })
  })
})

describe('without a good certificate', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage('mTLS', afterAll)
  })
  afterAll(() => stage[Symbol.asyncDispose]())

  test.for([
    ['none at all', () => 'none' as const, 'PEER_DID_NOT_RETURN_A_CERTIFICATE'],
    ['an expired one', (world) => makeCertificate({ by: world.root, from: -3 * DAY, to: -DAY }), 'CERT_HAS_EXPIRED'],
    ['one that is not yet valid', (world) => makeCertificate({ by: world.root, from: DAY }), 'CERT_NOT_YET_VALID'],
    [
      'one of another authority',
      () => makeCertificate({ by: makeAuthority('other') }),
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    ],
  ] as [string, (world: NonNullable<Stage['world']>) => Parameters<Stage['strangers']>[0], string][])(
    'with %s, each client sees an error of the connection, and the gateway logs why',
    async ([, make, reason]) => {
      if (!stage.world) throw new Error('no TLS')
      const { openai, anthropic } = stage.strangers(make(stage.world), TOKEN)
      const before = stage.count()
      const messages = [{ role: 'user' as const, content: 'hello' }]
      for (const [asked, kind] of [
        [() => openai.chat.completions.create({ model: 'm', messages }), OpenAI.APIConnectionError],
        [() => openai.responses.create({ model: 'm', input: 'hello' }), OpenAI.APIConnectionError],
        [() => openai.responses.stream({ model: 'm', input: 'hello' }).finalResponse(), OpenAI.APIConnectionError],
        [() => anthropic.messages.create({ model: MODEL, max_tokens: 9, messages }), Anthropic.APIConnectionError],
        [
          () => anthropic.messages.stream({ model: MODEL, max_tokens: 9, messages }).done(),
          Anthropic.APIConnectionError,
        ],
      ] as const) {
        const error: unknown = await asked().catch((thrown: unknown) => thrown)
        expect(error).toBeInstanceOf(kind)
        expect((error as { status?: number }).status).toBeUndefined() // no answer of HTTP
      }
      await expect.poll(() => stage.rig.log.join()).toContain(reason)
      expect(stage.count()).toBe(before)
      expect(stage.rig.seen.inbound).toEqual([])
    },
  )

  test('a client that does not know the server’s authority sends nothing', async () => {
    const client = new OpenAI({ baseURL: `${stage.rig.gateway.url}/v1`, apiKey: TOKEN, maxRetries: 0 })
    await expect(client.models.list()).rejects.toBeInstanceOf(OpenAI.APIConnectionError)
  })
})
