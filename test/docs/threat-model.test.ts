import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DEFAULT_LAYERS } from '@ringwall/config'
import { describe, expect, it } from 'vitest'
import { threatsOf, withTables } from './threat-tables.ts'
import { THREAT_LISTS } from './threats.ts'

const root = join(import.meta.dirname, '../..')
const threats = THREAT_LISTS.flatMap((list) => list.threats)

describe('docs/threat-model.md', () => {
  it('has the tables of the mapping', async () => {
    const file = join(root, 'docs/threat-model.md')
    const page = withTables(await readFile(file, 'utf8'), DEFAULT_LAYERS)
    if (process.env['UPDATE_DOCS']) await writeFile(file, page)
    expect(await readFile(file, 'utf8')).toBe(page)
  })

  it('is linked from the README and from SECURITY.md', async () => {
    for (const name of ['README.md', 'SECURITY.md'])
      expect(await readFile(join(root, name), 'utf8'), name).toContain('(docs/threat-model.md)')
  })
})

describe('the mapping', () => {
  it.each(THREAT_LISTS.map((list) => [list.title, list] as const))('has all of %s', (_title, list) => {
    expect(list.threats).toHaveLength(list.count)
  })

  it('names each threat once, and says of each what is left', () => {
    const ids = threats.map(({ id }) => id)
    expect(ids.length - new Set(ids).size).toBe(0)
    expect(threats.filter(({ left }) => left.trim() === '').map(({ id }) => id)).toEqual([])
  })

  it('has a layer for each threat, or says that none stands against it', () => {
    const open = threats.filter(({ layers }) => Object.keys(layers).length === 0)
    expect(open.filter(({ left }) => !left.startsWith('Not defended')).map(({ id }) => id)).toEqual([])
  })

  it('has each layer of the preset, and no other layer', () => {
    expect(DEFAULT_LAYERS).toHaveLength(22)
    const named = new Set(threats.flatMap(({ layers }) => Object.keys(layers)))
    expect([...named].toSorted()).toEqual([...DEFAULT_LAYERS].toSorted())
  })

  it('says no less of a layer than its own README does', async () => {
    const missing: string[] = []
    for (const layer of DEFAULT_LAYERS) {
      const readme = await readFile(join(root, 'plugins', layer, 'README.md'), 'utf8')
      const [, section = ''] = readme.split('## Threat')
      const claimed = (section.split('\n## ')[0] ?? '').match(/\b(?:LLM|ASI)\d\d\b/g) ?? []
      missing.push(...claimed.filter((id) => !threatsOf(layer).includes(id)).map((id) => `${layer} ${id}`))
    }
    expect(missing).toEqual([])
  })
})
