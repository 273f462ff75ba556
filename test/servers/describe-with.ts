import { describe } from 'vitest'

/**
 * describe for tests that need a program. Where it is missing they fail under CI, and are skipped with a loud word elsewhere.
 */
export function describeWith(program: string, isThere: boolean, name: string, body: () => void): void {
  const isSkipped = !isThere && process.env['CI'] === undefined
  if (isSkipped)
    console.warn(`\n*** ${program} is not installed: "${name}" is NOT tested here (CI fails without it) ***\n`)
  describe.skipIf(isSkipped)(name, body)
}
