import type { JsonObject } from '@ringwall/core'
import OpenAI from 'openai'
import { zodResponseFormat } from 'openai/helpers/zod'
import { expect } from 'vitest'
import { z } from 'zod'
import { chunk, completion, event } from '../harness.ts'
import { endless, killed, refusal, type Case } from './stage.ts'

const model = 'm-1'
const user = (content: string) => [{ role: 'user' as const, content }]
const tools = [
  { type: 'function' as const, function: { name: 'read', parameters: { type: 'object' } } },
  { type: 'function' as const, function: { name: 'rm', parameters: { type: 'object' } } },
]
const called = (name: string, args: string): JsonObject => ({
  content: null,
  tool_calls: [{ id: 'call_1', type: 'function', function: { name, arguments: args } }],
})
const says = (...texts: readonly string[]): string =>
  [...texts.map((content) => chunk({ content })), chunk({}, 'stop'), event('[DONE]')].join('')
const callEvents = (name: string, ...args: readonly string[]): string =>
  [
    chunk({ tool_calls: [{ index: 0, id: 'call_1', type: 'function', function: { name, arguments: '' } }] }),
    ...args.map((part) => chunk({ tool_calls: [{ index: 0, function: { arguments: part } }] })),
    chunk({}, 'tool_calls'),
    event('[DONE]'),
  ].join('')

/** Runs a tool for a helper, and keeps what it was asked. */
const runnable = (asked: string[]) => ({
  type: 'function' as const,
  function: {
    name: 'read',
    description: 'Reads a file.',
    parameters: { type: 'object', properties: { path: { type: 'string' } } },
    parse: (text: string) => JSON.parse(text) as { path: string },
    function: ({ path }: { path: string }) => {
      asked.push(path)
      return 'root swapme'
    },
  },
})

