import { createEngine } from '@ringwall/text'
import { describe, expect, it } from 'vitest'
import { createDetector } from './detect.ts'
import { createKeyLines } from './key-lines.ts'
import { createLogSanitizer } from './sanitizer.ts'

const engine = createEngine()
const VALUE = 'correct horse battery staple'

describe('detector', () => {
  it('finds known values as they are, encoded, and under any name', () => {
    const { redact } = createDetector(engine, { values: [VALUE, 'q7xk'] })
    const hidden = [
      VALUE,
      `a ${VALUE} b`,
      `sent ${Buffer.from(VALUE).toString('base64')} on`,
      `sent ${Buffer.from(VALUE).toString('hex')} on`,
      `sent ${encodeURIComponent(VALUE)} on`,
      'q7xk',
    ]
    for (const text of hidden) {
      expect(redact({ note: text }).value, text).not.toEqual({ note: text })
      expect(redact(text).value).toContain('[REDACTED:known:value]')
    }
    expect(redact('an ordinary line').found).toEqual([])
    expect(redact(new Map([[VALUE, VALUE]])).value).toEqual({ '[REDACTED:known:value]': '[REDACTED:known:value]' })
  })

  it('passes over values that are everywhere', () => {
    const { redact } = createDetector(engine, { values: ['', 'a', 'on'] })
    expect(redact('a line on a day').found).toEqual([])
  })

  it('tells what it replaces, also where reading a record logs another one', () => {
    const { redact } = createDetector(engine)
    const seen: unknown[] = []
    const inner: unknown[] = []
    const record = {
      get noisy() {
        redact({ token: 'inner' }, ({ value }) => inner.push(value))
        return 1
      },
      password: 'outer',
    }
    redact(record, ({ value }) => seen.push(value))
    expect([seen, inner]).toEqual([['outer'], ['inner']])
  })
})

describe('keys that are logged line by line', () => {
  const body = Array.from(
    { length: 24 },
    (_, i) => `${'q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQeZ0xM'}${'abcdefghijklmnopqrstuvwx'.slice(i)}`,
  )
  const key = ['-----BEGIN RSA PRIVATE KEY-----', ...body, 'aQeZ0w==', '-----END RSA PRIVATE KEY-----']

  it.for<[string, (text: string) => unknown]>([
    ['strings', (text) => text],
    ['records', (text) => ({ level: 'info', message: text })],
    ['pino records', (text) => ({ level: 30, msg: `  ${text}\n` })],
  ])('%s', ([, record]) => {
    const sanitize = createLogSanitizer()
    const lines = key.flatMap((text) => [record(text), record('started in the meantime'), record('listening')])
    const out = JSON.stringify(lines.map(sanitize))
    for (const text of [...body, 'aQeZ0w==']) expect(out).not.toContain(text)
    expect(out.match(/meantime/g)).toHaveLength(key.length)
    expect(out.match(/listening/g)).toHaveLength(key.length)
    expect(JSON.stringify(sanitize(record(body[0] ?? '')))).toContain(body[0]) // it has ended
  })

  it('begins with half a key, and ends', () => {
    const sanitize = createLogSanitizer()
    expect(sanitize(key.slice(0, 5).join('\n'))).toBe('[REDACTED:private-key]')
    expect(sanitize(key.slice(5, 8).join('\n'))).toBe('[REDACTED:private-key]')
    expect(sanitize(key.slice(8).join('\n'))).toContain('[REDACTED:private-key]')
    expect(sanitize(body[0])).toBe(body[0])
  })

  it('gives up after more lines than a key has', () => {
    const { isKeyLine } = createKeyLines()
    isKeyLine(key[0] ?? '')
    const seen = Array.from({ length: 500 }, () => isKeyLine(body[0] ?? ''))
    expect(seen.indexOf(false)).toBe(400)
  })
})
