import { expect, test } from 'vitest'
import { loadModel } from '../load-model.ts'
import { blend, parseModel, writeModel } from './model.ts'

const model = loadModel()

test('the model of this package fits into half a megabyte and survives writing and reading', () => {
  const bytes = writeModel(model)
  expect(bytes.length).toBeLessThanOrEqual(512 * 1024)
  expect(parseModel(bytes)).toEqual(model)
  // A Buffer is a window on a larger piece of memory.
  expect(parseModel(Buffer.concat([Buffer.from('xyz'), bytes]).subarray(3))).toEqual(model)
})

test.for<[string, (bytes: Uint8Array) => Uint8Array]>([
  ['nothing', () => new Uint8Array()],
  ['another file', () => new TextEncoder().encode('{"bits": 18, "weights": []}')],
  ['half of it', (bytes) => bytes.subarray(0, bytes.length / 2)],
  ['one byte too many', (bytes) => new Uint8Array([...bytes, 0])],
  ['a header that is no JSON', (bytes) => bytes.with(13, 0)],
  ['a length beyond the end', (bytes) => bytes.with(11, 255)],
])('refuses %s', ([, spoil]) => {
  expect(() => parseModel(spoil(writeModel(model)))).toThrow()
})

test('a score is between 0 and 1 and rises with both engines', () => {
  const { both } = model.blend
  expect(both.classifier).toBeGreaterThan(0)
  expect(both.patterns).toBeGreaterThan(0)
  expect([blend(both, -Infinity, 0.5), blend(both, 1e9, 0.5)]).toEqual([0, 1])
  // What the patterns are sure of stands.
  expect([blend(both, -Infinity, 0.7), blend(both, -Infinity, 1)]).toEqual([0.7, 1])
  expect(blend(both, 1, 0.5)).toBeGreaterThan(blend(both, 1, 0))
  expect(blend(both, 1, 0)).toBeGreaterThan(blend(both, 0, 0))
})
