import { realpathSync } from 'node:fs'
import { dirname, resolve, sep } from 'node:path'
import { parseConfig, use, type JsonObject, type Plugin } from '@ringwall/core'
import { createResolver } from '@ringwall/references'
import { fileSchema } from './file-schema.ts'
import { findSource } from './find-source.ts'
import { reportIssues } from './issues.ts'
import { checkConfig, resolveConfig } from './layer-config.ts'
import { readLayerSet, type LayerSet } from './layer-set.ts'
import { findLayer, isFailed } from './load-layer.ts'
import { originsOf } from './load.ts'
import type { LoadOptions } from './model.ts'
import { DEFAULT_LAYERS } from './presets.ts'
import { Report } from './report.ts'
import type { Source } from './source.ts'
import { findLoosened } from './tighten.ts'

/** Where the policy of one plugin is looked for. */
export interface PolicyOptions extends Omit<LoadOptions, 'ephemeral'> {
  /** A folder in which others than the operator write. A config that was found there, and not named by `file`, may only tighten, and is never run. */
  readonly distrusted: string
  /** Keys that the caller sets whatever the file says. */
  readonly given?: readonly string[]
}

/** What a config says of one plugin. */
export interface LoadedPolicy {
  /** The plugin's own keys, checked. */
  readonly config: JsonObject
  /** True where the config switches it off for everyone. */
  readonly isOff: boolean
}

/**
 * Reads what a config says of one plugin, which the caller brings: no package is loaded, no helper run, no secret read of anything else in the
 * file. Throws ConfigError.
 */
export async function loadPolicy(plugin: Plugin, options: PolicyOptions): Promise<LoadedPolicy> {
  const isDistrusted = (path: string): boolean => options.file === undefined && isIn(path, options.distrusted)
  const source = await findSource(options, isDistrusted)
  const report = new Report(source)
  checkShape(source, report)
  const set = readLayerSet(source.value, 'none', report)
  await checkNames(set, { but: plugin.name, origins: originsOf(source, options), report })
  const entry = set.base.get(plugin.name)
  const layer = { plugin, packageName: plugin.name }
  const tools = { report, resolver: createResolver(options.env ?? process.env) }
  const config = await resolveConfig(layer, entry?.config ?? {}, entry?.path ?? [], tools)
  const version = checkConfig(layer, config, report)
  if (source.file !== undefined && version !== undefined && isDistrusted(source.file)) {
    const base = { parsed: parseConfig(use(plugin, {})), raw: {} }
    const weaker = findLoosened(plugin.config, base, version).filter((path) => options.given?.includes(path) !== true)
    if (weaker.length > 0) report.problem('CONFIG_DISTRUSTED', entry?.path ?? [], { what: weaker.join(', ') }, 'key')
  }
  report.throwIfAny()
  return { config: config.value, isOff: entry?.enabled === false }
}

/** The parts of a file that say which layers there are and what they are told; a misspelt key says neither. */
function checkShape({ value }: Source, report: Report): void {
  const parsed = fileSchema.safeParse(value)
  const issues = (parsed.error?.issues ?? []).filter(({ path: [key] }) => key === undefined || key === 'layers')
  reportIssues(issues, { report, schema: fileSchema, base: [], substituted: { failed: [], resolved: new Set() } })
}

/** A misspelt name is a layer that protects nobody. */
async function checkNames(
  set: LayerSet,
  { but, origins, report }: { readonly but: string; readonly origins: readonly string[]; readonly report: Report },
): Promise<void> {
  for (const [id, entry] of set.base) {
    if (id === but || DEFAULT_LAYERS.includes(id)) continue
    const found = await findLayer(entry.name, origins)
    if (isFailed(found)) report.problem(found.problem.code, entry.path, found.problem.params, 'key')
  }
}

/** Whether a file lies in a folder, whatever links lead there. */
function isIn(file: string, folder: string): boolean {
  const [at, base] = [realOr(dirname(resolve(file))), realOr(resolve(folder))]
  return at === base || at.startsWith(base.endsWith(sep) ? base : base + sep)
}

function realOr(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
