import type { ServerResponse } from 'node:http'
import type { JsonObject } from '@ringwall/core'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  ask,
  chunk,
  event,
  openSse,
  readStream,
  startProvider,
  startRig,
  type Provider,
  type Rig,
  type Streamed,
} from './harness.ts'

/** What the provider of this file plays next. */
let play: (response: ServerResponse, body: JsonObject) => unknown
let provider: Provider
let rig: Rig

beforeAll(async () => {
  provider = await startProvider((response, body) => play(openSse(response), body))
  rig = await startRig(provider)
})
afterAll(async () => {
  await rig[Symbol.asyncDispose]()
  await provider.close()
})

async function stream(script: typeof play, more: JsonObject = {}): Promise<Streamed & { raw: string }> {
  play = script
  const response = await rig.post(ask('hi', { stream: true, ...more }))
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  const raw = await response.text()
  return { ...readStream(raw), raw }
}
const all =
  (...events: string[]) =>
  (response: ServerResponse) =>
    response.end(events.join(''))
const DONE = event('[DONE]')
const role = chunk({ role: 'assistant', content: '' })

/** Writes the bytes in pieces, each of which reaches the network by itself. */
async function writeSplit(response: ServerResponse, bytes: Buffer, cuts: readonly number[]): Promise<void> {
  let from = 0
  for (const to of [...cuts.filter((cut) => cut > 0 && cut < bytes.length).sort((a, b) => a - b), bytes.length]) {
    await new Promise((resolve) => response.write(bytes.subarray(from, to), resolve))
    from = to
  }
  response.end()
}

test('streams role, text, finish and end mark, in this order', async () => {
  const { chunks, isDone, text, finish } = await stream(
    all(role, chunk({ content: 'hel' }), chunk({ content: 'lo' }), chunk({}, 'stop'), DONE),
  )
  expect(text).toEqual(['hello'])
  expect(finish).toEqual(['stop'])
  expect(isDone).toBe(true)
  expect(chunks[0]).toMatchObject({ object: 'chat.completion.chunk', choices: [{ delta: { role: 'assistant' } }] })
  expect(new Set(chunks.map(({ id }) => id))).toEqual(new Set(['chatcmpl-1']))
})

describe('whatever the split', () => {
  const text = 'né 🐈 sk-12345678 and sk-87654321, 終わり'
  const expected = 'né 🐈 [REDACTED] and [REDACTED], 終わり'

  test('byte by byte', async () => {
    const bytes = Buffer.from(`: comment\r\n\r\n${role}${chunk({ content: text })}${chunk({}, 'stop')}${DONE}`)
    const cuts = Array.from(bytes.keys())
    const result = await stream((response) => writeSplit(response, bytes, cuts))
    expect(result.text).toEqual([expected])
    expect(result.isDone).toBe(true)
  })

  test('of text over events, also within a surrogate pair', async () => {
    const deltas = text.split('').map((content) => chunk({ content }))
    const result = await stream(all(role, ...deltas, chunk({}, 'stop'), DONE))
    expect(result.text).toEqual([expected])
    expect(result.raw).not.toContain('12345678')
    // No chunk on its own has half a pair.
    for (const { choices } of result.chunks) expect(JSON.stringify(choices)).not.toContain('\\ud')
  })

  test('of a character that never comes whole: a lone half of a pair stays as it is', async () => {
    for (const parts of [
      ['a\ud83d', 'b \ude00'],
      ['x \ud83d', '\ud83d', '\ude00 sk-1234', '5678 \udc00'],
      ['the end \ud83d'],
    ]) {
      const result = await stream(all(role, ...parts.map((content) => chunk({ content })), chunk({}, 'stop'), DONE))
      expect(result.text).toEqual([parts.join('').replace('sk-12345678', '[REDACTED]')])
    }
  })

  test('of bytes that are no UTF-8: the reply ends, and no replacement character stands for them', async () => {
    for (const broken of [[0xf0, 0x9f], [0xff], [0xed, 0xa0, 0xbd]]) {
      const [before = '', after = ''] = chunk({ content: 'one |' }).split('|')
      const bytes = Buffer.concat([Buffer.from(role + before), Buffer.from(broken), Buffer.from(after + DONE)])
      const cut = Buffer.byteLength(role + before) + 1
      play = (response) => writeSplit(response, bytes, [cut])
      const raw = await (await rig.post(ask('hi', { stream: true }))).text()
      expect(raw).not.toContain('\ufffd')
      expect(raw.toUpperCase()).toContain('UPSTREAM_INVALID')
      expect(raw).not.toContain(DONE)
    }
  })

  test('of text over events and of events over packets, at random', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(text.length), { maxLength: 12 }),
        fc.array(fc.nat(2000), { maxLength: 20 }),
        async (marks, cuts) => {
          const at = [0, ...marks.sort((a, b) => a - b), text.length]
          const deltas = at.slice(1).map((to, index) => chunk({ content: text.slice(at[index], to) }))
          const bytes = Buffer.from([role, ...deltas, chunk({}, 'stop'), DONE].join(''))
          const result = await stream((response) => writeSplit(response, bytes, cuts))
          expect(result.text).toEqual([expected])
          expect(result.finish).toEqual(['stop'])
        },
      ),
      { numRuns: 40 },
    )
  })
})

