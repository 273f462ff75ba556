import type { JsonObject, Session } from '@ringwall/core'
import { describe, expect, it } from 'vitest'
import { BudgetToken, type BudgetEvent, type BudgetGuardInput, type ModelRequest } from '../src/index.ts'
import { setStage } from './stage.ts'
import { announce, report, SESSION, step, TARGET } from './wall.ts'

const HOUR = 3_600_000
const EXECUTION = 'BUDGET_TOKENS_EXCEEDED tokens.execution'
const TENANT_HOUR = 'BUDGET_TOKENS_EXCEEDED tokens.tenant.hour'
const STEPS = 'BUDGET_STEPS_EXCEEDED steps.execution'

const stage = setStage()
const { start } = stage

/** A request for so many tokens in all. */
const take = (tokens: number): JsonObject => ({ inputTokens: 1, maxOutputTokens: tokens - 1 })
const usage = (tokens: number): JsonObject => ({ usage: { inputTokens: 1, outputTokens: tokens - 1 } })

describe('tokens', () => {
  const scopes: readonly [keyof BudgetGuardInput, string, number, Partial<Session>, Partial<Session>][] = [
    ['tokensPerExecution', EXECUTION, 24 * HOUR, {}, { sessionId: 's2' }],
    ['tokensPerHour', TENANT_HOUR, HOUR, { sessionId: 's2', userId: 'u2' }, { tenantId: 't2' }],
    ['tokensPerDay', 'BUDGET_TOKENS_EXCEEDED tokens.tenant.day', 24 * HOUR, { agentId: 'a2' }, { tenantId: 't2' }],
    ['userTokensPerHour', 'BUDGET_TOKENS_EXCEEDED tokens.user.hour', HOUR, { sessionId: 's2' }, { userId: 'u2' }],
    ['userTokensPerDay', 'BUDGET_TOKENS_EXCEEDED tokens.user.day', 24 * HOUR, { sessionId: 's2' }, { tenantId: 't2' }],
  ]
  it.each(scopes)('%s is a limit', async (key, code, windowMs, same, other) => {
    const wall = await start({ [key]: 100 })
    expect(await announce(wall, '1', take(60))).toEqual([])
    expect(await announce(wall, '2', take(41), same)).toEqual([code])
    expect(await announce(wall, '3', take(41), other)).toEqual([])
    expect(await announce(wall, '4', take(40), same)).toEqual([])
    expect(await report(wall, '1', usage(60))).toEqual([])
    expect(await report(wall, '4', usage(40), same)).toEqual([])
    stage.now += windowMs - 1
    expect(await announce(wall, '5', take(41), same)).toEqual([code])
    stage.now += windowMs / 100 // the store may count for so much longer
    expect(await announce(wall, '6', take(100), same)).toEqual([])
  })

  it('of nobody proven count for the session and the tenant', async () => {
    const wall = await start({ userTokensPerHour: 10, tokensPerHour: 100 })
    const { userId: _, ...nobody } = SESSION
    const budget = wall.find(BudgetToken)
    const reserve = async (tokens: number) =>
      (await budget?.reserve(nobody, { ...TARGET, inputTokens: 1, maxOutputTokens: tokens - 1 }))?.refusal?.rule
    expect(await reserve(60)).toBeUndefined()
    expect(await reserve(60)).toBe('tokens.tenant.hour')
  })

  it('that were reserved and not spent are free again, and those beyond count', async () => {
    const wall = await start({ tokensPerHour: 100 })
    await announce(wall, '1', take(100))
    await report(wall, '1', usage(30))
    expect(await announce(wall, '2', take(71))).toEqual([TENANT_HOUR])
    expect(await announce(wall, '2', take(70))).toEqual([])
    await report(wall, '2', usage(500))
    expect(await announce(wall, '3', take(2))).toEqual([TENANT_HOUR])
  })

  it('are those of a session’s own call, whatever ids others give theirs', async () => {
    const wall = await start()
    const others = [{ sessionId: 's2' }, { agentId: 'a2' }, { tenantId: 't2' }]
    for (const session of [{}, ...others]) expect(await announce(wall, '1', take(10), session)).toEqual([])
    await report(wall, '1', usage(10))
    for (const session of others)
      expect(await announce(wall, '1', take(10), session)).toEqual(['BUDGET_REQUEST_OPEN request'])
  })

  it('that nobody settles are spent, from the end of reserveMs on', async () => {
    const wall = await start({ tokensPerHour: 100, reserveMs: 10_000 })
    await announce(wall, '1', take(100))
    stage.now += HOUR + 10_000 - 1
    expect(await announce(wall, '2', take(2))).toEqual([TENANT_HOUR])
    stage.now += 1
    expect(await announce(wall, '2', take(100))).toEqual([])
  })

  it('are not free because the clock went back', async () => {
    const wall = await start({ tokensPerHour: 100 })
    await announce(wall, '1', take(100))
    await report(wall, '1', usage(100))
    stage.now -= 30 * 24 * HOUR
    expect(await announce(wall, '2', take(2))).toEqual([TENANT_HOUR])
  })

  it('unlimited are unlimited', async () => {
    const all = { tokensPerExecution: 'unlimited', tokensPerHour: 'unlimited', tokensPerDay: 'unlimited' } as const
    const wall = await start(all)
    expect(await announce(wall, '1', take(1_000_000_000))).toEqual([])
    expect(await report(wall, '1', usage(1_000_000_000))).toEqual([])
  })

  it('of the defaults are 2, 10 and 100 million', async () => {
    const wall = await start()
    let [calls, last]: [number, readonly string[]] = [0, []]
    while (last.length === 0) last = await announce(wall, `${++calls}`, take(1_000_000))
    expect([calls, last]).toEqual([3, [EXECUTION]])
    for (let at = 0, ended: readonly string[] = []; ended.length === 0; at++) {
      ended = await announce(wall, `h${at}`, take(1_000_000), { sessionId: `h${at}` })
      if (ended.length > 0) expect([at, ended]).toEqual([8, [TENANT_HOUR]])
    }
  })

  it('of a text that nobody counted are its bytes, and the reply that is assumed', async () => {
    const wall = await start({ tokensPerHour: 1000, assumedOutputTokens: 500 })
    const send = (text: string) =>
      wall.onInbound({ source: 'api', text, meta: { request: { id: text, ...TARGET } } }, SESSION)
    expect((await send('ä'.repeat(251))).outcome).toBe('deny')
    expect((await send('ä'.repeat(250))).outcome).toBe('allow')
  })

  it('of a reply are those of the model’s entry, for each choice', async () => {
    const models = [{ provider: 'openai', model: 'GPT-5', maxOutputTokens: 40 }]
    const wall = await start({ tokensPerHour: 100, models })
    expect(await announce(wall, '1', { inputTokens: 21, choices: 2 })).toEqual([TENANT_HOUR])
    expect(await announce(wall, '1', { inputTokens: 20, choices: 2 })).toEqual([])
  })
})

