import type { Outbound } from '@ringwall/core'
import { describe, expect, it } from 'vitest'
import { BudgetToken, type BudgetEvent } from '../src/index.ts'
import { setStage } from './stage.ts'
import { announce, report, SESSION, TARGET, wallOn } from './wall.ts'

const stage = setStage()
const INVALID = 'BUDGET_USAGE_INVALID usage'
const RESERVED = { inputTokens: 10, maxOutputTokens: 90 }
const used = (outputTokens: number) => ({ usage: { inputTokens: 10, outputTokens } })

describe('usage beside what was seen to come out', () => {
  it.each([
    ['as many tokens as its bytes have at least', { ...used(10), outputBytes: 320 }, 20, undefined],
    ['one byte more', { ...used(10), outputBytes: 321 }, 117, INVALID],
    ['no token for one byte', { ...used(0), outputBytes: 1 }, 100, INVALID],
    ['no token for a long reply', { ...used(0), outputBytes: 3_000 }, 1_010, INVALID],
    ['none at all for a long reply', { outputBytes: 3_000 }, 1_000, INVALID],
    ['a long reply that broke off', { outcome: 'failed', outputBytes: 3_000 }, 1_000, undefined],
    ['no token for nothing', { ...used(0), outputBytes: 0 }, 10, undefined],
  ] as const)('%s', async (_, meta, counted, said) => {
    const wall = await stage.start()
    const told: BudgetEvent[] = []
    wall.events.on('budget', (event) => void told.push(event))
    await announce(wall, '1', RESERVED)
    expect(await report(wall, '1', meta)).toEqual(said === undefined ? [] : [said])
    expect(told.at(-1)).toMatchObject({ kind: 'settled', tokens: counted })
  })

  it('a reply that the report stands on was seen; the text of a log was not', async () => {
    const wall = await stage.start()
    const reply = (id: string, destination: Outbound['destination']) =>
      wall.onOutbound({ destination, body: 'x'.repeat(400), meta: { requestId: id, ...used(1) } }, SESSION)
    for (const id of ['1', '2']) await announce(wall, id, RESERVED)
    expect((await reply('1', 'user')).rulings.map(({ code }) => code)).toEqual(['BUDGET_USAGE_INVALID'])
    expect((await reply('2', 'log')).rulings).toEqual([])
  })

  it('a count of bytes that is none settles nothing in a report, and as what was reserved in a service', async () => {
    const wall = await wallOn(stage.store)
    const budget = wall.find(BudgetToken)
    for (const outputBytes of [-1, 0.5]) {
      await announce(wall, `r${outputBytes}`, RESERVED)
      const said = await report(wall, `r${outputBytes}`, { ...used(9), outputBytes })
      expect(said).toEqual(['BUDGET_USAGE_INVALID report'])
    }
    for (const outputBytes of [-1, 0.5, Number.NaN, Infinity]) {
      const opened = await budget?.reserve(SESSION, { ...TARGET, ...RESERVED })
      if (!opened?.hold) throw new Error(opened?.refusal.code)
      const settled = await budget?.settle(opened.hold, { outcome: 'answered', ...used(9), outputBytes })
      expect(settled).toEqual({ settled: true, tokens: 100, cost: 0, code: 'BUDGET_USAGE_INVALID' })
    }
    await wall.close()
  })
})