test('guards every text field and each choice by itself', async () => {
  const parts = ['sk-1234', '5678 ']
  const { raw, chunks, finish } = await stream(
    all(
      ...[0, 1].flatMap((index) =>
        parts.flatMap((part) => [
          chunk({ reasoning_content: part }, null, index),
          chunk({ refusal: part }, null, index),
          chunk({ content: part, reasoning: part, annotations: [part] }, null, index),
        ]),
      ),
      chunk({}, 'stop', 1),
      chunk({}, 'length', 0),
      DONE,
    ),
    { n: 2 },
  )
  const joined = (index: number, field: string) =>
    (chunks as unknown as { choices: { index: number; delta: Record<string, string> }[] }[])
      .flatMap(({ choices }) => choices)
      .filter((choice) => choice.index === index)
      .map(({ delta }) => delta[field] ?? '')
      .join('')
  for (const index of [0, 1])
    for (const field of ['content', 'refusal', 'reasoning_content']) expect(joined(index, field)).toBe('[REDACTED] ')
  expect(finish).toEqual(['length', 'stop'])
  expect(raw).not.toContain('5678')
  expect(raw).not.toContain('annotations')
})

test('ends a denied choice alone, with what passed before and the reason after it', async () => {
  const { text, finish, isDone, chunks } = await stream(
    all(
      chunk({ content: 'good words, then FORB' }),
      chunk({ content: 'other' }, null, 1),
      chunk({ content: 'IDDEN and more and more and more' }),
      chunk({ content: ' words' }, null, 1),
      chunk({}, 'stop'),
      chunk({}, 'stop', 1),
      DONE,
    ),
    { n: 2 },
  )
  expect(text[0]).toMatch(/^good words[^]*\n\nNot for you\.$/)
  expect(text[0]).not.toContain('FORB')
  expect(text[1]).toBe('other words')
  expect(finish).toEqual(['content_filter', 'stop'])
  expect(isDone).toBe(true)
  expect(chunks.find((chunk) => 'ringwall' in chunk)?.ringwall).toMatchObject({ outcome: 'deny', code: 'MARK' })
})

test('a denial of the only choice ends the stream and the request upstream', async () => {
  const closed = Promise.withResolvers<void>()
  const { text, finish, isDone } = await stream((response) => {
    response.on('close', closed.resolve)
    // The second event lets the layer see past its match; the response never ends by itself.
    response.write(chunk({ content: 'FORBIDDEN' }) + chunk({ content: 'x'.repeat(50) }))
  })
  expect(text).toEqual(['Not for you.'])
  expect(finish).toEqual(['content_filter'])
  expect(isDone).toBe(true)
  await closed.promise
})

test('holds a tool call until it is complete and sends it checked', async () => {
  const piece = (args: string, index = 0) => chunk({ tool_calls: [{ index, function: { arguments: args } }] })
  const { calls, finish, chunks } = await stream(
    all(
      role,
      chunk({ tool_calls: [{ index: 0, id: 'c1', type: 'function', function: { name: 'read', arguments: '' } }] }),
      ...'{"path":"/tmp/../etc"}'.split('').map((args) => piece(args)),
      chunk({ tool_calls: [{ index: 1, id: 'c2', type: 'function', function: { name: 'list', arguments: '{}' } }] }),
      chunk({ content: 'late text' }),
      chunk({}, 'tool_calls'),
      DONE,
    ),
  )
  expect(calls).toEqual([
    { index: 0, id: 'c1', type: 'function', function: { name: 'read', arguments: '{"path":"/etc"}' } },
    { index: 1, id: 'c2', type: 'function', function: { name: 'list', arguments: '{}' } },
  ])
  expect(finish).toEqual(['tool_calls'])
  expect(chunks.length).toBe(5)
})

test('two calls of one id break the stream off before one of them is sent', async () => {
  const called = (index: number, name: string, id = 'c1') =>
    chunk({ tool_calls: [{ index, id, function: { name, arguments: '{}' } }] })
  const both = await stream(
    all(role, chunk({ content: 'soon' }), called(0, 'read'), called(1, 'list'), chunk({}, 'tool_calls'), DONE),
  )
  expect(both).toMatchObject({
    text: ['soon'],
    calls: [],
    finish: [],
    isDone: false,
    error: { code: 'UPSTREAM_INVALID' },
  })
  const none = await stream(all(role, called(0, 'read', ''), called(1, 'list', ''), chunk({}, 'tool_calls'), DONE))
  expect(none.finish).toEqual(['tool_calls'])
  expect(new Set(none.calls.map(({ id }) => id)).size).toBe(2)
})