describe('an execution', () => {
  it('is a session, whatever its traces, or each trace where the operator says so', async () => {
    const both = async (config: BudgetGuardInput): Promise<readonly string[]> => {
      const wall = await start({ tokensPerExecution: 100, steps: 1, ...config })
      await announce(wall, '1', take(100), { traceId: 'one' })
      await step(wall, { traceId: 'one' })
      return [
        ...(await announce(wall, '2', take(2), { traceId: 'two' })),
        ...(await step(wall, { traceId: 'two' })),
        ...(await step(wall, { traceId: 'two' })),
      ]
    }
    expect(await both({})).toEqual([EXECUTION, STEPS, STEPS])
    expect(await both({ execution: 'trace' })).toEqual([STEPS])
  })

  it('counts for executionMs', async () => {
    const wall = await start({ tokensPerExecution: 100, steps: 1, executionMs: 60_000 })
    await announce(wall, '1', take(100))
    await report(wall, '1', usage(100))
    await step(wall)
    stage.now += 59_000
    expect([await announce(wall, '2', take(2)), await step(wall)]).toEqual([[EXECUTION], [STEPS]])
    stage.now += 2_000
    expect([await announce(wall, '2', take(2)), await step(wall)]).toEqual([[], []])
  })

  it('has 150 steps, counted over kernels, and apart for other agents, users and sessions', async () => {
    const [one, two] = [await start(), await start()]
    for (let i = 0; i < 75; i++) expect([...(await step(one)), ...(await step(two))]).toEqual([])
    expect([await step(one), await step(two)]).toEqual([[STEPS], [STEPS]])
    for (const other of [{ sessionId: 's2' }, { userId: 'u2' }, { agentId: 'a2' }, { tenantId: 't2' }])
      expect(await step(one, other)).toEqual([])
  })

  it('has no more steps than it has, however many are asked for at once', async () => {
    const wall = await start({ steps: 7 })
    const answers = await Promise.all(Array.from({ length: 50 }, () => step(wall)))
    expect(answers.filter((codes) => codes.length === 0)).toHaveLength(7)
  })

  it('has as many steps as it likes where the operator says so', async () => {
    const wall = await start({ steps: 'unlimited', stepsPerHour: 'unlimited' })
    await Promise.all(Array.from({ length: 1600 }, () => step(wall))).then((all) => expect(all.flat()).toEqual([]))
  })
})

