import type { Runner } from '../src/runner.ts'

/** A test that a fake runner collected, not yet run. */
export interface Collected {
  readonly name: string
  readonly body: () => void | Promise<void>
}

/** A runner that only collects, so that tests of tests can run them and look at what failed. */
export function collector(): { readonly runner: Required<Runner>; readonly tests: Collected[] } {
  const tests: Collected[] = []
  const runner = {
    describe: (_name: string, body: () => void | Promise<void>) => void body(),
    it: (name: string, body: () => void | Promise<void>) => void tests.push({ name, body }),
  }
  return { runner, tests }
}

/** The message of each test that fails, by name. */
export async function failures(tests: readonly Collected[]): Promise<ReadonlyMap<string, string>> {
  const failed = new Map<string, string>()
  for (const { name, body } of tests) {
    try {
      await body()
    } catch (error) {
      failed.set(name, error instanceof Error ? error.message : String(error))
    }
  }
  return failed
}
