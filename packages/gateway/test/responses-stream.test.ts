import type { JsonObject, JsonValue } from '@ringwall/core'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { GatewayError } from '../src/errors.ts'
import { inOrderOf } from '../src/responses/order.ts'
import { parseResponses } from '../src/responses/request.ts'
import { ResponseStream } from '../src/responses/response-stream.ts'
import { makeKernel } from './harness.ts'
import { call, end, itemEvents, start, text, textEvents } from './responses-provider.ts'

const { kernel } = await makeKernel()
afterAll(() => kernel.close())
const session = { tenantId: 't', agentId: 'a', sessionId: 's', channel: 'gateway', traceId: '0'.repeat(32) }
const request = parseResponses({ model: 'm', input: 'a', stream: true }, [])

/** What a client is sent of these events, and how it ended. */
async function play(
  events: readonly JsonObject[],
): Promise<{ sent: JsonObject[]; code: string | undefined; isOver: boolean }> {
  const sent: JsonObject[] = []
  const exit = { kernel, session, signal: new AbortController().signal, flush: async () => {} }
  const stream = new ResponseStream(request, exit, async (event) => void sent.push(event))
  try {
    for (const event of events) await stream.accept(JSON.stringify(event))
    await stream.finish()
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    await stream.flush()
    return { sent, code: error.code, isOver: stream.isOver }
  } finally {
    stream.cancel()
  }
  return { sent, code: undefined, isOver: stream.isOver }
}

const words = fc.constantFrom('a ', 'FORBID', 'DEN ', 'FORBIDDEN', 'sk-1234', '5678 ', 'sk-12345678', 'end. ')
const item = fc.oneof(
  fc.record({ kind: fc.constant('text'), words: fc.array(words, { minLength: 1, maxLength: 6 }) }),
  fc.record({ kind: fc.constantFrom('read', 'rm', 'pay'), words: fc.constant<string[]>([]) }),
  fc.record({ kind: fc.constant('telepathy'), words: fc.array(words, { minLength: 1, maxLength: 2 }) }),
)
function eventsOf(items: readonly { kind: string; words: readonly string[] }[]): readonly JsonObject[] {
  return items.flatMap(({ kind, words: said }, at) => {
    if (kind === 'text') return textEvents(at, ...said)
    if (kind === 'telepathy') return itemEvents(at, { id: `x_${at}`, type: kind, text: said.join('') })
    return itemEvents(at, call(kind, '{}', `fc_${at}`), '{', '}')
  })
}

/** All text of a stream, as a client shows it. */
function readBy(sent: readonly JsonObject[]): string {
  return sent.map(({ type, delta }) => (type === 'response.output_text.delta' ? String(delta) : '')).join('')
}

/** The texts with a line between those that a call stands between. */
function readAsOne(items: readonly { kind: string; words: readonly string[] }[]): string {
  return items
    .map(({ kind, words: said }) => (kind === 'text' ? said.join('') : kind === 'telepathy' ? '' : '\n'))
    .join('')
}

test('whatever a reply says in whatever pieces, nothing denied or secret leaves, and it ends once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(item, { maxLength: 5 }), async (items) => {
      const { sent, code, isOver } = await play([...start, ...eventsOf(items), end()])
      const told = JSON.stringify(sent)
      expect(told).not.toMatch(/FORBIDDEN|sk-[0-9]{8}|telepathy|"name":"(?:rm|pay)"/)
      // The official client's output_text puts nothing between two messages, whatever stands between them.
      expect(readBy(sent)).not.toMatch(/FORBIDDEN|sk-[0-9]{8}/)
      expect([code, isOver]).toEqual([undefined, true])
      expect(sent.filter(({ type }) => /^response\.(?:completed|incomplete)$/.test(String(type)))).toHaveLength(1)
      const isStopped =
        items.some(({ kind }) => kind === 'rm' || kind === 'pay') || readAsOne(items).includes('FORBIDDEN')
      expect(sent.at(-1)).toMatchObject({ type: isStopped ? 'response.incomplete' : 'response.completed' })
      checkPairs(sent)
    }),
    { numRuns: 150 },
  )
})

test('events in any order, or with some of them lost, leak nothing either', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(item, { minLength: 1, maxLength: 4 }).chain((items) => {
        const events = [...start, ...eventsOf(items), end()]
        return fc.oneof(fc.shuffledSubarray(events), fc.subarray(events))
      }),
      async (events) => {
        const { sent, code, isOver } = await play(events)
        expect(JSON.stringify(sent)).not.toMatch(/FORBIDDEN|sk-[0-9]{8}|telepathy|"name":"(?:rm|pay)"/)
        expect(readBy(sent)).not.toMatch(/FORBIDDEN|sk-[0-9]{8}/)
        expect(isOver || code !== undefined).toBe(true)
      },
    ),
    { numRuns: 200 },
  )
})

/** Every item that begins ends, at its own index, and the response at the end holds the same. */
function checkPairs(sent: readonly JsonObject[]): void {
  const ended: JsonValue[] = []
  const open = new Set<JsonValue | undefined>()
  for (const { type, output_index: index, item: each } of sent) {
    if (type === 'response.output_item.added') open.add(index)
    if (type !== 'response.output_item.done') continue
    expect(open.delete(index)).toBe(true)
    ended.push(each ?? null)
  }
  expect(open.size).toBe(0)
  const { response } = sent.at(-1) ?? {}
  expect(response).toMatchObject({ output: ended })
}

test('a text that comes without pieces is read all the same', async () => {
  const whole = (said: string) => [...start, ...itemEvents(0, text(said)), end()]
  expect(JSON.stringify((await play(whole('hello sk-12345678'))).sent.at(-1))).toContain('hello [REDACTED]')
  expect((await play(whole('FORBIDDEN'))).sent.at(-1)).toMatchObject({ type: 'response.incomplete' })
})

test('the order of keys is that of another value, and nothing else changes', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (written, value) => {
      expect(inOrderOf(written as JsonValue, value as JsonValue)).toEqual(value)
      expect(JSON.stringify(inOrderOf(value as JsonValue, value as JsonValue))).toBe(JSON.stringify(value))
    }),
  )
  expect(JSON.stringify(inOrderOf({ b: 1, a: [{ d: 1, c: 2 }] }, { a: [{ c: 2, d: 1 }], z: 0, b: 1 }))).toBe(
    '{"b":1,"a":[{"d":1,"c":2}],"z":0}',
  )
})
