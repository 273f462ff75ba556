import * as core from '@ringwall/core'
import { expect, test } from 'vitest'
import type { FeedEvent } from '../page/api.ts'
import { asProblem, Client, problemOf } from '../page/client.ts'
import { isGrave, whyConfirm } from '../page/danger.ts'
import { describeEvent, fits, summarize } from '../page/feed-text.ts'
import { markSpans } from '../page/spans.ts'
import { clock, count, countdown, dateTime, milliseconds } from '../page/time.ts'
import { DESTINATIONS, SOURCES, TRUST_LEVELS, tryRequest, type TryForm } from '../page/try-request.ts'
import { pending, refusal } from './stub-gateway.ts'
import { segment } from '../page/segment.ts'

const WHO = { tenant: 't', agent: 'research', session: 's', trace: 'x' }
const DENIED: FeedEvent = {
  event: 'decision',
  data: {
    ...WHO,
    at: 1,
    hook: 'onToolCall',
    outcome: 'deny',
    durationMs: 1,
    action: 'bash',
    rulings: [
      { layer: 'tool-policy', kind: 'deny', code: 'TOOL_DENIED', enforced: true, findings: 0 },
      { layer: 'path-guard', kind: 'flag', code: 'PATH_UNUSUAL', enforced: false, findings: 1 },
    ],
  },
}

test.each([
  [0, 'over'],
  [-5_000, 'over'],
  [1, '0:01'],
  [59_001, '1:00'],
  [61_000, '1:01'],
  [3_600_000, '1:00:00'],
  [3_725_000, '1:02:05'],
])('%i ms are left as %s', (left, shown) => {
  expect(countdown(1_000_000 + left, 1_000_000)).toBe(shown)
})

test('times that are none, and numbers that were not measured, are said to be so', () => {
  expect([dateTime(Number.NaN), clock(Number.NaN)]).toEqual(['unknown', 'unknown'])
  expect([null, undefined, Number.NaN].map(milliseconds)).toEqual(Array(3).fill('not measured'))
  expect([milliseconds(0), milliseconds(1.234), milliseconds(123.4)]).toEqual(['0.00 ms', '1.23 ms', '123 ms'])
  expect([count(1, 'call'), count(2_000, 'call'), count(0, 'entry', 'entries')]).toEqual([
    '1 call',
    '2,000 calls',
    '0 entries',
  ])
})

test('a date is that of the zone of the reader', () => {
  const at = new Date(2026, 10, 7, 4, 5, 6).getTime()
  expect(dateTime(at)).toBe('2026-11-07 04:05:06')
})

test('spans cut a text into marked and other parts, whatever their order and overlap', () => {
  expect(markSpans('abcdef', [])).toEqual([{ text: 'abcdef', marked: false }])
  const spans = [
    { start: 3, end: 5 },
    { start: 1, end: 2 },
    { start: 1, end: 3 },
    { start: 5, end: 900 },
    { start: 2, end: 2 },
  ]
  expect(markSpans('abcdef', spans)).toEqual([
    { text: 'a', marked: false },
    { text: 'bcdef', marked: true },
  ])
  expect(markSpans('', [{ start: 0, end: 1 }])).toEqual([])
})

test('an event is a line that says what each layer said, and what it only observed', () => {
  expect(describeEvent(DENIED)).toEqual({
    tag: 'deny',
    agent: 'research',
    text: 'onToolCall bash of research, session s: tool-policy deny TOOL_DENIED, path-guard flag PATH_UNUSUAL (observed)',
  })
  const failure: FeedEvent = {
    event: 'layer',
    data: { kind: 'failure', at: 1, layer: 'l', hook: 'onInbound', bypassed: true },
  }
  expect(describeEvent(failure).text).toContain('went on all the same')
  expect(describeEvent({ event: 'approval', data: { kind: 'unavailable' } }).tag).toBe('not-measured')
})

test('a filter leaves out what does not fit, and never a gap', () => {
  const none = { kind: '', outcome: '', text: '' }
  const gap: FeedEvent = { event: 'gap', data: { dropped: 1 } }
  expect(fits(DENIED, none)).toBe(true)
  expect(fits(DENIED, { ...none, kind: 'approval' })).toBe(false)
  expect(fits(DENIED, { ...none, outcome: 'allow' })).toBe(false)
  expect(fits(DENIED, { ...none, text: 'TOOL_denied' })).toBe(true)
  expect(fits(DENIED, { ...none, text: 'elsewhere' })).toBe(false)
  expect(fits(gap, { kind: 'approval', outcome: 'deny', text: 'x' })).toBe(true)
})

