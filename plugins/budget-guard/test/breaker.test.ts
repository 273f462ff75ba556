import type { Kernel } from '@ringwall/core'
import { describe, expect, it } from 'vitest'
import { BreakerToken, BudgetToken, type Breaker, type Pass, type Refusal } from '../src/index.ts'
import { setStage } from './stage.ts'
import { announce, report, SESSION, TARGET } from './wall.ts'

const OPEN = 'BREAKER_OPEN breaker'

const stage = setStage()
const { start } = stage

function breakerOf(wall: Kernel): Breaker {
  const breaker = wall.find(BreakerToken)
  if (!breaker) throw new Error('there is no breaker')
  return breaker
}
function passOf(answer: Pass | Refusal): Pass {
  if ('code' in answer) throw new Error(answer.code)
  return answer
}
/** So many calls that fail, one after the other. */
async function fail(breaker: Breaker, times = 5): Promise<void> {
  for (let i = 0; i < times; i++) await breaker.report(passOf(await breaker.admit(TARGET)), 'failure')
}
const isRefused = (answer: Pass | Refusal): boolean => 'code' in answer

describe('the breaker', () => {
  it('opens at the fifth failure in a row, for 60 seconds and that model alone, in every kernel on the store', async () => {
    const [one, two] = [breakerOf(await start()), breakerOf(await start())]
    await fail(one, 4)
    expect(await two.state(TARGET)).toBe('closed')
    await fail(two, 1)
    expect([await one.state(TARGET), await two.state(TARGET)]).toEqual(['open', 'open'])
    expect(await one.admit(TARGET)).toMatchObject({ code: 'BREAKER_OPEN', rule: 'breaker', retryAfterMs: 60_000 })
    stage.now += 59_999
    expect(await two.admit(TARGET)).toMatchObject({ code: 'BREAKER_OPEN', retryAfterMs: 1 })
    for (const other of [
      { ...TARGET, model: 'gpt-4' },
      { ...TARGET, provider: 'azure' },
    ])
      expect(isRefused(await one.admit(other))).toBe(false)
    stage.now += 1
    expect(await one.state(TARGET)).toBe('half-open')
    expect(isRefused(await one.admit(TARGET))).toBe(false)
  })

  it('counts failures in a row: a success forgets them, and so does an hour', async () => {
    const breaker = breakerOf(await start())
    await fail(breaker, 4)
    await breaker.report(passOf(await breaker.admit(TARGET)), 'success')
    await fail(breaker, 4)
    stage.now += 3_600_000
    await fail(breaker, 4)
    expect(await breaker.state(TARGET)).toBe('closed')
    await fail(breaker, 1)
    expect(await breaker.state(TARGET)).toBe('open')
  })

  it('says nothing of outcomes that nobody knows', async () => {
    const breaker = breakerOf(await start())
    for (let i = 0; i < 20; i++) await breaker.report(passOf(await breaker.admit(TARGET)), 'unknown')
    expect(await breaker.state(TARGET)).toBe('closed')
  })

  it('lets one of a flood through once it is half-open, over kernels', async () => {
    const breakers = [breakerOf(await start()), breakerOf(await start()), breakerOf(await start())]
    await fail(breakers[0] ?? never())
    stage.now += 60_000
    const answers = await Promise.all(Array.from({ length: 90 }, (_, i) => (breakers[i % 3] ?? never()).admit(TARGET)))
    expect(answers.filter((answer) => !isRefused(answer))).toHaveLength(1)
  })

  it('closes when the probe succeeds, and opens again when it fails', async () => {
    const breaker = breakerOf(await start())
    await fail(breaker)
    stage.now += 60_000
    await breaker.report(passOf(await breaker.admit(TARGET)), 'failure')
    expect(await breaker.admit(TARGET)).toMatchObject({ code: 'BREAKER_OPEN', retryAfterMs: 60_000 })
    stage.now += 60_000
    await breaker.report(passOf(await breaker.admit(TARGET)), 'success')
    expect(await breaker.state(TARGET)).toBe('closed')
    await fail(breaker, 4)
    expect(await breaker.state(TARGET)).toBe('closed')
  })

  it('gives another probe a turn when one never reports, and believes a late one of the same trip', async () => {
    const breaker = breakerOf(await start())
    await fail(breaker)
    stage.now += 60_000
    const lost = passOf(await breaker.admit(TARGET))
    stage.now += 119_999
    expect(isRefused(await breaker.admit(TARGET))).toBe(true)
    stage.now += 1
    const next = passOf(await breaker.admit(TARGET))
    await breaker.report(lost, 'success')
    expect(await breaker.state(TARGET)).toBe('closed')
    await breaker.report(next, 'failure') // one failure, as any other
    expect(await breaker.state(TARGET)).toBe('closed')
  })

  it('lets the next caller try at once when a probe was never sent', async () => {
    const breaker = breakerOf(await start())
    await fail(breaker)
    stage.now += 60_000
    await breaker.report(passOf(await breaker.admit(TARGET)), 'unknown')
    expect(isRefused(await breaker.admit(TARGET))).toBe(false)
  })

  it('does not give the turn of a probe away because an earlier one was never sent', async () => {
    const breaker = breakerOf(await start())
    await fail(breaker)
    stage.now += 60_000
    const late = passOf(await breaker.admit(TARGET))
    stage.now += 120_000
    await breaker.admit(TARGET)
    await breaker.report(late, 'unknown')
    expect(isRefused(await breaker.admit(TARGET))).toBe(true)
  })

  it('does not listen to calls from before it opened', async () => {
    const breaker = breakerOf(await start())
    const old = [passOf(await breaker.admit(TARGET)), passOf(await breaker.admit(TARGET))] as const
    await fail(breaker)
    stage.now += 30_000
    await breaker.report(old[0], 'success')
    await breaker.report(old[1], 'failure')
    expect(await breaker.admit(TARGET)).toMatchObject({ retryAfterMs: 30_000 })
    stage.now += 30_000
    expect(isRefused(await breaker.admit(TARGET))).toBe(false)
  })

  it('does not listen to a probe of an earlier opening', async () => {
    const breaker = breakerOf(await start())
    await fail(breaker)
    stage.now += 60_000
    const first = passOf(await breaker.admit(TARGET))
    stage.now += 120_000
    await breaker.report(passOf(await breaker.admit(TARGET)), 'failure')
    await breaker.report(first, 'success')
    expect(await breaker.state(TARGET)).toBe('open')
  })

  it('counts each of many failures at once, and opens once', async () => {
    const wall = await start({ breakerFailures: 50 })
    const told: string[] = []
    wall.events.on('breaker', ({ state }) => void told.push(state))
    const breaker = breakerOf(wall)
    const passes = await Promise.all(Array.from({ length: 60 }, () => breaker.admit(TARGET)))
    await Promise.all(passes.slice(0, 49).map((pass) => breaker.report(passOf(pass), 'failure')))
    expect(await breaker.state(TARGET)).toBe('closed')
    await Promise.all(passes.slice(49).map((pass) => breaker.report(passOf(pass), 'failure')))
    expect([await breaker.state(TARGET), told]).toEqual(['open', ['open']])
  })

  it('opens after, for and probes as long as the operator says', async () => {
    const breaker = breakerOf(await start({ breakerFailures: 1, breakerOpenMs: 5000, breakerProbeMs: 7000 }))
    await fail(breaker, 1)
    expect(await breaker.admit(TARGET)).toMatchObject({ retryAfterMs: 5000 })
    stage.now += 5000
    await breaker.admit(TARGET)
    expect(await breaker.admit(TARGET)).toMatchObject({ retryAfterMs: 7000 })
    const none = breakerOf(await start({ breakerFailures: 'unlimited' }))
    expect(isRefused(await none.admit(TARGET))).toBe(false)
    await fail(none, 50)
    expect(await none.state(TARGET)).toBe('closed')
  })

  it('rejects when the store is lost or holds what nobody wrote', async () => {
    const breaker = breakerOf(await start())
    await fail(breaker, 1)
    const [written] = await stage.store.list('', { limit: 1 })
    await stage.store.set(written?.key ?? '', 'closed')
    await expect(breaker.admit(TARGET)).rejects.toThrow('cannot be read')
    await stage.store.close()
    await expect(breaker.admit(TARGET)).rejects.toThrow()
  })

  it('tells its states', async () => {
    const wall = await start()
    const told: unknown[] = []
    wall.events.on('breaker', ({ provider, model, state }) => void told.push({ provider, model, state }))
    const breaker = breakerOf(wall)
    await fail(breaker)
    stage.now += 60_000
    await breaker.report(passOf(await breaker.admit(TARGET)), 'success')
    expect(told).toEqual(['open', 'half-open', 'closed'].map((state) => ({ ...TARGET, state })))
  })
})

