import { expect, test } from 'vitest'
import { parameterHeaders } from './parameter-headers.ts'

const definition = {
  inputSchema: {
    type: 'object',
    properties: {
      region: { type: 'string', 'x-mcp-header': 'Region' },
      deep: { type: 'object', properties: { count: { type: 'integer', 'x-mcp-header': 'Count' } } },
      bad: { type: 'string', 'x-mcp-header': 'a b\r\nx: y' },
      plain: { type: 'string' },
    },
  },
}

test('marked arguments stand in headers too', () => {
  expect(parameterHeaders(definition, { region: 'eu-1', deep: { count: 3 }, bad: 'x', plain: 'y' })).toEqual({
    'Mcp-Param-Region': 'eu-1',
    'Mcp-Param-Count': '3',
  })
  expect(parameterHeaders(definition, {})).toEqual({})
  expect(parameterHeaders({}, { region: 'x' })).toEqual({})
})

test.for<readonly [string, string]>([
  ['a\r\nx: y', '=?base64?YQ0KeDogeQ==?='],
  ['ü', '=?base64?w7w=?='],
  [' a', '=?base64?IGE=?='],
  ['', '=?base64??='],
  ['=?base64?YQ==?=', '=?base64?PT9iYXNlNjQ/WVE9PT89?='],
  ['a b', 'a b'],
])('%j goes as %j', ([text, header]) => {
  expect(parameterHeaders(definition, { region: text })).toEqual({ 'Mcp-Param-Region': header })
})