describe('whoever begins a new session for each call', () => {
  const HOUR = 'BUDGET_STEPS_EXCEEDED steps.hour'
  it('has stepsPerHour, over all sessions and kernels, and apart for other users, agents and tenants', async () => {
    const [one, two] = [await start({ stepsPerHour: 10 }), await start({ stepsPerHour: 10 })]
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, at) => step(at % 2 === 0 ? one : two, { sessionId: `s${at}`, traceId: `t${at}` })),
    )
    expect(answers.filter((codes) => codes.length === 0)).toHaveLength(10)
    expect(await step(one, { sessionId: 'again' })).toEqual([HOUR])
    for (const other of [{ userId: 'u2' }, { agentId: 'a2' }, { tenantId: 't2' }])
      expect(await step(one, other)).toEqual([])
    stage.now += 3_599_000
    expect(await step(one, { sessionId: 'later' })).toEqual([HOUR])
    stage.now += 1_000
    expect(await step(one, { sessionId: 'later' })).toEqual([])
  })

  it('has 1,500, and in observe mode takes none of them', async () => {
    const [wall, watching] = [await start(), await start({ stepsPerHour: 0 }, { mode: 'observe' })]
    expect(await step(watching)).toEqual([HOUR])
    await Promise.all(Array.from({ length: 1500 }, (_, at) => step(wall, { sessionId: `s${at}` })))
    expect(await step(wall, { sessionId: 'new' })).toEqual([HOUR])
  })
})