test('many events are one sentence', () => {
  const waits: FeedEvent = { event: 'approval', data: { kind: 'new', approval: pending() } }
  expect(summarize([])).toBeUndefined()
  expect(summarize([DENIED])).toBe('1 new event, 1 denied')
  expect(summarize([DENIED, DENIED, waits])).toBe('3 new events, 2 denied, 1 waiting for approval')
})

test('what takes away, what nobody knows and what reaches far is asked about twice', () => {
  const plain = pending()
  expect(whyConfirm(plain, 'once')).toBeUndefined()
  expect(whyConfirm(plain, 'args')).toContain('again and again')
  // What looks like a secret is hidden from the one who approves.
  expect(whyConfirm({ ...plain, redacted: true }, 'once')).toContain('do not see all')
  expect(whyConfirm(plain, 'session')).toContain('Every call')
  expect(whyConfirm(plain, 'until')).toContain('Every call')
  for (const code of ['ACTION_DESTRUCTIVE', 'ACTION_UNKNOWN', 'action-classifier/ACTION_DESTRUCTIVE']) {
    expect(whyConfirm({ reasons: [{ code }], redacted: false }, 'once'), code).toBeDefined()
    expect(isGrave({ reasons: [{ code }] }), code).toBe(true)
  }
  expect(isGrave(plain)).toBe(false)
})

test('an answer becomes a problem with a way out, whatever its body is', () => {
  const [status, body] = refusal(409, 'APPROVALS_SETTLED', 'It was settled.')
  expect(problemOf(status, body)).toMatchObject({ status: 409, code: 'APPROVALS_SETTLED', message: 'It was settled.' })
  // The gateway's message says the way out.
  expect(problemOf(status, body).wayOut).toBe('')
  for (const strange of [undefined, null, 7, 'text', [], { error: 1 }, { error: { code: 1, message: [] } }]) {
    expect(problemOf(502, strange)).toMatchObject({
      code: 'HTTP_502',
      message: 'The gateway, or something before it, answered with status 502 and no word.',
    })
    expect(problemOf(502, strange).wayOut).not.toBe('')
  }
  expect(asProblem(new TypeError('x is undefined')).code).toBe('PAGE_FAILED')
})

test('where no gateway answers it is told so', async () => {
  const client = new Client('http://127.0.0.1:1', {
    onSessionOver: () => expect.unreachable(),
    isAttended: () => true,
  })
  await expect(client.get('/api/session')).rejects.toMatchObject({ code: 'NO_ANSWER', status: 0 })
})

test('the form of the try-it box is the request that it stands for', () => {
  const form: TryForm = {
    hook: 'inbound',
    agent: '',
    text: 'hello',
    source: 'web',
    tool: 'bash',
    args: '{"command":"ls"}',
    destination: 'user',
    trust: 'external',
  }
  expect(tryRequest(form)).toEqual({ hook: 'inbound', payload: { source: 'web', text: 'hello' } })
  expect(tryRequest({ ...form, hook: 'tool-call', agent: 'a' })).toEqual({
    agent: 'a',
    hook: 'tool-call',
    payload: { tool: 'bash', args: { command: 'ls' } },
  })
  expect(tryRequest({ ...form, hook: 'outbound' })).toEqual({
    hook: 'outbound',
    payload: { destination: 'user', body: 'hello' },
  })
  expect(tryRequest({ ...form, hook: 'memory-write' })).toEqual({
    hook: 'memory-write',
    payload: { text: 'hello', trust: 'external' },
  })
  for (const args of ['', '[', '[1]', 'null', '7'])
    expect(() => tryRequest({ ...form, hook: 'tool-call', args }), args).toThrow(/JSON/)
})

test('the choices of the try-it box are those of the kernel', () => {
  expect([SOURCES, DESTINATIONS, TRUST_LEVELS]).toEqual([core.SOURCES, core.DESTINATIONS, core.TRUST_LEVELS])
})

test.each(['request/a b', 'grant~x', '..', 'ключ %2F', '\u{1f600}'.repeat(50_000)])(
  'an id such as %.20s has one spelling in a path, which the gateway reads',
  (id) => {
    const part = segment(id)
    expect(part).toMatch(/^~[\w-]+$/)
    expect(Buffer.from(part.slice(1), 'base64url').toString()).toBe(id)
  },
)

test('a plain id stands in a path as it is', () => {
  expect(segment('0b9f-A_1.2')).toBe('0b9f-A_1.2')
})
