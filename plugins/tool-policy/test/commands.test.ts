import { describe, expect, test } from 'vitest'
import { createCommandCheck } from '../src/command/check.ts'
import { DODGES } from './command-dodges.ts'
import { HONEST } from './command-honest.ts'
import { RULES } from './command-rules.ts'

const isAllowed = createChecks()

function createChecks(): (name: keyof typeof RULES, line: string) => boolean {
  const checks = new Map(Object.entries(RULES).map(([name, patterns]) => [name, createCommandCheck(patterns)]))
  return (name, line) => checks.get(name)?.(line) === undefined
}

describe('dodges', () => {
  test.for(DODGES)('%s: %j is denied', ([name, line]) => {
    expect(isAllowed(name, line)).toBe(false)
  })
  test('are all different', () => {
    expect(new Set(DODGES.map((row) => row.join(' '))).size).toBe(DODGES.length)
    expect(DODGES.length).toBeGreaterThanOrEqual(150)
  })
})

describe('honest commands', () => {
  test.for(HONEST)('%s: %j passes', ([name, line]) => {
    expect(isAllowed(name, line)).toBe(true)
  })
  test('are all different', () => {
    expect(new Set(HONEST.map((row) => row.join(' '))).size).toBe(HONEST.length)
    expect(HONEST.length).toBeGreaterThanOrEqual(100)
  })
})
