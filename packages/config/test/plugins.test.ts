import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Plugin } from '@ringwall/core'
import { expect, test } from 'vitest'
import { load, makeFolder, makeProject, problemsOf, summaryOf, type PluginSource } from './project.ts'

const WALL = `preset: none\nlayers: { '@acme/moat': on }\n`
const files = { 'ringwall.yaml': WALL }
const project = (plugin: Omit<PluginSource, 'package'>): Promise<string> =>
  makeProject([{ package: '@acme/moat', ...plugin }], files)

test.for<readonly [string, Omit<PluginSource, 'package'>, string]>([
  ['no ringwall field', { packageJson: { ringwall: undefined } }, 'CONFIG_PLUGIN_MANIFEST'],
  ['another manifest', { packageJson: { ringwall: { api: 1, hooks: {}, codes: {} } } }, 'CONFIG_PLUGIN_MANIFEST'],
  ['another version', { packageJson: { version: '1.2.4' } }, 'CONFIG_PLUGIN_MANIFEST'],
  ['another api', { packageJson: { ringwall: { api: 2 } } }, 'CONFIG_PLUGIN_API'],
  ['no plugin', { module: 'export const nothing = 1' }, 'CONFIG_PLUGIN_EXPORT'],
  ['no entry point', { packageJson: { exports: { './other': './index.js' } } }, 'CONFIG_PLUGIN_FAILED'],
  ['an entry point that is not there', { packageJson: { exports: './absent.js' } }, 'CONFIG_PLUGIN_FAILED'],
  ['code that throws', { module: 'throw new Error("no")' }, 'CONFIG_PLUGIN_FAILED'],
  ['a config that is not strict', { config: 'z.object({})' }, 'CONFIG_PLUGIN_SCHEMA'],
  ['an asynchronous config', { config: 'z.strictObject({}).refine(async () => true)' }, 'CONFIG_PLUGIN_SCHEMA'],
  ['a reserved key', { config: 'z.strictObject({ mode: z.string().optional() })' }, 'CONFIG_PLUGIN_SCHEMA'],
  ['a required key', { config: 'z.strictObject({ must: z.string() })' }, 'CONFIG_TYPE'],
])('a package with %s is refused', async ([, plugin, code]) => {
  const problems = await problemsOf(await project(plugin))
  expect(problems).toMatchObject([{ code, line: 2 }])
})

test('a package of another api is refused before any of it runs', async () => {
  const module = `globalThis.ringwallConfigTestRan = true\nexport const x = 1`
  expect(await summaryOf(await project({ packageJson: { ringwall: { api: 99 } }, module }))).toEqual([
    'CONFIG_PLUGIN_API 2 layers."@acme/moat"',
  ])
  expect(globalThis).not.toHaveProperty('ringwallConfigTestRan')
})

test('several plugins are refused, one under two names is not', async () => {
  const folder = await project({})
  const entry = join(folder, 'node_modules/@acme/moat/index.js')
  await rename(entry, entry.replace('index', 'one'))
  await writeFile(entry, `export * from './one.js'\nexport { plugin as default, plugin as other } from './one.js'`)
  expect((await load(folder)).layers).toHaveLength(1)
  const two = await project({})
  const second = join(two, 'node_modules/@acme/moat/index.js')
  await rename(second, second.replace('index', 'one'))
  await writeFile(
    second,
    `export * from './one.js'\nimport { plugin } from './one.js'\nexport const other = { ...plugin }`,
  )
  expect(await problemsOf(two)).toMatchObject([{ code: 'CONFIG_PLUGIN_EXPORT' }])
})

test.for([
  { import: './index.js' },
  { '.': { types: './index.d.ts', import: './index.js' } },
  { '.': { browser: './no.js', node: { import: './index.js' } } },
])('a package that can only be imported: %j', async (exports) => {
  expect((await load(await project({ packageJson: { exports } }))).layers).toHaveLength(1)
})

