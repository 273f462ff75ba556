import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { AI_SDK_ERRORS } from '../src/index.ts'

test('the README lists every error code and no other', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
  const [, section = ''] = readme.split('## Errors')
  const listed = Array.from((section.split('\n## ')[0] ?? '').matchAll(/^\| `([A-Z_\d]+)` \|/gm), ([, code]) => code)
  expect(listed.toSorted()).toEqual(Object.keys(AI_SDK_ERRORS).toSorted())
})
