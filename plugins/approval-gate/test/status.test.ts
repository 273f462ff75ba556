import { scoped } from '@ringwall/store'
import { expect, test } from 'vitest'
import { ApprovalsToken, type Approvals } from '../src/index.ts'
import { approveFirst, makeWorld, SESSION, waiting } from './world.ts'

const CALL = { tool: 'ask_deploy', args: { to: 'staging' } }

async function setScene() {
  const world = await makeWorld()
  const kernel = await world.kernel({ onAsk: 'return', timeoutMs: 60_000, approvalCacheMs: 30_000 })
  const service = kernel.find(ApprovalsToken) as Approvals
  const ask = async (): Promise<string> => service.requestIn((await kernel.onToolCall(CALL, SESSION)).rulings) ?? ''
  const stateOf = async (id: string, change = {}): Promise<string | undefined> =>
    (await service.statusOf(id, { ...SESSION, ...change }))?.state
  return { ...world, live: kernel, service, ask, stateOf }
}

test('the decision names the request, and its state follows what happens to it', async () => {
  const { ask, stateOf, service, desk, advance, live } = await setScene()
  const id = await ask()
  expect(await service.statusOf(id, SESSION)).toEqual({
    id,
    state: 'pending',
    tool: 'ask_deploy',
    requestedAt: expect.any(Number),
    expiresAt: expect.any(Number),
  })
  await approveFirst(desk)
  expect(await stateOf(id)).toBe('granted')
  expect((await live.onToolCall(CALL, SESSION)).outcome).toBe('allow')
  expect(await stateOf(id)).toBe('used')

  const denied = await ask()
  expect(denied).not.toBe(id)
  const [request] = await waiting(desk)
  await desk.deny(request?.id ?? '', { approver: 'ada' })
  expect(await stateOf(denied)).toBe('denied')

  advance(200_000)
  const late = await ask()
  advance(60_001)
  expect(await stateOf(late)).toBe('expired')
})

test('an approval of one call that nobody used in time has expired', async () => {
  const { ask, stateOf, desk, advance } = await setScene()
  const id = await ask()
  await approveFirst(desk)
  advance(30_001)
  expect(await stateOf(id)).toBe('expired')
})

test.each([{ tenantId: 'x' }, { agentId: 'x' }, { sessionId: 'x' }, { userId: 'x' }, { userId: undefined }])(
  'nobody else learns of it: %j',
  async (change) => {
    const { ask, stateOf } = await setScene()
    const id = await ask()
    expect(await stateOf(id)).toBe('pending')
    expect(await stateOf(id, change)).toBeUndefined()
  },
)

test('neither a shortened id, nor a forged row, nor a store without requests has a state', async () => {
  const { ask, stateOf, store } = await setScene()
  expect(await stateOf('0'.repeat(20))).toBeUndefined()
  const id = await ask()
  expect(await stateOf(id.slice(0, 8))).toBeUndefined()
  const rows = scoped(store, 'approval-gate')
  const [row] = await rows.list('request/', { limit: 1 })
  await rows.set(row?.key ?? '', JSON.parse(JSON.stringify(row?.value).replaceAll('pending', 'granted')))
  expect(await stateOf(id)).toBeUndefined()
})

test('a decision that leads to no request names none', async () => {
  const { service, live } = await setScene()
  expect(service.requestIn((await live.onToolCall({ tool: 'read', args: {} }, SESSION)).rulings)).toBeUndefined()
  const detail = `request ${'0'.repeat(20)} waits`
  const foreign = { layer: 'other', code: 'APPROVAL_REQUESTED', detail } as never
  expect(service.requestIn([foreign])).toBeUndefined()
})
