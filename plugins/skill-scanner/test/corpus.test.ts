import { createKernel, use, type Inbound, type JsonValue, type Kernel } from '@ringwall/core'
import { TEST_SESSION } from '@ringwall/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { skillScanner } from '../src/index.ts'
import { MALICIOUS } from './attacks.ts'
import { MORE_MALICIOUS } from './attacks-second.ts'
import { HONEST_TOOLS } from './honest-tools.ts'
import { HONEST } from './honest.ts'
import { POISONED } from './poisoned-tools.ts'

let kernel: Kernel
beforeAll(async () => {
  kernel = await createKernel({ plugins: [use(skillScanner)] })
})
afterAll(() => kernel.close())

/** Keys and strings, as hosts give the text of a structured definition. */
function linesOf(value: JsonValue): readonly string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap(linesOf)
  return Object.entries(value).flatMap(([key, inner]) => [key, ...linesOf(inner ?? null)])
}

async function outcomeOf(payload: Inbound): Promise<string> {
  const { outcome, rulings } = await kernel.onInbound(payload, TEST_SESSION)
  const critical = rulings.flatMap(({ findings }) => findings).filter(({ severity }) => severity === 'critical')
  return outcome === 'deny' && critical.length === 0 ? 'deny without a reason' : outcome
}

describe('skills', () => {
  test.for(Object.entries({ ...MALICIOUS, ...MORE_MALICIOUS }))('%s', async ([, text]) => {
    expect(await outcomeOf({ source: 'skill', text })).toBe('deny')
  })

  test.for(Object.entries(HONEST))('honest: %s', async ([, text]) => {
    expect(await outcomeOf({ source: 'skill', text })).toBe('allow')
  })
})

describe('tools', () => {
  const cases = [
    ...Object.entries(POISONED).map(([name, definition]) => [name, definition, 'deny'] as const),
    ...Object.entries(HONEST_TOOLS).map(([name, definition]) => [`honest: ${name}`, definition, 'allow'] as const),
  ]
  test.for(cases)('%s', async ([, definition, expected]) => {
    const meta = { tool: definition.name, structured: true, definition }
    expect(await outcomeOf({ source: 'skill', text: linesOf(definition).join('\n'), meta })).toBe(expected)
  })
})
