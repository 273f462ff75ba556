import fc from 'fast-check'
import { expect, it } from 'vitest'
import { makeToken } from './token.ts'
import { readUrl } from './url.ts'

const TOKEN = 'abcdefgh-0123456789-abcdefgh-0123456789'
const encoded = (text: string): string => Array.from(text, (c) => `%${c.charCodeAt(0).toString(16)}`).join('')

it.each([
  '/v1/models?token=x',
  '/v1/models?a=1&access_token=x',
  '/v1/models?Access-Token=x',
  '/v1/models?api_key=x',
  '/v1/models?apiKey=x',
  '/v1/models?X-API-Key=x',
  '/v1/models?authorization=Bearer%20x',
  '/v1/models?%61ccess_token=x',
  '/v1/models?%2561ccess_token=x',
  '/v1/models?a=1;token=x',
  '/v1/models;token=x',
  '/v1/token=x/models',
  '/v1/models#access_token=x',
  '//user:secret@example.org/v1/models',
  'http://user:secret@localhost/v1/models',
  'http://user@localhost/v1/models',
  '/v1/models?password=x',
])('%s holds a credential', (target) => expect(readUrl(target).isRefused).toBe(true))

it.each([
  '/v1/models',
  '/v1/chat/completions',
  '/v1/models?limit=20&after=gpt-4o',
  '/v1/messages?max_tokens=5',
  '/v1/audit?q=where+is+the+token&key=layer',
  '/v1/audit?page_token=',
  '/v1/audit?token=',
  '/v1/audit?at=2026-01-01T00:00:00Z&user=alice@example.org',
  '/metrics',
  '/%zz',
  '*',
  '',
])('%s holds none', (target) => expect(readUrl(target)).toEqual({ isRefused: false, candidates: [] }))

it('a made token is seen wherever it stands and however it is encoded', () => {
  fc.assert(
    fc.property(fc.webPath(), fc.constantFrom('', '?q=', '/', '#', '&x[]='), fc.nat(3), (path, before, times) => {
      let token = makeToken()
      for (let i = 0; i < times; i++) token = encoded(token)
      expect(readUrl(`${path}${before}${token}&z=1`).isRefused).toBe(true)
    }),
    { numRuns: 200 },
  )
})

it('a host with a name before it is refused', () => {
  expect(readUrl('/', 'user:pass@localhost').isRefused).toBe(true)
  expect(readUrl('/', 'localhost:8787').isRefused).toBe(false)
})

it.each([
  `/v1/${TOKEN}`,
  `/v1?q=${TOKEN}`,
  `/v1?q=x,${TOKEN}`,
  `/v1?${encoded(TOKEN)}`,
  `/v1?q=${encoded(encoded(TOKEN))}`,
])('what may be a token of an operator’s own is to be compared: %s', (target) =>
  expect(readUrl(target).candidates).toContain(TOKEN),
)