describe('money', () => {
  const models = [
    { model: 'gpt-5-mini*', price: { input: 0.07, output: 0.3 } },
    { model: 'gpt-5*', price: { input: 1, output: 10, cachedInput: 0.1, cacheWrite: 2 } },
  ]
  const scopes: readonly [keyof BudgetGuardInput, string, Partial<Session>, Partial<Session>][] = [
    ['costPerExecution', 'execution', {}, { sessionId: 's2' }],
    ['costPerHour', 'tenant.hour', { userId: 'u2' }, { tenantId: 't2' }],
    ['costPerDay', 'tenant.day', { sessionId: 's2' }, { tenantId: 't2' }],
    ['userCostPerHour', 'user.hour', { sessionId: 's2' }, { userId: 'u2' }],
    ['userCostPerDay', 'user.day', { agentId: 'a2' }, { userId: 'u2' }],
  ]
  it.each(scopes)('%s is a limit', async (key, scope, same, other) => {
    const wall = await start({ [key]: 0.05, models })
    // 1,000 tokens in at 2 and 4,000 out at 10 for a million: 0.042.
    const request = { inputTokens: 1000, maxOutputTokens: 4000 }
    expect(await announce(wall, '1', request)).toEqual([])
    expect(await announce(wall, '2', request, same)).toEqual([`BUDGET_COST_EXCEEDED cost.${scope}`])
    expect(await announce(wall, '3', request, other)).toEqual([])
    await report(wall, '1', { usage: { inputTokens: 1000, outputTokens: 100 } }) // 0.002
    expect(await announce(wall, '2', request, same)).toEqual([])
  })

  it.each([
    ['input and output', { inputTokens: 1000, outputTokens: 100 }, 2000],
    ['cached input', { inputTokens: 1000, outputTokens: 100, cachedInputTokens: 900 }, 1190],
    ['input written to the cache', { inputTokens: 1000, outputTokens: 100, cacheWriteTokens: 900 }, 2900],
    ['one token, rounded up', { inputTokens: 1, outputTokens: 0, cachedInputTokens: 1 }, 1],
    ['more than a double can multiply', { inputTokens: 999_999_999, outputTokens: 999_999_999 }, 10_999_999_989],
  ] as const)('is counted in millionths: %s', async (_, used, cost) => {
    const budget = (await start({ costPerDay: 10, models })).find(BudgetToken)
    const opened = await budget?.reserve(SESSION, { ...TARGET, inputTokens: 1000, maxOutputTokens: 100 })
    if (!opened?.hold) throw new Error(opened?.refusal.code)
    expect(opened.hold.cost).toBe(3000)
    expect(await budget?.settle(opened.hold, { outcome: 'answered', usage: used })).toMatchObject({ cost })
  })

  it('is what was reserved, or more, where the usage is none', async () => {
    const budget = (await start({ costPerDay: 10, models })).find(BudgetToken)
    for (const [used, cost] of [
      [undefined, 3000],
      [{ inputTokens: 50_000, outputTokens: -1 }, 50_000],
    ] as const) {
      const opened = await budget?.reserve(SESSION, { ...TARGET, inputTokens: 1000, maxOutputTokens: 100 })
      expect(await budget?.settle(opened?.hold ?? never(), { outcome: 'answered', usage: used })).toMatchObject({
        cost,
      })
    }
  })

  it('is counted with the price that was written, not with what a double makes of it', async () => {
    const tiny = [{ model: '*', price: { input: 0.000123, output: 0 } }] // 123.00000000000001 millionths
    const budget = (await start({ costPerDay: 10, models: tiny })).find(BudgetToken)
    const opened = await budget?.reserve(SESSION, { ...TARGET, inputTokens: 1 })
    const used = { inputTokens: 1_000_000, outputTokens: 0 }
    expect(await budget?.settle(opened?.hold ?? never(), { outcome: 'answered', usage: used })).toMatchObject({
      cost: 123,
    })
  })

  it('is that of the first entry that matches, and 0.07 is no cent more', async () => {
    const budget = (await start({ costPerDay: 10, models })).find(BudgetToken)
    const costOf = async (provider: string, model: string) => {
      const opened = await budget?.reserve(SESSION, { provider, model, inputTokens: 1_00_000, maxOutputTokens: 0 })
      return opened?.hold?.cost ?? opened?.refusal?.code
    }
    expect(await costOf('openai', 'gpt-5-mini-2026')).toBe(7000)
    expect(await costOf('azure', 'GPT-5-mini')).toBe(7000)
    expect(await costOf('openai', 'gpt-5')).toBe(200_000)
    expect(await costOf('openai', 'my-gpt-5')).toBe('BUDGET_PRICE_UNKNOWN')
  })
})

