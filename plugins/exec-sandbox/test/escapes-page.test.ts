import { readFileSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { ESCAPES } from './escapes/index.ts'
import { MUTANTS } from './escapes/mutants.ts'
import { escapesPage } from './escapes/page.ts'

it('docs/exec-sandbox-escapes.md lists every attempt and every protection, and no other', () => {
  const file = new URL('../../../docs/exec-sandbox-escapes.md', import.meta.url)
  const page = escapesPage()
  if (process.env['UPDATE_DOCS']) writeFileSync(file, page)
  expect(readFileSync(file, 'utf8')).toBe(page)
})

it('names are used once, and protections name attempts that there are', () => {
  for (const names of [ESCAPES, MUTANTS].map((list) => list.map(({ name }) => name)))
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
  const known = new Set(ESCAPES.map(({ name }) => name))
  expect(MUTANTS.flatMap(({ flips }) => flips).filter((name) => !known.has(name))).toEqual([])
  expect(MUTANTS.filter(({ flips }) => flips.length === 0)).toEqual([])
})
