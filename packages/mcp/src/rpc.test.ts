import fc from 'fast-check'
import type { JsonValue } from '@ringwall/core'
import { expect, test } from 'vitest'
import { readMessage, writeMessage } from './rpc.ts'

const id = fc.oneof(fc.string(), fc.integer())
const object = fc.dictionary(fc.string(), fc.jsonValue())
const message = fc.oneof(
  fc.record(
    { jsonrpc: fc.constant('2.0'), id, method: fc.string({ minLength: 1 }), params: object },
    { requiredKeys: ['jsonrpc', 'id', 'method'] },
  ),
  fc.record(
    { jsonrpc: fc.constant('2.0'), method: fc.string({ minLength: 1 }), params: object },
    { requiredKeys: ['jsonrpc', 'method'] },
  ),
  fc.record({ jsonrpc: fc.constant('2.0'), id, result: object }),
  fc.record({
    jsonrpc: fc.constant('2.0'),
    id,
    error: fc.record(
      { code: fc.integer(), message: fc.string(), data: fc.jsonValue() },
      { requiredKeys: ['code', 'message'] },
    ),
  }),
)

test('a message is written as it was read', () => {
  fc.assert(
    fc.property(message, (value) => {
      const json = value as JsonValue
      const read = readMessage(json)
      expect(typeof read === 'string' ? read : JSON.parse(JSON.stringify(writeMessage(read)))).toEqual(
        JSON.parse(JSON.stringify(json)),
      )
    }),
  )
})

test('anything else is no message, and says why', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const read = readMessage(value as JsonValue)
      if (typeof read !== 'string') expect(value).toMatchObject({ jsonrpc: '2.0' })
    }),
  )
})
