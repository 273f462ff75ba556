import { token, type Kernel, type Session } from '@ringwall/core'
import { expect, test, vi } from 'vitest'
import { decideToolCall, visibleTools } from '../src/index.ts'
import { session, startKernel } from './words.ts'

const TOOLS = [{ name: 'read' }, { name: 'rm' }, { name: 'read' }]
const nameOf = ({ name }: { readonly name: string }): string => `mcp__s__${name}`

/** A kernel with a policy that answers so. */
function withPolicy(visible: (names: readonly string[]) => Promise<readonly string[]>): Promise<Kernel> {
  return startKernel({ token: token('ToolPolicy'), value: { visible } })
}

test('without a policy all tools are shown', async () => {
  expect(await visibleTools(TOOLS, nameOf, { kernel: await startKernel(), session })).toEqual(TOOLS)
})

test('a tool is shown whose name, as the policy knows it, is among those that the policy names', async () => {
  const kernel = await withPolicy(async () => ['mcp__s__read', 'rm', 'mcp__s__other'])
  expect(await visibleTools(TOOLS, nameOf, { kernel, session })).toEqual([TOOLS[0], TOOLS[2]])
})

test('a policy that cannot tell shows none, and is not asked about none', async () => {
  const kernel = await withPolicy(() => Promise.reject(new Error('down')))
  await expect(visibleTools(TOOLS, nameOf, { kernel, session })).rejects.toThrow('down')
  expect(await visibleTools([], nameOf, { kernel, session })).toEqual([])
})

/** A kernel on which calls wait until somebody withdraws them, from the moment on when `begin` is called. */
function waiting(): {
  readonly kernel: Pick<Kernel, 'find' | 'onToolCall'>
  readonly begin: () => void
  readonly withdrawn: Session[]
} {
  const withdrawn: Session[] = []
  const decided = Promise.withResolvers<Awaited<ReturnType<Kernel['onToolCall']>>>()
  let isWaiting = false
  const withdraw = (whose: Session): number => {
    withdrawn.push(whose)
    if (isWaiting) decided.resolve({ outcome: 'deny', rulings: [], traceId: 't-1' } as never)
    return isWaiting ? 1 : 0
  }
  const kernel = { find: () => ({ withdraw }) as never, onToolCall: () => decided.promise }
  return { kernel, begin: () => void (isWaiting = true), withdrawn }
}
const CALL = { tool: 'pay', args: {} }

test('a call is decided by the layers', async () => {
  const kernel = await startKernel()
  const decision = await decideToolCall({ kernel, session }, { tool: 'rm', args: {} }, undefined)
  expect(decision.outcome).toBe('deny')
  expect((await decideToolCall({ kernel, session }, CALL, new AbortController().signal)).outcome).toBe('allow')
})

test('a call is withdrawn when its caller leaves, also where it begins to wait only then', async () => {
  const { kernel, begin, withdrawn } = waiting()
  const left = new AbortController()
  const decided = decideToolCall({ kernel, session }, CALL, left.signal)
  expect(withdrawn).toEqual([])
  left.abort()
  expect(withdrawn).toEqual([session])
  begin()
  expect((await decided).outcome).toBe('deny')
  const count = withdrawn.length
  await new Promise((resolve) => setTimeout(resolve, 600))
  expect(withdrawn).toHaveLength(count)
})

test('a call whose caller had left before waits for nobody either', async () => {
  const { kernel, begin, withdrawn } = waiting()
  const decided = decideToolCall({ kernel, session }, CALL, AbortSignal.abort())
  begin()
  expect((await decided).outcome).toBe('deny')
  await vi.waitFor(() => expect(withdrawn.length).toBeGreaterThan(1))
})
