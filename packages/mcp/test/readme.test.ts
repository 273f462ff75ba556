import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { MCP_ERRORS } from '../src/index.ts'

test('the README lists every error code and no other', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
  const [, section = ''] = readme.split('## Errors')
  const rows = (section.split('\n## ')[0] ?? '').split('\n').flatMap((line) => /^\| (`.+?`) \|/.exec(line)?.[1] ?? [])
  const listed = rows.flatMap((cell) => Array.from(cell.matchAll(/[A-Z_\d]{4,}/g), ([code]) => code))
  expect(listed.toSorted()).toEqual(Object.keys(MCP_ERRORS).toSorted())
})
