// What budget-guard costs on each driver of the store, in one run: calls reserved and settled in a second through the service (three counters, one
// tenant and many), and tool calls counted in a second through onToolCall of a kernel with this layer alone. `one` awaits each call before the next;
// `many` keeps 64 in flight. The last column of a tool call is a kernel without the layer. Run: pnpm bench:budget
import { createKernel, use, type Kernel, type Session } from '@ringwall/core'
import { budgetGuard, BudgetToken } from '@ringwall/plugin-budget-guard'
import { StoreToken, type Store } from '@ringwall/store'
import { IN_FLIGHT, openAll, rate } from './drivers.ts'

const LIMIT = 1_000_000_000_000
const config = {
  steps: LIMIT,
  stepsPerHour: LIMIT,
  tokensPerExecution: LIMIT,
  tokensPerHour: LIMIT,
  tokensPerDay: LIMIT,
}
const sessionOf = (tenant: number, id: number): Session => ({
  tenantId: `t${tenant}`,
  agentId: 'a',
  sessionId: `s${id % 100}`,
  userId: 'u',
})
const request = { provider: 'openai', model: 'gpt-5', inputTokens: 1000, maxOutputTokens: 1000 }
const report = { outcome: 'answered', usage: { inputTokens: 1000, outputTokens: 200 } } as const

async function call(wall: Kernel, session: Session): Promise<void> {
  const budget = wall.find(BudgetToken)
  const opened = await budget?.reserve(session, request)
  if (!opened?.hold) throw new Error(opened?.refusal.detail)
  await budget?.settle(opened.hold, report)
}
async function step(wall: Kernel, session: Session): Promise<void> {
  const { outcome, rulings } = await wall.onToolCall({ tool: 'read', args: {} }, session)
  if (outcome !== 'allow') throw new Error(JSON.stringify(rulings))
}
const WORK: readonly (readonly [string, (wall: Kernel, id: number) => Promise<void>])[] = [
  ['reserve and settle, one tenant', (wall, id) => call(wall, sessionOf(0, id))],
  ['reserve and settle, 100 tenants', (wall, id) => call(wall, sessionOf(id % 100, id))],
  ['tool call, 100 sessions', (wall, id) => step(wall, sessionOf(0, id))],
  ['tool call, one session', (wall) => step(wall, sessionOf(0, 0))],
]

async function wallOn(store: Store, isLayered = true): Promise<Kernel> {
  const plugins = isLayered ? [use(budgetGuard, config, { deadlineMs: 30_000 })] : []
  return createKernel({ plugins, services: [{ token: StoreToken, value: store }] })
}

const opened = await openAll()
const table: Record<string, Record<string, number>> = {}
for (const [what, run] of WORK)
  for (const [how, inFlight] of [
    ['one', 1],
    ['many', IN_FLIGHT],
  ] as const) {
    const row: Record<string, number> = {}
    for (const [name, store] of opened) {
      const wall = await wallOn(store)
      row[name] = Math.round(await rate(inFlight, 1, (id) => run(wall, id)))
      await wall.close()
    }
    if (what.startsWith('tool')) {
      const [, store] = opened[0] ?? []
      if (!store) throw new Error('there is no store')
      const bare = await wallOn(store, false)
      row['no layer'] = Math.round(await rate(inFlight, 1, (id) => run(bare, id)))
      await bare.close()
    }
    table[`${what}: ${how}`] = row
  }
console.log('a second')
console.table(table)
for (const [, store, close] of opened) {
  await store.close()
  await close()
}
