import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatReference, parseReference, parseVariable } from './reference.ts'

test.for([
  ['${A_b1}', { kind: 'env', name: 'A_b1' }],
  ['env:A', { kind: 'env', name: 'A' }],
  ['file:/run/secret', { kind: 'file', file: '/run/secret' }],
  ['file:/run/secret#/a/b', { kind: 'file', file: '/run/secret', pointer: '/a/b' }],
  ['file:/run/secret#', { kind: 'file', file: '/run/secret', pointer: '' }],
  ['exec:/usr/bin/vault/key', { kind: 'exec', helper: '/usr/bin/vault', id: 'key' }],
] as const)('%s is a reference', ([text, expected]) => {
  expect(parseReference(text)).toEqual(expected)
})

test.for([
  '',
  'A',
  '$A',
  '${}',
  '${1}',
  ' ${A}',
  '${A} ',
  '${A}${B}',
  'env:',
  'ENV:A',
  'file:',
  'exec:',
  'exec:a',
  'exec:/',
  'exec:/a/',
  'file:\0',
])('%j is none', (text) => {
  expect(parseReference(text)).toBeUndefined()
})

test('a reference that is shown means the same when it is read again', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom('', 'env:', 'file:/', 'exec:/', '${'), (rest, start) => {
      const reference = parseReference(start + rest)
      if (reference !== undefined) expect(parseReference(formatReference(reference))).toEqual(reference)
    }),
  )
})

test('a variable is the whole value or nothing', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const name = parseVariable(text)
      expect(name === undefined || text === `\${${name}}`).toBe(true)
    }),
  )
})
