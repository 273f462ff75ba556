import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isGibberish } from './gibberish.ts'
import { isDigestLike, isPasswordLike, isPlaceholder, isRandom, isStrong } from './values.ts'

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
    'your-api-key-goes-here-1',
    'not-a-real-token',
    'example-key-12345678',
    'AKIAIOSFODNN7EXAMPLE',
    '${DB_PASSWORD}',
    'sk-ant-api03-****************************a9Xk',
    'eXamPl3T0K3n',
  ])('%s is a placeholder', (value) => {
    expect(isPlaceholder(value)).toBe(true)
  })

  it.for([
    '$uM7er#Hz',
    '9_DQii1_qxoh',
    'a<b9Kd82hQx',
    'kR7x2Lq9',
    'kR7x2Lq9examplemZ4tB8wN',
    'q7Rt2LmX9dummyvKc4WzY8pNd',
    'kR7x2Lq9your-mZ4tB8wN',
    'kR7x2Lq9<b>mZ4tB8wN',
    'kR7x2Lq9mZ4t****B8wN',
    'kR7x2Lq9$(mZ4tB8wN',
    'github_pat_11ABCDEFG0q7Rt2LmX9vKc4WzY8pNd_5HsJ3gFb6TkU1aQeZ1234567890',
    'AIzaSyq7Rt2LmaaaaaaX9vKc4WzY8pNd5HsJ3gF',
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

  it.for(['kR7x2Lq9://mZ4tB8wN', 'kR7x2Lq9mZ\\n4tB8wN'])('%s is random for all the code in it', (value) => {
    expect(isRandom(value, 2.7)).toBe(true)
  })

  it('a password is told by its kinds of characters', () => {
    for (const value of ['kR7#x2Lq9', 'Tr0ub4dor-9xKq']) expect(isPasswordLike(value), value).toBe(true)
    for (const value of ['Summer2024', 'prod/db/password1', '--flag=A1b2', 'OAuth2Client', '3f9a0c7be5'])
      expect(isPasswordLike(value), value).toBe(false)
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