test('an entry point outside the package is refused: its manifest would speak for other code', async () => {
  const folder = await makeProject(
    [
      { package: '@acme/moat', packageJson: { exports: undefined, main: '../other/index.js' } },
      { package: '@acme/other' },
    ],
    files,
  )
  expect(await summaryOf(folder)).toEqual(['CONFIG_PLUGIN_FAILED 2 layers."@acme/moat"'])
})

test('a package.json that cannot be read is not passed over', async () => {
  const folder = await project({})
  await writeFile(join(folder, 'node_modules/@acme/moat/package.json'), '{')
  expect(await summaryOf(folder)).toEqual(['CONFIG_PLUGIN_FAILED 2 layers."@acme/moat"'])
})

test('packages are looked for from the folder of the file, then from the further folders', async () => {
  const here = await makeFolder()
  await writeFile(join(here, 'ringwall.yaml'), WALL)
  const there = await project({})
  expect(await summaryOf(here)).toEqual(['CONFIG_LAYER_MISSING 2 layers."@acme/moat"'])
  expect((await load(here, { resolveFrom: [there] })).layers).toHaveLength(1)
  expect((await load(here, { file: join(there, 'ringwall.yaml') })).layers).toHaveLength(1)
})

test('a plugin that the caller has loaded stands for its package: found below its folders, of its version, with its manifest', async () => {
  const there = await project({})
  const here = await makeFolder()
  await writeFile(join(here, 'ringwall.yaml'), WALL)
  const [line] = (await load(there)).layers
  if (line === undefined) throw new TypeError('there is a layer')
  // Told from what the file exports by its description alone.
  const plugin = { ...line.plugin, config: line.plugin.config.describe('loaded by the caller') }
  const loadedWith = async (loaded: Plugin, folder = here): Promise<unknown> => {
    const model = await load(folder, { resolveFrom: [there], loaded: new Map([['@acme/moat', loaded]]) })
    return model.layers[0]?.plugin.config.description
  }
  expect(await loadedWith(plugin)).toBe('loaded by the caller')
  expect(await loadedWith({ ...plugin, version: '9.9.9' })).toBeUndefined()
  expect(await loadedWith(plugin, await project({}))).toBeUndefined()
  await expect(loadedWith({ ...plugin, codes: { OTHER: 'not in package.json' } })).rejects.toThrow('ringwall.codes')
})

test('a short name means a package of ours first, then any package, and one of ours never falls through', async () => {
  const moat = { package: 'moat', config: `z.strictObject({ a: z.literal('bare').default('bare') })` }
  const ours = { package: '@ringwall/plugin-moat', config: `z.strictObject({ a: z.literal('ours').default('ours') })` }
  const yaml = { 'ringwall.yaml': 'preset: none\nlayers: { moat: {} }\n' }
  const nameOf = async (plugins: readonly PluginSource[]): Promise<unknown> =>
    (await load(await makeProject(plugins, yaml))).layers[0]?.plugin.config.parse({})
  expect(await nameOf([moat])).toEqual({ a: 'bare' })
  expect(await nameOf([moat, ours])).toEqual({ a: 'ours' })
  const impostor = await makeProject([{ package: 'audit-log' }], {
    'ringwall.yaml': 'preset: none\nlayers: { audit-log: on }\n',
  })
  expect(await summaryOf(impostor)).toEqual(['CONFIG_LAYER_MISSING 2 layers.audit-log'])
})

test('a package of ours must hold the layer that it is named after', async () => {
  const folder = await makeProject([{ package: '@ringwall/plugin-moat', name: 'other' }], {
    'ringwall.yaml': 'preset: none\nlayers: { moat: on }\n',
  })
  expect(await summaryOf(folder)).toEqual(['CONFIG_PLUGIN_MANIFEST 2 layers.moat'])
})

test('two packages with one layer name are refused', async () => {
  const folder = await makeProject([{ package: '@acme/moat' }, { package: '@umbrella/moat' }], {
    'ringwall.yaml': `preset: none\nlayers:\n  '@acme/moat': on\n  '@umbrella/moat': on\n`,
  })
  expect(await summaryOf(folder)).toEqual(['CONFIG_DUPLICATE_LAYER 4 layers."@umbrella/moat"'])
})
