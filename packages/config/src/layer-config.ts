import { isRingwallError, parseConfig, use, type JsonObject } from '@ringwall/core'
import type { z } from 'zod'
import { LAYER_KEYS } from './file-schema.ts'
import { reportIssues } from './issues.ts'
import type { LoadedLayer } from './load-layer.ts'
import type { Path } from './problem.ts'
import type { Report } from './report.ts'
import type { Resolver } from '@ringwall/references'
import { substitute, type Substituted } from './substitute.ts'
import type { Version } from './tighten.ts'

/** What every step of a load shares. */
export interface Tools {
  readonly report: Report
  readonly resolver: Resolver
}

/** A layer's own keys with their references resolved, not yet checked. */
export interface ResolvedConfig extends Substituted {
  readonly value: JsonObject
  readonly path: Path
}

/** What an override starts from. */
export interface Overridden {
  readonly config: ResolvedConfig
  /** Whether its own problems have been reported where it stands. */
  readonly isRefused: boolean
}

/** Resolves the references of a layer's keys by the marks of its schema. */
export async function resolveConfig(
  layer: LoadedLayer,
  config: JsonObject,
  path: Path,
  tools: Tools,
): Promise<ResolvedConfig> {
  const { value, failed, resolved } = await substitute(config, layer.plugin.config, path, tools)
  return { value: value as JsonObject, failed, resolved, path } // an object gives an object
}

/**
 * Checks a config with the plugin's schema and reports what it does not accept; undefined if there was anything.
 * `over`: the config that it overrides.
 */
export function checkConfig(
  layer: LoadedLayer,
  config: ResolvedConfig,
  report: Report,
  over?: Overridden,
): Version | undefined {
  const raw: JsonObject = over === undefined ? config.value : { ...over.config.value, ...config.value }
  const failed = [
    ...config.failed,
    ...(over?.config.failed ?? []).filter(([key]) => key === undefined || !Object.hasOwn(config.value, key)),
  ]
  try {
    const parsed = parseConfig(use(layer.plugin, raw))
    return failed.length === 0 ? { parsed, raw } : undefined
  } catch (error) {
    const issues = issuesOf(error)
    if (issues === undefined)
      report.problem(
        'CONFIG_PLUGIN_SCHEMA',
        config.path,
        {
          package: layer.packageName,
          problem: isRingwallError(error) ? error.message : 'it cannot be checked synchronously',
        },
        'key',
      )
    else
      reportIssues(over?.isRefused === true ? issues.flatMap((issue) => ownPart(issue, config)) : issues, {
        report,
        schema: layer.plugin.config,
        base: config.path,
        substituted: { failed, resolved: new Set([...config.resolved, ...(over?.config.resolved ?? [])]) },
        extraKeys: LAYER_KEYS,
      })
    return undefined
  }
}

function issuesOf(error: unknown): readonly z.core.$ZodIssue[] | undefined {
  if (!isRingwallError(error) || error.code !== 'PLUGIN_CONFIG_INVALID') return undefined
  const { cause } = error
  // Not instanceof: the plugin may bring its own copy of zod.
  return typeof cause === 'object' && cause !== null && 'issues' in cause
    ? (cause.issues as readonly z.core.$ZodIssue[])
    : undefined
}

/** The part of an issue that is new with an override: what it shares with a refused base is reported there. */
function ownPart(issue: z.core.$ZodIssue, config: ResolvedConfig): readonly z.core.$ZodIssue[] {
  const [key] = issue.path
  if (key !== undefined) return Object.hasOwn(config.value, key) ? [issue] : []
  if (issue.code !== 'unrecognized_keys') return [issue]
  const keys = issue.keys.filter((name) => Object.hasOwn(config.value, name))
  return keys.length === 0 ? [] : [{ ...issue, keys }]
}
