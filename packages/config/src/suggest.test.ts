import { expect, test } from 'vitest'
import { suggest } from './suggest.ts'

test.for([
  ['jailbrek-detection', '; did you mean jailbreak-detection?'],
  ['Audit-Log', '; did you mean audit-log?'],
  ['something-else', ''],
  ['x', ''],
  ['', ''],
  ['a'.repeat(1_000_000), ''],
] as const)('%s', ([name, expected]) => {
  expect(suggest(name, ['jailbreak-detection', 'audit-log', 'tool-policy'])).toBe(expected)
})
