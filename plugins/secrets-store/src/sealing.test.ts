import { createCipheriv, hkdfSync, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { seal, unseal, type Place, type Sealed } from './sealing.ts'

const key = new Uint8Array(randomBytes(32))
const place: Place = { generation: 'g', tenant: 't', name: 'N', version: 7, kind: 'value' }
const parts = ['salt', 'iv', 'tag', 'data'] as const
const text = fc.string({ minLength: 1, maxLength: 80, unit: 'binary' }).filter((value) => value.isWellFormed())

it('opens what it sealed, and never seals alike', () => {
  fc.assert(
    fc.property(text, (value) => {
      const [one, two] = [seal(key, place, value), seal(key, place, value)]
      expect(unseal(key, place, one)).toBe(value)
      for (const part of ['salt', 'iv', 'tag'] as const) expect(one[part]).not.toBe(two[part])
      const bytes = parts.map((part) => Buffer.from(one[part], 'base64').length)
      expect(bytes.slice(0, 3)).toEqual([32, 12, 16])
    }),
  )
})

it('refuses a single flipped bit, in any part', () => {
  fc.assert(
    fc.property(text, fc.constantFrom(...parts), fc.nat(), fc.nat(7), (value, part, at, bit) => {
      const sealed = seal(key, place, value)
      const bytes = Buffer.from(sealed[part], 'base64')
      const index = at % bytes.length
      bytes[index] = (bytes[index] ?? 0) ^ (1 << bit)
      expect(unseal(key, place, { ...sealed, [part]: bytes.toString('base64') })).toBeUndefined()
    }),
  )
})

it('refuses every changed character, also where base64 would read it as the same bytes', () => {
  const sealed = seal(key, place, 'ab')
  for (const part of parts)
    for (let at = 0; at < sealed[part].length; at++)
      for (const sign of 'AZz9+/=-_ \n') {
        const changed = sealed[part].slice(0, at) + sign + sealed[part].slice(at + 1)
        if (changed !== sealed[part]) expect(unseal(key, place, { ...sealed, [part]: changed })).toBeUndefined()
      }
})

it('refuses parts of another length: a shortened tag that Node would take, no tag, appended bytes', () => {
  const sealed = seal(key, place, 'abc')
  for (const part of parts)
    for (const length of [0, 4, 8, 12, 13, 14, 15, 17, 32, 33]) {
      const bytes = Buffer.concat([Buffer.from(sealed[part], 'base64'), Buffer.alloc(40)]).subarray(0, length)
      const changed: Sealed = { ...sealed, [part]: bytes.toString('base64') }
      if (changed[part] !== sealed[part]) expect(unseal(key, place, changed), `${part} ${length}`).toBeUndefined()
    }
})

it('opens in no other place and with no other key', () => {
  const other = fc.record({
    generation: fc.string(),
    tenant: fc.string(),
    name: fc.string(),
    version: fc.nat(),
    kind: fc.string(),
  })
  const sealed = seal(key, place, 'abc')
  fc.assert(
    fc.property(other, fc.constantFrom(...(Object.keys(place) as (keyof Place)[])), (values, field) => {
      const elsewhere = { ...place, [field]: values[field] }
      if (elsewhere[field] !== place[field]) expect(unseal(key, elsewhere, sealed)).toBeUndefined()
    }),
  )
  expect(unseal(key, { ...place, tenant: 'tN', name: '' }, sealed)).toBeUndefined()
  expect(unseal(new Uint8Array(randomBytes(32)), place, sealed)).toBeUndefined()
})

it('refuses what another version of the format made with the same key', () => {
  const [salt, iv] = [randomBytes(32), randomBytes(12)]
  const derived = new Uint8Array(hkdfSync('sha256', key, salt, 'ringwall secrets-store v0 aes-256-gcm', 32))
  const cipher = createCipheriv('aes-256-gcm', derived, iv)
  const data = Buffer.concat([cipher.update('abc'), cipher.final()])
  const sealed = { salt, iv, tag: cipher.getAuthTag(), data }
  const base64 = Object.fromEntries(Object.entries(sealed).map(([part, bytes]) => [part, bytes.toString('base64')]))
  expect(unseal(key, place, base64 as unknown as Sealed)).toBeUndefined()
})
