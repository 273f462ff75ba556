import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { JsonObject, JsonValue } from '@ringwall/core'
import { onTestFinished } from 'vitest'
import { DEFAULT_LAYERS, ConfigError, loadConfig, type LoadOptions, type Model, type Problem } from '../src/index.ts'

/** A made-up plugin package. */
export interface PluginSource {
  readonly package: string
  /** Default: the package's name without scope and prefix. */
  readonly name?: string
  /** Source of the zod schema. */
  readonly config?: string
  readonly hooks?: string
  /** Source of the object that setup returns; `config`, `require` and `found` are in scope. */
  readonly layer?: string
  readonly manifest?: JsonObject
  /** Changes to package.json. */
  readonly packageJson?: Readonly<Record<string, JsonValue | undefined>>
  /** Replaces the whole module. */
  readonly module?: string
}

/** The plugins of the default preset, made up: each denies text that holds its name, or what `word` says. */
export const DEFAULTS: readonly PluginSource[] = DEFAULT_LAYERS.map((name) => ({ package: `@ringwall/plugin-${name}` }))

const CONFIG = `z.strictObject({
  word: z.string().default(NAME).meta({ tightens: 'any' }),
  limit: z.number().int().positive().default(10).meta({ tightens: 'lower' }),
  free: z.string().optional(),
})`
const LAYER = `{ onInbound: { judge: ({ payload }) =>
  payload.text.includes(config.word) || payload.text.length > config.limit * 100 ? { kind: 'deny', code: 'SEEN' } : undefined } }`

/** An empty folder that is gone after the test. */
export async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ringwall-config-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** A folder with plugins installed and files written. */
export async function makeProject(
  plugins: readonly PluginSource[],
  files: Readonly<Record<string, string>> = {},
): Promise<string> {
  const folder = await makeFolder()
  await mkdir(join(folder, 'node_modules'))
  const zod = dirname(createRequire(import.meta.url).resolve('zod/package.json'))
  await symlink(zod, join(folder, 'node_modules', 'zod'))
  for (const plugin of plugins) await install(folder, plugin)
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  return folder
}

async function install(root: string, source: PluginSource): Promise<void> {
  const name = source.name ?? (source.package.split('/').at(-1) ?? '').replace(/^(ringwall-)?plugin-/, '')
  const manifest = { api: 1, hooks: { onInbound: { judge: ['deny'] } }, ...source.manifest }
  const codes = { SEEN: 'the word was there' }
  const folder = join(root, 'node_modules', source.package)
  await mkdir(folder, { recursive: true })
  const packageJson = {
    name: source.package,
    version: '1.2.3',
    type: 'module',
    exports: './index.js',
    ringwall: { ...manifest, codes },
    ...source.packageJson,
  }
  await writeFile(join(folder, 'package.json'), JSON.stringify(packageJson))
  const module = `import { z } from 'zod'
const NAME = ${JSON.stringify(name)}
export const plugin = Object.freeze({
  [Symbol.for('ringwall.plugin')]: true,
  name: NAME,
  version: '1.2.3',
  manifest: ${JSON.stringify(manifest)},
  codes: ${JSON.stringify(codes)},
  config: ${source.config ?? CONFIG},
  setup: ({ config, require, find, provide, events }) => (${source.layer ?? LAYER}),
})
`
  await writeFile(join(folder, 'index.js'), source.module ?? module)
}

/** Loads a project's config with an empty environment. */
export function load(folder: string, options: LoadOptions = {}): Promise<Model> {
  return loadConfig({ cwd: folder, env: {}, ephemeral: true, ...options })
}

/** The problems of a config that must not load. */
export async function problemsOf(folder: string, options: LoadOptions = {}): Promise<readonly Problem[]> {
  try {
    await load(folder, options)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  throw new Error('the config was accepted')
}

/** `CODE line path` of each problem, which is what most tests look at. */
export async function summaryOf(folder: string, options: LoadOptions = {}): Promise<readonly string[]> {
  return (await problemsOf(folder, options)).map(({ code, line, path }) => `${code} ${line ?? '-'} ${path}`)
}
