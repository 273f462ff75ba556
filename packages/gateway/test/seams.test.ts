import type { JsonObject } from '@ringwall/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as anthropic from './anthropic-provider.ts'
import * as openai from './responses-provider.ts'

/** What clients show in one go, and what stands apart in the reply all the same. */
type Read = (texts: readonly string[], isStream: boolean) => Promise<string>

let responses: openai.Front
let messages: anthropic.Front
const between = {
  'a call': (at: number): JsonObject => openai.call('read', '{}', `fc_${at}`),
  reasoning: (at: number): JsonObject => ({ id: `rs_${at}`, type: 'reasoning', summary: [] }),
}

beforeAll(async () => {
  responses = await openai.startFront()
  messages = await anthropic.startFront()
})
afterAll(async () => {
  await responses[Symbol.asyncDispose]()
  await messages[Symbol.asyncDispose]()
})

async function readResponse(output: readonly JsonObject[], isStream: boolean): Promise<string> {
  const ask = { model: openai.MODEL, input: 'hi' }
  if (!isStream) {
    responses.plays(openai.response(output))
    return (await responses.client.responses.create(ask)).output_text
  }
  const events = output.flatMap((item, at) => openai.itemEvents(at, item))
  responses.plays(openai.sse(...openai.start, ...events, openai.end()))
  return (await responses.client.responses.stream(ask).finalResponse()).output_text
}

const readers: readonly (readonly [string, Read])[] = [
  ...Object.entries(between).map(
    ([name, item]) =>
      [
        `responses, ${name} between`,
        (texts: readonly string[], isStream: boolean) =>
          readResponse(
            texts.flatMap((text, at) => [...(at > 0 ? [item(at)] : []), openai.text(text, `msg_${at}`)]),
            isStream,
          ),
      ] as const,
  ),
  [
    'responses, of two phases',
    (texts, isStream) =>
      readResponse(
        texts.map((text, at) => ({ ...openai.text(text, `msg_${at}`), phase: at % 2 ? 'final_answer' : 'commentary' })),
        isStream,
      ),
  ],
  [
    'responses, a refusal between',
    (texts, isStream) => {
      const content = texts.flatMap((text) => [
        { type: 'refusal', refusal: 'No.' },
        { type: 'output_text', text },
      ])
      return readResponse([{ ...openai.text(''), content }], isStream)
    },
  ],
  [
    'messages, a call between',
    async (texts, isStream) => {
      const ask = { model: anthropic.MODEL, max_tokens: 9, messages: [{ role: 'user' as const, content: 'hi' }] }
      const called = (at: number): JsonObject => ({ type: 'tool_use', id: `toolu_${at}`, name: 'read', input: {} })
      if (isStream)
        messages.plays(
          anthropic.start +
            texts
              .map((text, at) => anthropic.textBlock(2 * at, text) + anthropic.callBlock(2 * at + 1, 'read', '{}'))
              .join('') +
            anthropic.end(),
        )
      else messages.plays(anthropic.message(texts.flatMap((text, at) => [{ type: 'text', text }, called(at)])))
      const { content } = isStream
        ? await messages.client.messages.stream(ask).finalMessage()
        : await messages.client.messages.create(ask)
      return content.map((block) => (block.type === 'text' ? block.text : '')).join('')
    },
  ],
]

describe.each(readers)('%s', (_name, read) => {
  test.each([
    ['a secret that is cut in two', ['key sk-1234', '5678 it is'], 'key sk-1234\n\n5678 it is'],
    ['in three', ['key sk-1', '23', '45678'], 'key sk-123\n\n45678'],
    ['a word that is denied', ['so FORBID', 'DEN it is'], 'so FORBID\n\nDEN it is'],
    ['behind a long text', [`${'-'.repeat(30_000)} sk-1234`, '', '5678'], `${'-'.repeat(30_000)} sk-1234\n\n5678`],
    ['what is no secret', [' one', 'two ', '', 'three'], ' onetwo three'],
    ['secrets of their own', ['sk-12345678 a', 'b sk-87654321', 'c'], '[REDACTED] ab [REDACTED]c'],
  ])('%s', async (_what, texts, expected) => {
    expect(await read(texts, false)).toBe(expected)
    expect(await read(texts, true)).toBe(expected)
  })

  test('what is denied by itself is denied behind others too', async () => {
    for (const isStream of [false, true]) {
      const told = await read(['hello ', 'FORBIDDEN'], isStream)
      expect(told).toContain('Not for you.')
      expect(told).not.toContain('FORBIDDEN')
    }
  })
})
