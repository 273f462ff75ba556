import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DistinctNames } from './distinct-names.ts'

/** The names of keys in turn, and how often it was asked whether one is taken. */
function name(keys: readonly string[]): { readonly names: readonly string[]; readonly asked: number } {
  const names = new Set<string>()
  let asked = 0
  const distinct = new DistinctNames((one) => (asked++, names.has(one)))
  for (const key of keys) names.add(distinct.nameFor(key))
  return { names: [...names], asked }
}

test('equal keys get names of their own, and others keep theirs', () => {
  expect(name(['a', 'b', 'a', 'a', 'a+', 'a', 'b']).names).toEqual(['a', 'b', 'a+', 'a+2', 'a++', 'a+3', 'b+'])
})

test('none is lost, whatever the keys are', () => {
  const part = fc.constantFrom('a', 'a+', 'a+2', 'a++', '', '+', '__proto__', 'b')
  fc.assert(fc.property(fc.array(part, { maxLength: 60 }), (keys) => name(keys).names.length === keys.length))
})

test('ten thousand equal keys, and as many that look like their names, take a few looks each and no long names', () => {
  const equal = Array.from({ length: 10_000 }, () => 'mark')
  const alike = equal.map((key, at) => `${key}+${at}`)
  for (const keys of [equal, [...alike, ...equal], [...equal, ...alike]]) {
    const { names, asked } = name(keys)
    expect(names).toHaveLength(keys.length)
    expect(asked).toBeLessThan(6 * keys.length)
    expect(Math.max(...names.map(({ length }) => length))).toBeLessThan(20)
  }
})
