import { generateText, Output, stepCountIs, tool, ToolLoopAgent, type ToolSet } from 'ai'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Denied } from '../src/index.ts'
import { call, model, phrase, promptOf, say, setUp, type Step } from './harness.ts'

const text = z.object({ to: z.string() })

describe('a prompt', () => {
  it('reaches the model as the layers want it, under the source of each part', async () => {
    const { guard, seen } = await setUp()
    const stub = model([say('ok')])
    await generateText({
      model: guard.model(stub),
      instructions: 'Be kind, EVIL or not.',
      messages: [
        { role: 'user', content: 'hush now' },
        { role: 'assistant', content: [{ type: 'text', text: 'so be it' }] },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'read this' },
            { type: 'file', mediaType: 'text/plain', data: Buffer.from('a canary, hush'), filename: 'a.txt' },
          ],
        },
      ],
    })
    const [sent] = stub.doGenerateCalls
    expect(sent?.prompt.map(({ role }) => role)).toEqual(['system', 'system', 'user', 'assistant', 'user'])
    expect(sent?.prompt[1]).toEqual({ role: 'system', content: 'Mind the canary.' })
    expect(promptOf(stub.doGenerateCalls, 0)).toContain('[gone] now')
    const file = sent?.prompt[4]?.content[1]
    expect(file).toMatchObject({ data: { type: 'data', data: Buffer.from('a canary, [gone]').toString('base64') } })
    const inbound = seen.filter(({ hook }) => hook === 'onInbound').map(({ source, text }) => `${source}: ${text}`)
    expect(inbound).toEqual([
      'user: hush now',
      'channel: so be it',
      'user: read this',
      'user: filename\na.txt',
      'document: a canary, hush',
      'user: read this a canary, hush',
    ])
  })

  it('that is denied never reaches the model; an old turn only loses its content', async () => {
    const { guard } = await setUp()
    const stub = model([say('ok')])
    const asked = generateText({ model: guard.model(stub), prompt: 'EVIL' })
    await expect(asked).rejects.toMatchObject({ name: 'Denied', code: 'EVIL', layer: 'words', reason: 'An evil word.' })
    expect(stub.doGenerateCalls).toHaveLength(0)
    await generateText({
      model: guard.model(stub),
      messages: [
        { role: 'user', content: 'EVIL' },
        { role: 'assistant', content: 'no' },
        { role: 'user', content: 'and now?' },
      ],
    })
    expect(promptOf(stub.doGenerateCalls, 0)).toContain('[removed by Ringwall: EVIL]')
  })

  it('cut into parts is judged in one go too', async () => {
    const { guard } = await setUp({ plugins: [phrase('do evil now')] })
    const content = ['please do', 'evil now'].map((text) => ({ type: 'text', text }) as const)
    const asked = generateText({ model: guard.model(model()), messages: [{ role: 'user', content }] })
    await expect(asked).rejects.toMatchObject({ code: 'PHRASE' })
  })

  it.each([
    ['an image', { type: 'file', mediaType: 'image/png', data: new Uint8Array([1]) }, 'AI_CONTENT_UNSCANNED'],
    [
      'bytes that are no text',
      { type: 'file', mediaType: 'text/plain', data: new Uint8Array([0xff]) },
      'AI_CONTENT_UNSCANNED',
    ],
  ] as const)('with %s is held', async (_name, part, code) => {
    const { guard } = await setUp()
    const asked = generateText({ model: guard.model(model()), messages: [{ role: 'user', content: [part] }] })
    await expect(asked).rejects.toMatchObject({ code })
  })

  it('with an image passes where the host allows it', async () => {
    const { guard } = await setUp({ unscanned: ['image'] })
    const stub = model([say('a cat')])
    const content = [{ type: 'file', mediaType: 'image/png', data: new Uint8Array([1]) } as const]
    const { text } = await generateText({ model: guard.model(stub), messages: [{ role: 'user', content }] })
    expect(text).toBe('a cat')
  })

  it('with a part that is not known is held', async () => {
    const { guard } = await setUp()
    const wrapped = guard.model(model())
    const part = { type: 'hologram', text: 'x' } as never
    const asked = wrapped.doGenerate({ prompt: [{ role: 'user', content: [part] }] })
    await expect(asked).rejects.toMatchObject({ code: 'AI_PART_UNKNOWN' })
    const role = { role: 'oracle', content: 'x' } as never
    await expect(wrapped.doGenerate({ prompt: [role] })).rejects.toMatchObject({ code: 'AI_PART_UNKNOWN' })
  })

  it('brings results of tools that no guard has seen, of every kind', async () => {
    const { guard, seen } = await setUp()
    const stub = model()
    const result = (output: object): never =>
      ({ role: 'tool', content: [{ type: 'tool-result', toolCallId: 'c', toolName: 't', output }] }) as never
    const wrapped = guard.model(stub)
    const outputs = [
      { type: 'text', value: 'plain' },
      { type: 'error-text', value: 'broken' },
      { type: 'json', value: { a: 'hush' } },
      {
        type: 'content',
        value: [
          { type: 'text', text: 'one' },
          { type: 'file', mediaType: 'text/plain', data: { type: 'text', text: 'two' } },
        ],
      },
      { type: 'execution-denied', reason: 'no' },
    ]
    await wrapped.doGenerate({ prompt: outputs.map(result) })
    expect(stub.doGenerateCalls[0]?.prompt.map(({ content }) => (content[0] as { output: object }).output)).toEqual([
      { type: 'text', value: '<<plain>>' },
      { type: 'error-text', value: '<<broken>>' },
      { type: 'json', value: { a: '[gone]' } },
      {
        type: 'content',
        value: [
          { type: 'text', text: '<<one>>' },
          { type: 'file', mediaType: 'text/plain', data: { type: 'text', text: '<<two>>' } },
        ],
      },
      { type: 'execution-denied', reason: 'no' },
    ])
    expect(seen.some(({ text, meta }) => text === 'one two' && (meta as { joined?: boolean }).joined)).toBe(true)
    const image = { type: 'file', mediaType: 'image/png', data: { type: 'data', data: 'AAAA' } }
    await wrapped.doGenerate({ prompt: [result({ type: 'content', value: [image, { type: 'text', text: 'a cat' }] })] })
    const shown = promptOf(stub.doGenerateCalls, 1)
    expect(shown).toMatch(/\[AI_CONTENT_UNSCANNED: .*<<a cat>>/)
    expect(shown).not.toContain('AAAA')
    await expect(wrapped.doGenerate({ prompt: [result({ type: 'picture' })] })).rejects.toMatchObject({
      code: 'AI_PART_UNKNOWN',
    })
    await expect(wrapped.doGenerate({ prompt: [result({ type: 'json', value: ['EVIL'] })] })).rejects.toMatchObject({
      code: 'EVIL',
    })
  })
})

