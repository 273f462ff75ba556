import { expect, test } from 'vitest'
import { generate } from './generated-input.ts'

test('writes texts', () => {
  expect(generate({ kind: 'repeat', s: 'ab', n: 3, pre: '<', post: '>' })).toEqual({ text: '<ababab>', isJson: false })
  expect(generate({ kind: 'tags', pre: 'x', text: 'A' }).text).toBe('x\u{e0041}')
  expect(generate({ kind: 'vs', pre: '', text: '\u0001A' }).text).toBe('\ufe01\u{e0131}')
  expect(generate({ kind: 'zwbits', pre: '', text: '\u0005' }).text).toBe(
    '\u200b\u200b\u200b\u200b\u200b\u200c\u200b\u200c\u200d',
  )
  expect(generate({ kind: 'zalgo', text: 'a', n: 2 }).text).toBe('a\u0300\u0301')
  expect(generate({ kind: 'lines', n: 2 }).text.split('\n')).toHaveLength(2)
})

test('writes documents, however deep', () => {
  expect(generate({ kind: 'nest', t: 'object', n: 2 })).toEqual({ text: '{"a":{"a":"x"}}', isJson: true })
  expect(generate({ kind: 'nest', t: 'array', n: 2 }).text).toBe('[["x"]]')
  expect(generate({ kind: 'nest', t: 'mixed', n: 3 }).text).toBe('{"a":[{"a":"x"}]}')
  expect(generate({ kind: 'nestfield', n: 2 }).text).toBe('{"role":"user","content":"hi","extra":[[1]]}')
  expect(generate({ kind: 'nestjson', t: 'array', n: 2 }).text).toBe('[[]]')
  expect(generate({ kind: 'nestjson', t: 'object', n: 2 }).text).toBe('{"a":{"a":1}}')
  expect(generate({ kind: 'nest', t: 'mixed', n: 100_000 }).text).toHaveLength(50_000 * 2 + 50_000 * 6 + 3)
  expect(generate({ kind: 'keys', n: 2 }).text).toBe('{"key0":0,"key1":1}')
  expect(generate({ kind: 'array', n: 2 }).text).toBe('[0,1]')
  expect(generate({ kind: 'keylen', n: 20 }).text).toBe(`{"kkkkkkkkkk${'abcdefghij'.repeat(2)}":1}`)
  expect(generate({ kind: 'object', content: { s: 'a', n: 2 } }).text).toBe('{"role":"user","content":"aa"}')
})
