import type { Kernel, OutboundStream } from '@ringwall/core'
import { expect, test, vi } from 'vitest'
import { TextStream } from '../src/index.ts'
import { listen, session, startKernel } from './words.ts'

/** A kernel whose streams are cut by whoever holds the controller. */
function breakable(): { readonly kernel: Pick<Kernel, 'outboundStream'>; readonly break: (error: Error) => void } {
  let control: TransformStreamDefaultController<string> | undefined
  const stream = new TransformStream<string, string>({ start: (controller) => void (control = controller) })
  const decision = new Promise<never>(() => undefined)
  const outboundStream = (): OutboundStream => Object.assign(stream, { decision })
  return { kernel: { outboundStream }, break: (error) => control?.error(error) }
}

test('pieces come as the layers release them, changed where they are', async () => {
  const kernel = await startKernel()
  const sink = listen()
  const text = new TextStream({ kernel, session }, {}, sink)
  for (const piece of ['a secret: SECR', 'ET-1', '2, and so on']) await text.write(piece)
  await text.close()
  expect(sink.told.join('')).toBe('a secret: [gone], and so on')
})

test('a denial is told once, behind what was released, and writes and closing do not fail for it', async () => {
  const kernel = await startKernel()
  const sink = listen()
  const text = new TextStream({ kernel, session }, {}, sink)
  for (const piece of ['a long enough beginning, LE', 'AK, ', 'and so on']) await text.write(piece)
  await text.close()
  await text.close()
  expect(sink.told.at(-1)).toBe('words LEAK A leak.')
  expect(sink.told.slice(0, -1).join('')).not.toContain('LEAK')
  expect(sink.told.filter((one) => one.includes('words'))).toHaveLength(1)
})

test('a layer that throws and a kernel that is closed deny', async () => {
  const kernel = await startKernel()
  const [broken, closed] = [listen(), listen()]
  const text = new TextStream({ kernel, session }, {}, broken)
  await text.write('it is broken')
  await text.close()
  expect(broken.told).toEqual([expect.stringContaining('words LAYER_FAILED')])
  await kernel.close()
  const late = new TextStream({ kernel, session }, {}, closed)
  await late.write('hello')
  await late.close()
  expect(closed.told).toEqual([expect.stringContaining('KERNEL_CLOSED')])
})

test('a stream that breaks is told of, as nobody judged the rest', async () => {
  const { kernel, break: cut } = breakable()
  const sink = listen()
  const text = new TextStream({ kernel, session }, {}, sink)
  await text.write('hello')
  await vi.waitFor(() => expect(sink.told).toEqual(['hello']))
  cut(new Error('cut'))
  await text.close()
  expect(sink.told).toEqual(['hello', 'failed: Error: cut'])
})

test('nothing is delivered once it is cancelled', async () => {
  const kernel = await startKernel()
  const sink = listen()
  const text = new TextStream({ kernel, session }, {}, sink)
  await text.write('a long enough beginning of a text')
  const before = sink.told.length
  text.cancel()
  await text.write('LEAK')
  await text.close()
  expect(sink.told).toHaveLength(before)
})

test('a sink that takes no more text is told why, and nobody waits for it', async () => {
  const kernel = await startKernel()
  const told: string[] = []
  const emit = (): Promise<void> => Promise.reject(new Error('gone'))
  const text = new TextStream({ kernel, session }, {}, { ...listen(told), emit })
  for (let at = 0; at < 100; at++) await text.write('a long enough text, which is written on and on. ')
  await text.close()
  expect(told).toEqual(['failed: Error: gone'])
})

test('a sink that takes not even the reason fails the close, and no one else', async () => {
  const kernel = await startKernel()
  const deny = (): Promise<void> => Promise.reject(new Error('gone'))
  const text = new TextStream({ kernel, session }, {}, { ...listen(), deny })
  await text.write('LEAK, behind which more than a window comes')
  await new Promise((resolve) => setTimeout(resolve, 20)) // an unhandled rejection would end the process
  await expect(text.close()).rejects.toThrow('gone')
})
