import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { errorsPage } from './errors-page.ts'

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')

it('docs/errors.md lists every error code, and no other', async () => {
  const file = `${root}/docs/errors.md`
  const page = await errorsPage(root)
  if (process.env['UPDATE_DOCS']) await writeFile(file, page)
  expect(await readFile(file, 'utf8')).toBe(page)
})
