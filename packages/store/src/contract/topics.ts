import type { JsonValue } from '@ringwall/core'
import type { ContractCase } from './case.ts'
import { equal, rejects, until } from './expect.ts'

/** What publish and subscribe promise. */
export const TOPIC_CASES: readonly ContractCase[] = [
  {
    name: 'a message reaches the subscribers of its topic on every handle, in order',
    async run({ store, peer }) {
      const other = await peer()
      const [here, there]: [JsonValue[], JsonValue[]] = [[], []]
      await store.publish('t', 'too early')
      await store.subscribe('t', (message) => void here.push(message))
      await other.subscribe('t', (message) => void there.push(message))
      await store.publish('elsewhere', 'no')
      const sent = Array.from({ length: 600 }, (_, index) => index)
      for (const message of sent) await (message % 2 === 0 ? store : other).publish('t', message)
      await until('delivery', () => here.length >= sent.length && there.length >= sent.length)
      equal(here, sent, 'on the first handle')
      equal(there, sent, 'on the second handle')
    },
  },
  {
    name: 'unsubscribe ends delivery to that subscriber only, and may be repeated',
    async run({ store }) {
      const [ended, kept]: [JsonValue[], JsonValue[]] = [[], []]
      const unsubscribe = await store.subscribe('t', (message) => void ended.push(message))
      await store.subscribe('t', (message) => void kept.push(message))
      await unsubscribe()
      await unsubscribe()
      await store.publish('t', 1)
      await until('delivery', () => kept.length === 1)
      equal(ended, [], 'after unsubscribe')
    },
  },
  {
    name: 'a subscriber after a time without any sees only what is new',
    async run({ store }) {
      const unsubscribe = await store.subscribe('t', () => {})
      await unsubscribe()
      await store.publish('t', 'unheard')
      const heard: JsonValue[] = []
      await store.subscribe('t', (message) => void heard.push(message))
      await store.publish('t', 'heard')
      await until('delivery', () => heard.length > 0)
      equal(heard, ['heard'], 'the new subscriber')
    },
  },
  {
    name: 'a handler that throws, rejects or changes its message harms no other',
    async run({ store }) {
      const [codes, heard]: [string[], JsonValue[]] = [[], []]
      const onError = (error: { code: string }): void => void codes.push(error.code)
      const throwing = (): void => {
        throw new Error('handler')
      }
      await store.subscribe('t', throwing, { onError })
      await store.subscribe('t', async () => throwing(), { onError })
      await store.subscribe('t', (message) => Object.assign(message as object, { changed: true }) as never)
      await store.subscribe('t', (message) => void heard.push(message))
      await store.publish('t', { a: 1 })
      await until('the errors', () => codes.length === 2 && heard.length === 1)
      equal(codes, ['STORE_HANDLER_FAILED', 'STORE_HANDLER_FAILED'], 'reported errors')
      equal(heard, [{ a: 1 }], 'the other subscriber')
    },
  },
  {
    name: 'a handler may unsubscribe itself and others',
    async run({ store }) {
      const heard: string[] = []
      const ends: (() => Promise<void>)[] = []
      const handler = (name: string) => async (): Promise<void> => {
        heard.push(name)
        await Promise.all(ends.map((end) => end()))
      }
      ends.push(await store.subscribe('t', handler('first')), await store.subscribe('t', handler('second')))
      const kept: JsonValue[] = []
      await store.subscribe('t', (message) => void kept.push(message))
      await store.publish('t', 1)
      await store.publish('t', 2)
      await until('delivery', () => kept.length === 2)
      equal(heard, ['first'], 'the two that ended')
    },
  },
  {
    name: 'a subscription without a function is refused',
    async run({ store }) {
      const nothing = undefined as unknown as () => void
      await rejects('STORE_ARGUMENT_INVALID', 'no handler', () => store.subscribe('t', nothing))
      const options = { onError: 'log' } as unknown as object
      await rejects('STORE_ARGUMENT_INVALID', 'onError', () => store.subscribe('t', () => {}, options))
    },
  },
]