/** The client `openai` in chat completions. */
export const CHAT: readonly Case[] = [
  [
    'whole',
    async ({ openai, plays, sent }) => {
      plays(completion({ content: 'né "🐈"  \n two' }))
      const reply = await openai.chat.completions.create({ model, messages: user('one\u00a0two') })
      expect(reply.choices[0]?.message.content).toBe('né "🐈"  \n two')
      expect(sent()).toMatchObject({ model, messages: user('one\u00a0two') })
    },
  ],
  [
    'streamed',
    async ({ openai, plays }) => {
      plays(says('hel', 'lo ', '🐈'))
      let text = ''
      for await (const { choices } of await openai.chat.completions.create({
        model,
        messages: user('a'),
        stream: true,
      }))
        text += choices[0]?.delta.content ?? ''
      expect(text).toBe('hello 🐈')
    },
  ],
  [
    'with the helper for streams',
    async ({ openai, plays }) => {
      plays(says('hello, my key is sk-12', '345678.'))
      const stream = openai.chat.completions.stream({ model, messages: user('a') })
      let text = ''
      stream.on('content', (delta) => (text += delta))
      expect(await stream.finalContent()).toBe('hello, my key is [REDACTED].')
      expect(text).toBe('hello, my key is [REDACTED].')
    },
  ],
  [
    'a tool call, whole and streamed',
    async ({ openai, plays }) => {
      plays(completion(called('read', '{"path": "/tmp/../etc"}')), callEvents('read', '{"path": "/tm', 'p/../etc"}'))
      const whole = await openai.chat.completions.create({ model, messages: user('a'), tools })
      const live = await openai.chat.completions.stream({ model, messages: user('a'), tools }).finalChatCompletion()
      for (const { choices } of [whole, live])
        expect(choices[0]).toMatchObject({
          finish_reason: 'tool_calls',
          message: { tool_calls: [{ id: 'call_1', function: { name: 'read', arguments: '{"path":"/etc"}' } }] },
        })
    },
  ],
  [
    'with the helper that runs tools, whole and streamed',
    async ({ openai, plays, sent, rig }) => {
      for (const stream of [false, true]) {
        const asked: string[] = []
        if (stream) plays(callEvents('read', '{"path":"/tmp/../etc"}'), says('done'))
        else plays(completion(called('read', '{"path":"/tmp/../etc"}')), completion({ content: 'done' }))
        const body = { model, messages: user('read it'), tools: [runnable(asked)] }
        const runner = stream
          ? openai.chat.completions.runTools({ ...body, stream: true })
          : openai.chat.completions.runTools(body)
        expect(await runner.finalContent()).toBe('done')
        expect(asked).toEqual(['/etc'])
        expect(JSON.stringify(sent().messages)).toContain('root swapped')
        const inbound = rig.seen.inbound.findLast(({ payload }) => payload.source === 'tool')
        expect(inbound?.payload.meta).toMatchObject({ tool: 'read', callId: 'call_1' })
      }
    },
  ],
  [
    'a parsed reply, whole and streamed',
    async ({ openai, plays, sent }) => {
      plays(completion({ content: '{"n":1}' }), says('{"n"', ':1}'))
      const body = { model, messages: user('a'), response_format: zodResponseFormat(z.object({ n: z.number() }), 'x') }
      const whole = await openai.chat.completions.parse(body)
      const live = await openai.chat.completions.stream(body).finalChatCompletion()
      for (const { choices } of [whole, live]) expect(choices[0]?.message.parsed).toEqual({ n: 1 })
      expect(sent().response_format).toMatchObject({ type: 'json_schema', json_schema: { name: 'x' } })
    },
  ],
  [
    'a denied question and a denied call are filtered content',
    async ({ openai, plays, count }) => {
      const before = count()
      const asked = await openai.chat.completions.create({ model, messages: user('EVIL') })
      expect(asked.choices[0]).toMatchObject({ finish_reason: 'content_filter', message: { content: 'No evil here.' } })
      const stream = openai.chat.completions.stream({ model, messages: user('EVIL') })
      expect(await stream.finalContent()).toBe('No evil here.')
      expect(count()).toBe(before)
      plays(completion(called('rm', '{"path":"/"}')), callEvents('rm', '{}'))
      const whole = await openai.chat.completions.create({ model, messages: user('a'), tools })
      expect(whole.choices[0]).toMatchObject({ finish_reason: 'content_filter', message: { content: 'No rm.' } })
      expect(whole.choices[0]?.message.tool_calls).toBeUndefined()
      const live: string[] = []
      for await (const { choices } of await openai.chat.completions.create({
        model,
        messages: user('a'),
        tools,
        stream: true,
      }))
        live.push(JSON.stringify(choices[0]))
      expect(live.join()).toContain('No rm.')
      expect(live.join()).not.toContain('tool_calls')
    },
  ],
  [
    'errors are its own classes, and what may be tried again is',
    async ({ openai, plays, strangers, count }) => {
      const asked = () => openai.chat.completions.create({ model, messages: user('a') })
      plays(
        refusal(
          429,
          { message: 'slow', type: 'requests', code: 'limit' },
          { 'x-should-retry': 'false', 'retry-after-ms': '1' },
        ),
      )
      await expect(asked()).rejects.toBeInstanceOf(OpenAI.RateLimitError)
      plays(refusal(400, { message: 'no', type: 'invalid_request_error', code: 'bad', param: 'x' }))
      await expect(asked()).rejects.toMatchObject({ status: 400, code: 'bad', param: 'x' })
      const before = count()
      plays(refusal(503, { message: 'busy' }, { 'retry-after-ms': '1' }), completion({ content: 'at last' }))
      expect((await asked()).choices[0]?.message.content).toBe('at last')
      expect(count()).toBe(before + 2)
      await expect(strangers().openai.models.list()).rejects.toBeInstanceOf(OpenAI.AuthenticationError)
      await expect(openai.chat.completions.create({ model, messages: [] })).rejects.toMatchObject({
        code: 'REQUEST_INVALID',
      })
    },
  ],
  [
    'a stream that is cut off or malformed throws',
    async ({ openai, plays }) => {
      for (const next of [
        killed(chunk({ content: 'half' })),
        chunk({ content: 'half' }),
        chunk({ content: 'half' }) + event('{'),
      ]) {
        plays(next)
        await expect(openai.chat.completions.stream({ model, messages: user('a') }).done()).rejects.toMatchObject({
          code: expect.stringMatching(/^UPSTREAM_IN(?:TERRUPTED|VALID)$/),
        })
      }
    },
  ],
  [
    'a client that leaves ends the request upstream',
    async ({ openai, plays }) => {
      const gone = Promise.withResolvers<void>()
      plays(endless(chunk({ content: 'a' }), () => gone.resolve()))
      for await (const _ of await openai.chat.completions.create({ model, messages: user('a'), stream: true })) break
      await gone.promise
    },
  ],
  [
    'models',
    async ({ openai, plays }) => {
      plays({ object: 'list', data: [{ id: model, object: 'model', created: 1, owned_by: 'x' }] })
      expect((await openai.models.list()).data.map(({ id }) => id)).toEqual([model])
    },
  ],
]
