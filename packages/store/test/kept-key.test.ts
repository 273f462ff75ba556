import { expect, it } from 'vitest'
import { keptKey, openSqliteStore } from '../src/index.ts'

it('keeps one key per name, whoever asks first', async () => {
  const store = await openSqliteStore({ file: ':memory:' })
  const [first, second, other] = await Promise.all([keptKey(store, 'a'), keptKey(store, 'a'), keptKey(store, 'b')])
  expect(first.length).toBe(32)
  expect(second).toEqual(first)
  expect(other).not.toEqual(first)
  await store.close()
})

it('refuses a value that is no key', async () => {
  const store = await openSqliteStore({ file: ':memory:' })
  await store.set('a', 'c2hvcnQ=')
  await expect(keptKey(store, 'a')).rejects.toMatchObject({ code: 'STORE_KEY_INVALID' })
  await store.set('b', 7)
  await expect(keptKey(store, 'b')).rejects.toMatchObject({ code: 'STORE_KEY_INVALID' })
  await store.close()
})
