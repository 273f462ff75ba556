// Clients that take their time, and bodies that do not end. The limits are set low; what is waited for is the answer, never a time.
import { expect, test } from 'vitest'
import { silent, startRig, until } from '../harness.ts'
import { AUTH, BODY, codeOf, exchange, LENGTH, openSocket, readAll, START, TYPE } from './raw.ts'

const HEAD = START + AUTH + TYPE
const GOOD = `${HEAD}${LENGTH}\r\n${BODY}`

/** Writes a little again and again until the other end has had enough. */
async function trickle(url: string, head: string, drop: string): Promise<string> {
  const socket = await openSocket(url)
  socket.write(head)
  const timer = setInterval(() => socket.write(drop), 5)
  try {
    return await readAll(socket)
  } finally {
    clearInterval(timer)
  }
}

test('heads that trickle in, or do not come at all, are given up, a hundred at once, while others are served', async () => {
  await using rig = await startRig(undefined, {}, { logger: silent(), headTimeoutMs: 2_000 })
  const { url } = rig.gateway
  const slow = Array.from({ length: 100 }, (_, at) =>
    at % 2 ? trickle(url, START, 'x: y\r\n') : openSocket(url).then(readAll),
  )
  expect(codeOf(await exchange(url, GOOD))).toBe('200')
  for (const reply of await Promise.all(slow)) expect(codeOf(reply)).toBe('408 REQUEST_TIMEOUT')
})

test('bodies that trickle in are given up, whichever path they are for', async () => {
  const mailboxes = { in: { agent: 'helper', tenant: 'acme', user: 'alice', maxBytes: 1000 } }
  const tokens = [{ token: 'x'.repeat(32), agent: 'helper', tenant: 'acme', user: 'alice', operator: true }]
  await using rig = await startRig(undefined, { mailboxes, tokens }, { logger: silent(), bodyTimeoutMs: 100 })
  const { url } = rig.gateway
  const auth = `authorization: Bearer ${'x'.repeat(32)}\r\n`
  const heads = [
    ['/v1/chat/completions', TYPE],
    ['/v1/messages', TYPE],
    ['/guard/inbound', TYPE],
    ['/email/in', 'content-type: message/rfc822\r\n'],
  ].map(([path, type]) => `POST ${path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n${auth}${type}`)
  for (const head of heads) {
    expect(codeOfAny(await trickle(url, `${head}content-length: 900\r\n\r\n`, ' '))).toBe('408 BODY_TIMEOUT')
    expect(codeOfAny(await trickle(url, `${head}transfer-encoding: chunked\r\n\r\n`, '1\r\n \r\n'))).toBe(
      '408 BODY_TIMEOUT',
    )
  }
})

test('bodies that are too large are refused by what they say, and by what they are', async () => {
  await using rig = await startRig(undefined, {}, { logger: silent() })
  const { url } = rig.gateway
  expect(codeOf(await exchange(url, `${HEAD}content-length: 100001\r\n\r\n`))).toBe('413 BODY_TOO_LARGE')
  expect(codeOf(await exchange(url, `${HEAD}content-length: 99999999999999999\r\n\r\n`))).toBe('413 BODY_TOO_LARGE')
  const chunk = `4000\r\n${' '.repeat(0x4000)}\r\n`
  expect(codeOf(await exchange(url, `${HEAD}transfer-encoding: chunked\r\n\r\n${chunk.repeat(7)}`))).toBe(
    '413 BODY_TOO_LARGE',
  )
  const tiny = `${HEAD}transfer-encoding: chunked\r\n\r\n1;${'x'.repeat(20_000)}\r\n{\r\n`
  expect(codeOf(await exchange(url, tiny))).toBe('431 HEADERS_TOO_LARGE')
  expect(codeOf(await exchange(url, GOOD))).toBe('200')
})

test('a client that cuts a body off in the middle is no request', async () => {
  await using rig = await startRig(undefined, {}, { logger: silent() })
  const socket = await openSocket(rig.gateway.url)
  socket.write(`${HEAD}${LENGTH}\r\n{"model"`, () => socket.destroy())
  expect(codeOf(await exchange(rig.gateway.url, GOOD))).toBe('200')
  await until(() => socket.closed)
  expect(rig.seen.inbound.map(({ payload }) => payload.text)).toEqual(['hi'])
})

/** A protocol may name its errors elsewhere. */
function codeOfAny(reply: string): string {
  const [, code = ''] = /"code":"(BODY_[A-Z_]+)"/.exec(reply) ?? []
  return `${reply.slice(9, 12)} ${code}`
}
