import {
  createKernel,
  use,
  type Decision,
  type JsonObject,
  type Kernel,
  type LayerOptions,
  type Session,
  type Use,
} from '@ringwall/core'
import { StoreToken, type Store } from '@ringwall/store'
import { budgetGuard, type BudgetGuardInput } from '../src/index.ts'

export const SESSION: Session = { tenantId: 't', agentId: 'a', sessionId: 's', userId: 'u' }
export const TARGET = { provider: 'openai', model: 'gpt-5' }

/** A kernel with the layer on a store, alone or beside others. */
export function wallOn(
  store: Store,
  config: BudgetGuardInput = {},
  options: LayerOptions = {},
  others: readonly Use[] = [],
): Promise<Kernel> {
  return createKernel({
    plugins: [use(budgetGuard, config, options), ...others],
    services: [{ token: StoreToken, value: store }],
    logger: { debug() {}, info() {}, warn() {}, error() {} },
  })
}

/** What the layer said: its codes with the rules of their findings, such as `BUDGET_TOKENS_EXCEEDED tokens.execution`. */
function said({ rulings }: Decision): readonly string[] {
  return rulings.map(({ code, findings }) => [code, ...findings.map(({ rule }) => rule)].join(' '))
}

/** Announces a call as a host does, and answers what was said. */
export async function announce(
  wall: Kernel,
  id: string,
  request: JsonObject = {},
  session: Partial<Session> = {},
): Promise<readonly string[]> {
  const meta = { request: { id, ...TARGET, ...request } }
  return said(await wall.onInbound({ source: 'api', text: 'x', meta }, { ...SESSION, ...session }))
}

/** Reports its end. */
export async function report(
  wall: Kernel,
  requestId: string,
  meta: JsonObject = {},
  session: Partial<Session> = {},
): Promise<readonly string[]> {
  const payload = { destination: 'log', body: '', meta: { requestId, ...meta } } as const
  return said(await wall.onOutbound(payload, { ...SESSION, ...session }))
}

/** One tool call. */
export async function step(wall: Kernel, session: Partial<Session> = {}): Promise<readonly string[]> {
  return said(await wall.onToolCall({ tool: 'read', args: {} }, { ...SESSION, ...session }))
}
