import type { ExecSandboxConfig } from '../../src/config.ts'
import type { Launch } from '../../src/linux/launch.ts'
import type { Workspace } from '../../src/workspace.ts'

/** How a protection is taken away. */
export interface Change {
  readonly config?: Partial<ExecSandboxConfig>
  readonly workspace?: (workspace: Workspace) => Workspace
  readonly launch?: (launch: Launch) => Launch
}

export interface Mutant extends Change {
  readonly name: string
}

export const MUTANTS: readonly Mutant[] = []

/** The change that a mutant makes; none for ''. Throws where there is no such mutant. */
export function changeOf(name: string): Change {
  if (name === '') return {}
  const found = MUTANTS.find((mutant) => mutant.name === name)
  if (!found) throw new RangeError(`no mutant ${name}`)
  return found
}
