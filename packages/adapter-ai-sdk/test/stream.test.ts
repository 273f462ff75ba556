import type { LanguageModelV4StreamPart } from '@ai-sdk/provider'
import { stepCountIs, streamText, tool, ToolLoopAgent, type TextStreamPart, type ToolSet } from 'ai'
import { MockLanguageModelV4 } from 'ai/test'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { call, model, promptOf, say, setUp, streamOf, usage } from './harness.ts'

const inputSchema = z.object({ to: z.string() })
const finish: LanguageModelV4StreamPart = { type: 'finish', finishReason: { unified: 'stop', raw: undefined }, usage }

async function partsOf<T>(stream: AsyncIterable<T>): Promise<readonly T[]> {
  const parts: T[] = []
  for await (const part of stream) parts.push(part)
  return parts
}

function parrot(...parts: readonly LanguageModelV4StreamPart[]): MockLanguageModelV4 {
  return new MockLanguageModelV4({ doStream: async () => streamOf(parts) })
}

/** What comes out of the guarded model itself. */
async function through(
  stub: MockLanguageModelV4,
  options: Parameters<typeof setUp>[0] = {},
): Promise<readonly LanguageModelV4StreamPart[]> {
  const { guard } = await setUp(options)
  const { stream } = await guard
    .model(stub)
    .doStream({ prompt: [{ role: 'user', content: [{ type: 'text', text: 'x' }] }] })
  return partsOf(stream)
}

const textOf = (parts: readonly LanguageModelV4StreamPart[]): string =>
  parts.map((part) => (part.type === 'text-delta' ? part.delta : '')).join('')

