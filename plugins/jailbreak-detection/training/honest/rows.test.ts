import { describe, expect, test } from 'vitest'
import { createRandom } from '../random.ts'
import { HONEST_SHAPES } from './compose.ts'
import { HONEST_FAMILIES } from './families.ts'
import type { HonestFamily } from './family.ts'
import { honestRows } from './rows.ts'
import { SECOND_FAMILIES } from './second/families.ts'
import { writeFamily } from './write.ts'

const names = [...HONEST_FAMILIES, ...HONEST_SHAPES].map((entry) => entry.name)

/** Whole texts that stand alone, hardly with a slot: sixty drawn from some forty of them cannot all differ. */
function isLiteral(family: HonestFamily): boolean {
  return SECOND_FAMILIES.includes(family) && family.joins === 'alone'
}

describe('families', () => {
  test('are many, and each has a name of its own', () => {
    expect(HONEST_FAMILIES.length).toBeGreaterThanOrEqual(25)
    expect(new Set(names).size).toBe(names.length)
  })

  test.for(HONEST_FAMILIES)('$name has different texts', (family) => {
    const random = createRandom(7)
    const texts = Array.from({ length: 60 }, () => writeFamily(family, random))
    expect(new Set(texts).size).toBeGreaterThanOrEqual(isLiteral(family) ? 40 : 50)
  })

  test.for(HONEST_FAMILIES)('every template of $name can be written out', (family) => {
    for (const template of family.templates) {
      const text = writeFamily({ ...family, templates: [template] }, createRandom(3))
      expect(text).not.toBe('')
      expect(text).not.toMatch(/[«»‹›]/)
    }
  })
})

describe('rows', () => {
  test('are the same for a seed, and others for another', () => {
    expect(honestRows(createRandom(5), 200)).toEqual(honestRows(createRandom(5), 200))
    expect(honestRows(createRandom(5), 50)).not.toEqual(honestRows(createRandom(6), 50))
  })

  test('keep their texts when more are asked for', () => {
    expect(honestRows(createRandom(5), 100).slice(0, 40)).toEqual(honestRows(createRandom(5), 40))
  })

  test('come from every family and shape, hardly ever twice', () => {
    const rows = honestRows(createRandom(11), 4000)
    const sources = new Set(rows.map((row) => row.source))
    for (const name of names) expect(sources).toContain(`gen-honest/${name}`)
    expect(new Set(rows.map((row) => row.text)).size).toBeGreaterThan(3900)
    for (const row of rows) expect(row).toMatchObject({ label: 'benign', lang: 'en' })
  })

  test('are by the second author in half of the short texts', () => {
    const short = new Set(HONEST_FAMILIES.map((family) => `gen-honest/${family.name}`))
    const second = new Set(SECOND_FAMILIES.map((family) => `gen-honest/${family.name}`))
    const sources = honestRows(createRandom(2), 2000)
      .map((row) => row.source)
      .filter((source) => short.has(source))
    const share = sources.filter((source) => second.has(source)).length / sources.length
    expect(share).toBeGreaterThan(0.45)
    expect(share).toBeLessThan(0.55)
  })

  test('by the second author come from many whole sentences', () => {
    expect(SECOND_FAMILIES.length).toBeGreaterThanOrEqual(30)
    const templates = SECOND_FAMILIES.flatMap((family) => family.templates)
    expect(templates.length).toBeGreaterThanOrEqual(1800)
    expect(new Set(templates).size).toBe(templates.length)
  })
})
