import { isDeepStrictEqual } from 'node:util'
import { HOOKS, textOf, type Plugin, type Power, type Stage } from '@ringwall/core'
import { rulingsOf, stepsOf, type Case, type CaseStep, type Speaks } from './case.ts'
import { fail } from './errors.ts'
import { findStimulusProblem, payloadOf, sessionOf, STIMULUS_KEYS } from './stimulus.ts'

const STEP_KEYS = [...STIMULUS_KEYS, 'expect', 'miss', 'before']
const SINGLE_KEYS = ['name', 'config', 'mode', ...STEP_KEYS]
const SEQUENCE_KEYS = ['name', 'config', 'mode', 'session', 'steps']
const RESULT_KEYS = ['outcome', 'text', 'payload', 'instructions']
const RULING_KEYS = ['code', 'kind', 'findings']
const FINDING_KEYS = ['rule', 'severity', 'span', 'score']

/** Throws TABLE_EMPTY, CASE_INVALID, TABLE_ONE_SIDED or TABLE_DUPLICATE where a table could not tell a good layer from a bad one. */
export function checkTable(plugin: Plugin, cases: readonly Case[]): void {
  const layer = plugin.name
  if (cases.length === 0) throw fail('TABLE_EMPTY', { layer })
  for (const row of cases) {
    const problem = findCaseProblem(plugin, row)
    if (problem) throw fail('CASE_INVALID', { layer, name: String(row.name), problem })
  }
  const steps = cases.flatMap(stepsOf)
  if (!steps.some(({ expect }) => expect === 'pass')) throw fail('TABLE_ONE_SIDED', { layer, missing: 'passes' })
  if (canSpeak(plugin) && !steps.some(({ expect }) => expect !== undefined && expect !== 'pass'))
    throw fail('TABLE_ONE_SIDED', { layer, missing: 'stops, rewrites, flags or instructs' })
  refuseDuplicates(layer, cases)
}

/** True for a layer that declares any power; one that only listens can never be made to speak. */
function canSpeak(plugin: Plugin): boolean {
  return HOOKS.some((hook) => powersIn(plugin, hook).length > 0)
}

function powersIn({ manifest }: Plugin, hook: CaseStep['hook']): readonly Power[] {
  const stages: { readonly [S in Stage]?: readonly Power[] } = manifest.hooks[hook] ?? {}
  return Object.values(stages).flat()
}

function findCaseProblem(plugin: Plugin, row: Case): string | undefined {
  if (typeof row.name !== 'string' || row.name.trim() === '') return 'it has no name'
  const stray = findStray(row, row.steps === undefined ? SINGLE_KEYS : SEQUENCE_KEYS)
  if (stray) return stray
  if (row.mode !== undefined && row.mode !== 'enforce' && row.mode !== 'observe')
    return 'mode must be enforce or observe'
  if (row.steps === undefined) return findStepProblem(plugin, row)
  if (row.steps.length === 0) return 'it has no steps'
  for (const [index, step] of row.steps.entries()) {
    const problem = findStray(step, STEP_KEYS) ?? findStepProblem(plugin, step)
    if (problem) return `in step ${index + 1}, ${problem}`
  }
  return undefined
}

function findStepProblem(plugin: Plugin, step: CaseStep): string | undefined {
  const { hook, expect, miss } = step
  if (!HOOKS.includes(hook)) return `there is no hook ${String(hook)}`
  if (plugin.manifest.hooks[hook] === undefined)
    return `the layer declares nothing for ${hook}, so it can only be silent there`
  const problem = findStimulusProblem(step)
  if (problem) return problem
  if ((expect === undefined) === (miss === undefined)) return 'it needs either expect or miss'
  if (miss !== undefined)
    return typeof miss === 'string' && miss.trim() !== '' ? undefined : 'miss must say why it is missed'
  if (expect === undefined || expect === 'pass') return undefined
  if (typeof expect !== 'object' || expect === null) return "expect must be 'pass' or an object"
  return findExpectProblem(plugin, hook, expect)
}

function findExpectProblem(plugin: Plugin, hook: CaseStep['hook'], expect: Speaks): string | undefined {
  const own = 'rulings' in expect ? ['rulings'] : RULING_KEYS
  const stray = findStray(expect, [...RESULT_KEYS, ...own])
  if (stray) return `of expect, ${stray}`
  const rulings = rulingsOf(expect)
  if (rulings.length === 0) return "rulings is empty; write expect: 'pass'"
  const powers = powersIn(plugin, hook)
  for (const ruling of rulings) {
    const problem = 'rulings' in expect ? findStray(ruling, RULING_KEYS) : undefined
    if (problem) return `of rulings, ${problem}`
    if (!Object.hasOwn(plugin.codes, ruling.code)) return `the layer does not declare the code ${String(ruling.code)}`
    if (ruling.kind !== undefined && !powers.includes(ruling.kind))
      return `the layer does not declare the power ${ruling.kind} for ${hook}`
    for (const finding of ruling.findings ?? []) {
      const stray = findStray(finding, FINDING_KEYS)
      if (stray) return `of findings, ${stray}`
    }
  }
  return undefined
}

/** A key that nobody reads is a typing error, and an assertion that is never made. */
function findStray(value: object, known: readonly string[]): string | undefined {
  const stray = Object.keys(value).find((key) => !known.includes(key))
  return stray === undefined ? undefined : `there is no key ${stray}; known: ${known.join(', ')}`
}

function refuseDuplicates(layer: string, cases: readonly Case[]): void {
  const seen = new Map<string, { readonly row: Case; readonly essence: unknown }[]>()
  for (const row of cases) {
    const essence = essenceOf(row)
    const key = stepsOf(row)
      .map((step) => `${step.hook} ${textOf(payloadOf(step)) ?? ''}`)
      .join('\n')
    const bucket = seen.get(key) ?? []
    const first = bucket.find((other) => isDeepStrictEqual(other.essence, essence))
    if (first) throw fail('TABLE_DUPLICATE', { layer, first: first.row.name, second: row.name })
    seen.set(key, [...bucket, { row, essence }])
  }
}

function essenceOf(row: Case): unknown {
  const calls = stepsOf(row).map((step) => [step.hook, payloadOf(step), sessionOf(step), step.before])
  return [row.config ?? {}, row.mode ?? 'enforce', calls]
}
