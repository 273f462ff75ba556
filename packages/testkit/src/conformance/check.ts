import { AssertionError } from 'node:assert'

/** One test of the contract: it finds problems, and having found none it passes. */
export interface Check {
  readonly name: string
  readonly findProblems: () => readonly string[] | Promise<readonly string[]>
}

/** Runs a check. Throws an AssertionError that lists every problem. */
export async function enforce({ name, findProblems }: Check): Promise<void> {
  const problems = await findProblems()
  if (problems.length === 0) return
  const message = [`${name}:`, ...problems.map((problem) => `  - ${problem}`)].join('\n')
  throw new AssertionError({ message, expected: [], actual: problems, operator: 'conformance' })
}

/** The problem, if the condition holds. */
export function problemIf(condition: boolean, problem: string): readonly string[] {
  return condition ? [problem] : []
}
