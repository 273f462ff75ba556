import { isDeepStrictEqual } from 'node:util'
import { pathToFileURL } from 'node:url'
import { API_VERSION, isPlugin, messageOf, type ErrorParams, type Plugin } from '@ringwall/core'
import type { ConfigErrorCode } from './errors.ts'
import { LAYER_KEYS, LOOSEN_KEY } from './file-schema.ts'
import { findEntry, findPackage, PackageProblem, type FoundPackage } from './find-package.ts'
import { layerId, packageCandidates, requiredPluginName } from './layer-name.ts'
import { DEFAULT_LAYERS } from './presets.ts'
import { fieldsOf } from './schema-tree.ts'
import { suggest } from './suggest.ts'

/** A plugin, and the package that it came from. */
export interface LoadedLayer {
  readonly plugin: Plugin
  readonly packageName: string
}

/** Why a layer cannot be loaded. */
export interface LayerProblem {
  readonly code: ConfigErrorCode
  readonly params: ErrorParams
}

const OURS = '@ringwall/'

/** A value, or what is wrong. */
export type Attempt<T> = T | { readonly problem: LayerProblem }

/** True for an attempt that failed. */
export function isFailed<T>(attempt: Attempt<T>): attempt is { readonly problem: LayerProblem } {
  return typeof attempt === 'object' && attempt !== null && 'problem' in attempt
}

/** Finds the package of a layer without running any of it. */
export async function findLayer(name: string, origins: readonly string[]): Promise<Attempt<FoundPackage>> {
  const candidates = packageCandidates(name)
  for (const candidate of candidates) {
    try {
      const found = await findPackage(candidate, candidate.startsWith(OURS) ? ownFirst(origins) : origins)
      if (found !== undefined) return found
    } catch (error) {
      return refuse('CONFIG_PLUGIN_FAILED', { package: candidate, problem: shortly(error) })
    }
  }
  const isOurs = DEFAULT_LAYERS.includes(layerId(name))
  if (candidates.length > 0 && (isOurs || name.startsWith('@')))
    return refuse('CONFIG_LAYER_MISSING', { layer: name, package: candidates[0] ?? name })
  return refuse('CONFIG_UNKNOWN_LAYER', { layer: JSON.stringify(name), hint: suggest(name, DEFAULT_LAYERS) })
}

/** Loads the plugin of a package, after its manifest was found good; nothing of it runs before that. One that is `ready` is taken as it is. */
export async function loadLayer(found: FoundPackage, ready?: Plugin): Promise<Attempt<LoadedLayer>> {
  const { name, packageJson } = found
  const declared = packageJson.ringwall
  if (!isRecord(declared))
    return refuse('CONFIG_PLUGIN_MANIFEST', { package: name, problem: 'package.json has no `ringwall` field' })
  if (declared.api !== API_VERSION)
    return refuse('CONFIG_PLUGIN_API', { package: name, found: String(declared.api), expected: API_VERSION })
  let plugins: readonly Plugin[]
  try {
    plugins = ready === undefined ? await importPlugins(await findEntry(found)) : [ready]
  } catch (error) {
    return refuse('CONFIG_PLUGIN_FAILED', { package: name, problem: shortly(error) })
  }
  const [plugin] = plugins
  if (plugin === undefined || plugins.length > 1)
    return refuse('CONFIG_PLUGIN_EXPORT', { package: name, count: plugins.length })
  const problem = findDifference(plugin, found)
  if (problem !== undefined) return refuse('CONFIG_PLUGIN_MANIFEST', { package: name, problem })
  const reserved = Object.keys(fieldsOf(plugin.config) ?? {}).find((key) => [...LAYER_KEYS, LOOSEN_KEY].includes(key))
  if (reserved !== undefined)
    return refuse('CONFIG_PLUGIN_SCHEMA', { package: name, problem: `it uses the key ${reserved}` })
  return { plugin, packageName: name }
}

/** What is called ours comes with this program, where that brings it: a folder in which an agent writes must not bring another. */
function ownFirst([folder, ...own]: readonly string[]): readonly string[] {
  return folder === undefined ? own : [...own, folder]
}

async function importPlugins(entry: string): Promise<readonly Plugin[]> {
  const module = (await import(/* @vite-ignore */ pathToFileURL(entry).href)) as object
  return [...new Set(Object.values(module).filter(isPlugin))]
}

/** What the operator read in package.json must be what the kernel enforces. */
function findDifference(plugin: Plugin, { name, packageJson }: FoundPackage): string | undefined {
  const expected = requiredPluginName(name)
  if (expected !== undefined && plugin.name !== expected) return `its plugin calls itself ${plugin.name}`
  if (plugin.version !== packageJson.version)
    return `its plugin has version ${plugin.version}, its package.json ${String(packageJson.version)}`
  const actual: unknown = JSON.parse(JSON.stringify({ ...plugin.manifest, codes: plugin.codes }))
  if (!isRecord(actual) || !isRecord(packageJson.ringwall)) return 'its manifest is not an object'
  const declared = packageJson.ringwall
  const keys = new Set([...Object.keys(actual), ...Object.keys(declared)])
  const different = [...keys].filter((key) => !isDeepStrictEqual(actual[key], declared[key]))
  return different.length === 0
    ? undefined
    : `the plugin and package.json differ in ${different.map((key) => `ringwall.${key}`).join(', ')}`
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function refuse(code: ConfigErrorCode, params: ErrorParams): { readonly problem: LayerProblem } {
  return { problem: { code, params } }
}

function shortly(error: unknown): string {
  if (error instanceof PackageProblem) return error.message
  return messageOf(error).split('\n', 1)[0] ?? ''
}
