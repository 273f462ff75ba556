import { createKernel, definePlugin, token, use, type JsonObject, type Session } from '@ringwall/core'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { sendJson, silent } from './harness.ts'
import {
  call,
  end,
  itemEvents,
  MODEL,
  response,
  sse,
  start,
  startFront,
  text,
  textEvents,
  type Front,
} from './responses-provider.ts'

const hello = response([text('hello')])
const ask = (input: unknown, more: JsonObject = {}): JsonObject => ({ model: MODEL, input: input as string, ...more })
async function json(answer: Response | Promise<Response>): Promise<JsonObject> {
  return JSON.parse(await (await answer).text()) as JsonObject
}

describe('services of layers', () => {
  /** A gateway whose kernel has one layer that provides a service, and denies one tool. */
  async function withService(name: string, service: object): Promise<Front> {
    const layer = definePlugin({
      name: 'service',
      version: '1.0.0',
      manifest: { api: 1, hooks: { onToolCall: { judge: ['deny'] } }, provides: [name] },
      codes: { NO: 'the tool file_search' },
      config: z.strictObject({}),
      setup: ({ provide }) => {
        provide(token<object>(name), service)
        return {
          onToolCall: {
            judge: ({ payload }) =>
              payload.tool === 'file_search' ? { kind: 'deny', code: 'NO', message: 'No files.' } : undefined,
          },
        }
      },
    })
    const kernel = await createKernel({ plugins: [use(layer)], logger: silent() })
    const unscannedParts = ['input_image', 'web_search', 'file_search']
    return startFront({ unscannedParts }, { wall: { for: () => kernel } })
  }

  test('tools that ToolPolicy hides are left out, those that the provider runs too', async () => {
    await using hidden = await withService('ToolPolicy', {
      visible: (tools: string[]) =>
        Promise.resolve(tools.filter((name) => !['rm', 'web_search', 'shell'].includes(name))),
    })
    hidden.plays(hello)
    const [read, rm] = ['read', 'rm'].map((name) => ({ type: 'function', name, parameters: {} }))
    const search = { type: 'web_search' }
    const shell = { type: 'shell', environment: { type: 'local' } }
    const tools = [read, rm, search, shell] as JsonObject[]
    await hidden.raw(ask('a', { tools, tool_choice: 'required' }))
    expect(hidden.sent()).toMatchObject({ tools: [read], tool_choice: 'required' })
    const allowed = {
      type: 'allowed_tools',
      mode: 'auto',
      tools: [rm, read, search, shell].map((tool) => ({
        type: tool?.type,
        name: tool && 'name' in tool ? tool.name : null,
      })),
    } as JsonObject
    await hidden.raw(ask('a', { tools, tool_choice: allowed }))
    expect(hidden.sent().tool_choice).toEqual({ ...allowed, tools: [{ type: 'function', name: 'read' }] })
    await hidden.raw(ask('a', { tools: [rm as JsonObject], tool_choice: 'auto' }))
    expect(hidden.sent()).toEqual(ask('a'))
    for (const more of [
      { tools, tool_choice: { type: 'function', name: 'rm' } },
      { tools, tool_choice: { type: 'web_search' } },
      { tools, tool_choice: { type: 'shell' } },
      { tools, tool_choice: { type: 'allowed_tools', mode: 'required', tools: [{ type: 'function', name: 'rm' }] } },
      { tools: [search], tool_choice: 'required' },
    ])
      expect(await json(hidden.raw(ask('a', more)))).toMatchObject({ ringwall: { code: 'TOOL_HIDDEN' } })
  })

  test('what the provider would run is a call that the layers are asked about before', async () => {
    await using asked = await withService('Nothing', {})
    asked.plays(hello)
    const tools = [{ type: 'file_search', vector_store_ids: ['vs_1'] }]
    expect(await json(asked.raw(ask('a', { tools })))).toMatchObject({
      status: 'incomplete',
      output: [{ content: [{ text: 'No files.' }] }],
      ringwall: { code: 'NO', layer: 'service' },
    })
    expect(asked.provider.requests).toEqual([])
    await asked.raw(ask('a', { tools: [{ type: 'web_search' }] }))
    expect(asked.sent().tools).toEqual([{ type: 'web_search' }])
  })

  test('a budget is asked before and told after, of every end', async () => {
    const told: JsonObject[] = []
    let asked: JsonObject = {}
    const refusal = { layer: 'budget', code: 'SPENT', message: 'Enough.', retryAfterMs: 1500 }
    let refuses = false
    await using counted = await withService('Budget', {
      reserve: (_session: Session, request: JsonObject) => {
        asked = request
        return Promise.resolve(refuses ? { refusal } : { hold: {} })
      },
      settle: (_hold: object, report: JsonObject) => Promise.resolve(void told.push(report)),
    })
    const usage = { inputTokens: 36, outputTokens: 87, cachedInputTokens: 4 }
    const last = async (body: JsonObject, next: Parameters<Front['plays']>[0]) => {
      counted.plays(next)
      await (await counted.raw(body)).text()
      return told.pop()
    }
    const image = { type: 'input_image', image_url: 'A'.repeat(50_000) }
    const seen = [{ role: 'user', content: [image] }]
    const limit = { max_output_tokens: 100 }
    expect(await last(ask(seen, limit), hello)).toEqual({ outcome: 'answered', usage, outputBytes: 5 })
    expect(asked).toMatchObject({ provider: '127.0.0.1', model: MODEL, choices: 1, maxOutputTokens: 100 })
    expect(asked.inputBytes).toBeLessThan(5000)
    const hiding = { type: 'shell_call', call_id: 'c', action: { commands: [image] } }
    await last(ask([hiding, { type: 'function_call_output', call_id: 'c', output: 'B'.repeat(9000) }]), hello)
    expect(asked.inputBytes).toBeGreaterThan(59_000)
    const stream = ask('a', { stream: true })
    const events = [...start, ...textEvents(0, 'hé', 'llo'), ...itemEvents(1, call('read', '{}'), '{}')]
    expect(await last(stream, sse(...events, end()))).toEqual({ outcome: 'answered', usage, outputBytes: 6 + 4 + 2 })
    const broken = sse(...events.slice(0, -4))
    expect(await last(stream, broken)).toMatchObject({ outcome: 'failed', outputBytes: 6 })
    for (const [code, outcome] of [
      ['server_error', 'failed'],
      ['invalid_prompt', 'abandoned'],
    ]) {
      const failed = { type: 'response.failed', response: { error: { code: code ?? '', message: 'x' } } }
      const error = { type: 'error', code: code ?? '', message: 'x', param: null }
      for (const event of [failed, error]) expect(await last(stream, sse(...start, event))).toMatchObject({ outcome })
    }
    expect(await last(stream, (answer) => sendJson(answer, {}, 529))).toMatchObject({ outcome: 'failed' })
    expect(await last(stream, (answer) => sendJson(answer, {}, 429))).toMatchObject({ outcome: 'refused' })
    expect(await last(ask('a'), { ...hello, usage: null })).toEqual({
      outcome: 'answered',
      usage: undefined,
      outputBytes: 5,
    })
    refuses = true
    const answer = await counted.raw(ask('a'))
    expect(answer.headers.get('retry-after')).toBe('2')
    expect(await json(answer)).toMatchObject({
      output: [{ content: [{ text: 'Enough.' }] }],
      ringwall: { code: 'SPENT' },
    })
  })
})