describe('by way of the hooks', () => {
  const call = async (wall: Kernel, outcome: string): Promise<readonly string[]> => {
    const id = crypto.randomUUID()
    const codes = await announce(wall, id, { inputTokens: 1, maxOutputTokens: 1 })
    if (codes.length === 0) await report(wall, id, { outcome })
    return codes
  }
  it.each(['failed', 'unreached'])(
    'five calls that %s open it; a probe that is refused leaves its turn to the next, and an answer closes it',
    async (outcome) => {
      const wall = await start()
      for (let i = 0; i < 5; i++) expect(await call(wall, outcome)).toEqual([])
      expect(await call(wall, outcome)).toEqual([OPEN])
      stage.now += 60_000
      expect(await call(wall, 'refused')).toEqual([])
      expect(await breakerOf(wall).state(TARGET)).toBe('half-open')
      expect(await call(wall, 'answered')).toEqual([])
      expect(await call(wall, outcome)).toEqual([])
    },
  )

  it.each(['answered', 'refused', 'abandoned', 'cancelled'])('calls that were %s do not', async (outcome) => {
    const wall = await start()
    for (let i = 0; i < 12; i++) expect(await call(wall, outcome)).toEqual([])
  })

  it('what a client does wrong between failures does not make it forget them', async () => {
    const wall = await start()
    for (let i = 0; i < 5; i++) {
      await call(wall, 'failed')
      await call(wall, 'refused')
    }
    expect(await call(wall, 'answered')).toEqual([OPEN])
  })

  it('another spelling of the names finds the same breaker', async () => {
    const wall = await start()
    await fail(breakerOf(wall))
    expect(await announce(wall, '1', { provider: 'OpenAI', model: 'GPT-5' })).toEqual([OPEN])
  })

  it('a hold that is settled twice is no second failure, also where no budget has a limit', async () => {
    const none = 'unlimited'
    const limits = { tokensPerExecution: none, tokensPerHour: none, tokensPerDay: none } as const
    const wall = await start({ ...limits, breakerFailures: 2 })
    const budget = wall.find(BudgetToken)
    const opened = await budget?.reserve(SESSION, { ...TARGET, inputTokens: 1 })
    const hold = opened?.hold ?? never()
    const ends = await Promise.all([1, 2, 3].map(() => budget?.settle(hold, { outcome: 'failed' })))
    expect(ends.filter((end) => end?.settled)).toHaveLength(1)
    expect(await breakerOf(wall).state(TARGET)).toBe('closed')
  })

  it('a probe that the budget refuses leaves its turn to the next', async () => {
    const wall = await start({ tokensPerExecution: 100 })
    await fail(breakerOf(wall))
    stage.now += 60_000
    expect(await announce(wall, '1', { inputTokens: 101, maxOutputTokens: 0 })).toEqual([
      'BUDGET_TOKENS_EXCEEDED tokens.execution',
    ])
    expect(await announce(wall, '2', { inputTokens: 1, maxOutputTokens: 0 })).toEqual([])
    expect(await announce(wall, '3', { inputTokens: 1, maxOutputTokens: 0 })).toEqual([OPEN])
  })

  it('a second report of one call is no second failure', async () => {
    const wall = await start()
    for (let i = 0; i < 4; i++) await call(wall, 'failed')
    await announce(wall, 'x')
    await Promise.all(Array.from({ length: 5 }, () => report(wall, 'x', { outcome: 'failed' })))
    await breakerOf(wall).report(passOf({ ...TARGET, probe: null, trip: null }), 'success')
    expect(await breakerOf(wall).state(TARGET)).toBe('open')
    const fresh = await start({ breakerFailures: 2 })
    const other = { model: 'other' }
    await announce(fresh, 'y', other)
    await Promise.all(Array.from({ length: 5 }, () => report(fresh, 'y', { outcome: 'failed' })))
    expect(await breakerOf(fresh).state({ ...TARGET, ...other })).toBe('closed')
  })

  it('in observe mode it refuses nobody, counts nothing, and tells', async () => {
    const watching = await start({}, { mode: 'observe' })
    await fail(breakerOf(watching), 10)
    expect(await breakerOf(watching).state(TARGET)).toBe('closed')
    await fail(breakerOf(await start()))
    expect(isRefused(await breakerOf(watching).admit(TARGET))).toBe(false)
    expect(await announce(watching, '1')).toEqual([OPEN])
    expect((await watching.find(BudgetToken)?.reserve(SESSION, { ...TARGET, inputTokens: 1 }))?.hold).toBeDefined()
    stage.now += 60_000
    expect(await announce(watching, '2')).toEqual([])
    expect(isRefused(await breakerOf(await start()).admit(TARGET))).toBe(false) // nobody took the probe
  })
})

function never(): never {
  throw new Error('there is none')
}
