import { describe, expect, it } from 'vitest'
import { isDomain, parseAddress, parseAddresses } from './address.ts'

describe('addresses', () => {
  it('are read with all that is shown beside them', () => {
    expect(parseAddresses('"Smith, \\"Al\\"" (at =?utf-8?Q?home?=) <Al@Corp.Example>, b@c.example')).toEqual({
      mailboxes: [
        { local: 'al', domain: 'corp.example', shown: 'Smith, "Al" at home ' },
        { local: 'b', domain: 'c.example', shown: ' ' },
      ],
    })
  })

  it.each([
    'a@b@c.example',
    '.a@b.example',
    'a..b@c.example',
    'a @b.example',
    'a@b.example.',
    '<a@b.example',
    'a@1.2.3.4',
    '"a b"@c.example',
  ])('are refused in the form %j', (value) => {
    expect(parseAddresses(value)).toHaveProperty('rule')
    expect(parseAddress(value)).toBeUndefined()
  })

  it('of a configuration stand alone', () => {
    expect(parseAddress('Alice@Corp.Example')).toMatchObject({ local: 'alice', domain: 'corp.example' })
    expect(parseAddress('Alice <alice@corp.example>')).toBeUndefined()
  })

  it.each([
    ['a.example', true],
    ['a', true],
    ['', false],
    ['-a.example', false],
    ['a_b.example', false],
    ['a.1', false],
    [`${'a'.repeat(64)}.example`, false],
  ])('have a domain such as %j: %j', (domain, is) => {
    expect(isDomain(domain)).toBe(is)
  })
})
