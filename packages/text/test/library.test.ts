import { describe, expect, test } from 'vitest'
import {
  checkPatterns,
  createEngine,
  definePatterns,
  INJECTION_LIBRARY,
  INJECTION_PATTERNS,
  MEMORY_PATTERNS,
} from '../src/index.ts'
import type { InjectionCategory } from '../src/index.ts'

/** What the layers were promised; a part may only grow. */
const LEAST: Readonly<Record<InjectionCategory, number>> = {
  'jailbreak-phrasing': 17,
  'role-markers': 6,
  'dangerous-commands': 4,
  'secret-formats': 5,
  'prompt-extraction': 2,
  'credential-logging': 6,
  'invisible-characters': 2,
  'content-scanner': 23,
}

describe.each(['native', 'js'] as const)('on the %s engine', (prefer) => {
  test.each(Object.entries(INJECTION_LIBRARY))('%s: every example holds', (_name, patterns) => {
    expect(checkPatterns(patterns, createEngine({ prefer }))).toEqual([])
  })

  test('memory: every example holds', () => {
    expect(checkPatterns(MEMORY_PATTERNS, createEngine({ prefer }))).toEqual([])
  })
})

test('patterns of memories are a family of their own, which no other list holds', () => {
  const others = new Set(INJECTION_PATTERNS.map(({ id }) => id))
  expect(MEMORY_PATTERNS.filter(({ id }) => others.has(id))).toEqual([])
  expect(definePatterns([...MEMORY_PATTERNS])).toHaveLength(MEMORY_PATTERNS.length)
  expect(MEMORY_PATTERNS.every(({ maxLength, keywords }) => maxLength !== undefined && keywords !== 'none')).toBe(true)
  expect(MEMORY_PATTERNS.length).toBeGreaterThanOrEqual(35)
})

test('each part has at least its number of patterns, and all together at least 65', () => {
  const few = Object.entries(INJECTION_LIBRARY).filter(
    ([part, { length }]) => length < LEAST[part as InjectionCategory],
  )
  expect(few).toEqual([])
  expect(INJECTION_PATTERNS.length).toBeGreaterThanOrEqual(65)
})

test('no id is given twice, and every field is well formed', () => {
  expect(definePatterns([...INJECTION_PATTERNS])).toHaveLength(INJECTION_PATTERNS.length)
})

test('every pattern reads windows, and not whole texts', () => {
  const whole = INJECTION_PATTERNS.filter(({ keywords, maxLength }) => keywords === 'none' || maxLength === undefined)
  expect(whole.map(({ id }) => id)).toEqual([])
})
