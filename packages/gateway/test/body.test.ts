// Bodies come from Node's own request where nobody has touched it, and through the adapter's Request everywhere else.
import { once } from 'node:events'
import { createServer, request as send, type ClientRequest, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Context } from 'hono'
import { describe, expect, test } from 'vitest'
import { readBytes, type BodyLimits } from '../src/body.ts'
import { noteArrival } from '../src/incoming.ts'

const LIMITS = { maxBytes: 1_000, timeoutMs: 5_000 }

/** What comes of reading the request that `write` sends. `before` may touch it first; what stands in its Request is `from the Request`. */
async function read(
  write: (request: ClientRequest) => unknown,
  limits: BodyLimits = LIMITS,
  before: (incoming: IncomingMessage) => unknown = () => undefined,
  note = noteArrival,
) {
  const { promise, resolve } = Promise.withResolvers<object>()
  const server = createServer((incoming, response) => {
    const work = async (): Promise<object> => {
      await before(incoming)
      const raw = new Request('http://localhost', { method: 'POST', body: 'from the Request' })
      note(raw, incoming)
      try {
        const bytes = await readBytes({ req: { raw }, env: { incoming } } as unknown as Context, limits)
        return { text: bytes.toString(), hooks: hooksOf(incoming) }
      } catch (error) {
        return { code: (error as { code?: unknown }).code, hooks: hooksOf(incoming), paused: incoming.isPaused() }
      } finally {
        response.end()
      }
    }
    void work().then(resolve)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const request = send({ port, host: '127.0.0.1', method: 'POST' }).on('error', () => undefined)
  write(request)
  const found = await promise
  request.destroy()
  server.closeAllConnections()
  server.close()
  return found
}

/** Listeners that were left behind. */
function hooksOf(incoming: IncomingMessage): number {
  return ['data', 'error', 'close'].reduce((sum, name) => sum + incoming.listenerCount(name), 0)
}

describe('from the connection', () => {
  test('in one piece, in many and in none', async () => {
    expect(await read((request) => request.end('{"a":1}'))).toEqual({ text: '{"a":1}', hooks: 0 })
    const pieces = (request: ClientRequest) => {
      for (const piece of ['{', '"ä', '€"', '}']) request.write(piece)
      setTimeout(() => request.end(' '), 20)
    }
    expect(await read(pieces)).toEqual({ text: '{"ä€"} ', hooks: 0 })
    expect(await read((request) => request.end())).toEqual({ text: '', hooks: 0 })
  })

  test('exactly the limit, and one byte more, whatever is said of the length', async () => {
    expect(await read((request) => request.end('x'.repeat(1_000)))).toMatchObject({ text: 'x'.repeat(1_000) })
    const more = (request: ClientRequest) => {
      request.write('x'.repeat(1_000))
      setTimeout(() => request.write('x'), 20)
    }
    expect(await read(more)).toEqual({ code: 'BODY_TOO_LARGE', hooks: 0, paused: true })
  })

  test('a limit that is no number lets nothing in', async () => {
    const limits = { ...LIMITS, maxBytes: Number.NaN }
    expect(await read((request) => request.end('x'), limits)).toMatchObject({ code: 'BODY_TOO_LARGE' })
  })

  test('one that stops, and one that drips', async () => {
    const limits = { ...LIMITS, timeoutMs: 100 }
    expect(await read((request) => request.write('x'), limits)).toEqual({
      code: 'BODY_TIMEOUT',
      hooks: 0,
      paused: true,
    })
    let drip: NodeJS.Timeout | undefined
    const slow = (request: ClientRequest) => void (drip = setInterval(() => request.write('x'), 10))
    expect(await read(slow, limits)).toMatchObject({ code: 'BODY_TIMEOUT' })
    clearInterval(drip)
  })

  test('a client that leaves', async () => {
    const leave = (request: ClientRequest) => request.write('x', () => setTimeout(() => request.destroy(), 20))
    expect(await read(leave)).toMatchObject({ code: 'BODY_INCOMPLETE', hooks: 0 })
  })
})

describe('from the Request, where Node no longer has all of it', () => {
  const cases: [string, (incoming: IncomingMessage) => unknown][] = [
    ['somebody has read it', async (incoming) => void (await once(incoming.resume(), 'end'))],
    ['somebody has begun to', async (incoming) => void (await once(incoming, 'readable'), incoming.read())],
    ['it is decoded as text', (incoming) => incoming.setEncoding('utf8')],
    ['a platform has put the bytes beside it', (incoming) => Object.assign(incoming, { rawBody: Buffer.from('x') })],
    ['it is destroyed', (incoming) => incoming.destroy()],
  ]
  test('it is another Request, which a host has put in the place of the one that arrived', async () => {
    const found = await read(
      (request) => request.end('{"a":1}'),
      LIMITS,
      undefined,
      () => undefined,
    )
    expect(found).toMatchObject({ text: 'from the Request' })
  })

  test.for(cases)('%s', async ([, before]) => {
    expect(await read((request) => request.end('{"a":1}'), LIMITS, before)).toMatchObject({ text: 'from the Request' })
  })
})
