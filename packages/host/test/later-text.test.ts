import { createKernel, use, type Kernel } from '@ringwall/core'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { denialOf, LaterText, NOTHING, PARAGRAPH, Said, type Before, type Checked } from '../src/index.ts'
import { listen, session, startKernel, words } from './words.ts'

const BEFORE: Before = { written: 'It is SECR', released: 'It is SECR' }

async function judgeWith(kernel: Kernel, body: string): Promise<Checked<string>> {
  const decision = await kernel.onOutbound({ destination: 'user', body }, session)
  const denial = denialOf(decision)
  return denial ? { denial } : { value: String(decision.payload?.body) }
}

/** What comes of a text in pieces, behind another. */
async function stream(
  kernel: Pick<Kernel, 'outboundStream'>,
  before: Before,
  pieces: readonly string[],
): Promise<{ readonly text: LaterText; readonly told: readonly string[]; readonly denied: boolean }> {
  const told: string[] = []
  let denied = false
  const stop = async (): Promise<void> => void (denied = true)
  const text = new LaterText({ kernel, session }, {}, before, { ...listen(told), deny: stop, fail: stop })
  for (const piece of pieces) await text.write(piece)
  await text.close()
  expect(text.released).toBe(told.join(''))
  return { text, told, denied }
}

test('a text behind nothing is judged by itself', async () => {
  const { text, told } = await stream(await startKernel(), NOTHING, ['LE', 'A, or not'])
  expect(told.join('')).toBe('LEA, or not')
  expect(text.isUnchanged).toBe(true)
})

test('a text behind one of which nothing came is judged by itself, as it is read', async () => {
  const { text, denied } = await stream(await startKernel(), { written: 'LE', released: '' }, ['AK'])
  expect([denied, text.released]).toEqual([false, 'AK'])
})

test('what would be one with the text before is parted from it', async () => {
  const { text, told, denied } = await stream(await startKernel(), BEFORE, ['ET-1', '2!'])
  expect(told.join('')).toBe(`${PARAGRAPH}ET-12!`)
  expect([denied, text.isUnchanged, text.written]).toEqual([false, false, `${PARAGRAPH}ET-12!`])
  const leak = await stream(await startKernel(), { written: 'LE', released: 'LE' }, ['AK'])
  expect([leak.denied, leak.text.released]).toEqual([false, `${PARAGRAPH}AK`])
})

test('what is denied by itself is denied behind another, and after it was shown in part', async () => {
  const kernel = await startKernel()
  expect(await stream(kernel, BEFORE, ['LEAK'])).toMatchObject({ denied: true, told: [] })
  const shown = await stream(kernel, BEFORE, ['a long enough beginning, ', 'then LEAK'])
  expect(shown.denied).toBe(true)
  expect(shown.told.join('')).not.toContain('LEAK')
})

test('a stream that breaks before anything was shown is begun anew once, and then told of', async () => {
  let opened = 0
  const outboundStream: Kernel['outboundStream'] = () => {
    opened++
    const transform = (): never => {
      throw new Error('cut')
    }
    return Object.assign(new TransformStream<string, string>({ transform }), {
      decision: Promise.withResolvers<never>().promise,
    })
  }
  expect(await stream({ outboundStream }, BEFORE, ['hello'])).toMatchObject({ denied: true, told: [] })
  expect(opened).toBe(2)
})

test('a kernel that opens no second stream fails the close: nothing goes on as if the text had ended', async () => {
  const kernel = await startKernel()
  let opened = 0
  const outboundStream: Kernel['outboundStream'] = (...args) => {
    if (++opened > 1) throw new Error('no stream')
    return kernel.outboundStream(...args)
  }
  for (const [before, piece] of [
    [BEFORE, 'ET-12'],
    [{ written: 'LE', released: 'LE' }, 'AK, and so much more'],
  ] as const) {
    opened = 0
    await expect(stream({ outboundStream }, before, [piece])).rejects.toThrow('no stream')
  }
})

test('nothing is delivered once it is cancelled', async () => {
  const kernel = await startKernel()
  const sink = listen()
  const text = new LaterText({ kernel, session }, {}, BEFORE, sink)
  await text.write('ET-12')
  text.cancel()
  await text.close()
  expect(sink.told).toEqual([])
})

test('a text that reaches far back is the last that is looked back to, and counts whole', () => {
  const said = new Said()
  said.add('text', { written: 'far', released: 'far' })
  said.add('text', { written: 'w'.repeat(30_000), released: 'r' })
  said.add('text', { written: 'near', released: 'near' })
  said.add('other', { written: 'apart', released: 'apart' })
  expect(said.before('text')).toEqual({ written: `${'w'.repeat(30_000)}near`, released: 'rnear' })
  expect(said.before('none')).toEqual(NOTHING)
})

test('texts of nothing take no room, however many there are', () => {
  const said = new Said()
  said.add('text', { written: 'near', released: 'near' })
  const start = performance.now()
  for (let at = 0; at < 100_000; at++) said.add('text', NOTHING)
  expect(performance.now() - start).toBeLessThan(2000) // where each is kept, minutes
  expect(said.before('text')).toEqual({ written: 'near', released: 'near' })
})

const PIECES = [
  'SECR',
  'ET-',
  '12',
  'SECRET-34',
  'LE',
  'A',
  'K',
  'LEAK',
  ' and then some more words ',
  '',
  '\n\n',
  '[gone]',
]
const texts = fc.array(fc.array(fc.constantFrom(...PIECES), { maxLength: 6 }), { minLength: 1, maxLength: 4 })

let kernel: Kernel
beforeAll(async () => {
  kernel = await createKernel({ plugins: [use(words)] })
  return () => kernel.close()
})

test('whatever stands apart, streamed or whole: nothing denied or secret is read, and both come to the same', async () => {
  await fc.assert(
    fc.asyncProperty(texts, async (all) => {
      const [streamed, whole] = [new Said(), new Said()]
      let read = ''
      for (const pieces of all) {
        const { text, denied } = await stream(kernel, streamed.before('text'), pieces)
        const once = await whole.text('text', pieces.join(''), (body) => judgeWith(kernel, body))
        read += text.released
        expect(read).not.toMatch(/LEAK|SECRET-\d\d/)
        // What was shown in part cannot be parted any more.
        if (denied) return
        expect(once.value).toBe(text.released)
        streamed.add('text', text)
        expect(streamed.before('text')).toEqual(whole.before('text'))
      }
    }),
    { numRuns: 300 },
  )
})
