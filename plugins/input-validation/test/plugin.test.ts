import { conformance, pluginTester } from '@ringwall/testkit'
import { describe, it } from 'vitest'
import { inputValidation } from '../src/index.ts'
import { cases } from './cases.ts'

pluginTester({ plugin: inputValidation, cases, describe, it })

conformance({
  plugin: inputValidation,
  packageJson: new URL('../package.json', import.meta.url),
  samples: [
    { hook: 'onInbound', input: 'a\0b' },
    { hook: 'onInbound', input: 'a\u202eb' },
    { hook: 'onInbound', input: '\u001b[31mred', source: 'tool' },
  ],
  ordinary: ['می‌خواهم', '🏴󠁧󠁢󠁳󠁣󠁴󠁿 👩‍🚀 ❤️'],
  describe,
  it,
})
