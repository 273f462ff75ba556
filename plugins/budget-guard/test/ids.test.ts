import type { Session } from '@ringwall/core'
import { describe, expect, it } from 'vitest'
import { setStage } from './stage.ts'
import { announce, report, wallOn } from './wall.ts'

const stage = setStage()
const used = { usage: { inputTokens: 1, outputTokens: 9 } }
const asked = { inputTokens: 10, maxOutputTokens: 90 }

describe('the id of a call', () => {
  const others: readonly Partial<Session>[] = [
    { tenantId: 't2' },
    { agentId: 'a2' },
    { sessionId: 's2' },
    { userId: 'u2' },
  ]
  it.each(others)('is another call where it is given for %o, and settles nothing of this one', async (other) => {
    const wall = await stage.start({ tokensPerExecution: 200 })
    expect(await announce(wall, '1', asked)).toEqual([])
    expect(await report(wall, '1', used, other)).toEqual(['BUDGET_RESERVATION_UNKNOWN usage'])
    expect(await announce(wall, '2', { inputTokens: 101, maxOutputTokens: 0 })).toHaveLength(1) // all of it is still held
    expect(await announce(wall, '3', asked, other)).toEqual([])
    expect(await announce(wall, '3', asked)).toEqual([])
    expect(await report(wall, '3', used, other)).toEqual([])
    expect(await report(wall, '3', used)).toEqual([])
    expect(await report(wall, '1', used)).toEqual([])
    expect(await announce(wall, '4', { inputTokens: 180, maxOutputTokens: 0 })).toEqual([])
  })

  it('may be given again as soon as its call is settled, also while the report is not written yet', async () => {
    const { store } = stage
    let between = async (): Promise<void> => undefined
    const settle: typeof store.settle = async (...call) => {
      const settled = await store.settle(...call)
      await between()
      return settled
    }
    const wall = await wallOn(new Proxy(store, { get: (own, key) => (key === 'settle' ? settle : bound(own, key)) }), {
      tokensPerExecution: 100,
    })
    await announce(wall, '1', asked)
    between = async () => {
      between = async () => undefined
      expect(await announce(wall, '1', { inputTokens: 10, maxOutputTokens: 80 })).toEqual([])
    }
    expect(await report(wall, '1', used)).toEqual([])
    expect(await report(wall, '1', used)).toEqual([])
    // Both were settled with 10.
    expect(await announce(wall, '2', { inputTokens: 80, maxOutputTokens: 0 })).toEqual([])
    await wall.close()
  })
})

function bound<T extends object>(own: T, key: string | symbol): unknown {
  const value: unknown = Reflect.get(own, key)
  return typeof value === 'function' ? value.bind(own) : value
}
