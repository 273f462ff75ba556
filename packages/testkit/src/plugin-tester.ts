import { AssertionError } from 'node:assert'
import type { Decision, Kernel, Plugin } from '@ringwall/core'
import type { z } from 'zod'
import { stepsOf, type Case, type CaseStep } from './case.ts'
import { checkTable } from './check-table.ts'
import { compare } from './compare.ts'
import type { HostServices } from './host-services.ts'
import { findRunner, type Runner } from './runner.ts'
import { showDecision, showExpectation } from './show.ts'
import { withKernel } from './start.ts'
import { payloadOf, sessionOf } from './stimulus.ts'

/** A table tells what a layer rules, and not how soon: the machine that runs it may be busy. */
const PATIENCE_MS = 10_000

/** What a table of cases runs on. */
export interface PluginTesterOptions<S extends z.ZodType> extends Runner {
  readonly plugin: Plugin<S>
  readonly cases: readonly Case[]
  /** Services that the layer requires or may use. */
  readonly services?: HostServices
}

/**
 * Registers one test for each case, each on a kernel of its own. Throws RUNNER_MISSING, TABLE_EMPTY, CASE_INVALID,
 * TABLE_ONE_SIDED or TABLE_DUPLICATE at once where the table could not tell a good layer from a bad one.
 */
export function pluginTester<S extends z.ZodType>(options: PluginTesterOptions<S>): void {
  const plugin = options.plugin as unknown as Plugin // the config of a case is checked by the plugin's own schema
  const { cases, services = [] } = options
  const { describe, it } = findRunner(options)
  checkTable(plugin, cases)
  describe(`cases of ${plugin.name}`, () => {
    for (const row of cases) it(titleOf(row), () => runCase(plugin, row, services))
  })
}

function titleOf(row: Case): string {
  const missed = stepsOf(row).some(({ miss }) => miss !== undefined)
  return missed ? `${row.name} (known miss)` : row.name
}

function runCase(plugin: Plugin, row: Case, services: HostServices): Promise<void> {
  const { config, mode = 'enforce' } = row
  const deadlineMs = Math.max(plugin.manifest.deadlineMs ?? 0, PATIENCE_MS)
  return withKernel({ plugin, config, services, options: { mode, deadlineMs } }, async (kernel) => {
    for (const [index, step] of stepsOf(row).entries()) {
      await step.before?.()
      const decision = await call(kernel, step)
      const problems = compare(step, decision, mode)
      if (problems.length > 0)
        throw failure(row.steps ? `${row.name}, step ${index + 1}` : row.name, step, decision, problems)
    }
  })
}

function call(kernel: Kernel, step: CaseStep): Promise<Decision> {
  return kernel.dispatch(step.hook, payloadOf(step), sessionOf(step))
}

function failure(name: string, step: CaseStep, decision: Decision, problems: readonly string[]): AssertionError {
  const expected = step.expect === undefined ? 'no ruling (known miss)' : showExpectation(step.expect)
  const actual = showDecision(decision)
  const message = [
    `${name}:`,
    ...problems.map((problem) => `  - ${problem}`),
    `  expected: ${expected}`,
    `  ruled:    ${actual}`,
  ].join('\n')
  return new AssertionError({ message, expected, actual, operator: 'ruled' })
}
