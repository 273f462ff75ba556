import { z } from 'zod'

const Count = z.int().min(0).max(1_000_000)
const Repeated = z.object({ s: z.string(), n: Count })

/** What a row says instead of a long or strange text: how to make it. */
export const Generator = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('repeat'), s: z.string(), n: Count, pre: z.string(), post: z.string() }),
  z.object({ kind: z.literal('object'), content: Repeated }),
  z.object({ kind: z.literal('tags'), text: z.string(), pre: z.string() }),
  z.object({ kind: z.literal('vs'), text: z.string(), pre: z.string() }),
  z.object({ kind: z.literal('zwbits'), text: z.string(), pre: z.string() }),
  z.object({ kind: z.literal('zalgo'), text: z.string(), n: Count }),
  z.object({ kind: z.literal('nest'), t: z.enum(['array', 'object', 'mixed']), n: Count }),
  z.object({ kind: z.literal('nestfield'), n: Count }),
  z.object({ kind: z.literal('nestjson'), t: z.enum(['array', 'object']), n: Count }),
  z.object({ kind: z.literal('keys'), n: Count }),
  z.object({ kind: z.literal('array'), n: Count }),
  z.object({ kind: z.literal('keylen'), n: Count }),
  z.object({ kind: z.literal('lines'), n: Count }),
])
export type Generator = z.infer<typeof Generator>

/** A message as it reaches a host: plain text, or the text of a JSON document. */
export interface Content {
  readonly text: string
  readonly isJson: boolean
}

const TAGS = 0xe0000
const FIRST_MARK = 0x300
const MARKS = 0x60
/** Zero, one, and the end of a byte, in characters without width. */
const [ZERO, ONE, END] = ['\u200b', '\u200c', '\u200d']

/** Makes the message. Documents are written down as text, so that depth costs no stack. */
export function generate(generator: Generator): Content {
  switch (generator.kind) {
    case 'repeat':
      return plain(generator.pre + generator.s.repeat(generator.n) + generator.post)
    case 'object':
      return json({ role: 'user', content: generator.content.s.repeat(generator.content.n) })
    case 'tags':
      return plain(generator.pre + mapPoints(generator.text, (point) => character(TAGS + point)))
    case 'vs':
      return plain(generator.pre + mapBytes(generator.text, toVariationSelector))
    case 'zwbits':
      return plain(generator.pre + mapBytes(generator.text, toZeroWidth))
    case 'zalgo': {
      const tower = Array.from({ length: generator.n }, (_, at) => character(FIRST_MARK + (at % MARKS))).join('')
      return plain(mapPoints(generator.text, (point) => character(point) + tower))
    }
    case 'nest':
      return nest(
        generator.n,
        '"x"',
        (level) => generator.t === 'array' || (generator.t === 'mixed' && level % 2 === 1),
      )
    case 'nestfield': {
      const extra = `${'['.repeat(generator.n)}1${']'.repeat(generator.n)}`
      return { isJson: true, text: `{"role":"user","content":"hi","extra":${extra}}` }
    }
    case 'nestjson':
      return generator.t === 'array'
        ? { isJson: true, text: '['.repeat(generator.n) + ']'.repeat(generator.n) }
        : nest(generator.n, '1', () => false)
    case 'keys':
      return json(Object.fromEntries(Array.from({ length: generator.n }, (_, at) => [`key${at}`, at])))
    case 'array':
      return json(Array.from({ length: generator.n }, (_, at) => at))
    case 'keylen':
      return json({ [`${'k'.repeat(10)}${'abcdefghij'.repeat(Math.floor(generator.n / 10))}`]: 1 })
    case 'lines':
      return plain(Array.from({ length: generator.n }, (_, at) => logLine(at)).join('\n'))
  }
}

function plain(text: string): Content {
  return { text, isJson: false }
}

function json(value: unknown): Content {
  return { text: JSON.stringify(value), isJson: true }
}

/** `core` inside `n` arrays and objects, from the inside out. */
function nest(n: number, core: string, isArray: (level: number) => boolean): Content {
  const opening: string[] = []
  const closing: string[] = []
  for (let level = 0; level < n; level++) {
    opening.push(isArray(level) ? '[' : '{"a":')
    closing.push(isArray(level) ? ']' : '}')
  }
  return { isJson: true, text: opening.toReversed().join('') + core + closing.join('') }
}

function character(point: number): string {
  return String.fromCodePoint(point)
}

function mapPoints(text: string, map: (point: number) => string): string {
  return Array.from(text, (point) => map(point.codePointAt(0) ?? 0)).join('')
}

function mapBytes(text: string, map: (byte: number) => string): string {
  return Array.from(Buffer.from(text), map).join('')
}

/** The 256 variation selectors stand in two blocks, of 16 and of 240. */
function toVariationSelector(byte: number): string {
  return character(byte < 16 ? 0xfe00 + byte : 0xe0100 + byte - 16)
}

function toZeroWidth(byte: number): string {
  return byte.toString(2).padStart(8, '0').replaceAll('0', ZERO).replaceAll('1', ONE) + END
}

/** A line of a server's log, different each time. */
function logLine(at: number): string {
  const second = String(at % 60).padStart(2, '0')
  return `2026-11-02T10:${second}:00Z INFO request ${(at * 7919) % 10_007} took ${(at * 31) % 977} ms path=/api/v${at % 5}/items`
}
