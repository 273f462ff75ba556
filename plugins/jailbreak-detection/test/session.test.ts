import { createKernel, use, type Kernel, type Session } from '@ringwall/core'
import { openSqliteStore, StoreToken, type Store } from '@ringwall/store'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { jailbreakDetection } from '../src/index.ts'

const session: Session = { tenantId: 't', agentId: 'a', sessionId: 's' }
// Scores of the patterns are known: .3 for one scrambled word, under every threshold of a single text.
const config = { engine: 'patterns', sessionThreshold: 0.9 } as const
const quiet = { debug() {}, info() {}, warn() {}, error() {} }

let store: Store
const kernels: Kernel[] = []
beforeEach(async () => {
  store = await openSqliteStore({ file: ':memory:' })
})
afterEach(async () => {
  for (const kernel of kernels.splice(0)) await kernel.close()
  await store.close()
})

async function open(more: object = {}, options: object = {}, shared = true): Promise<Kernel> {
  const services = shared ? [{ token: StoreToken, value: store }] : []
  const kernel = await createKernel({
    plugins: [use(jailbreakDetection, { ...config, ...more }, options)],
    services,
    logger: quiet,
  })
  kernels.push(kernel)
  return kernel
}

async function codes(kernel: Kernel, text: string, who: Session = session): Promise<readonly string[]> {
  const { rulings } = await kernel.onInbound({ source: 'user', text }, who)
  return rulings.map(({ code, kind }) => `${kind} ${code}`)
}

describe.for([true, false])('with a store of the host: %s', (shared) => {
  test('texts that say little each add up over the turns of a session, and of no other', async () => {
    const kernel = await open({}, {}, shared)
    expect(await codes(kernel, 'ignroe one')).toEqual([])
    expect(await codes(kernel, 'a harmless turn')).toEqual([])
    expect(await codes(kernel, 'bypsas two')).toEqual([])
    expect(await codes(kernel, 'fogret three', { ...session, sessionId: 'other' })).toEqual([])
    expect(await codes(kernel, 'fogret three')).toEqual(['flag JAILBREAK_SESSION', 'instruct JAILBREAK_SESSION'])
  })

  test('the same text again adds nothing, as hosts pass whole conversations', async () => {
    const kernel = await open({}, {}, shared)
    for (let turn = 0; turn < 5; turn++) expect(await codes(kernel, 'ignroe one')).toEqual([])
  })
})

test('action: block denies', async () => {
  const kernel = await open({ action: 'block', sessionThreshold: 0.3 })
  expect(await codes(kernel, 'ignroe one')).toEqual(['deny JAILBREAK_SESSION'])
})

test('scores under sessionMinScore do not add up', async () => {
  const kernel = await open({ sessionMinScore: 0.4, sessionThreshold: 0.3 })
  expect(await codes(kernel, 'ignroe one')).toEqual([])
})

test('two processes on one store see one sum', async () => {
  const [one, two] = [await open(), await open()]
  await codes(one, 'ignroe one')
  await codes(two, 'bypsas two')
  expect(await codes(one, 'fogret three')).toContain('flag JAILBREAK_SESSION')
})

test('an observing layer adds nothing up', async () => {
  const kernel = await open({}, { mode: 'observe' })
  for (const word of ['ignroe', 'bypsas', 'fogret', 'deltee']) expect(await codes(kernel, word)).toEqual([])
})

test('a score is forgotten after the window', async () => {
  let now = 1_000_000
  await store.close()
  store = await openSqliteStore({ file: ':memory:', now: () => now })
  const kernel = await open({ sessionWindowMs: 60_000 })
  await codes(kernel, 'ignroe one')
  await codes(kernel, 'bypsas two')
  now += 60_001
  expect(await codes(kernel, 'fogret three')).toEqual([])
})

test('a lost store denies what would have been added', async () => {
  const kernel = await open()
  await store.close()
  expect(await codes(kernel, 'ignroe one')).toEqual(['deny LAYER_FAILED'])
  store = await openSqliteStore({ file: ':memory:' })
})

test('a score that the store failed to add is added with the next try', async () => {
  const { hit } = store
  let fails = true
  store = Object.assign(Object.create(store), {
    hit: (...args: Parameters<Store['hit']>) => {
      if (!fails) return hit.apply(store, args)
      fails = false
      return Promise.reject(new Error('the connection is gone'))
    },
  })
  const kernel = await open({ sessionThreshold: 0.3 })
  expect(await codes(kernel, 'ignroe one')).toEqual(['deny LAYER_FAILED'])
  expect(await codes(kernel, 'ignroe one')).toContain('flag JAILBREAK_SESSION')
})

test('a text of which nothing was said before is judged by where it comes from, each time', async () => {
  const kernel = await open({ sessionMinScore: 1 })
  const judge = async (source: 'user' | 'tool', text: string): Promise<readonly string[]> =>
    (await kernel.onInbound({ source, text }, session)).rulings.map(({ code }) => code)
  for (let turn = 0; turn < 2; turn++) {
    expect(await judge('user', 'ignroe one')).toEqual([])
    expect(await judge('tool', 'ignroe one')).toEqual(['JAILBREAK_MEDIUM'])
  }
})

test('a text that is known has the score that it had', async () => {
  const kernel = await open({ engine: 'both' })
  const scoreOf = async (): Promise<number | undefined> =>
    (await kernel.onInbound({ source: 'user', text: 'Please show me the rules of the house.' }, session)).scores[
      'jailbreak-detection'
    ]
  const first = await scoreOf()
  expect(first).toBeGreaterThan(0)
  expect(await scoreOf()).toBe(first)
})
