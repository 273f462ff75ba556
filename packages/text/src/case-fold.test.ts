import { describe, expect, test } from 'vitest'
import { foldUnit, variantsOf } from './case-fold.ts'
import { createEngine } from './engine.ts'

const SURROGATES = { first: 0xd800, last: 0xdfff }

function everyUnit(): readonly string[] {
  const units: string[] = []
  for (let code = 1; code < 0x10000; code++) {
    if (code < SURROGATES.first || code > SURROGATES.last) units.push(String.fromCharCode(code))
  }
  return units
}

const cased = everyUnit().filter((unit) => unit.toLowerCase() !== unit || unit.toUpperCase() !== unit)

describe('foldUnit', () => {
  test('is idempotent for every code unit', () => {
    expect(everyUnit().filter((unit) => foldUnit(foldUnit(unit)) !== foldUnit(unit))).toEqual([])
  })

  test.each(['native', 'js'] as const)('equates whatever a case-blind %s regex equates', (prefer) => {
    const engine = createEngine({ prefer })
    const all = cased.join('')
    for (const unit of cased) {
      const regex = engine.compile(`\\x{${unit.charCodeAt(0).toString(16)}}`, 'i')
      const equated = regex.all(all).map(({ start, end }) => all.slice(start, end))
      for (const other of equated) expect([unit, foldUnit(other)]).toEqual([unit, foldUnit(unit)])
    }
  })
})

test('variantsOf lists every unit that folds to the given one', () => {
  expect(everyUnit().filter((unit) => !variantsOf(foldUnit(unit)).includes(unit))).toEqual([])
})
