import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { RECORDINGS } from './recordings.ts'

const isBuilt = existsSync(new URL('../../packages/cli/dist/hook/main.js', import.meta.url))

it.skipIf(!isBuilt).for(Object.entries(RECORDINGS))(
  'docs/recordings/%s is what the commands print',
  async ([name, record]) => {
    const file = fileURLToPath(new URL(`../../docs/recordings/${name}`, import.meta.url))
    const page = await record()
    if (process.env['UPDATE_DOCS']) {
      await mkdir(new URL('.', `file://${file}`), { recursive: true })
      await writeFile(file, page)
    }
    expect(await readFile(file, 'utf8')).toBe(page)
  },
  // Some forty processes, one after the other.
  600_000,
)
