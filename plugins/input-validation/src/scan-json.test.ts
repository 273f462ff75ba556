import { describe, expect, test } from 'vitest'
import { configSchema } from './config.ts'
import { scanJson } from './scan-json.ts'

const limits = configSchema.parse({})
const ruleOf = (text: string): string | undefined => scanJson(text, limits).problem?.rule

describe('what is no JSON', () => {
  test.for(
    [
      ['{', '[1,]', '{"a":1,}', '[,]', '{,}', '[1,,2]', '[1]]', '{}{}', '{"a"}', '{"a":}', '{"a":1 "b":2}', '{"a":1;}'],
      [
        '{a:1}',
        "{'a':1}",
        '[undefined]',
        '[NaN]',
        '[Infinity]',
        'nul',
        'True',
        '/*c*/{}',
        '{"a":1}//',
        '\ufeff{}',
        '[]\0',
      ],
      ['[+1]', '[.5]', '[1.]', '[0x1]', '[-]', '[1e]', '[1e400]', `[${'9'.repeat(400)}]`, '{"a":1\u00a0}'],
      ['"a\nb"', '"a\tb"', '{"a":"\0"}', '"\\x41"', '"\\u12"', '"abc'],
    ].flat(),
  )('%j', (text) => {
    expect(ruleOf(text)).toBe('json-syntax')
  })
})

describe('names that lead to a prototype', () => {
  test.for([
    '{"a":{"__proto__":{"x":1}}}',
    '[{"__proto__":[]}]',
    '{"__proto\\u005f_":0}',
    '{"a":[{"constructor":{"prototype":1}}]}',
    '{"constructor":{"a":1,"prototype":{}}}',
    '{"constructor":{"\\u0070rototype":{}}}',
  ])('%s', (text) => {
    expect(ruleOf(text)).toBe('json-unsafe-key')
  })
})

describe('what is JSON', () => {
  test.for(
    [
      [
        '{}',
        '[]',
        '""',
        '[[],[[]],{}]',
        ' { "a" : [ 1 , 2 ] } \n',
        '{"":1}',
        '{"a":{"a":{"a":1}}}',
        '{"é":"ü","日本":"語"}',
      ],
      ['[-0,1e10,1E-5,123456789012345678901234567890,0.1e1]', '{"a":"\\n\\t\\u00e9\\/"}', '"\\ud83d\\ude00"'],
      ['{"toString":1,"hasOwnProperty":2,"valueOf":3}', '{"proto":1,"_proto_":2,"prototype":{}}', '{"constructor":{}}'],
    ].flat(),
  )('%s', (text) => {
    expect(ruleOf(text)).toBeUndefined()
  })
})