test.for([
  ['rm', '{}', 'No rm.'],
  ['pay', '{}', 'approval'],
  ['read', '{"half', 'cannot be checked'],
] as const)('removes a stopped call of %s and keeps the other', async ([name, args, message]) => {
  const { calls, finish, text, isDone } = await stream(
    all(
      chunk({ content: 'soon' }),
      chunk({ tool_calls: [{ index: 0, id: 'c1', function: { name, arguments: args } }] }),
      chunk({ tool_calls: [{ index: 1, id: 'c2', function: { name: 'list', arguments: '{}' } }] }),
      chunk({}, 'tool_calls'),
      DONE,
    ),
  )
  expect(calls).toMatchObject([{ index: 0, id: 'c2', function: { name: 'list' } }])
  expect(finish).toEqual(['content_filter'])
  expect(text[0]).toMatch(new RegExp(`^soon\n\n.*${message}`))
  expect(isDone).toBe(true)
})

test('sends usage if asked, and not otherwise', async () => {
  const script = all(
    chunk({ content: 'a' }),
    chunk({}, 'stop'),
    event({ choices: [], usage: { total_tokens: 5, note: 'x' } }),
    DONE,
  )
  const asked = await stream(script, { stream_options: { include_usage: true, other: 'x' } })
  expect(asked.chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: 5 } })
  expect(asked.raw).not.toContain('note')
  expect(provider.requests.at(-1)?.body.stream_options).toEqual({ include_usage: true })
  const unasked = await stream(script)
  expect(unasked.chunks.at(-1)).toMatchObject({ choices: [{ finish_reason: 'stop' }] })
})

test('a denied request is a stream too', async () => {
  play = all(DONE)
  const before = provider.requests.length
  const response = await rig.post(ask('EVIL', { stream: true, n: 2 }))
  const { text, finish, isDone } = readStream(await response.text())
  expect(response.headers.get('x-ringwall-outcome')).toBe('deny')
  expect(text).toEqual(['No evil here.', 'No evil here.'])
  expect(finish).toEqual(['content_filter', 'content_filter'])
  expect(isDone).toBe(true)
  expect(provider.requests.length).toBe(before)
})

describe('what breaks in the middle', () => {
  const begin = [role, chunk({ content: 'half of sk-12345678' })]
  const broken: [string, (response: ServerResponse) => unknown, string][] = [
    [
      'a lost connection',
      (response) => response.write(begin.join(''), () => response.destroy()),
      'UPSTREAM_INTERRUPTED',
    ],
    ['an early end', all(...begin), 'UPSTREAM_INTERRUPTED'],
    ['an end mark without a finish reason', all(...begin, DONE), 'UPSTREAM_INTERRUPTED'],
    ['an event that is no JSON', all(...begin, event('{oops')), 'UPSTREAM_INVALID'],
    ['an event of another shape', all(...begin, event({ choices: 'no' })), 'UPSTREAM_INVALID'],
    ['a choice that nobody asked for', all(...begin, chunk({ content: 'x' }, null, 1)), 'UPSTREAM_INVALID'],
    [
      'an event without end',
      (response) => response.end(`${begin.join('')}data: ${'x'.repeat(5_000_000)}`),
      'UPSTREAM_INVALID',
    ],
    [
      'endless arguments',
      all(...begin, chunk({ tool_calls: [{ index: 0, function: { arguments: 'x'.repeat(1_100_000) } }] })),
      'UPSTREAM_INVALID',
    ],
    ['an error event', all(...begin, event({ error: { message: 'overloaded sk-12345678', code: 'busy' } })), 'busy'],
  ]
  test.for(broken)('%s: the held text comes guarded, then an error, and no end mark', async ([, script, code]) => {
    const { text, finish, isDone, error, raw } = await stream(script)
    expect(text).toEqual(['half of [REDACTED]'])
    expect(finish).toEqual([])
    expect(isDone).toBe(false)
    expect(error?.code).toBe(code)
    expect(raw).not.toContain('12345678')
  })
})

test('a denial that shows only at the break is an end like any other', async () => {
  const { text, finish, isDone, error } = await stream(all(chunk({ content: 'now FORBIDDEN' })))
  expect({ text, finish, isDone, error }).toEqual({
    text: ['Not for you.'],
    finish: ['content_filter'],
    isDone: true,
    error: undefined,
  })
})

test('all finished but no end mark is still a whole reply', async () => {
  const { isDone, text } = await stream(all(chunk({ content: 'a' }), chunk({}, 'stop')))
  expect(text).toEqual(['a'])
  expect(isDone).toBe(true)
})
