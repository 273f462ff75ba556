import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { DOCTOR_ERRORS } from '../src/index.ts'

const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')

test('the README lists every error code and no other', () => {
  const listed = readme.split('\n').flatMap((line) => /^\| `(DOCTOR_[A-Z_]+)` /.exec(line)?.[1] ?? [])
  expect(listed.toSorted()).toEqual(Object.keys(DOCTOR_ERRORS).toSorted())
})
