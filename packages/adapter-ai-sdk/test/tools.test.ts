import { createKernel, definePlugin, token, use, type Use } from '@ringwall/core'
import { dynamicTool, generateText, jsonSchema, stepCountIs, tool, type ToolSet } from 'ai'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createGuard, type Wall } from '../src/index.ts'
import { call, model, phrase, promptOf, say, session, setUp, streamOf, usage } from './harness.ts'

const inputSchema = z.object({ to: z.string() })

/** Runs one tool of a guarded set as the SDK does. */
async function run(tools: ToolSet, name: string, input: unknown, signal?: AbortSignal): Promise<unknown> {
  const options = { toolCallId: 'c', messages: [], context: {}, ...(signal ? { abortSignal: signal } : {}) }
  return tools[name]?.execute?.(input, options)
}

describe('a tool', () => {
  it('gets JSON that it may change, and gives JSON', async () => {
    const { guard } = await setUp()
    const tools = guard.tools({
      read: tool({
        inputSchema: z.any(),
        execute: (input: Record<string, unknown>) => ({
          ...Object.assign(input, { more: 1 }),
          at: new Date(0),
          none: undefined,
        }),
      }),
      big: tool({ inputSchema: z.any(), execute: () => 1n }),
      nothing: tool({ inputSchema: z.any(), execute: () => undefined }),
    })
    expect(await run(tools, 'read', { to: 'x' })).toEqual({ to: 'x', more: 1, at: '1970-01-01T00:00:00.000Z' })
    expect(await run(tools, 'nothing', undefined)).toBeUndefined()
    await expect(run(tools, 'big', {})).rejects.toMatchObject({ code: 'AI_TOOL_ARGS_INVALID' })
    await expect(run(tools, 'read', [1])).rejects.toMatchObject({ code: 'AI_TOOL_ARGS_INVALID' })
    await expect(run(tools, 'read', 'x')).rejects.toMatchObject({ code: 'AI_TOOL_ARGS_INVALID' })
  })

  it('has every result shown to the layers, also one without a text', async () => {
    const number = phrase('4111')
    for (const [value, shown] of [
      [42, '42'],
      [true, 'true'],
      [null, 'null'],
      [[1, 2], '[1,2]'],
      [{}, '{}'],
      [{ a: 1 }, 'a'],
    ] as const) {
      const { guard, seen } = await setUp({ plugins: [number] })
      const stub = model([call('count', {})], [say('done')])
      const tools = guard.tools({ count: tool({ inputSchema: jsonSchema({}), execute: (): unknown => value }) })
      await generateText({ model: guard.model(stub), tools, prompt: 'x', stopWhen: stepCountIs(2) })
      const results = seen.filter(({ source }) => source === 'tool')
      expect(results).toMatchObject([{ text: shown, meta: { tool: 'count', callId: 'call-count' } }])
      expect(stub.doGenerateCalls[1]?.prompt.at(-1)).toMatchObject({ content: [{ output: { type: 'json', value } }] })
    }
    const { guard } = await setUp({ plugins: [number] })
    const stub = model([call('count', {})], [say('done')])
    const tools = guard.tools({
      count: tool({ inputSchema: jsonSchema({}), execute: (): unknown => 4111222233334444 }),
    })
    await generateText({ model: guard.model(stub), tools, prompt: 'x', stopWhen: stepCountIs(2) })
    expect(promptOf(stub.doGenerateCalls, 1)).not.toContain('4111')
  })

  it('that hands out an iterator without being a generator shows its last value alone', async () => {
    const { guard } = await setUp()
    async function* values(): AsyncGenerator<string> {
      yield 'EVIL'
      yield 'fine'
    }
    expect(await run(guard.tools({ read: tool({ inputSchema, execute: () => values() }) }), 'read', { to: 'x' })).toBe(
      '<<fine>>',
    )
  })

  it('is not run, and gives nothing, once its call is aborted', async () => {
    const { guard } = await setUp()
    const controller = new AbortController()
    let ran = 0
    const tools = guard.tools({
      slow: tool({
        inputSchema,
        execute: () => {
          ran++
          controller.abort()
          return 'late'
        },
      }),
    })
    await expect(run(tools, 'slow', { to: 'x' }, controller.signal)).rejects.toMatchObject({ code: 'AI_ABORTED' })
    await expect(run(tools, 'slow', { to: 'x' }, controller.signal)).rejects.toMatchObject({ code: 'AI_ABORTED' })
    expect(ran).toBe(1)
  })

  it('sees no input that was not judged', async () => {
    const { guard } = await setUp()
    const seen: string[] = []
    const onInputAvailable = (): void => void seen.push('available')
    const tools = guard.tools({
      rm: tool({ inputSchema, onInputAvailable, onInputStart: onInputAvailable, execute: () => 'x' }),
    })
    await generateText({ model: guard.model(model([call('rm', { to: 'x' })])), tools, prompt: 'x' })
    expect(seen).toEqual([])
  })

  it('of an MCP server is known to the policy by its server; dynamic ones are guarded too', async () => {
    const { guard, seen } = await setUp()
    const read = dynamicTool({
      inputSchema: jsonSchema({ type: 'object' }),
      execute: () => ({ content: [{ type: 'text', text: 'a hush' }] }),
    })
    const stub = model([call('read', {})], [say('done')])
    const tools = guard.tools({ read }, { server: 'files' })
    await generateText({ model: guard.model(stub), tools, prompt: 'x', stopWhen: stepCountIs(2) })
    expect(seen.filter(({ hook }) => hook === 'onToolCall')).toMatchObject([
      { tool: 'mcp__files__read', meta: { server: 'files', callId: 'call-read' } },
    ])
    expect(promptOf(stub.doGenerateCalls, 1)).toContain('a [gone]')
    const definition = seen.find(({ source }) => source === 'skill')
    expect(definition?.meta).toMatchObject({ tool: 'mcp__files__read' })
  })

  it('with a description that is denied is not offered at all', async () => {
    const { guard } = await setUp()
    const tools = guard.tools({ read: tool({ description: 'EVIL', inputSchema, execute: () => 'x' }) })
    await expect(generateText({ model: guard.model(model()), tools, prompt: 'x' })).rejects.toMatchObject({
      code: 'EVIL',
    })
  })

  it('that another guard, or none, has seen is judged in the reply', async () => {
    const { guard, seen } = await setUp()
    const other = await setUp()
    const rm = tool({ inputSchema, execute: () => 'gone' })
    for (const tools of [{ rm }, other.guard.tools({ rm })]) {
      const answer = await generateText({ model: guard.model(model([call('rm', { to: 'x' })])), tools, prompt: 'x' })
      expect(answer.finishReason).toBe('content-filter')
    }
    expect(seen.filter(({ hook }) => hook === 'onToolCall')).toHaveLength(2)
    expect(other.seen).toEqual([])
  })
})