describe('usage', () => {
  const garbage: readonly [string, JsonObject, number][] = [
    ['missing', {}, 100],
    ['null', { usage: null }, 100],
    ['a text', { usage: 'none' }, 100],
    ['a list', { usage: [1, 2] }, 100],
    ['empty', { usage: {} }, 100],
    ['negative', { usage: { inputTokens: -5, outputTokens: -50 } }, 100],
    ['half a token', { usage: { inputTokens: 1.5, outputTokens: 1 } }, 100],
    ['text in the place of numbers', { usage: { inputTokens: '1', outputTokens: '1' } }, 100],
    ['without input', { usage: { inputTokens: 0, outputTokens: 1 } }, 100],
    ['without output', { usage: { inputTokens: 1 } }, 100],
    ['too much to be a count', { usage: { inputTokens: 1e300, outputTokens: 1 } }, 100],
    ['more cached than there is', { usage: { inputTokens: 5, outputTokens: 1, cachedInputTokens: 6 } }, 100],
    [
      'more written than there is',
      { usage: { inputTokens: 5, outputTokens: 1, cachedInputTokens: 3, cacheWriteTokens: 3 } },
      100,
    ],
    ['negative in one part, much in the other', { usage: { inputTokens: 700, outputTokens: -1 } }, 700],
  ]
  it.each(garbage)('%s: what was reserved counts, or more', async (_, meta, counted) => {
    const wall = await start({ tokensPerHour: 1000 })
    const told: BudgetEvent[] = []
    wall.events.on('budget', (event) => void told.push(event))
    await announce(wall, '1', take(100))
    expect(await report(wall, '1', meta)).toEqual(['BUDGET_USAGE_INVALID usage'])
    expect(told.at(-1)).toMatchObject({ kind: 'settled', tokens: counted, code: 'BUDGET_USAGE_INVALID' })
    expect(await announce(wall, '2', take(1000 - counted + 1))).toEqual([TENANT_HOUR])
    expect(await announce(wall, '2', take(1000 - counted))).toEqual([])
  })

  it('a request that is none, or of which nobody counted the input, is refused in a service, which never rejects', async () => {
    const budgets = [await start(), await start({}, { mode: 'observe' })].map((wall) => wall.find(BudgetToken))
    for (const none of [undefined, null, 5, {}, TARGET]) {
      const [enforced, observed] = await Promise.all(budgets.map((it) => it?.reserve(SESSION, none as ModelRequest)))
      expect(enforced?.refusal?.code).toBe('BUDGET_REQUEST_INVALID')
      expect(observed?.hold).toBeDefined()
    }
  })

  it('NaN and infinities, which no JSON holds, are no way around it in a service', async () => {
    const budget = (await start({ tokensPerHour: 1000 })).find(BudgetToken)
    for (const bad of [Number.NaN, Infinity, -Infinity, -0.5]) {
      const opened = await budget?.reserve(SESSION, { ...TARGET, inputTokens: bad })
      expect(opened?.refusal?.code).toBe('BUDGET_REQUEST_INVALID')
      const fine = await budget?.reserve(SESSION, { ...TARGET, inputTokens: 10, maxOutputTokens: 10 })
      if (!fine?.hold) throw new Error(fine?.refusal.code)
      const used = { inputTokens: bad, outputTokens: bad }
      expect(await budget?.settle(fine.hold, { outcome: 'answered', usage: used })).toEqual({
        settled: true,
        tokens: 20,
        cost: 0,
        code: 'BUDGET_USAGE_INVALID',
      })
    }
  })

  it('of a call that nobody announced counts once, at the dearest price', async () => {
    const models = [
      { model: 'a', price: { input: 1, output: 1 } },
      { model: 'b', price: { input: 0.5, output: 100 } },
    ]
    const wall = await start({ tokensPerHour: 1000, costPerHour: 0.1, models })
    const meta = { usage: { inputTokens: 100, outputTokens: 900 } } // 0.0901
    for (let i = 0; i < 2; i++) expect(await report(wall, 'x', meta)).toEqual(['BUDGET_RESERVATION_UNKNOWN usage'])
    const small = { inputTokens: 1, maxOutputTokens: 0, model: 'a' }
    expect(await announce(wall, '1', small)).toEqual([TENANT_HOUR])
    stage.now += HOUR + HOUR / 100
    await report(wall, 'y', { usage: { inputTokens: 1, outputTokens: 999 } })
    const other = await start({ costPerHour: 0.1, models })
    expect(await announce(other, '2', { ...small, model: 'b', maxOutputTokens: 2 })).toEqual([
      'BUDGET_COST_EXCEEDED cost.tenant.hour',
    ])
  })

  const outcomes: readonly [string, JsonObject, number][] = [
    ['failed', {}, 100],
    ['failed', usage(30), 30],
    ['abandoned', {}, 100],
    ['abandoned', usage(300), 300],
    ['unreached', usage(30), 0],
    ['refused', {}, 0],
    ['cancelled', {}, 0],
  ]
  it.each(outcomes)('of a call that was %s with %j: %d count', async (outcome, meta, counted) => {
    const wall = await start({ tokensPerHour: 1000 })
    await announce(wall, '1', take(100))
    expect(await report(wall, '1', { outcome, ...meta })).toEqual([])
    expect(await announce(wall, '2', take(1000 - counted + 1))).toEqual([TENANT_HOUR])
    expect(await announce(wall, '2', take(1000 - counted))).toEqual([])
  })
})

