import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Needles, needlesOf } from './needle.ts'
import { Orders } from './orders.ts'
import type { Row } from './row.ts'
import { Sieve } from './sieve.ts'
import { Tracks, type Track } from './track.ts'
import { writingsOf, type Writings } from './writings.ts'

const KINDS = ['plain', 'orders', 'ciphers', 'raw', 'xor', 'sum', 'leet'] as const satisfies readonly (keyof Writings)[]
const LITERALS = [
  { id: 'a', value: `CTKN_${'9c41f07ab35de286'}`, prefix: 'CTKN_' },
  { id: 'b', value: 'Tr0ub4dor&3-correct-horse' },
  { id: 'c', value: 'a1b2c3d4' },
  { id: 'd', value: 'pässwörd-😀-\u0080xyz0123456789' },
  { id: 'e', value: '0123456789abcdef'.repeat(20) },
]
const orders = new Orders()
const rows = LITERALS.map((literal) => writingsOf(literal, orders))

function trackOf(symbols: readonly number[]): Track {
  const track = new Tracks().take('')
  for (const [at, symbol] of symbols.entries()) track.add(symbol, at, at + 1)
  return track
}

function isFound(needles: Needles, track: Track, step: number, first: number): boolean {
  let isFound = false
  needles.find(track, () => (isFound = true), step, first)
  return isFound
}

it.each(KINDS)('passes a track exactly where the needles find something: %s', (kind) => {
  for (const writings of rows) {
    const made: readonly Row[] = writings[kind]()
    const needles = needlesOf(made)
    const [sieve, search] = [new Sieve(made), new Needles(needles)]
    const one = fc.constantFrom(...needles, { symbols: [1, 2, 3], least: 3 })
    const part = fc.tuple(one, fc.nat(), fc.integer({ min: -2, max: 3 })).map(([{ symbols, least }, at, more]) => {
      const from = at % Math.max(1, symbols.length - least + 1)
      return symbols.slice(from, from + Math.max(1, least + more))
    })
    const noise = fc.array(fc.oneof(fc.integer({ min: 0x30, max: 0x7a }), fc.nat(300)), { maxLength: 9 })
    const pieces = fc.array(fc.oneof(part, noise), { maxLength: 4 })
    fc.assert(
      fc.property(pieces, fc.integer({ min: 1, max: 5 }), fc.nat(4), (lists, step, first) => {
        const spread = lists.flat().flatMap((symbol, i) => [symbol, ...Array.from({ length: step - 1 }, () => i % 90)])
        const track = trackOf([...Array.from({ length: first % step }, () => 7), ...spread])
        expect(sieve.has(track, step, first % step)).toBe(isFound(search, track, step, first % step))
      }),
      { numRuns: 200 },
    )
  }
})

it.each(KINDS)('passes every needle that is cut to its least length: %s', (kind) => {
  for (const writings of rows) {
    const made = writings[kind]()
    const sieve = new Sieve(made)
    for (const { symbols, least } of needlesOf(made)) {
      for (let from = 0; from + least <= symbols.length; from += symbols.length > 100 ? 97 : 1) {
        expect(sieve.has(trackOf(symbols.slice(from, from + least)), 1, 0)).toBe(true)
      }
    }
  }
})
