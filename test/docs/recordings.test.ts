import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { RECORDINGS } from './recordings.ts'

const isBuilt = existsSync(new URL('../../packages/cli/dist/hook/main.js', import.meta.url))

describe.skipIf(!isBuilt)('recordings', () => {
  it.for(Object.entries(RECORDINGS))(
    'docs/recordings/%s is what the commands print',
    // Some forty processes, one after the other.
    { timeout: 600_000 },
    async ([name, record]) => {
      const file = fileURLToPath(new URL(`../../docs/recordings/${name}`, import.meta.url))
      const page = await record()
      if (process.env['UPDATE_DOCS']) {
        await mkdir(new URL('.', `file://${file}`), { recursive: true })
        await writeFile(file, page)
      }
      expect(await readFile(file, 'utf8')).toBe(page)
    },
  )
})
