import { expect, test } from 'vitest'
import { UnderWay } from '../src/under-way.ts'
import { ask, chunk, openSse, startProvider, startRig, TOKEN, until } from './harness.ts'

const REFUSED = expect.objectContaining({ code: 'REQUESTS_AT_LIMIT', status: 429 })

test('one token has its share, and all have theirs together', () => {
  const underWay = new UnderWay({ perToken: 2, inAll: 3 })
  const leave = underWay.enter('a')
  underWay.enter('a')
  expect(() => underWay.enter('a')).toThrow(REFUSED)
  underWay.enter('b')
  expect(() => underWay.enter('c')).toThrow(REFUSED)
  leave()
  leave() // counts once
  underWay.enter('c')
  expect(() => underWay.enter('a')).toThrow(REFUSED)
})

test('a stream counts until it is over, whoever ends it', async () => {
  const provider = await startProvider((response) => {
    openSse(response).write(chunk({ content: 'the first words of a reply, ' }))
  })
  await using rig = await startRig(
    provider,
    { upstream: { url: provider.url, timeoutMs: 600_000 } },
    { maxUnderWay: { perToken: 1, inAll: 1 } },
  )
  const client = new AbortController()
  const stream = await rig.post(ask('hi', { stream: true }), { signal: client.signal })
  expect(stream.status).toBe(200)
  const refused = await rig.post(ask('hi'))
  expect([refused.status, JSON.parse(await refused.text()).error.code]).toEqual([429, 'REQUESTS_AT_LIMIT'])
  client.abort()
  const headers = { authorization: `Bearer ${TOKEN}` }
  const status = async () => (await fetch(`${rig.gateway.url}/v1/ringwall/config`, { headers })).status
  await until(async () => (await status()) !== 429)
  await provider.close()
})
