import { expect, test } from 'vitest'
import { approveFirst, codesOf, makeWorld, SESSION, waiting } from './world.ts'

const CALL = { tool: 'ask_exec', args: { command: 'ls' } }

test('a call waits for a person and goes on once it is approved', async () => {
  const { kernel, desk } = await makeWorld()
  const wall = await kernel()
  const call = wall.onToolCall(CALL, { ...SESSION, traceId: 'trace' })
  const [request] = await waiting(desk)
  expect(request).toMatchObject({ tool: 'ask_exec', args: '{"command":"ls"}', tenant: 't', agent: 'a', session: 's', user: 'u' })
  expect(request?.reasons).toEqual([{ code: 'asker/NEEDED', message: 'really?' }])
  await approveFirst(desk)
  const decision = await call
  expect(decision.outcome).toBe('allow')
  expect(codesOf(decision)).toEqual(['APPROVAL_GRANTED', 'APPROVAL_CHECKED'])
  expect(wall.told.map(({ kind, by, session }) => [kind, by, session.traceId])).toEqual([
    ['requested', undefined, 'trace'],
    ['granted', 'ada', 'trace'],
    ['used', 'ada', 'trace'],
  ])
  expect(JSON.stringify(wall.told)).not.toContain('ls')
})
