import fc from 'fast-check'
import { expect, test } from 'vitest'
import { childrenOf, integerOf, oidOf, readValue, readValues, timeOf } from './der.ts'

const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'))

test.for([
  ['an indefinite length', '3080020101 0000'],
  ['a length that is not the shortest', '308103020101'],
  ['a length with a leading zero', '30820003020101'],
  ['a length beyond the end', '300402010'],
  ['a length of five bytes', '308500000000030201'],
  ['a tag alone', '30'],
  ['a tag of several bytes', '1f810000'],
  ['a second value behind it', '020101020101'],
  ['nothing', ''],
] as const)('%s is refused', ([, hex]) => {
  expect(() => readValue(bytes(hex.replaceAll(' ', '')))).toThrow(RangeError)
})

test('values are read as they are written', () => {
  const [number, name] = childrenOf(readValue(bytes('300d0202008006072a8648ce3d0201')))
  expect(integerOf(number)).toBe('80')
  expect(oidOf(name)).toBe('1.2.840.10045.2.1')
  expect(timeOf(readValue(bytes('170d3439303130323033303430355a')))).toBe(Date.UTC(2049, 0, 2, 3, 4, 5))
  expect(timeOf(readValue(bytes('170d3530303130323033303430355a')))).toBe(Date.UTC(1950, 0, 2, 3, 4, 5))
  expect(timeOf(readValue(bytes('180f32303530303130323033303430355a')))).toBe(Date.UTC(2050, 0, 2, 3, 4, 5))
  expect(() => timeOf(readValue(bytes('170d3439313330323033303430355a')))).toThrow(RangeError)
  expect(() => oidOf(number)).toThrow(RangeError)
})

test('whatever the bytes, they are read to the end or refused with a RangeError', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (data) => {
      try {
        const length = readValues(data).reduce((sum, { whole }) => sum + whole.length, 0)
        expect(length).toBe(data.length)
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError)
      }
    }),
  )
})
