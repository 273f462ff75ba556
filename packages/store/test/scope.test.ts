import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openSqliteStore, scoped, type Store } from '../src/index.ts'

/** Characters that a careless prefix would trip over. */
const name = fc.string({
  unit: fc.constantFrom('a', 'b', '/', ':', '%', '2', 'F', '3', 'A', '\u{10ffff}'),
  minLength: 1,
  maxLength: 5,
})
const anyPlace = fc.record({ path: fc.array(name, { minLength: 1, maxLength: 3 }), key: name })
type Place = { readonly path: readonly string[]; readonly key: string }

const place =
  (...path: readonly string[]) =>
  (key: string): Place => ({ path, key })
const scopeOf = (store: Store, { path }: Place): Store => path.reduce(scoped, store)

describe('scoped', () => {
  test('different paths or keys never meet, whatever their characters', async () => {
    const store = await openSqliteStore({ file: ':memory:' })
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(anyPlace, { selector: (at) => JSON.stringify(at), maxLength: 8 }),
        async (places) => {
          for (const [index, at] of places.entries()) await scopeOf(store, at).set(at.key, index)
          for (const [index, at] of places.entries()) expect((await scopeOf(store, at).get(at.key))?.value).toBe(index)
          for (const at of places) {
            const expected = places.filter((other) => JSON.stringify(other.path) === JSON.stringify(at.path))
            const listed = await scopeOf(store, at).list('', { limit: 100 })
            expect(listed.map((entry) => entry.key).sort()).toEqual(expected.map((other) => other.key).sort())
          }
          for (const at of places) await scopeOf(store, at).delete(at.key)
        },
      ),
    )
    await store.close()
  })

  const LOOKALIKES: readonly (readonly [Place, Place])[] = [
    [place('a/b')('k'), place('a', 'b')('k')],
    [place('a/b')('k'), place('a%2Fb')('k')],
    [place('a:b')('k'), place('a%3Ab')('k')],
    [place('a:b')('k'), place('a')('b:k')],
    [place('a', 'b')('k'), place('a')('b:k')],
    [place('a', 'b')('k'), place('a')('/b:k')],
    [place('a', 'b')('k'), place('a')('b/k')],
    [place('a')('k'), place('a')('a:k')],
  ]
  test.for(LOOKALIKES)('%j and %j are two places', async ([one, two]) => {
    const store = await openSqliteStore({ file: ':memory:' })
    await scopeOf(store, one).set(one.key, 1)
    expect(await scopeOf(store, two).get(two.key)).toBeUndefined()
    await store.close()
  })

  test('pages and prefixes work inside the scope', async () => {
    const store = await openSqliteStore({ file: ':memory:' })
    const scope = scoped(store, 'layer')
    for (const key of ['a', 'b1', 'b2', 'b3', 'c']) await scope.set(key, key)
    const page = await scope.list('b', { limit: 2, after: 'b1' })
    expect(page.map((entry) => entry.key)).toEqual(['b2', 'b3'])
    await store.close()
  })

  test('closing ends nested scopes and their subscriptions, not the store', async () => {
    const store = await openSqliteStore({ file: ':memory:' })
    const outer = scoped(store, 'outer')
    const inner = scoped(outer, 'inner')
    await outer.close()
    await expect(inner.get('k')).rejects.toMatchObject({ code: 'STORE_CLOSED' })
    await expect(inner.subscribe('t', () => {})).rejects.toMatchObject({ code: 'STORE_CLOSED' })
    expect(await store.get('k')).toBeUndefined()
    await store.close()
    await expect(scoped(store, 'late').get('k')).rejects.toMatchObject({ code: 'STORE_CLOSED' })
  })

  test('a name is checked, and what it adds counts against the length of a key', async () => {
    const store = await openSqliteStore({ file: ':memory:' })
    for (const bad of ['', 'a\0', '\ud800', 7, undefined] as string[])
      expect(() => scoped(store, bad)).toThrow(expect.objectContaining({ code: 'STORE_ARGUMENT_INVALID' }))
    const call = scoped(store, 'x'.repeat(600)).get('y'.repeat(600))
    await expect(call).rejects.toMatchObject({ code: 'STORE_ARGUMENT_INVALID' })
    await store.close()
  })
})
