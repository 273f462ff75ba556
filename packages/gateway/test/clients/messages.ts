import Anthropic from '@anthropic-ai/sdk'
import { betaTool } from '@anthropic-ai/sdk/helpers/beta/json-schema'
import { zodOutputFormat } from '@anthropic-ai/sdk/helpers/zod'
import { expect } from 'vitest'
import { z } from 'zod'
import { callBlock, end, message, MODEL, start, textBlock } from '../anthropic-provider.ts'
import { endless, killed, refusal, type Case } from './stage.ts'

const ask = { model: MODEL, max_tokens: 100 }
const user = (content: string) => [{ role: 'user' as const, content }]
const tools: Anthropic.Tool[] = ['read', 'rm'].map((name) => ({ name, input_schema: { type: 'object' as const } }))
const says = (...texts: readonly string[]): string => start + textBlock(0, ...texts) + end()
const calls = (name: string, ...args: readonly string[]): string =>
  start + callBlock(0, name, ...args) + end('tool_use')
const called = (name: string, input: object) =>
  message([{ type: 'tool_use', id: 'toolu_00', name, input: input as { path: string } }])
const half: string = says('half').split('event: content_block_stop')[0] ?? ''

/** The client `@anthropic-ai/sdk`. */
export const MESSAGES: readonly Case[] = [
  [
    'whole',
    async ({ anthropic, plays, sent }) => {
      const reply = message([{ type: 'text', text: 'né "🐈"  \n two' }])
      plays(reply)
      const body = { ...ask, system: 'Be  kind.', messages: user('one\u00a0two') }
      expect(await anthropic.messages.create(body)).toEqual(reply)
      expect(sent()).toEqual(body)
    },
  ],
  [
    'streamed',
    async ({ anthropic, plays }) => {
      plays(says('hel', 'lo ', '🐈'))
      let said = ''
      for await (const event of await anthropic.messages.create({ ...ask, messages: user('a'), stream: true }))
        if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') said += event.delta.text
      expect(said).toBe('hello 🐈')
    },
  ],
  [
    'with the helper for streams',
    async ({ anthropic, plays }) => {
      plays(says('hello, my key is sk-12', '345678.'))
      const stream = anthropic.messages.stream({ ...ask, messages: user('a') })
      let said = ''
      stream.on('text', (delta) => (said += delta))
      expect([await stream.finalText(), said]).toEqual(['hello, my key is [REDACTED].', 'hello, my key is [REDACTED].'])
    },
  ],
  [
    'a tool call, whole and streamed',
    async ({ anthropic, plays }) => {
      plays(called('read', { path: '/tmp/../etc' }), calls('read', '{"path": "/tm', 'p/../etc"}'))
      const whole = await anthropic.messages.create({ ...ask, messages: user('a'), tools })
      const live = await anthropic.messages.stream({ ...ask, messages: user('a'), tools }).finalMessage()
      for (const { content, stop_reason: reason } of [whole, live])
        expect([reason, content]).toMatchObject([
          'tool_use',
          [{ type: 'tool_use', name: 'read', input: { path: '/etc' } }],
        ])
    },
  ],
  [
    'with the helper that runs tools, whole and streamed',
    async ({ anthropic, plays, sent }) => {
      for (const stream of [false, true]) {
        const asked: unknown[] = []
        if (stream) plays(calls('read', '{"path":"/tmp/../etc"}'), says('done'))
        else plays(called('read', { path: '/tmp/../etc' }), message([{ type: 'text', text: 'done' }]))
        const read = betaTool({
          name: 'read',
          description: 'Reads a file.',
          inputSchema: { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] },
          run: ({ path }) => {
            asked.push(path)
            return 'root swapme'
          },
        })
        const runner = anthropic.beta.messages.toolRunner({ ...ask, messages: user('a'), tools: [read], stream })
        const final = await runner.runUntilDone()
        expect(final.content).toMatchObject([{ type: 'text', text: 'done' }])
        expect(asked).toEqual(['/etc'])
        expect(JSON.stringify(sent().messages)).toContain('root swapped')
        expect(sent()).not.toHaveProperty('thread')
      }
    },
  ],
  [
    'a parsed reply, whole and streamed',
    async ({ anthropic, plays, sent }) => {
      plays(message([{ type: 'text', text: '{"n":1}' }]), says('{"n"', ':1}'))
      const body = {
        ...ask,
        messages: user('a'),
        output_config: { format: zodOutputFormat(z.object({ n: z.number() })) },
      }
      const whole = await anthropic.messages.parse(body)
      const live = await anthropic.messages.stream(body).finalMessage()
      expect([whole.parsed_output, live.parsed_output]).toEqual([{ n: 1 }, { n: 1 }])
      expect(sent().output_config).toMatchObject({ format: { type: 'json_schema' } })
    },
  ],
  [
    'with a thread, which the provider would keep',
    async ({ anthropic, plays, sent }) => {
      plays(message([{ type: 'text', text: 'hello' }]))
      await expect(anthropic.beta.messages.thread(ask).send(user('a')[0])).rejects.toMatchObject({
        status: 400,
        error: { ringwall: { code: 'PROVIDER_STATE', param: 'thread' } },
      })
      const thread = anthropic.beta.messages.thread({ ...ask, unsupportedRequestBehavior: 'continue_unthreaded' })
      await thread.send(user('one')[0])
      expect((await thread.send(user('two')[0])).content).toMatchObject([{ text: 'hello' }])
      expect((sent().messages as unknown[]).length).toBe(3)
    },
  ],
  [
    'a denied question and a denied call are refusals',
    async ({ anthropic, plays, count }) => {
      const before = count()
      const whole = await anthropic.messages.create({ ...ask, messages: user('EVIL') })
      const live = await anthropic.messages.stream({ ...ask, messages: user('EVIL') }).finalMessage()
      for (const reply of [whole, live])
        expect(reply).toMatchObject({ stop_reason: 'refusal', content: [{ text: 'No evil here.' }] })
      expect(count()).toBe(before)
      plays(called('rm', { path: '/' }), calls('rm', '{}'))
      const asked = await anthropic.messages.create({ ...ask, messages: user('a'), tools })
      const events = await anthropic.messages.stream({ ...ask, messages: user('a'), tools }).finalMessage()
      for (const reply of [asked, events])
        expect(reply).toMatchObject({ stop_reason: 'refusal', content: [{ type: 'text', text: 'No rm.' }] })
    },
  ],
  [
    'errors are its own classes, and what may be tried again is',
    async ({ anthropic, plays, strangers, count }) => {
      const asked = () => anthropic.messages.create({ ...ask, messages: user('a') })
      plays(refusal(429, { type: 'rate_limit_error', message: 'slow' }, { 'retry-after-ms': '1' }))
      await expect(asked()).rejects.toBeInstanceOf(Anthropic.RateLimitError)
      plays(refusal(400, { type: 'invalid_request_error', message: 'no' }))
      await expect(asked()).rejects.toBeInstanceOf(Anthropic.BadRequestError)
      const before = count()
      plays(
        refusal(529, { type: 'overloaded_error', message: 'busy' }, { 'retry-after-ms': '1' }),
        message([{ type: 'text', text: 'at last' }]),
      )
      expect((await asked()).content).toMatchObject([{ text: 'at last' }])
      expect(count()).toBe(before + 2)
      const stranger = strangers().anthropic.messages.create({ ...ask, messages: user('a') })
      await expect(stranger).rejects.toBeInstanceOf(Anthropic.AuthenticationError)
      await expect(anthropic.messages.create({ ...ask, messages: [] })).rejects.toMatchObject({
        status: 400,
        error: { ringwall: { code: 'REQUEST_INVALID', param: 'messages' } },
      })
    },
  ],
  [
    'a stream that is cut off or malformed throws',
    async ({ anthropic, plays }) => {
      for (const next of [killed(half), half, `${half}data: {\n\n`]) {
        plays(next)
        const final = anthropic.messages.stream({ ...ask, messages: user('a') }).finalMessage()
        await expect(final).rejects.toThrow(/UPSTREAM_IN(?:TERRUPTED|VALID)/)
      }
    },
  ],
  [
    'a client that leaves ends the request upstream',
    async ({ anthropic, plays }) => {
      const gone = Promise.withResolvers<void>()
      plays(endless(start, () => gone.resolve()))
      for await (const _ of await anthropic.messages.create({ ...ask, messages: user('a'), stream: true })) break
      await gone.promise
    },
  ],
  [
    'counts of tokens',
    async ({ anthropic, plays }) => {
      plays({ input_tokens: 12 })
      expect(await anthropic.messages.countTokens({ model: MODEL, messages: user('a') })).toEqual({ input_tokens: 12 })
    },
  ],
]
