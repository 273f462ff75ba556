import { fail } from './errors.ts'

/** Registers a test or a group of tests, as `describe` and `it` of every common runner do. */
export type Register = (name: string, body: () => void | Promise<void>) => unknown

/** The two functions of a test runner that the kit needs; where one is absent, the global of that name is used. */
export interface Runner {
  readonly describe?: Register
  readonly it?: Register
}

/** The runner to register with. Throws RUNNER_MISSING: tests that nobody runs must not look like tests that pass. */
export function findRunner(given: Runner): Required<Runner> {
  return { describe: pick('describe', given.describe), it: pick('it', given.it) }
}

function pick(name: keyof Runner, given: unknown): Register {
  const found: unknown = given ?? Reflect.get(globalThis, name)
  if (typeof found !== 'function') throw fail('RUNNER_MISSING', { missing: name })
  return found as Register // every runner's function takes a name and a body
}
