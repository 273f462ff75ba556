import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { hardeningPage } from './hardening-page.ts'

it('docs/hardening.md lists every check of the doctor, and no other', async () => {
  const file = fileURLToPath(new URL('../../docs/hardening.md', import.meta.url))
  const page = hardeningPage()
  if (process.env['UPDATE_DOCS']) await writeFile(file, page)
  expect(await readFile(file, 'utf8')).toBe(page)
})