describe('a streamed text', () => {
  it('leaves as the whole text would, with nothing of a secret that is cut into chunks or blocks', async () => {
    const parts = await through(model([say('it is SECRET-1234, is it')]))
    expect(textOf(parts)).toBe('it is [gone], is it')
    const blocks = await through(model([say('it is SECR'), say('ET-12'), say('34, is it')]))
    expect(textOf(blocks)).toBe('it is [gone], is it')
    expect(blocks.filter(({ type }) => type === 'text-start')).toHaveLength(1)
  })

  it('is released while the model still speaks', async () => {
    let push: ReadableStreamDefaultController<LanguageModelV4StreamPart> | undefined
    const stream = new ReadableStream<LanguageModelV4StreamPart>({ start: (controller) => void (push = controller) })
    const { guard } = await setUp()
    const { textStream } = streamText({
      model: guard.model(new MockLanguageModelV4({ doStream: async () => ({ stream }) })),
      prompt: 'x',
    })
    const reader = textStream[Symbol.asyncIterator]()
    push?.enqueue({ type: 'text-start', id: '1' })
    push?.enqueue({ type: 'text-delta', id: '1', delta: 'long enough to be beyond the window' })
    expect((await reader.next()).value).toMatch(/^long enough/)
    push?.enqueue({ type: 'text-end', id: '1' })
    push?.enqueue(finish)
    push?.close()
    const rest = await partsOf({ [Symbol.asyncIterator]: () => reader })
    expect(rest.join('')).toMatch(/window$/)
  })

  it('that is denied ends, and no call behind it is made', async () => {
    const { guard } = await setUp()
    let ran = 0
    const tools = guard.tools({ read: tool({ inputSchema, execute: () => void ran++ }) })
    const result = streamText({
      model: guard.model(model([say('there is a LEAK here'), call('read', { to: 'x' })])),
      tools,
      prompt: 'x',
    })
    const parts = await partsOf(result.fullStream)
    expect(await result.text).not.toContain('LEAK')
    expect(await result.text).toMatch(/It stays here\.$/)
    expect([await result.finishReason, ran]).toEqual(['content-filter', 0])
    expect(parts.some(({ type }) => type === 'tool-call')).toBe(false)
    expect((await result.providerMetadata)?.ringwall).toMatchObject({ code: 'LEAK' })
  })

  it('keeps what a provider says of reasoning, unless the layers changed it', async () => {
    const reasoning = (text: string): readonly LanguageModelV4StreamPart[] => [
      { type: 'reasoning-start', id: 'r' },
      { type: 'reasoning-delta', id: 'r', delta: text },
      { type: 'reasoning-delta', id: 'r', delta: '', providerMetadata: { p: { signature: 's' } } },
      { type: 'reasoning-end', id: 'r' },
    ]
    const kept = await through(parrot(...reasoning('let me think'), finish))
    expect(kept.find(({ type }) => type === 'reasoning-end')).toMatchObject({
      providerMetadata: { p: { signature: 's' } },
    })
    const changed = await through(parrot(...reasoning('SECRET-1234'), finish))
    expect(changed.find(({ type }) => type === 'reasoning-end')).not.toHaveProperty('providerMetadata')
    expect(JSON.stringify(changed)).not.toContain('1234')
    const denied = await through(parrot(...reasoning('LEAK'), finish))
    expect(denied.at(-1)).toMatchObject({ type: 'finish', finishReason: { unified: 'content-filter', raw: 'LEAK' } })
  })

  it.each([
    [['see SECRET-', '1234 there'], 'see SECRET-\n\n1234 there', [true, false]],
    [['SEC', 'RET-', '1234'], 'SECRET-\n\n1234', [true, true, false]],
    [['a LE', 'AK b'], 'a LE\n\nAK b', [true, false]],
    [['SECRET-1234 and', '', ' more', '.'], '[gone] and more.', [false, true, true, true]],
  ])(
    'judges blocks of reasoning across their seam, as `reasoningText` shows them: %j',
    async (texts, expected, kept) => {
      const ends = (signature: string) => ({ providerMetadata: { p: { signature } } })
      const parts = texts.flatMap((delta, at): readonly LanguageModelV4StreamPart[] => [
        { type: 'reasoning-start', id: `r${at}` },
        { type: 'reasoning-delta', id: `r${at}`, delta },
        { type: 'reasoning-end', id: `r${at}`, ...ends('s') },
      ])
      const out = await through(parrot(...parts, finish))
      expect(out.map((part) => (part.type === 'reasoning-delta' ? part.delta : '')).join('')).toBe(expected)
      const ended = out.filter(({ type }) => type === 'reasoning-end')
      expect(ended.map((part) => 'providerMetadata' in part)).toEqual(kept)
      const { guard } = await setUp()
      const whole = streamText({ model: guard.model(parrot(...parts, finish)), prompt: 'x' })
      expect(await whole.reasoningText).toBe(expected)
    },
  )

  it('judges blocks of reasoning that come in turns in the order in which they are shown', async () => {
    const out = await through(
      parrot(
        { type: 'reasoning-start', id: 'a' },
        { type: 'reasoning-delta', id: 'a', delta: 'SECRET-' },
        { type: 'reasoning-start', id: 'b' },
        { type: 'reasoning-delta', id: 'b', delta: '12' },
        { type: 'reasoning-delta', id: 'a', delta: '34' },
        { type: 'reasoning-end', id: 'b' },
        { type: 'reasoning-end', id: 'a' },
        finish,
      ),
    )
    expect(out.map((part) => (part.type === 'reasoning-delta' ? part.delta : '')).join('')).toBe('SECRET-12\n\n34')
  })

  it('denies what is denied in a later block', async () => {
    const block = (id: string, delta: string): readonly LanguageModelV4StreamPart[] => [
      { type: 'reasoning-start', id },
      { type: 'reasoning-delta', id, delta },
      { type: 'reasoning-end', id },
    ]
    const out = await through(parrot(...block('a', 'fine. '), ...block('b', 'a LEAK'), finish))
    expect(JSON.stringify(out)).not.toContain('a LEAK')
    // What has begun ends, whatever stopped it.
    const ids = (type: string) => out.filter((part) => part.type === type).map((part) => 'id' in part && part.id)
    expect(ids('reasoning-end')).toEqual(['a', 'b'])
    expect(out.at(-1)).toMatchObject({ type: 'finish', finishReason: { unified: 'content-filter', raw: 'LEAK' } })
  })
})

