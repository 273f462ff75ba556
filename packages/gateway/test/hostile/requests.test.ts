// Requests as no client library writes them. Each gets a status and a code, or is cut off; none gets by, and the next one is served.
import { expect, test } from 'vitest'
import { silent, startRig, TOKEN } from '../harness.ts'
import { AUTH, BODY, codeOf, exchange, LENGTH, START, TYPE } from './raw.ts'

const HEAD = START + AUTH + TYPE
const GOOD = `${HEAD}${LENGTH}\r\n${BODY}`
const CHUNKED = 'transfer-encoding: chunked\r\n'
const CHUNK = `${BODY.length.toString(16)}\r\n${BODY}\r\n0\r\n`

async function expectCodes(cases: Readonly<Record<string, readonly [request: string, answer: string]>>): Promise<void> {
  await using rig = await startRig(undefined, {}, { logger: silent() })
  const found = new Map<string, string>()
  for (const [what, [request]] of Object.entries(cases))
    found.set(what, codeOf(await exchange(rig.gateway.url, request)))
  expect(Object.fromEntries(found)).toEqual(
    Object.fromEntries(Object.entries(cases).map(([what, [, answer]]) => [what, answer])),
  )
  expect(codeOf(await exchange(rig.gateway.url, GOOD))).toBe('200')
}

const MALFORMED = '400 REQUEST_MALFORMED'

test('two lengths, or a length that programs read differently', () =>
  expectCodes({
    'content-length and chunks': [`${HEAD}${LENGTH}${CHUNKED}\r\n${CHUNK}\r\n`, MALFORMED],
    'chunks and content-length': [`${HEAD}${CHUNKED}${LENGTH}\r\n${CHUNK}\r\n`, MALFORMED],
    'the same length twice': [`${HEAD}${LENGTH}${LENGTH}\r\n${BODY}`, MALFORMED],
    'another length': [`${HEAD}${LENGTH}content-length: 1\r\n\r\n${BODY}`, MALFORMED],
    'a list of lengths': [`${HEAD}content-length: 5, 5\r\n\r\n{"a"}`, MALFORMED],
    'a length with a sign': [`${HEAD}content-length: +${BODY.length}\r\n\r\n${BODY}`, MALFORMED],
    'a negative length': [`${HEAD}content-length: -1\r\n\r\n`, MALFORMED],
    'a hexadecimal length': [`${HEAD}content-length: 0x10\r\n\r\n${BODY}`, MALFORMED],
    'two codings': [`${HEAD}transfer-encoding: gzip, chunked\r\n\r\n${CHUNK}\r\n`, '400 HEADER_REFUSED'],
    'two headers of codings': [`${HEAD}${CHUNKED}transfer-encoding: identity\r\n\r\n${CHUNK}\r\n`, MALFORMED],
    'an unknown coding': [`${HEAD}transfer-encoding: xchunked\r\n\r\n${CHUNK}\r\n`, MALFORMED],
    'a coding in disguise': [`${HEAD}transfer-encoding: \x0bchunked\r\n\r\n${CHUNK}\r\n`, MALFORMED],
    'a chunk of no length': [`${HEAD}${CHUNKED}\r\nzz\r\n${BODY}\r\n0\r\n\r\n`, MALFORMED],
    'a chunk of a negative length': [`${HEAD}${CHUNKED}\r\n-1\r\n${BODY}\r\n0\r\n\r\n`, MALFORMED],
    'a chunk that is longer than it says': [`${HEAD}${CHUNKED}\r\n1\r\n${BODY}\r\n0\r\n\r\n`, MALFORMED],
    'a chunk of 2^64': [`${HEAD}${CHUNKED}\r\n10000000000000000\r\n${BODY}\r\n0\r\n\r\n`, MALFORMED],
  }))

test('lines and names that programs read differently', () =>
  expectCodes({
    'a folded header': [`${START}authorization: Bearer\r\n ${TOKEN}\r\n${TYPE}${LENGTH}\r\n${BODY}`, MALFORMED],
    'LF alone': [`${(HEAD + LENGTH).replaceAll('\r\n', '\n')}\n${BODY}`, MALFORMED],
    'one LF': [`${HEAD.replace('json\r\n', 'json\n')}${LENGTH}\r\n${BODY}`, MALFORMED],
    'a CR within': [`${START}x: a\rauthorization: Bearer ${TOKEN}\r\n${TYPE}${LENGTH}\r\n${BODY}`, MALFORMED],
    'a space before the colon': [`${START}authorization : Bearer ${TOKEN}\r\n${TYPE}${LENGTH}\r\n${BODY}`, MALFORMED],
    'a space before the name': [`${START} ${AUTH}${TYPE}${LENGTH}\r\n${BODY}`, MALFORMED],
    'a NUL': [`${HEAD}x: a\0b\r\n${LENGTH}\r\n${BODY}`, MALFORMED],
    'a header without a colon': [`${HEAD}x\r\n${LENGTH}\r\n${BODY}`, MALFORMED],
    'a name that is none': [`${HEAD}x(y): z\r\n${LENGTH}\r\n${BODY}`, MALFORMED],
    TLS: ['\x16\x03\x01\x00\xa5\x01\x00', MALFORMED],
    'nothing that means anything': ['\0\0\0\0\r\n\r\n', MALFORMED],
    'a long head': [`${HEAD}x: ${'a'.repeat(20_000)}\r\n${LENGTH}\r\n${BODY}`, '431 HEADERS_TOO_LARGE'],
    'many headers': [`${HEAD}${'x: a\r\n'.repeat(3_000)}${LENGTH}\r\n${BODY}`, '431 HEADERS_TOO_LARGE'],
    'an expectation': [`${HEAD}expect: wonders\r\n${LENGTH}\r\n${BODY}`, '417 EXPECTATION_REFUSED'],
  }))

