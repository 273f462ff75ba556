import { identity, namespaces, systemCalls } from './calls.ts'
import type { Escape, Group } from './escape.ts'
import { files, links } from './files.ts'
import { environment, memory, network, persistence, processes, resources } from './processes.ts'
import { workspace } from './workspace.ts'

/** All attempts, in the order of the table in the docs. */
export const GROUPS: readonly Group[] = [
  files,
  links,
  workspace,
  identity,
  namespaces,
  systemCalls,
  processes,
  memory,
  network,
  persistence,
  environment,
  resources,
]

export const ESCAPES: readonly Escape[] = GROUPS.flatMap(({ escapes }) => escapes)
