import type { SerializedError } from 'vitest'
import type { Reporter, TestModule, TestRunEndReason } from 'vitest/node'

/** Test cases by how they ended. What could not even be loaded, and an error outside of a test, count as failed. */
export interface Totals {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

/** Counts the test cases of a finished run, and everything besides them that went wrong. */
export function countTotals(modules: readonly TestModule[], errors: readonly SerializedError[]): Totals {
  const cases = modules.flatMap((module) => [...module.children.allTests()])
  const ended = (state: string): number => cases.filter((test) => test.result().state === state).length
  const [passed, skipped] = [ended('passed'), ended('skipped')]
  const collections = modules.flatMap((module) => [module, ...module.children.allSuites()])
  const broken = collections.filter((collection) => collection.errors().length > 0).length
  // A test without an end (its worker died) is no more a success than one that failed.
  return { passed, skipped, failed: cases.length - passed - skipped + broken + errors.length }
}

/** The closing line of a run. */
export function formatTotals({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

/** Ends a run with its totals on a line of their own, and does not let one pass in which no test ran. */
// oxlint-disable-next-line import/no-default-export -- vitest loads a reporter given by path as its default export
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[], reason: TestRunEndReason): void {
    const totals = countTotals(modules, errors)
    if (totals.passed + totals.failed === 0) {
      process.exitCode = 1
      console.error('\nno test ran')
    }
    if (reason === 'interrupted') console.error('\nthe run was interrupted: the totals are not the whole')
    console.log(`\n${formatTotals(totals)}`)
  }
}
