import { token, type Session } from '@ringwall/core'
import { describe, expect, test } from 'vitest'
import { outcomeOfError, outcomeOfStatus, Reservation, STOPPED } from '../src/index.ts'
import { session, startKernel } from './words.ts'

const ESTIMATE = { provider: 'p', model: 'm', choices: 1, inputBytes: 10, maxOutputTokens: undefined }

/** A kernel whose budget answers so, and what it was told. */
async function withBudget(
  answer: object,
): Promise<{ readonly kernel: Parameters<typeof Reservation.open>[0]; readonly told: unknown[] }> {
  const told: unknown[] = []
  const value = {
    reserve: async (whose: Session, asked: object) => (told.push([whose.sessionId, asked]), answer),
    settle: async (hold: object, report: object) => void told.push([hold, report]),
  }
  return { kernel: await startKernel({ token: token('Budget'), value }), told }
}

describe('a reservation', () => {
  test('is of nothing where no layer counts', async () => {
    const { value, denial } = await Reservation.open(await startKernel(), session, ESTIMATE)
    expect([value?.isCounted, denial]).toEqual([false, undefined])
    await value?.settle('answered', { outputBytes: 1 })
  })

  test('is settled once, by the first end, with what the provider counted', async () => {
    const hold = { name: 'h' }
    const { kernel, told } = await withBudget({ hold })
    const { value } = await Reservation.open(kernel, session, ESTIMATE)
    expect(value?.isCounted).toBe(true)
    const usage = { inputTokens: 3, outputTokens: null }
    await Promise.all([
      value?.settle('answered', { usage, outputBytes: 5 }),
      value?.settle('failed', { outputBytes: 6 }),
    ])
    await value?.settle('abandoned', { outputBytes: 7 })
    expect(told).toEqual([
      ['today', ESTIMATE],
      [hold, { outcome: 'answered', usage, outputBytes: 5 }],
    ])
  })

  test('that is refused is a denial, without what is for the operator', async () => {
    const refusal = { layer: 'b', code: 'B', message: 'No.', retryAfterMs: 9, rule: 'cost', detail: 'inside' }
    const { kernel } = await withBudget({ refusal })
    const { denial } = await Reservation.open(kernel, session, ESTIMATE)
    const { rule: _rule, detail: _detail, ...known } = refusal
    expect(denial).toStrictEqual({ outcome: 'deny', traceId: 't-1', ...known })
  })

  test.for([{}, { hold: undefined }, { hold: {}, refusal: { layer: 'b', code: 'B', message: 'No.' } }])(
    'that nobody clearly holds is a denial: %j',
    async (answer) => {
      const { kernel } = await withBudget(answer)
      const { value, denial } = await Reservation.open(kernel, session, ESTIMATE)
      expect(value).toBeUndefined()
      expect(denial).toMatchObject('refusal' in answer ? { code: 'B' } : { code: 'DENIED', message: STOPPED })
    },
  )

  test('stays spent where a reload took the layer away', async () => {
    const { kernel, told } = await withBudget({ hold: {} })
    let isThere = true
    const find: typeof kernel.find = (of) => (isThere ? kernel.find(of) : undefined)
    const { value } = await Reservation.open({ find }, session, ESTIMATE)
    isThere = false
    await value?.settle('unreached', { outputBytes: 0 })
    expect(told).toHaveLength(1)
  })

  test('of a service that fails goes no further', async () => {
    const find = (): never => ({ reserve: () => Promise.reject(new Error('down')) }) as never
    await expect(Reservation.open({ find }, session, ESTIMATE)).rejects.toThrow('down')
  })
})

describe('how a call ended', () => {
  test.for([
    [400, 'refused'],
    [429, 'refused'],
    [499, 'refused'],
    [408, 'failed'],
    [500, 'failed'],
    [302, 'failed'],
    [0, 'failed'],
    [Number.NaN, 'failed'],
  ] as const)('status %d: %s', ([status, outcome]) => {
    expect(outcomeOfStatus(status)).toBe(outcome)
  })

  const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })
  const within = (depth: number): Error => {
    let error: Error = refused
    for (let at = 0; at < depth; at++) error = new TypeError('fetch failed', { cause: error })
    return error
  }

  test('what could not be connected was not sent, however deep the cause', () => {
    for (let depth = 0; depth < 5; depth++) expect(outcomeOfError(within(depth), 0)).toBe('unreached')
    expect(outcomeOfError(within(5), 0)).toBe('failed')
  })

  test('what was seen to say something was sent, whatever the error says', () => {
    expect(outcomeOfError(refused, 1)).toBe('failed')
  })

  test('any other error may have been sent', () => {
    const reset = Object.assign(new Error('reset'), { code: 'ECONNRESET' })
    const loop = new Error('loop')
    loop.cause = loop
    for (const error of [reset, loop, undefined, 'ECONNREFUSED', { code: 'ECONNREFUSED' }])
      expect(outcomeOfError(error, 0)).toBe('failed')
  })
})
