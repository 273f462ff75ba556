import { expect, test } from 'vitest'
import { openSqliteStore, waitFor, type Store } from '../src/index.ts'

async function withStore(action: (store: Store) => Promise<void>): Promise<void> {
  const store = await openSqliteStore({ file: ':memory:', pollMs: 5 })
  try {
    await action(store)
  } finally {
    await store.close()
  }
}

const patient = (): AbortSignal => AbortSignal.timeout(20_000)
/** Longer than any test: only a message wakes. */
const NEVER = 3_600_000

test('what is there already is found at once', () =>
  withStore(async (store) => {
    await store.set('k', 7)
    expect((await waitFor(store, 't', () => store.get('k'), { signal: patient(), pollMs: NEVER })).value).toBe(7)
  }))

test('a message wakes, and what it announces is looked for', () =>
  withStore(async (store) => {
    let looks = 0
    const look = async () => {
      looks += 1
      return store.get('k')
    }
    const waiting = waitFor(store, 't', look, { signal: patient(), pollMs: NEVER })
    await store.publish('t', 'not yet')
    await expect.poll(() => looks).toBeGreaterThan(1)
    await store.set('k', 1)
    await store.publish('t', 'now')
    expect((await waiting).value).toBe(1)
  }))

test('without a message it looks all the same', () =>
  withStore(async (store) => {
    const waiting = waitFor(store, 't', () => store.get('k'), { signal: patient(), pollMs: 10 })
    await store.set('k', 1)
    expect((await waiting).value).toBe(1)
  }))

test('a message that comes during a look is not missed', () =>
  withStore(async (store) => {
    let isFirst = true
    const look = async () => {
      const found = await store.get('k')
      if (isFirst) {
        isFirst = false
        await store.set('k', 1)
        const { promise, resolve } = Promise.withResolvers<unknown>()
        await store.subscribe('t', resolve)
        await store.publish('t', 'in between')
        await promise
      }
      return found
    }
    expect((await waitFor(store, 't', look, { signal: patient(), pollMs: NEVER })).value).toBe(1)
  }))

test('the signal ends it, also before it begins', () =>
  withStore(async (store) => {
    const ending = new AbortController()
    const waiting = waitFor(store, 't', async () => undefined, { signal: ending.signal, pollMs: NEVER })
    ending.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
    const late = waitFor(store, 't', async () => 1, { signal: AbortSignal.abort(new Error('over')) })
    await expect(late).rejects.toThrow('over')
  }))

test('a look that rejects ends it, and so does a store that is closed', () =>
  withStore(async (store) => {
    const failing = waitFor(store, 't', () => Promise.reject(new Error('lost')), { signal: patient() })
    await expect(failing).rejects.toThrow('lost')
    const waiting = waitFor(store, 't', () => store.get('k'), { signal: patient(), pollMs: 10 })
    const outcome = expect(waiting).rejects.toMatchObject({ code: 'STORE_CLOSED' })
    await store.close()
    await outcome
  }))
