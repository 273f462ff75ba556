import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { secretFormatsPage } from './secret-formats-page.ts'

it('docs/secret-formats.md lists every format, and no other', async () => {
  const file = fileURLToPath(new URL('../../docs/secret-formats.md', import.meta.url))
  const page = secretFormatsPage()
  if (process.env['UPDATE_DOCS']) await writeFile(file, page)
  expect(await readFile(file, 'utf8')).toBe(page)
})