describe('a reply', () => {
  it('leaves as the layers want it, also where a secret is cut in two', async () => {
    const { guard } = await setUp()
    const whole = await generateText({ model: guard.model(model([say('it is SECRET-1234.')])), prompt: 'x' })
    expect(whole.text).toBe('it is [gone].')
    const bare = await guard.model(model([say('it is SECRET-1234.')])).doGenerate({ prompt: [] })
    expect(JSON.stringify(bare)).not.toContain('SECRET') // nor in the provider's own body
    const cut = await generateText({ model: guard.model(model([say('it is SECRET'), say('-1234')])), prompt: 'x' })
    expect([cut.text, cut.finishReason]).toEqual(['it is [gone]', 'stop'])
  })

  it('that is denied tells why in its place, and calls nothing', async () => {
    const { guard } = await setUp()
    let ran = 0
    const tools = guard.tools({ read: tool({ inputSchema: text, execute: () => void ran++ }) })
    const stub = model([say('a LEAK'), call('read', { to: 'x' })])
    const {
      text: said,
      finishReason,
      providerMetadata,
    } = await generateText({ model: guard.model(stub), tools, prompt: 'x' })
    expect([said, finishReason, ran]).toEqual(['It stays here.', 'content-filter', 0])
    expect(providerMetadata?.ringwall).toMatchObject({
      outcome: 'deny',
      code: 'LEAK',
      layer: 'words',
      traceId: expect.any(String),
    })
  })

  it('may have reasoning, files and sources; each is judged', async () => {
    const { guard } = await setUp({ unscanned: ['image'] })
    const generate = (...step: Step): ReturnType<typeof generateText> =>
      generateText({ model: guard.model(model(step)), prompt: 'x' })
    const image = { type: 'data', data: 'AAAA' } as const
    const kept = await generate(
      { type: 'reasoning', text: 'as SECRET-1234 says', providerMetadata: { p: { signature: 's' } } },
      { type: 'source', sourceType: 'url', id: '1', url: 'https://example.com', title: 'x' },
      { type: 'file', mediaType: 'image/png', data: image },
      {
        type: 'file',
        mediaType: 'text/csv',
        data: { type: 'data', data: Buffer.from('SECRET-1234,1').toString('base64') },
      },
    )
    expect(kept.finishReason).toBe('stop')
    expect(kept.reasoningText).toBe('as [gone] says')
    expect(JSON.stringify(kept.reasoning)).not.toContain('signature') // it was of the text as it was
    expect(kept.sources).toHaveLength(1)
    expect(kept.files.map(({ mediaType }) => mediaType)).toEqual(['image/png', 'text/csv'])
    expect(Buffer.from(kept.files[1]?.base64 ?? '', 'base64').toString()).toBe('[gone],1')
    const stopped = await Promise.all([
      generate({ type: 'source', sourceType: 'url', id: '1', url: 'https://example.com/?LEAK' }),
      generate({ type: 'file', mediaType: 'audio/wav', data: image }),
      generate({ type: 'hologram', text: 'x' } as never),
      generate({ type: 'reasoning', text: 'LEAK' }),
      generate({ type: 'custom', kind: 'p.x', providerMetadata: { p: { x: 'LEAK' } } }),
    ])
    expect(stopped.map(({ finishReason }) => finishReason)).toEqual(Array.from({ length: 5 }, () => 'content-filter'))
  })

  it('may be structured', async () => {
    const { guard } = await setUp()
    const stub = model([say('{"to":"SECRET-1234"}')])
    const output = Output.object({ schema: text })
    const answer = await generateText({ model: guard.model(stub), prompt: 'x', output })
    expect(answer.output).toEqual({ to: '[gone]' })
  })

  it('whose provider ran a tool that is denied, or that returned an order, is stopped', async () => {
    const { guard } = await setUp()
    const ran = (toolName: string, result: string): Step => [
      { type: 'tool-call', toolCallId: '1', toolName, input: '{}', providerExecuted: true },
      { type: 'tool-result', toolCallId: '1', toolName, result },
      say('done'),
    ]
    const tools: ToolSet = {
      search: {
        type: 'provider',
        isProviderExecuted: true,
        id: 'p.search',
        args: {},
        inputSchema: z.object({}),
        outputSchema: z.string(),
      },
    }
    for (const [name, result, reason] of [
      ['search', 'fine', 'tool-calls'],
      ['search', 'EVIL', 'content-filter'],
      ['rm', 'fine', 'content-filter'],
    ] as const) {
      const answer = await generateText({ model: guard.model(model(ran(name, result))), tools, prompt: 'x' })
      expect(answer.finishReason, `${name} ${result}`).toBe(reason)
    }
  })

  it('that calls a tool without execute is judged here, and carries what was judged', async () => {
    const { guard, seen } = await setUp()
    const tools = guard.tools({
      mail: tool({ inputSchema: text, outputSchema: z.string() }),
      rm: tool({ inputSchema: text, outputSchema: z.string() }),
    })
    const kept = await generateText({ model: guard.model(model([call('mail', { to: 'NAME' })])), tools, prompt: 'x' })
    expect(kept.toolCalls[0]?.input).toEqual({ to: 'ada' })
    const stopped = await generateText({ model: guard.model(model([call('rm', { to: 'x' })])), tools, prompt: 'x' })
    expect([stopped.toolCalls, stopped.finishReason]).toEqual([[], 'content-filter'])
    const broken = model([{ type: 'tool-call', toolCallId: '1', toolName: 'mail', input: '{"to"' }])
    expect((await generateText({ model: guard.model(broken), tools, prompt: 'x' })).finishReason).toBe('content-filter')
    expect(seen.filter(({ hook }) => hook === 'onToolCall').map(({ tool }) => tool)).toEqual(['mail', 'rm'])
  })
})