describe('the context', () => {
  const filled = async (config: BudgetGuardInput, request: JsonObject): Promise<readonly string[]> =>
    announce(await start(config), crypto.randomUUID(), request)
  it('is measured against the smallest window that is known', async () => {
    const models = [{ model: 'gpt-5', contextWindow: 1000 }]
    expect(await filled({ models }, { inputTokens: 950 })).toEqual(['BUDGET_CONTEXT_FULL context'])
    expect(await filled({ models }, { inputTokens: 949 })).toEqual(['BUDGET_CONTEXT_HIGH context'])
    expect(await filled({ models }, { inputTokens: 95, contextWindow: 100 })).toEqual(['BUDGET_CONTEXT_FULL context'])
    expect(await filled({ models }, { inputTokens: 950, contextWindow: 2000 })).toEqual(['BUDGET_CONTEXT_FULL context'])
    expect(await filled({}, { inputTokens: 121_600 })).toEqual(['BUDGET_CONTEXT_FULL context'])
    expect(await filled({ contextWindow: 200_000 }, { inputTokens: 121_600 })).toEqual([])
    expect(await filled({ contextWindow: 'unlimited' }, { inputTokens: 1_000_000 })).toEqual([])
  })
  it('is flagged and denied where the operator says', async () => {
    const config = { contextWarnAt: 0.5, contextDenyAt: 0.6, contextWindow: 100 }
    expect(await filled(config, { inputTokens: 49 })).toEqual([])
    expect(await filled(config, { inputTokens: 50 })).toEqual(['BUDGET_CONTEXT_HIGH context'])
    expect(await filled(config, { inputTokens: 60 })).toEqual(['BUDGET_CONTEXT_FULL context'])
  })
})

describe('observe mode', () => {
  it('spends nothing, and tells what it would have refused', async () => {
    const [config, options] = [{ tokensPerHour: 100, steps: 1 }, { mode: 'observe' }] as const
    const watching = await start(config, options)
    for (let i = 0; i < 3; i++) {
      expect(await announce(watching, '1', take(60))).toEqual([])
      expect(await report(watching, '1', usage(60))).toEqual([])
      expect(await step(watching)).toEqual([])
      const opened = await watching.find(BudgetToken)?.reserve(SESSION, { ...TARGET, inputTokens: 60 })
      await watching.find(BudgetToken)?.settle(opened?.hold ?? never(), { outcome: 'answered' })
    }
    const wall = await start(config)
    expect(await announce(wall, '1', take(100))).toEqual([])
    expect(await step(wall)).toEqual([])
    expect(await announce(watching, '2', take(2))).toEqual([TENANT_HOUR])
    expect(await step(watching)).toEqual([STEPS])
    const told: BudgetEvent[] = []
    watching.events.on('budget', (event) => void told.push(event))
    const opened = await watching.find(BudgetToken)?.reserve(SESSION, { ...TARGET, inputTokens: 1, maxOutputTokens: 1 })
    expect(opened?.hold).toBeDefined()
    expect(told).toMatchObject([{ kind: 'refused', rule: 'tokens.tenant.hour', enforced: false }])
  })
})

