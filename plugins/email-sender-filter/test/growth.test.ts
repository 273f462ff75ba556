import { describe, expect, it } from 'vitest'
import { configSchema } from '../src/config.ts'
import { createDetector } from '../src/detect.ts'
import { CONFIG, mail, OK } from './mail.ts'

const detect = createDetector(configSchema.parse({ ...CONFIG, maxHeaders: 10_000, maxHeaderLength: 10_000_000 }))

const HOSTILE: Readonly<Record<string, (n: number) => string>> = {
  'one letter': (n) => `From: ${'x'.repeat(n)}`,
  'quotes that do not close': (n) => `From: ${'"\\'.repeat(n)}`,
  'open comments': (n) => `From: ${'('.repeat(n)}`,
  'comments one after the other': (n) => `From: ${'(a)'.repeat(n)}`,
  'angle brackets': (n) => `From: ${'<>'.repeat(n)}`,
  'at signs in a name': (n) => `From: "${'a@b.c '.repeat(n)}" <alice@corp.example>`,
  'starts of encoded words': (n) => `From: "${'=?'.repeat(n)}" <alice@corp.example>`,
  'encoded words': (n) => `From: ${'=?utf-8?Q?a?= '.repeat(n)}<alice@corp.example>`,
  mailboxes: (n) => `From: ${'alice@corp.example,'.repeat(n)}`,
  folds: (n) => `From: alice@corp.example\r\nX-A: ${'b\r\n '.repeat(n)}c`,
  results: (n) => `From: alice@corp.example\r\nAuthentication-Results: mx.corp.example${'; a=b c.d=e'.repeat(n)}`,
  'signs in results': (n) => `From: alice@corp.example\r\nAuthentication-Results: mx.corp.example; ${'a='.repeat(n)}`,
  labels: (n) => `From: alice@${'a.'.repeat(n)}example`,
  'dashes in a role': (n) => `From: ${'no-'.repeat(n)}reply@trusted.example`,
  'NUL bytes': (n) => `From: ${'\0'.repeat(n)}`,
}

/** Processor time of this process in ms, the least of three runs: what other programs do does not count. */
function cost(make: (n: number) => string, n: number): number {
  const text = mail(OK, make(n))
  const once = (): number => {
    const before = process.cpuUsage()
    detect({ source: 'email', text, meta: { raw: true } })
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1000
  }
  return Math.min(once(), once(), once())
}

describe('the work on a hostile header', () => {
  it.each(Object.entries(HOSTILE))('is linear: %s', (_, make) => {
    const [short, long] = [cost(make, 5_000), cost(make, 40_000)]
    expect(long).toBeLessThan(24 * short + 100) // quadratic work would be 64 times as much
  })
})