describe('a stream', () => {
  it('that is denied with its last words ends the text that it has begun', async () => {
    const out = await through(
      parrot(
        { type: 'text-start', id: 't' },
        { type: 'text-delta', id: 't', delta: 'a long beginning, then a LEA' },
        { type: 'text-delta', id: 't', delta: 'K' },
        { type: 'text-end', id: 't' },
        finish,
      ),
    )
    const shown = out.map((part) => ('id' in part ? `${part.type} ${part.id}` : part.type))
    expect(shown.filter((part) => !part.startsWith('text-delta'))).toEqual([
      'stream-start',
      'text-start t',
      'text-end t',
      'finish',
    ])
    expect(out.map((part) => (part.type === 'text-delta' ? part.delta : '')).join('')).toMatch(/\n\nIt stays here\.$/)
  })

  it('holds calls until all text has passed, under the name that is judged', async () => {
    const stub = parrot(
      { type: 'tool-input-start', id: 'c', toolName: 'mail' },
      { type: 'tool-input-delta', id: 'c', delta: '{"to":"SECRET-1234"}' },
      { type: 'tool-input-end', id: 'c' },
      { type: 'tool-call', toolCallId: 'c', toolName: 'rm', input: '{"to":"x"}' },
      finish,
    )
    const denied = await through(stub)
    expect(denied.map(({ type }) => type)).toEqual(['stream-start', 'text-start', 'text-delta', 'text-end', 'finish'])
    const fine = await through(model([call('mail', { to: 'NAME' })]))
    expect(fine.slice(1, -1)).toEqual([
      { type: 'tool-input-start', id: 'call-mail', toolName: 'mail' },
      { type: 'tool-input-delta', id: 'call-mail', delta: '{"to":"ada"}' },
      { type: 'tool-input-end', id: 'call-mail' },
      { type: 'tool-call', toolCallId: 'call-mail', toolName: 'mail', input: '{"to":"ada"}' },
    ])
  })

  it.each([
    ['a part that is not known', { type: 'hologram', text: 'x' } as never, 'AI_PART_UNKNOWN'],
    [
      'a file that no layer reads',
      { type: 'file', mediaType: 'image/png', data: { type: 'data', data: 'AAAA' } },
      'AI_CONTENT_UNSCANNED',
    ],
    [
      'a source that is denied',
      { type: 'source', sourceType: 'url', id: '1', url: 'https://example.com/LEAK' },
      'LEAK',
    ],
  ] as const)('with %s ends', async (_name, part, code) => {
    const parts = await through(parrot(part, finish))
    expect(parts.at(-1)).toMatchObject({ type: 'finish', finishReason: { unified: 'content-filter', raw: code } })
    expect(JSON.stringify(parts)).not.toContain('AAAA')
  })

  it('has nothing raw in it', async () => {
    const parts = await through(parrot({ type: 'raw', rawValue: 'SECRET-1234' }, finish))
    expect(parts.map(({ type }) => type)).toEqual(['stream-start', 'finish'])
  })

  it('that breaks off has no call in it', async () => {
    const parts = await through(parrot(call('mail', { to: 'x' }) as LanguageModelV4StreamPart))
    expect(parts.at(-1)).toMatchObject({ finishReason: { raw: 'AI_STREAM_FAILED' } })
    expect(parts.some(({ type }) => type === 'tool-call')).toBe(false)
  })

  it('that fails fails for the caller too, with nothing that was not judged', async () => {
    const { guard } = await setUp()
    const stream = new ReadableStream<LanguageModelV4StreamPart>({
      start(controller) {
        controller.enqueue({ type: 'text-start', id: '1' })
        controller.enqueue({ type: 'text-delta', id: '1', delta: 'SECRET-12' })
      },
      pull: (controller) => controller.error(new Error('reset')),
    })
    const wrapped = guard.model(new MockLanguageModelV4({ doStream: async () => ({ stream }) }))
    const guarded = await wrapped.doStream({ prompt: [] })
    await expect(partsOf(guarded.stream)).rejects.toThrow('reset')
  })

  it('that is left ends its guard and the model', async () => {
    const { guard, kernel } = await setUp()
    const left = Promise.withResolvers<unknown>()
    const stream = new ReadableStream<LanguageModelV4StreamPart>({
      start(controller) {
        controller.enqueue({ type: 'text-start', id: '1' })
        controller.enqueue({ type: 'text-delta', id: '1', delta: 'a long enough beginning of a text' })
      },
      cancel: left.resolve,
    })
    const ended = new Promise<string>((resolve) => {
      kernel.events.on('decision', ({ hook, decision }) => {
        if (hook === 'onOutbound') resolve(decision.rulings.map(({ code }) => code).join())
      })
    })
    const wrapped = guard.model(new MockLanguageModelV4({ doStream: async () => ({ stream }) }))
    const guarded = await wrapped.doStream({ prompt: [] })
    const reader = guarded.stream.getReader()
    await reader.read()
    await reader.cancel('enough')
    expect(await left.promise).toBe('enough')
    expect(await ended).toBe('STREAM_CANCELLED')
  })

  it('stops where its signal is aborted, also if the model goes on', async () => {
    const { guard } = await setUp()
    const stream = new ReadableStream<LanguageModelV4StreamPart>({
      pull: (controller) => controller.enqueue({ type: 'text-delta', id: '1', delta: 'and so on ' }),
    })
    const wrapped = guard.model(new MockLanguageModelV4({ doStream: async () => ({ stream }) }))
    const controller = new AbortController()
    const guarded = await wrapped.doStream({ prompt: [], abortSignal: controller.signal })
    const reader = guarded.stream.getReader()
    await reader.read()
    controller.abort()
    const drain = async (): Promise<void> => {
      while (!(await reader.read()).done);
    }
    await expect(drain()).rejects.toMatchObject({ name: 'AbortError' })
    await expect(wrapped.doStream({ prompt: [], abortSignal: controller.signal })).rejects.toMatchObject({
      code: 'AI_ABORTED',
    })
  })
})

