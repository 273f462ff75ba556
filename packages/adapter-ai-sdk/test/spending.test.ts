import type { LanguageModelV4StreamPart } from '@ai-sdk/provider'
import { definePlugin, token, use, type Session, type Use } from '@ringwall/core'
import { APICallError } from 'ai'
import { MockLanguageModelV4 } from 'ai/test'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { model, say, setUp } from './harness.ts'

const prompt = [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'x' }] }]
const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })

/** A budget that notes what it is told. */
function budget(told: object[], answer: object = { hold: {} }, onAsked: () => void = () => undefined): Use {
  return use(
    definePlugin({
      name: 'budget',
      version: '1.0.0',
      manifest: { api: 1, hooks: {}, provides: ['Budget'] },
      codes: {},
      config: z.strictObject({}),
      setup: ({ provide }) => {
        provide(token<object>('Budget'), {
          reserve: async (_session: Session, asked: object) => (told.push(asked), onAsked(), answer),
          settle: async (_hold: object, report: object) => void told.push(report),
        })
        return {}
      },
    }),
  )
}

function failure(statusCode: number | undefined): APICallError {
  return new APICallError({
    message: 'no',
    url: 'https://model.example',
    requestBodyValues: {},
    cause: refused,
    ...(statusCode === undefined ? {} : { statusCode }),
  })
}

describe('a budget', () => {
  it('is asked before, and told after, with the counts of the provider and the bytes that were seen', async () => {
    const told: object[] = []
    const { guard } = await setUp({ plugins: [budget(told)] })
    const guarded = guard.model(model([say('four')], [say('five!')]))
    await guarded.doGenerate({ prompt, maxOutputTokens: 9 })
    const { stream } = await guarded.doStream({ prompt })
    await stream.pipeTo(new WritableStream())
    const asked = { provider: 'mock-provider', model: 'mock-model-id', choices: 1, inputBytes: expect.any(Number) }
    const usage = { inputTokens: 7, outputTokens: 3, cachedInputTokens: 2 }
    expect(told).toEqual([
      { ...asked, maxOutputTokens: 9 },
      { outcome: 'answered', outputBytes: 4, usage },
      asked,
      { outcome: 'answered', outputBytes: 5, usage },
    ])
  })

  it('that refuses stops the call before the model', async () => {
    const refusal = { layer: 'budget', code: 'B', message: 'No.', retryAfterMs: 9 }
    const { guard } = await setUp({ plugins: [budget([], { refusal })] })
    const stub = model([say('x')])
    const { message: reason, ...rest } = refusal
    await expect(guard.model(stub).doGenerate({ prompt })).rejects.toMatchObject({ ...rest, reason, outcome: 'deny' })
    expect(stub.doGenerateCalls).toHaveLength(0)
  })

  it('is told of nothing sent where the caller leaves while it is asked', async () => {
    const told: object[] = []
    const left = new AbortController()
    const { guard } = await setUp({ plugins: [budget(told, { hold: {} }, () => left.abort())] })
    const stub = model([say('x')])
    await expect(guard.model(stub).doGenerate({ prompt, abortSignal: left.signal })).rejects.toMatchObject({
      code: 'AI_ABORTED',
    })
    expect(told.slice(1)).toEqual([{ outcome: 'cancelled', outputBytes: 0 }])
    expect(stub.doGenerateCalls).toHaveLength(0)
  })

  it.for([
    [failure(undefined), 'unreached'],
    [failure(429), 'refused'],
    [failure(408), 'failed'],
    // A router that could not reach its model has answered all the same.
    [failure(502), 'failed'],
    [new Error('odd'), 'failed'],
  ] as const)('is told how a call ended that threw: %s, %s', async ([error, outcome]) => {
    const told: object[] = []
    const { guard } = await setUp({ plugins: [budget(told)] })
    const stub = new MockLanguageModelV4({ doGenerate: () => Promise.reject(error) })
    await expect(guard.model(stub).doGenerate({ prompt })).rejects.toBe(error)
    expect(told.slice(1)).toEqual([{ outcome, outputBytes: 0 }])
  })

  it.for([refused, failure(undefined), failure(429), failure(400)])(
    'is told of a stream that broke behind words as of one that was sent: %s',
    async (error) => {
      const told: object[] = []
      const { guard } = await setUp({ plugins: [budget(told)] })
      const parts: LanguageModelV4StreamPart[] = [
        { type: 'text-start', id: '1' },
        { type: 'text-delta', id: '1', delta: 'so far' },
      ]
      const stream = new ReadableStream<LanguageModelV4StreamPart>({
        pull(controller) {
          const part = parts.shift()
          if (part) controller.enqueue(part)
          else controller.error(error)
        },
      })
      const guarded = await guard
        .model(new MockLanguageModelV4({ doStream: async () => ({ stream }) }))
        .doStream({ prompt })
      await expect(guarded.stream.pipeTo(new WritableStream())).rejects.toBe(error)
      expect(told.slice(1)).toEqual([{ outcome: 'failed', outputBytes: 6 }])
    },
  )
})
