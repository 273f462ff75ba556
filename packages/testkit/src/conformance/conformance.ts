import { HOOKS, isPlugin, type Plugin } from '@ringwall/core'
import type { z } from 'zod'
import { fail } from '../errors.ts'
import type { HostServices } from '../host-services.ts'
import { findRunner, type Runner } from '../runner.ts'
import { start } from '../start.ts'
import { findStimulusProblem, STIMULUS_KEYS, type Stimulus } from '../stimulus.ts'
import { enforce, type Check } from './check.ts'
import { configChecks } from './config-checks.ts'
import { documentChecks } from './document-checks.ts'
import { failureChecks } from './failure-checks.ts'
import { lifeChecks } from './life-checks.ts'
import { ordinaryChecks } from './ordinary-checks.ts'
import { packageChecks } from './package-checks.ts'
import { findPackageFiles, type PackageFileOptions } from './package-files.ts'
import { sampleChecks } from './sample-checks.ts'
import { streamChecks } from './stream-checks.ts'
import type { Sample, Subject } from './subject.ts'

/** What conformance looks at. */
export interface ConformanceOptions<S extends z.ZodType> extends Runner, PackageFileOptions {
  readonly plugin: Plugin<S>
  /** A valid config, for a layer that refuses {}; `configReason` says why it does. */
  readonly config?: z.input<S>
  readonly configReason?: string
  readonly services?: HostServices
  /** Calls that make the layer speak, in every stage where it may. */
  readonly samples?: readonly Sample[]
  /** More that is ordinary: a text for every hook that takes texts, or a call of one hook. */
  readonly ordinary?: readonly (string | Stimulus)[]
}

const KEYS: readonly string[] = [
  'plugin',
  'packageJson',
  'readme',
  'changelog',
  'config',
  'configReason',
  'services',
  'samples',
  'ordinary',
  'describe',
  'it',
]

/** Registers the tests that every layer must pass. Throws RUNNER_MISSING or SUBJECT_INVALID at once. */
export function conformance<S extends z.ZodType>(options: ConformanceOptions<S>): void {
  const { describe, it } = findRunner(options)
  const subject = readSubject(options)
  describe(`conformance of ${subject.plugin.name}`, () => {
    for (const check of checksOf(subject)) it(check.name, () => enforce(check))
  })
}

/** Every check that applies to a subject. */
export function checksOf(subject: Subject): readonly Check[] {
  const groups = [
    packageChecks,
    documentChecks,
    configChecks,
    sampleChecks,
    lifeChecks,
    failureChecks,
    ordinaryChecks,
    streamChecks,
  ]
  return groups.flatMap((checks) => checks(subject))
}

/** The subject that the options describe. Throws SUBJECT_INVALID. */
export function readSubject<S extends z.ZodType>(options: ConformanceOptions<S>): Subject {
  const stray = Object.keys(options).find((key) => !KEYS.includes(key))
  if (stray) throw fail('SUBJECT_INVALID', { problem: `there is no option ${stray}` })
  const plugin: unknown = options.plugin
  if (!isPlugin(plugin)) throw fail('SUBJECT_INVALID', { problem: 'plugin was not made by definePlugin' })
  if (typeof options.packageJson !== 'object' || options.packageJson === null)
    throw fail('SUBJECT_INVALID', { problem: 'packageJson must be a URL or the parsed file' })
  const { samples = [], services = [] } = options
  const ordinary = (options.ordinary ?? []).flatMap((item) => stimuliOf(item, plugin))
  for (const sample of samples) checkStimulus('sample', sample, [...STIMULUS_KEYS, 'config'])
  for (const stimulus of ordinary) checkStimulus('ordinary call', stimulus, STIMULUS_KEYS)
  return {
    plugin,
    config: options.config ?? {},
    configReason: options.configReason,
    services,
    samples,
    ordinary,
    files: findPackageFiles(options),
    start,
  }
}

function stimuliOf(item: string | Stimulus, plugin: Plugin): readonly Stimulus[] {
  if (typeof item !== 'string') return [item]
  return (['onInbound', 'onOutbound', 'onMemoryWrite'] as const)
    .filter((hook) => plugin.manifest.hooks[hook] !== undefined)
    .map((hook) => ({ hook, input: item }))
}

function checkStimulus(what: string, stimulus: Sample, known: readonly string[]): void {
  const stray = Object.keys(stimulus).find((key) => !known.includes(key))
  const problem = stray === undefined ? findStimulusProblem(stimulus) : `there is no key ${stray}`
  const hook = HOOKS.includes(stimulus.hook) ? undefined : `there is no hook ${String(stimulus.hook)}`
  const first = hook ?? problem
  if (first) throw fail('SUBJECT_INVALID', { problem: `of a ${what}, ${first}` })
}
