import { describe, expect, test } from 'vitest'
import type { JsonObject } from '@ringwall/core'
import { configSchema } from '../src/config.ts'
import { createDetector } from '../src/detect.ts'

const MANY = 10_000_000
const detect = createDetector(
  configSchema.parse({
    maxLength: MANY,
    maxJsonBytes: MANY,
    maxJsonKeys: MANY,
    maxJsonItems: MANY,
    maxJsonDepth: MANY,
  }),
)

const TEXTS: Readonly<Record<string, (n: number) => string>> = {
  'one letter': (n) => 'x'.repeat(n),
  marks: (n) => `e${'\u0301'.repeat(n)}`,
  'marks short of the limit': (n) => `e${'\u0301'.repeat(4)}`.repeat(n / 5),
  'runs short of the limit': (n) => `${'x'.repeat(119)}y`.repeat(n / 120),
  'cycles short of the limit': (n) => `${'abcd'.repeat(490)}-`.repeat(n / 1_961),
  'cycles of fifteen': (n) => 'abcdefghijklmno'.repeat(n / 15),
  selectors: (n) => 'a\ufe0e'.repeat(n / 2),
  joiners: (n) => 'a\u200d\u200d\u200d'.repeat(n / 4),
  flags: (n) => '🏴󠁧󠁢󠁥󠁮󠁧󠁿'.repeat(n / 14),
  tags: (n) => '\u{e0078}'.repeat(n / 2),
  'halves of pairs': (n) => '\ud83d'.repeat(n),
  'padding in pictures': (n) => `;base64,${'q1W'.repeat(50)}${'A'.repeat(130)} `.repeat(n / 300),
  'rules of tables': (n) => `|${'-'.repeat(210)}`.repeat(n / 211),
  bars: (n) => '| '.repeat(n / 2),
}
const DOCUMENTS: Readonly<Record<string, (n: number) => string>> = {
  brackets: (n) => '['.repeat(n),
  braces: (n) => '{"":'.repeat(n / 4),
  'a nest': (n) => '['.repeat(n / 2) + ']'.repeat(n / 2),
  escapes: (n) => `"${'\\u0061'.repeat(n / 6)}"`,
  names: (n) => `{${Array.from({ length: n / 10 }, (_, at) => `"${at}":1`).join()}}`,
  strings: (n) => `[${'"a",'.repeat(n / 4)}1]`,
  digits: (n) => `[0.${'0'.repeat(n)}]`,
  'white space': (n) => `[${' '.repeat(n)}]`,
  'an open string': (n) => `"${'a '.repeat(n / 2)}`,
}

/** Processor time of this process in ms, the least of three runs: what other programs do does not count. */
function cost(text: string, meta: JsonObject): number {
  const once = (): number => {
    const before = process.cpuUsage()
    detect({ source: 'api', text, meta })
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1000
  }
  return Math.min(once(), once(), once())
}

function expectLinear(make: (n: number) => string, meta: JsonObject): void {
  const [short, long] = [cost(make(100_000), meta), cost(make(400_000), meta)]
  expect(long).toBeLessThan(8 * short + 200) // quadratic work would be 16 times as much, and seconds
}

describe('the work is linear', () => {
  test.for(Object.entries(TEXTS))('on text: %s', ([, make]) => expectLinear(make, {}))
  test.for(Object.entries(DOCUMENTS))('on JSON: %s', ([, make]) => expectLinear(make, { contentType: 'json' }))
})
