import { createKernel, definePlugin, token, use, type JsonObject, type Session } from '@ringwall/core'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { end, message, MODEL, question, start, startFront, textBlock, USAGE, type Front } from './anthropic-provider.ts'
import { sendJson, silent, startRig, TOKEN } from './harness.ts'

const hello = message([{ type: 'text', text: 'hello' }])
async function json(response: Response | Promise<Response>): Promise<JsonObject> {
  return JSON.parse(await (await response).text()) as JsonObject
}

describe('services of layers', () => {
  /** A gateway whose kernel has one layer that provides a service. */
  async function withService(name: string, service: object, onReply?: () => Promise<void>): Promise<Front> {
    const layer = definePlugin({
      name: 'service',
      version: '1.0.0',
      manifest: { api: 1, hooks: onReply ? { onOutbound: { judge: ['deny'] } } : {}, provides: [name] },
      codes: {},
      config: z.strictObject({}),
      setup: ({ provide }) => {
        provide(token<object>(name), service)
        return onReply ? { onOutbound: { judge: () => onReply().then(() => undefined) } } : {}
      },
    })
    const kernel = await createKernel({ plugins: [use(layer)], logger: silent() })
    return startFront({ unscannedParts: ['image'] }, { wall: { for: () => kernel } })
  }

  test('tools that ToolPolicy hides are left out', async () => {
    await using hidden = await withService('ToolPolicy', {
      visible: (tools: string[]) => Promise.resolve(tools.filter((name) => name !== 'rm')),
    })
    hidden.plays(hello)
    const tools = ['read', 'rm'].map((name) => ({ name, input_schema: { type: 'object' } }))
    await hidden.raw(question('a', { tools, tool_choice: { type: 'any' } }))
    expect(hidden.sent()).toMatchObject({ tools: [tools[0]], tool_choice: { type: 'any' } })
    await hidden.raw(question('a', { tools: [tools[1] ?? {}], tool_choice: { type: 'auto' } }))
    expect(hidden.sent()).not.toHaveProperty('tools')
    expect(hidden.sent()).not.toHaveProperty('tool_choice')
    for (const more of [
      { tools, tool_choice: { type: 'tool', name: 'rm' } },
      { tools: [tools[1] ?? {}], tool_choice: { type: 'any' } },
    ])
      expect(await json(hidden.raw(question('a', more)))).toMatchObject({ ringwall: { code: 'TOOL_HIDDEN' } })
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
    const usage = { inputTokens: 15, outputTokens: 7, cachedInputTokens: 3, cacheWriteTokens: 0 }
    const last = async (body: JsonObject, next: Parameters<Front['plays']>[0]) => {
      counted.plays(next)
      await (await counted.raw(body)).text()
      return told.pop()
    }
    const image = { type: 'image', source: { type: 'base64', data: 'A'.repeat(50_000) } }
    expect(await last(question([image]), hello)).toEqual({
      outcome: 'answered',
      usage,
      outputBytes: expect.any(Number),
    })
    expect(asked).toMatchObject({ provider: '127.0.0.1', model: MODEL, choices: 1, maxOutputTokens: 100 })
    expect(asked.inputBytes).toBeLessThan(5000)
    const hiding = {
      role: 'assistant',
      content: [{ type: 'tool_use', id: 't', name: 'a', input: { content: [image] } }],
    }
    const result = { type: 'tool_result', tool_use_id: 't', content: 'B'.repeat(9000) }
    await last({ ...question('a'), messages: [hiding, { role: 'user', content: [result] }] }, hello)
    expect(asked.inputBytes).toBeGreaterThan(59_000)
    const stream = question('a', { stream: true })
    expect(await last(stream, start + textBlock(0, 'a') + end())).toEqual({
      outcome: 'answered',
      usage,
      outputBytes: expect.any(Number),
    })
    expect(await last(stream, start + textBlock(0, 'né', 'a'))).toMatchObject({ outcome: 'failed', outputBytes: 4 })
    expect(await last(stream, (response) => sendJson(response, {}, 529))).toMatchObject({ outcome: 'failed' })
    expect(await last(stream, (response) => sendJson(response, {}, 429))).toMatchObject({ outcome: 'refused' })
    expect(await last(question('a'), { ...hello, usage: null })).toEqual({
      outcome: 'answered',
      usage: undefined,
      outputBytes: 5,
    })
    refuses = true
    const response = await counted.raw(question('a'))
    expect(response.headers.get('retry-after')).toBe('2')
    expect(await json(response)).toMatchObject({
      stop_reason: 'refusal',
      content: [{ text: 'Enough.' }],
      ringwall: { code: 'SPENT' },
    })
    expect(USAGE.input_tokens + USAGE.cache_read_input_tokens).toBe(usage.inputTokens)
  })

  test('a settlement that fails before the reply is checked refuses the reply, and ends no process', async () => {
    const loose: unknown[] = []
    const note = (error: unknown): void => void loose.push(error)
    process.on('unhandledRejection', note)
    try {
      let checked = 0
      await using lost = await withService(
        'Budget',
        {
          reserve: () => Promise.resolve({ hold: {} }),
          settle: () => Promise.reject(new Error('the store is lost')),
        },
        async () => {
          for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve))
          checked++
        },
      )
      lost.plays(hello)
      const response = await lost.raw(question('a'))
      expect([response.status, checked]).toEqual([500, 1])
      expect(await response.text()).not.toContain('hello')
    } finally {
      process.off('unhandledRejection', note)
    }
    expect(loose).toEqual([])
  })

  test('a layer that knows the tokens sees the key as a bearer token, unless there is one', async () => {
    const seen: unknown[] = []
    await using known = await withService('GatewayAuth', {
      refuseUrl: () => Promise.resolve(undefined),
      createFirst: () => Promise.resolve(undefined),
      authenticate: ({ headers }: { headers: [string, string][] }) => {
        seen.push(headers.filter(([name]) => /^(?:authorization|x-api-key)$/i.test(name)).map(([, value]) => value))
        const refusal = { code: 'NO', status: 401, message: 'No.', fix: 'Never.', headers: {} }
        return Promise.resolve({ refusal })
      },
    })
    const response = await known.raw(question('a'))
    expect(await json(response)).toMatchObject({ error: { type: 'authentication_error' }, ringwall: { code: 'NO' } })
    await known.raw(question('a'), { authorization: 'Bearer other' })
    expect(seen).toEqual([[`Bearer ${TOKEN}`], expect.arrayContaining(['Bearer other', TOKEN])])
  })
})

test('without a provider a client of messages is told so', async () => {
  await using bare = await startRig()
  const response = await fetch(`${bare.gateway.url}/v1/messages`, {
    method: 'POST',
    headers: { 'x-api-key': TOKEN, 'anthropic-version': '2023-06-01', 'content-type': 'application/json' },
    body: JSON.stringify(question('hi')),
  })
  expect(response.status).toBe(404)
  expect(await json(response)).toMatchObject({
    error: { type: 'not_found_error', message: expect.stringContaining('gateway.upstream.url') },
  })
})
