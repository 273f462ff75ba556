import type { JsonObject } from '@ringwall/core'
import OpenAI from 'openai'
import { ResponsesToolRunner } from 'openai/helpers/responses-tool-runner'
import { zodTextFormat } from 'openai/helpers/zod'
import { expect } from 'vitest'
import { z } from 'zod'
import { call, end, itemEvents, MODEL as model, response, sse, start, text, textEvents } from '../responses-provider.ts'
import { endless, killed, refusal, type Case } from './stage.ts'

const tools: OpenAI.Responses.Tool[] = [
  { type: 'function', name: 'read', parameters: { type: 'object' }, strict: null },
  { type: 'function', name: 'rm', parameters: { type: 'object' }, strict: null },
]
const says = (...texts: readonly string[]): string => sse(...start, ...textEvents(0, ...texts), end())
const calls = (item: JsonObject, ...args: readonly string[]): string =>
  sse(...start, ...itemEvents(0, item, ...args), end())
const half: string = sse(...start, ...textEvents(0, 'half').slice(0, -3))

/** The client `openai` in responses. */
export const RESPONSES: readonly Case[] = [
  [
    'whole',
    async ({ openai, plays, sent }) => {
      plays(response([text('né "🐈"  \n two')]))
      const reply = await openai.responses.create({ model, input: 'one\u00a0two', instructions: 'Be  kind.' })
      expect(reply.output_text).toBe('né "🐈"  \n two')
      expect(sent()).toEqual({ model, input: 'one\u00a0two', instructions: 'Be  kind.' })
    },
  ],
  [
    'streamed',
    async ({ openai, plays }) => {
      plays(says('hel', 'lo ', '🐈'))
      let said = ''
      for await (const event of await openai.responses.create({ model, input: 'a', stream: true }))
        if (event.type === 'response.output_text.delta') said += event.delta
      expect(said).toBe('hello 🐈')
    },
  ],
  [
    'with the helper for streams',
    async ({ openai, plays }) => {
      plays(says('hello, my key is sk-12', '345678.'))
      const stream = openai.responses.stream({ model, input: 'a' })
      let said = ''
      stream.on('response.output_text.delta', ({ delta }) => (said += delta))
      const final = await stream.finalResponse()
      expect([said, final.output_text]).toEqual(['hello, my key is [REDACTED].', 'hello, my key is [REDACTED].'])
      expect(final.usage?.total_tokens).toBe(123)
    },
  ],
  [
    'a tool call, its result and the turn behind it, whole and streamed',
    async ({ openai, plays, sent }) => {
      const asked = call('read', '{"path": "/tmp/../etc"}')
      for (const isStream of [false, true]) {
        const turn = (input: OpenAI.Responses.ResponseInput) => {
          const body = { model, input, tools, store: false, include: ['reasoning.encrypted_content' as const] }
          return isStream ? openai.responses.stream(body).finalResponse() : openai.responses.create(body)
        }
        if (isStream) plays(calls(asked, '{"path": "/tm', 'p/../etc"}'), says('done'))
        else plays(response([asked]), response([text('done')]))
        const input: OpenAI.Responses.ResponseInput = [{ role: 'user', content: 'read it' }]
        const { output } = await turn(input)
        const [item] = output
        if (item?.type !== 'function_call') throw new Error('no call')
        expect(item).toMatchObject({ name: 'read', arguments: '{"path":"/etc"}' })
        const { id, call_id, name, arguments: args, type } = item
        input.push({ id: id ?? '', call_id, name, arguments: args, type })
        input.push({ type: 'function_call_output', call_id: item.call_id, output: 'root swapme' })
        expect((await turn(input)).output_text).toBe('done')
        expect(JSON.stringify(sent().input)).toContain('root swapped')
      }
    },
  ],
  [
    'with the helper that runs tools, whole and streamed',
    async ({ openai, plays, sent, rig }) => {
      for (const stream of [false, true]) {
        const asked: unknown[] = []
        const item = call('read', '{"path":"/tmp/../etc"}')
        if (stream) plays(calls(item, '{"path":"/tmp/../etc"}'), says('done'))
        else plays(response([item]), response([text('done')]))
        const runner = new ResponsesToolRunner({
          functions: [
            {
              tool: { type: 'function', name: 'read', parameters: { type: 'object' }, strict: null },
              execute: ({ path }) => {
                asked.push(path)
                return 'root swapme'
              },
            },
          ],
        })
        const final = await runner.run(openai, { model, input: 'read it' }, { stream })
        expect([final.output_text, asked]).toEqual(['done', ['/etc']])
        expect(JSON.stringify(sent().input)).toContain('root swapped')
        const inbound = rig.seen.inbound.findLast(({ payload }) => payload.source === 'tool')
        expect(inbound?.payload.meta).toMatchObject({ tool: 'read', callId: 'call_fc_1' })
      }
    },
  ],
  [
    'a parsed reply, whole and streamed',
    async ({ openai, plays, sent }) => {
      plays(response([text('{"n":1}')]), says('{"n"', ':1}'))
      const format = zodTextFormat(z.object({ n: z.number() }), 'x')
      const whole = await openai.responses.parse({ model, input: 'a', text: { format } })
      const live = await openai.responses.stream({ model, input: 'a', text: { format } }).finalResponse()
      expect([whole.output_parsed, live.output_parsed]).toEqual([{ n: 1 }, { n: 1 }])
      expect(sent().text).toMatchObject({ format: { type: 'json_schema', name: 'x' } })
    },
  ],
  [
    'a denied question and a denied call are filtered content',
    async ({ openai, plays, count }) => {
      const before = count()
      const denied = { status: 'incomplete', incomplete_details: { reason: 'content_filter' } }
      const whole = await openai.responses.create({ model, input: 'EVIL' })
      const live = await openai.responses.stream({ model, input: 'EVIL' }).finalResponse()
      for (const reply of [whole, live]) expect(reply).toMatchObject({ ...denied, output_text: 'No evil here.' })
      expect(count()).toBe(before)
      plays(response([call('rm', '{"path":"/"}')]), calls(call('rm', '{}'), '{}'))
      const called = await openai.responses.create({ model, input: 'a', tools })
      const events = await openai.responses.stream({ model, input: 'a', tools }).finalResponse()
      for (const reply of [called, events]) {
        expect(reply).toMatchObject({ ...denied, output_text: 'No rm.' })
        expect(reply.output.map(({ type }) => type)).toEqual(['message'])
      }
    },
  ],
  [
    'errors are its own classes, and what may be tried again is',
    async ({ openai, plays, strangers, count }) => {
      const asked = () => openai.responses.create({ model, input: 'a' })
      plays(refusal(429, { message: 'slow', code: 'limit' }, { 'retry-after-ms': '1' }))
      await expect(asked()).rejects.toBeInstanceOf(OpenAI.RateLimitError)
      plays(refusal(400, { message: 'no', type: 'invalid_request_error', code: 'bad', param: 'x' }))
      await expect(asked()).rejects.toMatchObject({ status: 400, code: 'bad', param: 'x' })
      const before = count()
      plays(refusal(503, { message: 'busy' }, { 'retry-after-ms': '1' }), response([text('at last')]))
      expect((await asked()).output_text).toBe('at last')
      expect(count()).toBe(before + 2)
      const stranger = strangers().openai.responses.create({ model, input: 'a' })
      await expect(stranger).rejects.toBeInstanceOf(OpenAI.AuthenticationError)
      const kept = openai.responses.create({ model, input: 'a', previous_response_id: 'resp_1' })
      await expect(kept).rejects.toMatchObject({ status: 400, code: 'PROVIDER_STATE', param: 'previous_response_id' })
      for (const refused of [
        openai.responses.retrieve('resp_1'),
        openai.responses.cancel('resp_1'),
        openai.responses.delete('resp_1'),
        openai.responses.inputItems.list('resp_1'),
      ])
        await expect(Promise.resolve(refused)).rejects.toMatchObject({ code: 'PROVIDER_STATE' })
    },
  ],
  [
    'a stream that is cut off or malformed throws',
    async ({ openai, plays }) => {
      for (const next of [killed(half), half, `${half}data: {\n\n`]) {
        plays(next)
        await expect(openai.responses.stream({ model, input: 'a' }).finalResponse()).rejects.toMatchObject({
          code: expect.stringMatching(/^UPSTREAM_IN(?:TERRUPTED|VALID)$/),
        })
      }
    },
  ],
  [
    'a client that leaves ends the request upstream',
    async ({ openai, plays }) => {
      const gone = Promise.withResolvers<void>()
      plays(endless(sse(...start), () => gone.resolve()))
      for await (const _ of await openai.responses.create({ model, input: 'a', stream: true })) break
      await gone.promise
    },
  ],
]