test('headers that stand twice, and those that only a proxy may write', () => {
  const forwarded = ['for: 203.0.113.9', 'host: evil.example', 'proto: https', 'user: admin'].map(
    (line) => `x-forwarded-${line}\r\n`,
  )
  const claims =
    'forwarded: for=203.0.113.9;host=evil.example\r\nx-real-ip: 203.0.113.9\r\nx-original-url: /healthz\r\nx-http-method-override: GET\r\n'
  return expectCodes({
    'two hosts': [`${HEAD}host: localhost\r\n${LENGTH}\r\n${BODY}`, '400 HEADER_REFUSED'],
    'two types': [`${HEAD}${TYPE}${LENGTH}\r\n${BODY}`, '400 HEADER_REFUSED'],
    'two sessions': [
      `${HEAD}x-ringwall-session: a\r\nX-Ringwall-Session: b\r\n${LENGTH}\r\n${BODY}`,
      '400 HEADER_REFUSED',
    ],
    'two tokens': [`${HEAD}authorization: Bearer other\r\n${LENGTH}\r\n${BODY}`, '401 UNAUTHORIZED'],
    'two tokens, the other first': [
      `${START}authorization: Bearer other\r\n${AUTH}${TYPE}${LENGTH}\r\n${BODY}`,
      '401 UNAUTHORIZED',
    ],
    'the same token twice': [`${HEAD}${AUTH}${LENGTH}\r\n${BODY}`, '401 UNAUTHORIZED'],
    'a token in a trailer': [
      `${START}${TYPE}${CHUNKED}trailer: authorization\r\n\r\n${CHUNK}${AUTH}\r\n`,
      '401 UNAUTHORIZED',
    ],
    'no host': [`${HEAD.replace('host: localhost\r\n', '')}${LENGTH}\r\n${BODY}`, '400 REQUEST_INVALID'],
    'no token, but the word of a proxy': [
      `${START}${forwarded.join('')}${claims}${TYPE}${LENGTH}\r\n${BODY}`,
      '401 UNAUTHORIZED',
    ],
    'the word of a proxy beside a token': [`${HEAD}${forwarded.join('')}${claims}${LENGTH}\r\n${BODY}`, '200'],
  })
})

test('paths with a second spelling reach nothing', () => {
  const tries: Record<string, string> = {
    '/x/../v1/chat/completions': '400 TARGET_REFUSED',
    '/healthz/../v1/chat/completions': '400 TARGET_REFUSED',
    '/./v1/chat/completions': '400 TARGET_REFUSED',
    '/x/%2e%2e/v1/chat/completions': '400 TARGET_REFUSED',
    '/x/.%2E/v1/chat/completions': '400 TARGET_REFUSED',
    '/v1/%63hat/completions': '400 TARGET_REFUSED',
    '//v1/chat/completions': '400 TARGET_REFUSED',
    '/v1//chat/completions': '400 TARGET_REFUSED',
    '/v1/chat%2fcompletions': '400 TARGET_REFUSED',
    '/v1/chat%5ccompletions': '400 TARGET_REFUSED',
    '/v1/chat;x=1/completions': '400 TARGET_REFUSED',
    '/v1/chat/completions;x=1': '400 TARGET_REFUSED',
    '/v1/chat/completions%00': '400 TARGET_REFUSED',
    '/v1/chat/completions%0d%0ax: y': '400 REQUEST_MALFORMED',
    '/v1/chat/completions#x': '400 TARGET_REFUSED',
    '/v1/chat/completions?x=1#y': '400 TARGET_REFUSED',
    '/v1\\chat\\completions': '400 REQUEST_INVALID',
    '/v1/chat/completions/': '404 NOT_FOUND',
    '/V1/chat/completions': '404 NOT_FOUND',
    '/v1/chat/completions%': '404 NOT_FOUND',
    '/webhooks/%2e%2e/healthz': '400 TARGET_REFUSED',
    '/webhooks/__proto__': '404 INLET_UNKNOWN',
    '/email/constructor': '403 OPERATOR_ONLY',
    'v1/chat/completions': MALFORMED,
    'http://evil.example/v1/chat/completions': '400 TARGET_REFUSED',
    'http://localhost@evil.example/v1/chat/completions': '400 TARGET_REFUSED',
    'http:///v1/chat/completions': '400 TARGET_REFUSED',
    'http://localhost/x/../v1/chat/completions': '400 TARGET_REFUSED',
    'http://localhost/v1/chat/completions': '200',
    'http://[::1': '400 REQUEST_INVALID',
    '*': '400 REQUEST_INVALID',
    '/v1/chat/completions?x=1': '200',
    '/\xff': MALFORMED,
  }
  const cases = Object.entries(tries).map(
    ([path, answer]) => [path, [GOOD.replace('/v1/chat/completions', () => path), answer]] as const,
  )
  return expectCodes(Object.fromEntries(cases))
})

