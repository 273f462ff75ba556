import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { TESTKIT_ERRORS } from '../src/index.ts'

it('README lists every error code, and no other', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const section = readme.slice(readme.indexOf('## Errors'), readme.indexOf('## Limits'))
  const listed = [...section.matchAll(/`([A-Z]+_[A-Z_]+)`/g)].map(([, code]) => code)
  expect(listed.toSorted()).toEqual(Object.keys(TESTKIT_ERRORS).toSorted())
})
