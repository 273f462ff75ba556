// A thousand streams at once, over sockets of their own, and clients that open one and do not read it.
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { ask, chunk, openSse, startProvider, startRig, until } from '../harness.ts'
import { AUTH, openSocket, readAll, START, TYPE } from './raw.ts'

const STREAMS = 1_000
/** Fewer than a listening socket lets wait. */
const BATCH = 100
/** Client, gateway and provider are all in this process, so it is three ends of each stream. */
const MAX_BYTES_PER_STREAM = 400_000
const DONE = 'data: [DONE]\n\n'

function streamRequest(): string {
  const body = JSON.stringify(ask('hi', { stream: true }))
  return `${START}${AUTH}${TYPE}content-length: ${body.length}\r\n\r\n${body}`
}

function heapUsed(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  return process.memoryUsage().heapUsed
}

test('a thousand open streams: memory is bounded, others are served, and all of them end as they should', async () => {
  const open: ServerResponse[] = []
  const provider = await startProvider((response) => {
    open.push(openSse(response))
    response.write(chunk({ content: 'the first words of a reply, ' }))
  })
  await using rig = await startRig(provider, { upstream: { url: provider.url, timeoutMs: 600_000 } })
  const { url } = rig.gateway
  const before = heapUsed()
  const request = streamRequest()
  const sockets: Socket[] = []
  const replies: Promise<string>[] = []
  while (sockets.length < STREAMS) {
    const more = await Promise.all(Array.from({ length: BATCH }, () => openSocket(url)))
    sockets.push(...more)
    replies.push(...more.map(readAll))
    for (const socket of more) socket.write(request)
    await until(() => open.length === sockets.length)
  }
  const perStream = (heapUsed() - before) / STREAMS
  expect(perStream).toBeLessThan(MAX_BYTES_PER_STREAM)
  expect((await fetch(`${url}/healthz`)).status).toBe(200)
  expect((await fetch(`${url}/v1/nowhere`)).status).toBe(404)
  // A third ends well, a third is cut off by upstream, and a third by the clients.
  for (const [at, response] of open.entries())
    if (at % 3 === 0) response.end(`${chunk({ content: 'and the last' }, 'stop')}${DONE}`)
    else if (at % 3 === 1) response.destroy()
  await until(() => sockets.filter(({ closed }) => closed).length >= Math.floor((STREAMS * 2) / 3))
  for (const socket of sockets) socket.destroy()
  const texts = await Promise.all(replies)
  const whole = texts.filter((text) => text.includes('[DONE]'))
  const broken = texts.filter((text) => text.includes('UPSTREAM_INTERRUPTED'))
  expect([whole.length, broken.length]).toEqual([334, 333])
  expect(whole.every((text) => text.includes('"finish_reason":"stop"'))).toBe(true)
  expect(broken.some((text) => text.includes('[DONE]'))).toBe(false)
  await until(async () => (await provider.connections()) === 0)
  await rig.kernel.reload({ plugins: [] })
  await until(() => rig.seen.disposed === 1) // no stream of the kernel is open any more
  await provider.close()
}, 120_000)

test('a client that does not read is given up, and the request upstream with it', async () => {
  const closed = Promise.withResolvers<void>()
  const flood = chunk({ content: 'x'.repeat(10_000) })
  const provider = await startProvider((response) => {
    response.on('close', closed.resolve)
    const write = (): void => {
      while (!response.destroyed && response.write(flood));
    }
    openSse(response).on('drain', write)
    write()
  })
  await using rig = await startRig(provider, {}, { stallTimeoutMs: 200 })
  const socket = await openSocket(rig.gateway.url)
  socket.pause()
  socket.write(streamRequest())
  await closed.promise
  socket.resume()
  await once(socket, 'close')
  await until(async () => (await provider.connections()) === 0)
  await rig.kernel.reload({ plugins: [] })
  await until(() => rig.seen.disposed === 1)
  await provider.close()
})
