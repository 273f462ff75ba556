import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eachOf, openArena, type Arena, type Where } from './escapes/arena.ts'
import { ESCAPES } from './escapes/index.ts'
import { machineRefuses } from './escapes/machine.ts'

const AT_ONCE = 3
const TIMEOUT_MS = 600_000
const LEAST_SHOWN = 110
const isRoot = process.getuid?.() === 0

let arena: Arena
beforeAll(async () => {
  arena = await openArena()
}, 30_000)
afterAll(() => arena[Symbol.asyncDispose]())

async function attemptAll(where: Where): Promise<ReadonlyMap<string, { escaped: boolean; told: string }>> {
  const outcomes = new Map<string, { escaped: boolean; told: string }>()
  await eachOf(ESCAPES, AT_ONCE, async (escape) => void outcomes.set(escape.name, await arena.attempt(escape, where)))
  return outcomes
}
const named = (outcomes: ReadonlyMap<string, { escaped: boolean; told: string }>, escaped: boolean): string[] =>
  [...outcomes].filter(([, one]) => one.escaped === escaped).map(([name, { told }]) => `${name}: ${told}`)

describe('attempts to get out', () => {
  // As another user much of it fails for other reasons; as root each is shown to be an attack.
  it.runIf(isRoot)('succeed without a sandbox', { timeout: TIMEOUT_MS }, async () => {
    const outcomes = await attemptAll('outside')
    expect(named(outcomes, false).filter((line) => !machineRefuses(line.split(':')[0] ?? '', line))).toEqual([])
    expect(named(outcomes, true).length).toBeGreaterThanOrEqual(LEAST_SHOWN)
  })

  it.runIf(isRoot)('fail in the sandbox of root', { timeout: TIMEOUT_MS }, async () => {
    expect(named(await attemptAll('root'), true)).toEqual([])
  })

  it('fail in the sandbox of a user', { timeout: TIMEOUT_MS }, async () => {
    expect(named(await attemptAll('user'), true)).toEqual([])
  })
})
