import type { ActionGroup } from '../action.ts'
import { AGENT } from './agent.ts'
import { BUSINESS } from './business.ts'
import { NETWORK } from './network.ts'
import { OPERATIONS } from './operations.ts'
import { PEOPLE } from './people.ts'
import { WORKSPACE } from './workspace.ts'

/**
 * Tools as frameworks and MCP servers name them, by what they do. A name without a server that stands in several groups counts in the
 * highest class of them.
 */
export const ACTION_GROUPS: readonly ActionGroup[] = [
  ...AGENT,
  ...WORKSPACE,
  ...NETWORK,
  ...PEOPLE,
  ...OPERATIONS,
  ...BUSINESS,
]
