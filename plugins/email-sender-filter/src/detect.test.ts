import { describe, expect, it } from 'vitest'
import { configSchema } from './config.ts'
import { createDetector } from './detect.ts'

const detect = createDetector(configSchema.parse({ allow: ['alice@corp.example'], requireAuth: false }))

describe('an objection', () => {
  it('is the first in the order of trust in the header: form, spoof, list, automation', () => {
    const rule = (...lines: readonly string[]): string | undefined =>
      detect({ source: 'email', text: `${lines.join('\r\n')}\r\n\r\nHi`, meta: { raw: true } })?.rule
    const robot = 'Precedence: bulk'
    expect(rule('From: "alice@corp.example" <e@x.example>', robot, 'Bad')).toBe('header.name')
    expect(rule('From: "alice@corp.example" <e@x.example>', robot)).toBe('display.address')
    expect(rule('From: e@x.example', robot)).toBe('sender')
    expect(rule('From: alice@corp.example', robot)).toBe('automated.precedence')
    expect(rule('From: alice@corp.example', 'Reply-To: e@x.example')).toBe('reply-to')
    expect(rule('From: alice@corp.example')).toBeUndefined()
  })
})
