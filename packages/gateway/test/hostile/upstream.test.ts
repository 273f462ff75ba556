// Event streams as a broken or hostile provider writes them. The client gets what was whole and judged, then an error and no end mark.
import type { ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import { ask, chunk, openSse, readStream, startProvider, startRig } from '../harness.ts'

/** Long enough for a part of it to be released at once. */
const SAID = 'said before, and nothing is wrong with it'
const FIRST = chunk({ content: SAID })
const LAST = chunk({ content: ' and after' }, 'stop')
const DONE = 'data: [DONE]\n\n'

/** What a client gets of a stream that is written so; `heard` resolves once it has got something. */
async function streamOf(write: (response: ServerResponse, heard: Promise<void>) => unknown) {
  const { promise: heard, resolve } = Promise.withResolvers<void>()
  const provider = await startProvider((response) => write(response, heard))
  await using rig = await startRig(provider)
  const response = await rig.post(ask('hi', { stream: true }))
  const decoder = new TextDecoder()
  let body = ''
  for await (const bytes of response.body ?? []) {
    body += decoder.decode(bytes, { stream: true })
    resolve()
  }
  expect((await fetch(`${rig.gateway.url}/healthz`)).status).toBe(200)
  await provider.close()
  return { status: response.status, body, ...readStream(body) }
}

describe('breaks off with an error, behind what was said before', () => {
  const cases: [string, string | Buffer, string][] = [
    ['bytes that are no UTF-8', Buffer.from([0x64, 0xff, 0xfe, 0x0a, 0x0a]), 'UPSTREAM_INVALID'],
    [
      'half a character',
      Buffer.concat([Buffer.from('data: {"x":"'), Buffer.from([0xe2, 0x82])]),
      'UPSTREAM_INTERRUPTED',
    ],
    [
      'a character in two halves of another',
      Buffer.from('data: {"x":"\xed\xa0\x80"}\n\n', 'latin1'),
      'UPSTREAM_INVALID',
    ],
    ['JSON that is cut', 'data: {"choices":[{"index":0,"delta":{"content":"cu\n\n', 'UPSTREAM_INVALID'],
    ['JSON and something', `data: {"choices":[]} x\n\n`, 'UPSTREAM_INVALID'],
    ['no JSON', 'data: <html>\n\n', 'UPSTREAM_INVALID'],
    ['a list', 'data: []\n\n', 'UPSTREAM_INVALID'],
    ['a text', 'data: "hello"\n\n', 'UPSTREAM_INVALID'],
    ['a number', 'data: 7\n\n', 'UPSTREAM_INVALID'],
    ['a NUL in JSON', 'data: {"choices":[],"a":"\0"}\n\n', 'UPSTREAM_INVALID'],
    ['a NUL as event', 'data: \0\n\n', 'UPSTREAM_INVALID'],
    ['another index', chunk({ content: 'x' }, null, 3), 'UPSTREAM_INVALID'],
    ['an index of text', 'data: {"choices":[{"index":"0","delta":{}}]}\n\n', 'UPSTREAM_INVALID'],
    ['a delta of text', 'data: {"choices":[{"index":0,"delta":"x"}]}\n\n', 'UPSTREAM_INVALID'],
    ['an end mark without a finish', DONE, 'UPSTREAM_INTERRUPTED'],
    ['an end without a word', '', 'UPSTREAM_INTERRUPTED'],
    ['an event without its end', LAST.trimEnd(), 'UPSTREAM_INTERRUPTED'],
    ['deep JSON', `data: ${'['.repeat(100_000)}\n\n`, 'UPSTREAM_INVALID'],
  ]
  test.for(cases)('%s', async ([, bytes, code]) => {
    const { status, text, isDone, error } = await streamOf(async (response, heard) => {
      openSse(response).write(FIRST)
      await heard
      response.end(bytes)
    })
    expect({ status, text, isDone, code: error?.code }).toEqual({
      status: 200,
      text: [SAID],
      isDone: false,
      code,
    })
  })

  test('a line without an end', async () => {
    const { isDone, error, text } = await streamOf(async (response, heard) => {
      openSse(response).write(FIRST)
      await heard
      const part = Buffer.alloc(1024 * 1024, 0x61)
      response.write('data: ')
      const write = (): void => {
        while (!response.destroyed && response.write(part));
      }
      response.on('drain', write)
      write()
    })
    expect({ isDone, code: error?.code, text }).toEqual({
      isDone: false,
      code: 'UPSTREAM_INVALID',
      text: [SAID],
    })
  })

  test('an event of lines without an end', async () => {
    const { isDone, error } = await streamOf(async (response, heard) => {
      openSse(response).write(FIRST)
      await heard
      const lines = 'data: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n'.repeat(20_000)
      const write = (): void => {
        while (!response.destroyed && response.write(lines));
      }
      response.on('drain', write)
      write()
    })
    expect({ isDone, code: error?.code }).toEqual({ isDone: false, code: 'UPSTREAM_INVALID' })
  })

  test('the upstream process is killed', async () => {
    const { isDone, error, text, finish } = await streamOf(async (response, heard) => {
      openSse(response).write(FIRST)
      await heard
      response.socket?.resetAndDestroy()
    })
    expect({ isDone, code: error?.code, text, finish }).toEqual({
      isDone: false,
      code: 'UPSTREAM_INTERRUPTED',
      text: [SAID],
      finish: [],
    })
  })
})

describe('is read as the standard says', () => {
  const both = FIRST + LAST
  const cases: [string, string][] = [
    ['CRLF', (both + DONE).replaceAll('\n', '\r\n')],
    ['CR alone', (both + DONE).replaceAll('\n', '\r')],
    ['a mixture of line ends', `${FIRST.replaceAll('\n', '\r\n')}${LAST.replaceAll('\n', '\r')}${DONE}`],
    ['a byte order mark', `\ufeff${both}${DONE}`],
    ['no space behind the colon', (both + DONE).replaceAll('data: ', 'data:')],
    ['comments and other fields', `: hello\n\nid: 7\nretry: 1\n${FIRST}event: message\n${LAST}:\n\n${DONE}`],
    ['data in two lines', `${FIRST.replace('{', '{\ndata: ')}${LAST}${DONE}`],
    ['what follows the end mark is not read', `${both}${DONE}data: <html>\n\n`],
  ]
  test.for(cases)('%s', async ([, bytes]) => {
    const { text, isDone, finish, error } = await streamOf((response) => openSse(response).end(bytes))
    expect({ text, isDone, finish, error }).toEqual({
      text: [`${SAID} and after`],
      isDone: true,
      finish: ['stop'],
      error: undefined,
    })
  })
})

test.for(['application/json', 'text/plain', 'text/html', 'text/event-streams', ''])(
  'a stream of type "%s" is none',
  async (type) => {
    const { status, body } = await streamOf((response) => {
      response.writeHead(200, type === '' ? {} : { 'content-type': type }).end(FIRST + LAST + DONE)
    })
    expect([status, body.includes('UPSTREAM_INVALID'), body.includes('said before')]).toEqual([502, true, false])
  },
)
