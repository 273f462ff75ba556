import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isGibberish } from './gibberish.ts'
import { isDigestLike, isPlaceholder, isRandom, isStrong } from './values.ts'

describe('values', () => {
  it.for([
    'changeme',
    '<token>',
    '$TOKEN',
    '${TOKEN}',
    '%TOKEN%',
    '{token}',
    '[REDACTED]',
    'vault:secret/a#b1',
    'xxxxxxxxxxxx',
    'sk_test_1234abcd5678efgh',
    'your-api-key-1',
    'AIza......',
  ])('%s is a placeholder', (value) => {
    expect(isPlaceholder(value)).toBe(true)
  })

  it.for([
    '$uM7er#Hz',
    '9_DQii1_qxoh',
    'a<b9Kd82hQx',
    'kR7x2Lq9',
    'AAAAAAAAAAAAAAAAAAAAAAq7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQeZ0xM',
  ])('%s is none', (value) => {
    expect(isPlaceholder(value)).toBe(false)
  })

  it.for(['dmxPRmpCdlZRNGZOSHZSUERUWXo3', 'E@RaQGuVKOrmmNo', 'ukojwdoagymsbsfkgsueqszwilguvanwac', 'a81Kd90-xQ72pLs'])(
    '%s is random',
    (value) => {
      expect(isRandom(value, 2.7)).toBe(true)
    },
  )

  it.for([
    'process.env.DB_PASS1',
    '/etc/ssl/private/a1b2c3.pem',
    'https://acme.io/a1b2',
    'getToken(a1,b2)',
    '2026-03-14T10:42:55.408Z',
    'v1.22.333-beta.4',
    'sha512-q7Rt2LmX9vKc',
    'internationalization',
    '4711',
    'createHttpClient2',
    'Uint8Array.from',
    'X509Credential',
    'workloadIdentity.fromX509',
  ])('%s is not', (value) => {
    expect(isRandom(value, 2.7)).toBe(false)
  })

  it('a strong value is long, in disorder and no digest', () => {
    expect(isStrong('q7Rt2LmX9vKc4WzY8pNd')).toBe(true)
    expect(isStrong('3f9a0c7be5d1486292b7e04fd8c3a156')).toBe(false)
    expect(isStrong('9c7c5cb8-c2ef-4b37-bee4-a337e900740b')).toBe(false)
    expect(isStrong('src/components/Button2.tsx')).toBe(false)
    expect(isStrong('q7Rt2LmX')).toBe(false)
    expect(isDigestLike('0xDEADbeef')).toBe(true)
    expect(isDigestLike('q7')).toBe(false)
  })

  it('letters in disorder are told from words', () => {
    const words = [
      'internationalization',
      'configurationManager',
      'unauthorizedException',
      'wohnungsbaugesellschaft',
      'desenvolvimento',
    ]
    for (const word of words) expect(isGibberish(word), word).toBe(false)
    expect(isGibberish('qzxwvkjh')).toBe(true)
    expect(isGibberish('abc')).toBe(false)
    let found = 0
    const runs = fc.sample(fc.stringMatching(/^[a-z]{20}$/), { numRuns: 400, seed: 7 })
    for (const run of runs) if (isGibberish(run)) found++
    expect(found).toBeGreaterThan(370)
  })
})