describe('a streamed loop', () => {
  it('runs parallel calls each by its own ruling', async () => {
    const { guard } = await setUp()
    const inputs: string[] = []
    const run = tool({
      inputSchema,
      execute: ({ to }) => {
        inputs.push(to)
        return `to ${to}`
      },
    })
    const stub = model(
      [call('mail', { to: 'NAME' }), call('rm', { to: 'x' }), call('copy', { to: 'hush' })],
      [say('done')],
    )
    const agent = new ToolLoopAgent({
      model: guard.model(stub),
      tools: guard.tools({ mail: run, rm: run, copy: run }),
      stopWhen: stepCountIs(3),
    })
    const result = await agent.stream({ prompt: 'x' })
    const parts: readonly TextStreamPart<ToolSet>[] = await partsOf(result.fullStream)
    expect(inputs.toSorted()).toEqual(['ada', 'hush'])
    expect(parts.flatMap((part) => (part.type === 'tool-error' ? [part.toolName] : []))).toEqual(['rm'])
    expect(await result.text).toBe('done')
    const last = promptOf(stub.doStreamCalls, 1)
    expect(last).toContain('<<to ada>>')
    expect(last).toContain('<<to [gone]>>')
    expect(last).toContain('TOOL: Not that tool.')
  })

  it('guards each value of a tool that yields, and ends the tool where one is denied', async () => {
    const { guard } = await setUp()
    let ended = false
    const tools = guard.tools({
      watch: tool({
        inputSchema,
        async *execute() {
          try {
            yield 'one hush'
            yield 'EVIL'
            yield 'three'
          } finally {
            ended = true
          }
        },
      }),
      count: tool({
        inputSchema,
        async *execute() {
          yield 'one'
          yield 'two hush'
        },
      }),
    })
    const stub = model([call('watch', { to: 'x' }), call('count', { to: 'x' })], [say('done')])
    const result = streamText({ model: guard.model(stub), tools, prompt: 'x', stopWhen: stepCountIs(2) })
    const parts = await partsOf(result.fullStream)
    const shown = parts.flatMap((part) => (part.type === 'tool-result' && part.preliminary ? [part.output] : []))
    expect(shown.toSorted()).toEqual(['<<one [gone]>>', '<<one>>', '<<two [gone]>>'])
    expect(parts.flatMap((part) => (part.type === 'tool-error' ? [part.toolName] : []))).toEqual(['watch'])
    expect(ended).toBe(true)
    expect(promptOf(stub.doStreamCalls, 1)).toContain('<<two [gone]>>')
  })
})