describe('tools that could only be denied', () => {
  function policy(visible: (names: readonly string[]) => Promise<readonly string[]>): Use {
    const ToolPolicy = token<{ visible: typeof visible }>('ToolPolicy')
    return use(
      definePlugin({
        name: 'policy',
        version: '1.0.0',
        manifest: { api: 1, hooks: {}, provides: ['ToolPolicy'] },
        codes: {},
        config: z.strictObject({}),
        setup: ({ provide }) => {
          provide(ToolPolicy, { visible })
          return {}
        },
      }),
    )
  }
  const client = tool({ inputSchema, outputSchema: z.string() })
  const tools = { rm: client, mail: client }

  it('are not shown to the model', async () => {
    const { guard } = await setUp({ plugins: [policy(async (names) => names.filter((name) => name !== 'rm'))] })
    const stub = model()
    await generateText({ model: guard.model(stub), tools: guard.tools(tools), prompt: 'x' })
    expect(stub.doGenerateCalls[0]?.tools?.map(({ name }) => name)).toEqual(['mail'])
    const insisting = generateText({
      model: guard.model(stub),
      tools: guard.tools(tools),
      toolChoice: { type: 'tool', toolName: 'rm' },
      prompt: 'x',
    })
    await expect(insisting).rejects.toMatchObject({ code: 'AI_TOOL_HIDDEN' })
  })

  it('stop a request that must call one, and all requests where nobody can tell', async () => {
    const none = await setUp({ plugins: [policy(async () => [])] })
    const stub = model()
    await generateText({ model: none.guard.model(stub), tools, prompt: 'x' })
    expect(stub.doGenerateCalls[0]).not.toHaveProperty('tools')
    const required = generateText({ model: none.guard.model(stub), tools, toolChoice: 'required', prompt: 'x' })
    await expect(required).rejects.toMatchObject({ code: 'AI_TOOL_HIDDEN' })
    const broken = await setUp({ plugins: [policy(() => Promise.reject(new Error('store')))] })
    await expect(generateText({ model: broken.guard.model(stub), tools, prompt: 'x' })).rejects.toMatchObject({
      code: 'AI_TOOLS_UNCHECKED',
    })
  })
})

