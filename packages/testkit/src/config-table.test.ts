import { expect, it } from 'vitest'
import { z } from 'zod'
import { configRows, configTable, findConfigRows, NO_SETTINGS } from './config-table.ts'

const config = z.strictObject({
  action: z.enum(['warn', 'block']).default('warn').describe('What to do | what not.'),
  limits: z
    .strictObject({
      depth: z.int().min(1).max(64).default(8).describe('Deepest nesting.'),
      share: z.number().gt(0).lt(1).optional().describe('A share.'),
    })
    .prefault({}),
  hosts: z.array(z.string()).default(['a|b']).describe('Hosts.'),
  tools: z.record(z.string(), z.boolean()).describe('Tools\nby name.'),
  retry: z
    .union([z.literal('never'), z.int()])
    .default('never')
    .describe('Retries.'),
  key: z.string().optional().describe('A key.').meta({ secret: true }),
  rest: z.unknown().describe('Anything.'),
})

it('has a row for each field, nested ones under a dotted key', () => {
  expect(configTable({ config })).toBe(
    [
      '| key | type | default | meaning |',
      '| --- | --- | --- | --- |',
      '| `action` | `"warn"` or `"block"` | `"warn"` | What to do \\| what not. |',
      '| `limits.depth` | whole number, at least 1, at most 64 | `8` | Deepest nesting. |',
      '| `limits.share` | number, more than 0, less than 1 | none | A share. |',
      '| `hosts` | list of string | `["a\\|b"]` | Hosts. |',
      '| `tools` | map of boolean | required | Tools by name. |',
      '| `retry` | `"never"` or whole number | `"never"` | Retries. |',
      '| `key` | secret reference | none | A key. |',
      '| `rest` | any | required | Anything. |',
    ].join('\n'),
  )
})

it('says so where there is nothing to set', () => {
  expect(configTable({ config: z.strictObject({}) })).toBe(NO_SETTINGS)
})

it('is found again in a document, whatever a formatter did to its columns', () => {
  const padded = configTable({ config }).replaceAll(' | ', '   |  ').replaceAll('---', ':-------')
  const readme = `# Layer\n\n| code | meaning |\n| --- | --- |\n| A | b |\n\n${padded}\n\nMore.\n`
  expect(findConfigRows(readme)).toEqual(configRows({ config }))
})

it('is not found where there is none', () => {
  expect(findConfigRows('| key | type |\n| --- | --- |\n')).toBeUndefined()
})
