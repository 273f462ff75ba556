import { describe, expect, it } from 'vitest'
import {
  hasBase58Check,
  hasBase62Crc,
  hasDiscordId,
  hasGitlabCrc,
  hasJoseHeader,
  isBasicCredential,
} from './checksums.ts'

const base64 = (text: string): string => Buffer.from(text).toString('base64url')

describe('checksums', () => {
  // A revoked token that its vendor and others print as an example.
  const body = 'fIkRGaBu5PeKsznMzXQOg3kETH1Sgx'

  it('GitHub and npm end in the CRC-32 of the body in base 62', () => {
    expect(hasBase62Crc(`ghp_${body}2oIfSC`)).toBe(true)
    expect(hasBase62Crc(`ghp_${body}2oIfSD`)).toBe(false)
    expect(hasBase62Crc('ghp_short')).toBe(false)
  })

  it('GitLab ends a routable token in the CRC-32 of all before it in base 36', () => {
    // From zlib: crc32 of the text in front.
    expect(hasGitlabCrc('glpat-q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb.01.0'.slice(0, 36) + '0000000')).toBe(false)
    expect(hasGitlabCrc('glpat-short')).toBe(false)
  })

  it("Bitcoin's keys carry the start of a double hash", () => {
    const wif = ['5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4', 'dZ1jvhTVqvbTLvyTJ'].join('')
    expect(hasBase58Check(wif)).toBe(true)
    expect(hasBase58Check(wif.replace('8', '9'))).toBe(false)
    expect(hasBase58Check('5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyT0')).toBe(false)
    expect(hasBase58Check('5'.repeat(10_000))).toBe(false)
  })

  it('a header of JOSE names its algorithm', () => {
    expect(hasJoseHeader(`${base64('{"alg":"HS256"}')}.x.y`)).toBe(true)
    expect(hasJoseHeader(`${base64('{"typ":"JWT"}')}.x.y`)).toBe(false)
    expect(hasJoseHeader(`${base64('[1]')}.x.y`)).toBe(false)
    expect(hasJoseHeader('eyJ.x.y')).toBe(false)
    expect(hasJoseHeader('')).toBe(false)
  })

  it('Basic holds a user, a colon and a password', () => {
    expect(isBasicCredential(Buffer.from('ada:kR7x').toString('base64'))).toBe(true)
    expect(isBasicCredential(Buffer.from('ada').toString('base64'))).toBe(false)
    expect(isBasicCredential(Buffer.from('ada:').toString('base64'))).toBe(false)
    expect(isBasicCredential(Buffer.from([1, 58, 2, 3]).toString('base64'))).toBe(false)
  })

  it('a Discord token begins with a number in base64', () => {
    expect(hasDiscordId(`${base64('112233445566778899')}.a.b`)).toBe(true)
    expect(hasDiscordId(`${base64('not a number at all')}.a.b`)).toBe(false)
  })
})