describe('a wall that is broken', () => {
  const broken: Wall = {
    onInbound: () => Promise.reject(new Error('in')),
    onToolCall: () => Promise.reject(new Error('call')),
    onOutbound: () => Promise.reject(new Error('out')),
    outboundStream: () => {
      throw new Error('stream')
    },
    find: () => undefined,
  }

  /** A sound wall, save for one hook. */
  async function breaks(hook: keyof Wall): Promise<Wall> {
    const { kernel } = await setUp()
    return {
      ...kernel,
      ...Object.fromEntries(
        ['onInbound', 'onToolCall', 'onOutbound', 'outboundStream', 'find'].map((name) => [
          name,
          (kernel[name as keyof Wall] as (...given: never[]) => unknown).bind(kernel),
        ]),
      ),
      [hook]: broken[hook],
    } as Wall
  }

  it('lets nothing in, run or out', async () => {
    let ran = 0
    const stub = model([say('hello')], [say('hello')], [call('read', { to: 'x' })])
    const prompt = 'x'
    const read = tool({ inputSchema, execute: () => `run ${++ran}` })
    const inbound = createGuard({ kernel: await breaks('onInbound'), session })
    await expect(generateText({ model: inbound.model(stub), prompt })).rejects.toMatchObject({
      code: 'AI_GUARD_FAILED',
    })
    await expect(run(inbound.tools({ read }), 'read', { to: 'x' })).rejects.toMatchObject({ code: 'AI_GUARD_FAILED' })
    expect([ran, stub.doGenerateCalls.length]).toEqual([1, 0]) // it ran, and nobody learns what it returned
    const outbound = createGuard({ kernel: await breaks('onOutbound'), session })
    const stopped = await generateText({ model: outbound.model(stub), prompt })
    expect(stopped.finishReason).toBe('content-filter')
    expect(stopped.text).not.toContain('hello')
    const stream = createGuard({ kernel: await breaks('outboundStream'), session })
    const { stream: parts } = await stream.model(model([say('hello')])).doStream({ prompt: [] })
    const chunks = []
    for await (const part of parts) chunks.push(part)
    expect(JSON.stringify(chunks)).not.toContain('hel')
    expect(chunks.at(-1)).toMatchObject({ finishReason: { raw: 'AI_GUARD_FAILED' } })
    const calls = createGuard({ kernel: await breaks('onToolCall'), session })
    await expect(run(calls.tools({ read }), 'read', { to: 'x' })).rejects.toMatchObject({ code: 'AI_GUARD_FAILED' })
    expect(ran).toBe(1)
  })

  it('or closed denies everything', async () => {
    const kernel = await createKernel({ plugins: [] })
    const guard = createGuard({ kernel, session })
    const prompt = [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'x' }] }]
    const wrapped = guard.model(model([say('hello')], [say('hello')]))
    expect((await wrapped.doGenerate({ prompt })).content).toEqual([say('hello')])
    await kernel.close()
    await expect(wrapped.doGenerate({ prompt })).rejects.toMatchObject({ code: 'KERNEL_CLOSED', layer: 'kernel' })
  })

  it('is not gone around by parameters that nobody judged', async () => {
    const { guard } = await setUp()
    const stub = model()
    const params = { prompt: [] }
    const around = guard.middleware.wrapGenerate?.({
      doGenerate: () => stub.doGenerate(params),
      doStream: async () => streamOf([]),
      params,
      model: stub,
    })
    await expect(around).rejects.toMatchObject({ code: 'AI_GUARD_FAILED' })
    expect(stub.doGenerateCalls).toHaveLength(0)
    expect(usage.inputTokens.total).toBe(7)
  })
})
