import type { JsonObject, ToolCall } from '@ringwall/core'
import { expect, test } from 'vitest'
import { ApprovalsToken, type Approvals } from '../src/index.ts'
import { approveFirst, makeWorld, SESSION, waiting } from './world.ts'

const call = (definition: JsonObject | undefined, args: JsonObject = {}): ToolCall => ({
  tool: 'ask_deploy',
  args,
  meta: { server: 'x', ...(definition === undefined ? {} : { unacceptedDefinition: definition }) },
})
const ONE = { b: 'one', a: 1 }

async function setScene(config = {}) {
  const world = await makeWorld()
  const kernel = await world.kernel({ onAsk: 'return', ...config })
  const outcome = async (made: ToolCall): Promise<string> => (await kernel.onToolCall(made, SESSION)).outcome
  return { ...world, live: kernel, outcome, service: kernel.find(ApprovalsToken) as Approvals }
}

test('a definition is shown whole, in one spelling, with the call', async () => {
  const { outcome, desk } = await setScene()
  expect(await outcome(call(ONE))).toBe('ask')
  expect(await outcome(call({ a: 1, b: 'one' }))).toBe('ask')
  expect((await waiting(desk)).map(({ definition }) => definition)).toEqual(['{"a":1,"b":"one"}'])
})

test.each(['once', 'args', 'session'] as const)(
  'an approval of one definition (%s) serves no other, and no call without one',
  async (scope) => {
    const { outcome, desk } = await setScene()
    await outcome(call(ONE))
    const [request] = await waiting(desk)
    await desk.approve(request?.id ?? '', { approver: 'ada', expectedHash: request?.hash ?? '', scope })
    expect(await outcome(call({ ...ONE, b: 'two' }))).toBe('ask')
    expect(await outcome(call(undefined))).toBe('ask')
    expect(await outcome(call(ONE))).toBe('allow')
    expect(await outcome(call(ONE, { other: true }))).toBe(scope === 'session' ? 'allow' : 'ask')
  },
)

test('what is too long to be shown with the arguments is denied', async () => {
  const { live } = await setScene({ maxArgsBytes: 100 })
  const { outcome, rulings } = await live.onToolCall(call({ text: 'x'.repeat(60) }, { text: 'x'.repeat(60) }), SESSION)
  expect([outcome, rulings.at(-1)?.code]).toEqual(['deny', 'APPROVAL_TOO_LARGE'])
  expect((await live.onToolCall(call({ text: 'x'.repeat(60) }), SESSION)).outcome).toBe('ask')
})

test('what a person said is told, and what a rule settled, or nobody, is neither', async () => {
  const { live, service, desk } = await setScene()
  const said = async (): Promise<string | undefined> => {
    const { rulings } = await live.onToolCall(call(ONE), SESSION)
    return service.answerIn(rulings)
  }
  expect(await said()).toBeUndefined()
  await approveFirst(desk)
  expect(await said()).toBe('approved')
  expect(await said()).toBeUndefined()
  const [request] = await waiting(desk)
  await desk.deny(request?.id ?? '', { approver: 'ada' })
  expect(await said()).toBe('denied')

  const ruled = await setScene({ rules: [{ tool: 'ask_deploy', action: 'auto', trust: 'external' }] })
  const { outcome, rulings } = await ruled.live.onToolCall(call(ONE), SESSION)
  expect([outcome, ruled.service.answerIn(rulings)]).toEqual(['allow', undefined])
})

test('a layer that observes tells of nobody’s word', async () => {
  const world = await makeWorld()
  const kernel = await world.kernel({ onAsk: 'return' })
  await kernel.onToolCall(call(ONE), SESSION)
  await approveFirst(world.desk)
  const watching = await world.kernel({ onAsk: 'return' }, { options: { mode: 'observe' } })
  const { rulings } = await watching.onToolCall(call(ONE), SESSION)
  expect(rulings.map(({ code }) => code)).toContain('APPROVAL_GRANTED')
  expect(watching.find(ApprovalsToken)?.answerIn(rulings)).toBeUndefined()
})
