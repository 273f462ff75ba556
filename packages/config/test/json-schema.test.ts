import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { configSchema } from '../src/index.ts'
import { DEFAULTS, makeFolder, makeProject } from './project.ts'

const VAULT = {
  package: '@acme/vault',
  config: `z.strictObject({
    must: z.string(),
    key: z.string().min(40).meta({ secret: true, tightens: 'any' }).optional(),
    tree: z.lazy(() => tree).optional(),
    when: z.string().transform((s) => new Date(s)).optional(),
  })`,
  module: undefined,
}

async function validator(folder: string): Promise<(config: unknown) => boolean> {
  const schema = await configSchema({ cwd: folder })
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema)
  return (config) => validate(config)
}

test('a good config passes and bad ones do not', async () => {
  const { module: _, ...vault } = VAULT
  const recursive = { ...vault, config: vault.config.replace('z.lazy(() => tree)', 'z.json()') }
  const folder = await makeProject([...DEFAULTS, recursive], {
    'ringwall.yaml': `layers: { '@acme/vault': { must: x } }`,
  })
  const accepts = await validator(folder)
  for (const good of [
    {},
    { preset: 'none', layers: { 'audit-log': 'observe', 'tool-policy': { limit: 3, mode: 'observe', deadlineMs: 5 } } },
    { layers: { '@acme/vault': { must: 'x', key: 'env:A', tree: { a: [1, { b: null }] }, when: 'now' } } },
    { agents: { a: { layers: { '@acme/vault': { key: '${A}', loosen: true }, 'audit-log': 'off' } } } },
    {
      gateway: { port: 1, upstream: { url: 'https://x.y', apiKey: 'file:/a#/b' }, tokens: [{ token: 'exec:/a/b' }] },
      store: { file: 'x' },
      log: { level: 'warn' },
    },
    { store: 'postgres://me@db.example/wall' },
    { store: 'env:URL' },
    { store: { url: 'file:/run/secrets/store-url' } },
    { store: { url: '${URL}', password: 'env:A', tls: { key: 'file:/k' } } },
  ])
    expect([good, accepts(good)]).toEqual([good, true])
  for (const bad of [
    [],
    { presett: 'none' },
    { preset: 'some' },
    { layers: { 'audit-logg': 'on' } },
    { layers: { 'audit-log': 'maybe' } },
    { layers: { 'audit-log': { limt: 3 } } },
    { layers: { 'audit-log': { limit: 'x' } } },
    { layers: { 'audit-log': { loosen: true } } },
    { layers: { '@acme/vault': {} } },
    { layers: { '@acme/vault': { must: 'x', key: 'a-literal-that-is-longer-than-forty-characters' } } },
    { agents: { a: { layer: {} } } },
    { agents: { a: { layers: { 'audit-log': { loosen: 'yes' } } } } },
    { gateway: { port: 70_000 } },
    { gateway: { upstream: {} } },
    { gateway: { upstream: { url: 'x', apiKey: 'sk-live' } } },
    { store: { driver: 'postgres' } },
    { store: 'state.db' },
    { store: { url: 'redis://h', password: 'open-sesame' } },
    { store: { url: 'redis://h', tls: { verify: false } } },
  ])
    expect([bad, accepts(bad)]).toEqual([bad, false])
})

test('it is the dialect that it says, and describes its keys', async () => {
  const schema = await configSchema({ cwd: await makeProject(DEFAULTS) })
  expect(schema).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    additionalProperties: false,
    properties: { gateway: { properties: { port: { default: 8787, description: expect.stringMatching(/port/) } } } },
  })
  for (const mark of ['tightens', 'secret', 'reference']) expect(JSON.stringify(schema)).not.toContain(`"${mark}":true`)
})

test('a broken file or a missing layer does not keep an editor from the rest', async () => {
  const folder = await makeFolder()
  await writeFile(join(folder, 'ringwall.yaml'), 'layers: [')
  const accepts = await validator(folder)
  expect([accepts({}), accepts({ layers: { 'audit-log': 'on' } }), accepts({ log: { level: 'info' } })]).toEqual([
    true,
    false,
    true,
  ])
})
