import { definePlugin, use, type Kernel, type LayerOptions } from '@ringwall/core'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { BreakerToken } from '../src/index.ts'
import { setStage } from './stage.ts'
import { announce, SESSION, TARGET } from './wall.ts'

/** Denies or asks about what has the word, in every direction. */
const censor = definePlugin({
  name: 'censor',
  version: '1.0.0',
  manifest: { api: 1, hooks: { onInbound: { judge: ['deny', 'ask'] }, onOutbound: { judge: ['deny'] } } },
  codes: { WORD: 'It has the word.' },
  config: z.strictObject({}),
  setup: () => ({
    onInbound: {
      judge({ payload: { text } }) {
        if (text.includes('ASK')) return { kind: 'ask', code: 'WORD' }
        return text.includes('EVIL') ? { kind: 'deny', code: 'WORD' } : undefined
      },
    },
    onOutbound: {
      judge: ({ payload }) => (String(payload.body).includes('EVIL') ? { kind: 'deny', code: 'WORD' } : undefined),
    },
  }),
})

const config = { tokensPerHour: 100, breakerFailures: 1 }
const stage = setStage()
const start = (options?: LayerOptions): Promise<Kernel> => stage.start(config, options, [use(censor)])

/** Announces 60 tokens with a text. */
async function say(wall: Kernel, id: string, text: string): Promise<string> {
  const meta = { request: { id, ...TARGET, inputTokens: 10, maxOutputTokens: 50 } }
  return (await wall.onInbound({ source: 'user', text, meta }, SESSION)).outcome
}
/** What a text of 100 tokens is answered once everything is settled. */
async function whole(wall: Kernel): Promise<readonly string[]> {
  await wall.close()
  const fresh = await start()
  return announce(fresh, crypto.randomUUID(), { inputTokens: 1, maxOutputTokens: 99 })
}

describe('a call that is announced with its text', () => {
  it.each([
    ['EVIL', 'deny'],
    ['ASK', 'ask'],
  ])('and not let go on by a later layer (%s) takes nothing', async (text, outcome) => {
    const wall = await start()
    for (let i = 0; i < 10; i++) expect(await say(wall, 'same', text)).toBe(outcome)
    expect(await whole(wall)).toEqual([])
  })

  it('takes its share where nobody objects', async () => {
    const wall = await start()
    expect(await say(wall, '1', 'fine')).toBe('allow')
    expect(await whole(wall)).toEqual(['BUDGET_TOKENS_EXCEEDED tokens.tenant.hour'])
  })

  it('is not released by a second one with its id, which is denied', async () => {
    const wall = await start()
    await say(wall, '1', 'fine')
    expect(await say(wall, '1', 'EVIL')).toBe('deny')
    expect(await whole(wall)).toEqual(['BUDGET_TOKENS_EXCEEDED tokens.tenant.hour'])
  })
})

describe('a report on a reply that an earlier layer denies', () => {
  const reply = (wall: Kernel, requestId: string, more: object) =>
    wall.onOutbound({ destination: 'user', body: 'EVIL', meta: { requestId, ...more } }, SESSION)

  it('counts, also beyond what was reserved, and is told', async () => {
    const wall = await start()
    const told: unknown[] = []
    wall.events.on('budget', ({ kind, tokens }) => void told.push([kind, tokens]))
    await say(wall, '1', 'fine')
    expect((await reply(wall, '1', { usage: { inputTokens: 10, outputTokens: 1 } })).outcome).toBe('deny')
    await say(wall, '2', 'fine')
    await reply(wall, '2', { usage: { inputTokens: 10, outputTokens: 80 } })
    expect(await whole(wall)).toEqual(['BUDGET_TOKENS_EXCEEDED tokens.tenant.hour'])
    expect(told).toEqual([
      ['reserved', 60],
      ['settled', 11],
      ['reserved', 60],
      ['settled', 90],
    ])
  })

  it('tells of usage that is none, and reaches the breaker', async () => {
    const wall = await start()
    const told: string[] = []
    wall.events.on('finding', ({ ruling }) => void told.push(ruling.code))
    await say(wall, '1', 'fine')
    await reply(wall, '1', { usage: { inputTokens: -1 } })
    const other = await start()
    await say(other, '2', 'fine')
    await wall.close()
    expect(told).toEqual(['BUDGET_USAGE_INVALID', 'WORD'])
    expect(await other.find(BreakerToken)?.state(TARGET)).toBe('closed')
  })

  it('in observe mode counts nothing', async () => {
    const wall = await start({ mode: 'observe' })
    await say(wall, '1', 'fine')
    await reply(wall, '1', { usage: { inputTokens: 1000, outputTokens: 1000 } })
    expect(await whole(wall)).toEqual([])
  })
})