describe('a lost store', () => {
  it('denies calls and steps, and reports are failures; in the service it is a refusal', async () => {
    const wall = await start()
    const budget = wall.find(BudgetToken)
    const opened = await budget?.reserve(SESSION, { ...TARGET, inputTokens: 1 })
    await stage.store.close()
    expect(await announce(wall, '1')).toEqual(['LAYER_FAILED'])
    expect(await step(wall)).toEqual(['LAYER_FAILED'])
    // Neither the handler nor the record of the dispatch could write.
    expect(await report(wall, '1', usage(1))).toEqual(['LAYER_FAILED', 'LAYER_FAILED'])
    expect((await budget?.reserve(SESSION, { ...TARGET, inputTokens: 1 }))?.refusal?.code).toBe('BUDGET_UNAVAILABLE')
    const lost = { settled: false, tokens: 0, cost: 0 }
    expect(await budget?.settle(opened?.hold ?? never(), { outcome: 'answered', ...usage(1) })).toEqual(lost)
  })
})

describe('events', () => {
  it('tell what was reserved, settled, released, refused and warned of', async () => {
    const wall = await start({ tokensPerHour: 100, contextWindow: 10, steps: 0 })
    const told: unknown[] = []
    wall.events.on('budget', ({ kind, tokens, code, rule }) => void told.push([kind, tokens, code, rule]))
    await announce(wall, '1', { inputTokens: 8, maxOutputTokens: 0 })
    await report(wall, '1', usage(7))
    await announce(wall, '2', take(9))
    await report(wall, '2', { outcome: 'refused' })
    await announce(wall, '3', take(100))
    await step(wall)
    expect(told).toEqual([
      ['reserved', 8, undefined, undefined],
      ['warned', 0, 'BUDGET_CONTEXT_HIGH', 'context'],
      ['settled', 7, undefined, undefined],
      ['reserved', 9, undefined, undefined],
      ['released', 0, undefined, undefined],
      ['refused', 0, 'BUDGET_TOKENS_EXCEEDED', 'tokens.tenant.hour'],
      ['refused', 0, 'BUDGET_STEPS_EXCEEDED', 'steps.execution'],
    ])
  })

  it('of the service come with findings, since no dispatch tells them', async () => {
    const wall = await start({ tokensPerHour: 100 })
    const told: unknown[] = []
    wall.events.on('finding', ({ ruling, session }) => void told.push([ruling.kind, ruling.code, session.sessionId]))
    const budget = wall.find(BudgetToken)
    const opened = await budget?.reserve(SESSION, { ...TARGET, inputTokens: 1, maxOutputTokens: 99 })
    const refused = await budget?.reserve(SESSION, { ...TARGET, inputTokens: 1, maxOutputTokens: 1 })
    expect(refused?.refusal?.retryAfterMs).toBeGreaterThan(HOUR)
    expect(refused?.refusal?.message).toContain('in 70 min')
    await budget?.settle(opened?.hold ?? never(), { outcome: 'answered' })
    expect(told).toEqual([
      ['deny', 'BUDGET_TOKENS_EXCEEDED', 's'],
      ['flag', 'BUDGET_USAGE_INVALID', 's'],
    ])
  })
})

function never(): never {
  throw new Error('there is no hold')
}
