import { expect, test } from 'vitest'
import { codesOf, makeWorld, SESSION, approveFirst } from './world.ts'

const CALL = { tool: 'ask_exec', args: { command: 'ls' } }
const ONE = { asksPerSession: 1, asksPerAgent: 1, maxPending: 1 }

test('identical calls at once are one request, also to the limits', async () => {
  const { kernel, desk } = await makeWorld()
  const wall = await kernel({ ...ONE, onAsk: 'return' })
  const calls = Array.from({ length: 100 }, () => wall.onToolCall(CALL, SESSION))
  expect(new Set((await Promise.all(calls)).flatMap(codesOf))).toEqual(new Set(['APPROVAL_REQUESTED']))
  expect((await desk.list()).pending).toHaveLength(1)
  // Another call is another request.
  expect(codesOf(await wall.onToolCall({ ...CALL, args: {} }, SESSION))).toEqual(['APPROVAL_LIMIT'])
  await approveFirst(desk)
  const again = await Promise.all(Array.from({ length: 100 }, () => wall.onToolCall(CALL, SESSION)))
  expect(again.filter(({ outcome }) => outcome === 'allow')).toHaveLength(1)
})

test('a request that another process makes meanwhile is joined, and counts once', async () => {
  const { kernel, desk, store } = await makeWorld()
  // Between the look for a request and the look at the limits, somebody else makes the same.
  const first = await kernel({ ...ONE, onAsk: 'return' })
  let isFirst = true
  const late = new Proxy(store, {
    get(target, name) {
      const own: unknown = Reflect.get(target, name)
      if (typeof own !== 'function') return own
      if (name !== 'reserve') return own.bind(target) as unknown
      return async (...args: readonly unknown[]) => {
        if (isFirst) await first.onToolCall(CALL, SESSION)
        isFirst = false
        return own.apply(target, args) as unknown
      }
    },
  })
  const second = await kernel({ ...ONE, onAsk: 'return' }, { store: late })
  expect(codesOf(await second.onToolCall(CALL, SESSION))).toEqual(['APPROVAL_REQUESTED'])
  expect((await desk.list()).pending).toHaveLength(1)
})