describe('a loop', () => {
  it('judges a call once, runs it with what was judged, and tells the model what the layers let pass', async () => {
    const { guard, seen } = await setUp()
    const inputs: unknown[] = []
    const read = tool({
      inputSchema: text,
      execute: (input) => {
        inputs.push(input)
        return 'a canary and hush'
      },
    })
    const stub = model([call('read', { to: 'NAME' })], [say('done')])
    const agent = new ToolLoopAgent({ model: guard.model(stub), tools: guard.tools({ read }) })
    const { text: said } = await agent.generate({ prompt: 'x' })
    expect([said, inputs]).toEqual(['done', [{ to: 'ada' }]])
    expect(seen.filter(({ hook }) => hook === 'onToolCall')).toHaveLength(1)
    const last = promptOf(stub.doGenerateCalls, 1)
    expect(last).toContain('"<<a canary and [gone]>>"') // judged, and marked, once
    expect(last).toContain('Mind the canary.') // by a result too
  })

  it('tells the model of a denial as the error of the tool, with its code', async () => {
    const { guard } = await setUp()
    let ran = 0
    const execute = (): string => {
      ran++
      return 'EVIL'
    }
    const tools = guard.tools({
      rm: tool({ inputSchema: text, execute }),
      pay: tool({ inputSchema: text, execute }),
      read: tool({ inputSchema: text, execute }),
      fails: tool({
        inputSchema: text,
        execute: (): string => {
          throw new Error('EVIL')
        },
      }),
    })
    const stub = model(
      ['rm', 'pay', 'read', 'fails'].map((name) => call(name, { to: 'x' })),
      [say('I see')],
    )
    const answer = await generateText({ model: guard.model(stub), tools, prompt: 'x', stopWhen: stepCountIs(3) })
    expect([answer.text, ran]).toEqual(['I see', 1])
    const errors = answer.steps[0]?.content.flatMap((part) => (part.type === 'tool-error' ? [part.error] : [])) ?? []
    expect(errors.map((error) => (error instanceof Denied ? [error.code, error.outcome] : error))).toEqual([
      ['TOOL', 'deny'],
      ['ASK', 'ask'],
      ['EVIL', 'deny'],
      ['EVIL', 'deny'],
    ])
    const last = promptOf(stub.doGenerateCalls, 1)
    expect(last).toContain('Ringwall stopped this. TOOL: Not that tool. (trace ')
    expect(last).not.toContain('<<')
  })
})
