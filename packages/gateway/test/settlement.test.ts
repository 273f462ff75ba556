import { definePlugin, token, use, type Use } from '@ringwall/core'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import {
  ask,
  chunk,
  completion,
  openSse,
  readStream,
  sendJson,
  startProvider,
  startRig,
  until,
  type Provider,
  type Rig,
} from './harness.ts'

type Answer = Parameters<typeof startProvider>[0]

/** A gateway before a provider, with a budget. */
async function start(answer: Answer, budget: object): Promise<{ readonly rig: Rig; readonly provider: Provider }> {
  const layer: Use = use(
    definePlugin({
      name: 'budget',
      version: '1.0.0',
      manifest: { api: 1, hooks: {}, provides: ['Budget'] },
      codes: {},
      config: z.strictObject({}),
      setup: ({ provide }) => {
        provide(token<object>('Budget'), budget)
        return {}
      },
    }),
  )
  const provider = await startProvider(answer)
  const rig = await startRig(provider, {}, {}, [layer])
  onTestFinished(async () => {
    await rig[Symbol.asyncDispose]()
    await provider.close()
  })
  return { rig, provider }
}

test('a budget that cannot count the end of a stream that broke keeps nobody from being told, and ends no process', async () => {
  const unhandled: unknown[] = []
  const note = (error: unknown): void => void unhandled.push(error)
  process.on('unhandledRejection', note)
  onTestFinished(() => void process.off('unhandledRejection', note))
  const cut: Answer = (response) => openSse(response).write(chunk({ content: 'hello' }), () => response.destroy())
  const settle = (): Promise<never> => Promise.reject(new Error('no books'))
  const { rig } = await start(cut, { reserve: async () => ({ hold: {} }), settle })
  const { text, isDone, error } = readStream(await (await rig.post(ask('hi', { stream: true }))).text())
  expect({ text, isDone, code: error?.code }).toEqual({ text: ['hello'], isDone: false, code: 'UPSTREAM_INTERRUPTED' })
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(unhandled).toEqual([])
})

test('a client that leaves while its call is reserved is charged nothing, as nothing is sent', async () => {
  const told: unknown[] = []
  const reserved = Promise.withResolvers<{ readonly hold: object }>()
  const left = new AbortController()
  const { rig, provider } = await start((response) => sendJson(response, completion({ content: 'hello' })), {
    reserve: () => {
      left.abort()
      setTimeout(() => reserved.resolve({ hold: {} }), 100)
      return reserved.promise
    },
    settle: async (_hold: object, { outcome }: { readonly outcome: string }) => void told.push(outcome),
  })

  await expect(rig.post(ask('hi'), { signal: left.signal })).rejects.toThrow('aborted')
  await until(() => told.length > 0)
  expect([told, provider.requests]).toEqual([['cancelled'], []])
})