it('cites what the layers let pass, whole or streamed', async () => {
  const cite = (citedText: string): object => ({ citations: [{ type: 'document', citedText }] })
  const streamed = async (citedText: string): Promise<unknown> => {
    const end = { type: 'text-end', id: '1', ...cite(citedText) } as LanguageModelV4StreamPart
    return (
      await through(parrot({ type: 'text-start', id: '1' }, { type: 'text-delta', id: '1', delta: 'so' }, end, finish))
    ).at(-2)
  }
  expect(await streamed('a page')).toMatchObject({ type: 'text-end', citations: [{ citedText: 'a page' }] })
  expect(await streamed('a LEAK')).toEqual({ type: 'text-end', id: '1' })
  const whole = async (citedText: string): Promise<unknown> => {
    const { guard } = await setUp()
    const { content } = await guard.model(model([{ ...say('so'), ...cite(citedText) }])).doGenerate({ prompt: [] })
    return content
  }
  expect(await whole('a page')).toMatchObject([{ text: 'so', citations: [{ citedText: 'a page' }] }])
  expect(await whole('a LEAK')).toEqual([{ type: 'text', text: 'so' }])
})

it('says the same whole and in any pieces', async () => {
  const words = [
    'it',
    ' is ',
    'SECRET-1234',
    'SECRET-12',
    'SECRET',
    '-1234',
    'LEAK',
    'LE',
    '\u{1f600}',
    '\n',
    'long words and no end ',
  ]
  const property = fc.asyncProperty(
    fc.array(fc.constantFrom(...words), { maxLength: 12 }),
    fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
    fc.boolean(),
    async (said, sizes, inBlocks) => {
      const text = said.join('')
      const { guard } = await setUp()
      const whole = await guard.model(model([say(text)])).doGenerate({ prompt: [] })
      const parted = await guard.model(model(said.map(say))).doGenerate({ prompt: [] })
      const pieces: string[] = []
      for (let at = 0, i = 0; at < text.length; i++) {
        const size = sizes[i % sizes.length] ?? 1
        pieces.push(text.slice(at, at + size))
        at += size
      }
      const parts = pieces.flatMap((delta, i): LanguageModelV4StreamPart[] => {
        const id = inBlocks ? String(i) : '0'
        const start: LanguageModelV4StreamPart = { type: 'text-start', id }
        const isNew = inBlocks || i === 0
        return [
          ...(isNew ? [start] : []),
          { type: 'text-delta', id, delta },
          ...(inBlocks ? [{ type: 'text-end', id } as const] : []),
        ]
      })
      const { stream } = await guard.model(parrot(...parts, finish)).doStream({ prompt: [] })
      const streamed = await partsOf(stream)
      const reason = streamed.at(-1)
      expect(reason?.type === 'finish' && reason.finishReason).toEqual(
        whole.finishReason.unified === 'stop' ? finish.finishReason : whole.finishReason,
      )
      const [plain, joined] = [whole, parted].map(({ content }) =>
        content.map((part) => (part.type === 'text' ? part.text : '')).join(''),
      )
      expect(joined).toBe(plain)
      if (whole.finishReason.unified === 'stop') expect(textOf(streamed)).toBe(plain)
      else expect(textOf(streamed)).not.toContain('LEAK')
    },
  )
  await fc.assert(property, { numRuns: 60 })
})

it('of a provider’s own tools is stopped by what they return, before anything of it is told', async () => {
  const ran = (result: string): MockLanguageModelV4 =>
    parrot(
      { type: 'tool-input-start', id: '1', toolName: 'search', providerExecuted: true },
      { type: 'tool-input-end', id: '1' },
      { type: 'tool-call', toolCallId: '1', toolName: 'search', input: '{}', providerExecuted: true },
      { type: 'tool-result', toolCallId: '1', toolName: 'search', result },
      finish,
    )
  const types = async (result: string): Promise<readonly string[]> =>
    (await through(ran(result))).map(({ type }) => type)
  expect(await types('fine')).toContain('tool-result')
  expect(await types('EVIL')).toEqual(['stream-start', 'text-start', 'text-delta', 'text-end', 'finish'])
})

it('of a prompt that is denied is an error, and no word of the model', async () => {
  const { guard } = await setUp()
  const errors: unknown[] = []
  const stub = model([say('hello')])
  const { fullStream } = streamText({
    model: guard.model(stub),
    prompt: 'EVIL',
    onError: ({ error }) => void errors.push(error),
  })
  const parts = await partsOf(fullStream)
  expect(errors).toMatchObject([{ code: 'EVIL' }])
  expect(parts.some(({ type }) => type === 'text-delta')).toBe(false)
  expect(stub.doStreamCalls).toHaveLength(0)
})