test('methods and versions that are not served', () =>
  expectCodes({
    'OPTIONS *': ['OPTIONS * HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n', '400 REQUEST_INVALID'],
    CONNECT: ['CONNECT evil.example:443 HTTP/1.1\r\nhost: localhost\r\n\r\n', '400 TARGET_REFUSED'],
    'CONNECT to itself': [`CONNECT localhost:1 HTTP/1.1\r\nhost: localhost\r\n${AUTH}\r\n`, '400 TARGET_REFUSED'],
    TRACE: ['TRACE / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n', '404 NOT_FOUND'],
    'a method of its own': ['PWN / HTTP/1.1\r\nhost: localhost\r\n\r\n', MALFORMED],
    'HTTP/0.9': ['GET /v1/models\r\n\r\n', '400 REQUEST_INVALID'],
    'HTTP/1.0': [GOOD.replace('HTTP/1.1', 'HTTP/1.0'), '200'],
    'HTTP/1.0 without a token': [GOOD.replace('HTTP/1.1', 'HTTP/1.0').replace(AUTH, ''), '401 UNAUTHORIZED'],
    'HTTP/1.2': [GOOD.replace('HTTP/1.1', 'HTTP/1.2'), MALFORMED],
    'HTTP/2': ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', MALFORMED],
    // An offer that is not taken: the request is served as it is, and what follows is no other protocol.
    'an upgrade without a token': [
      GOOD.replace('connection: close', 'connection: close, upgrade\r\nupgrade: websocket').replace(AUTH, ''),
      '401 UNAUTHORIZED',
    ],
    'an upgrade': [GOOD.replace('connection: close', 'connection: close, upgrade\r\nupgrade: h2c'), '200'],
  }))

test('what follows on one connection is a request of its own, and needs a token of its own', async () => {
  await using rig = await startRig(undefined, {}, { logger: silent() })
  const kept = GOOD.replace('connection: close\r\n', '')
  const replies = await exchange(rig.gateway.url, kept + GOOD.replace(AUTH, ''))
  expect([...replies.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => status)).toEqual(['200', '401'])
  const hidden = 'GET /v1/models HTTP/1.1\r\nhost: localhost\r\n\r\n'
  // A second request in the body of the first stays its body.
  const smuggled = await exchange(rig.gateway.url, `${HEAD}content-length: ${hidden.length}\r\n\r\n${hidden}`)
  expect([...smuggled.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => status)).toEqual(['400'])
  const broken = await exchange(rig.gateway.url, `${kept}GET / HTTP/9.9\r\n\r\n`)
  expect(broken).not.toMatch(/HTTP\/1\.1 200[^]*HTTP\/1\.1 200/)
})

test('a token in a URL is refused on every path, however it is written, and comes back in no answer', async () => {
  await using rig = await startRig(undefined, {}, { logger: silent() })
  const encode = (text: string): string => [...text].map((char) => `%${char.charCodeAt(0).toString(16)}`).join('')
  const targets = [
    `/v1/models?access_token=${TOKEN}`,
    `/v1/models?x=${TOKEN}`,
    `/v1/models?${TOKEN}`,
    `/v1/models?x=${encode(TOKEN)}`,
    `/v1/models?x=${encodeURIComponent(encode(TOKEN))}`,
    `/healthz?token=short`,
    `/healthz?api-key=short`,
    `/healthz?X-API-Key=short`,
    `/nowhere?Authorization=Bearer`,
    `/nowhere?p%61ssword=short`,
    `/v1/models#${TOKEN}`,
    `/healthz?x=1#access_token=short`,
    `/${TOKEN}/models`,
    `/${encode(TOKEN)}`,
    `//${TOKEN}@localhost/v1/models`,
    `http://${TOKEN}@localhost/v1/models`,
  ]
  for (const target of targets)
    for (const auth of ['', AUTH]) {
      const reply = await exchange(
        rig.gateway.url,
        `GET ${target} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n${auth}\r\n`,
      )
      expect([target, codeOf(reply)]).toEqual([target, '400 TOKEN_IN_URL'])
      expect(reply).not.toContain(TOKEN)
    }
  const plain = `GET /v1/models?key=chat-1&tokens=3 HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n${AUTH}\r\n`
  expect(codeOf(await exchange(rig.gateway.url, plain))).toBe('200')
})
