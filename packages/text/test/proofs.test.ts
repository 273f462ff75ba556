import { describe, expect, test } from 'vitest'
import { INJECTION_PATTERNS } from '../src/index.ts'
import { longestMatch, matchWithoutKeyword, programOf } from './program.ts'

const longest = (regex: string): number => longestMatch(programOf({ regex, flags: 'i' }))
const without = (regex: string, ...keywords: string[]): string | undefined =>
  matchWithoutKeyword(programOf({ regex, flags: 'i' }), keywords)

describe('longestMatch', () => {
  test.each<[string, number]>([
    ['abc', 3],
    ['a(?:bc|d)?', 3],
    ['a{2,5}\\b', 5],
    ['(?:a|bb){0,3}', 6],
    ['a+', Infinity],
    ['x(?:a*)*', Infinity],
    ['(?:){0,3}a', 1],
    ['[^a]', 2],
    ['\\x{1F600}', 2],
    ['(?:a?b?){2}', 4],
  ])('%s: %d', (regex, length) => {
    expect(longest(regex)).toBe(length)
  })
})

describe('matchWithoutKeyword', () => {
  test('proves that a keyword is in every match', () => {
    expect(without('(?:ignore|disregard) rules', 'rules')).toBeUndefined()
    expect(without('(?:ignore|disregard) rules', 'ignore', 'disregard')).toBeUndefined()
    expect(without('x[a-z]*kiss', 'kiss')).toBeUndefined()
    expect(without('aab', 'ab')).toBeUndefined()
    expect(without('\\x{E0041}', '\udb40')).toBeUndefined()
  })

  test('finds a match without one', () => {
    expect(without('(?:ignore|disregard) rules', 'ignore')).toBe('·i·reg·r··r··e·')
    expect(without('rules?', 'rules')).toBe('rule')
    expect(without('a.c', 'abc')).toBeDefined()
    expect(without('[\\x{E0041}\\x{1F600}]', '\udb40')).toBeDefined()
  })
})

/**
 * Phrases of jailbreak-detection whose promises hold for what people write, and not for every text: a word class without
 * a bound (an announcement of eight words of any length), a rare verb without a keyword of its own. The cost is a missed hit
 * in such a text, never a slow one. No other pattern may be like that; one that is mended must leave the list.
 */
const WITHOUT_KEYWORD: readonly string[] = [
  'ignore-instructions.orders',
  'override-safety.filters',
  'override-safety.unrestricted',
  'override-safety.lawless',
  'override-safety.refusal',
  'new-instructions.block',
  'important-override.announcement',
  'context-reset.restart',
  'rule-replacement.rules',
  'role-assumption.now',
  'role-assumption.impersonation',
  'role-assumption.pretend',
  'act-as.persona',
  'dictated-answer.verbatim',
  'dictated-answer.conceal',
  'dictated-answer.confession',
  'role-assumption.other',
  'system-markers.heading',
  'special-tokens.chat-template',
  'prompt-extraction.secret',
]
const WITHOUT_LENGTH: readonly string[] = [
  'ignore-instructions.orders',
  'disregard.orders',
  'forget.orders',
  'override-safety.filters',
  'override-safety.unrestricted',
  'override-safety.lawless',
  'override-safety.refusal',
  'new-instructions.henceforth',
  'important-override.announcement',
  'important-override.banner',
  'important-override.precedence',
  'context-reset.restart',
  'rule-replacement.rules',
  'role-assumption.now',
  'role-assumption.impersonation',
  'act-as.persona',
  'dictated-answer.exfiltration',
  'ignore-instructions.de',
  'ignore-instructions.fr',
  'ignore-instructions.es',
  'ignore-instructions.it',
  'ignore-instructions.pt',
  'ignore-instructions.ru',
  'system-markers.heading',
  'prompt-extraction.reveal',
]

test('every other pattern holds a keyword in every match', () => {
  const broken = INJECTION_PATTERNS.filter(
    (pattern) => pattern.keywords !== 'none' && matchWithoutKeyword(programOf(pattern), pattern.keywords) !== undefined,
  )
  expect(broken.map(({ id }) => id)).toEqual(WITHOUT_KEYWORD)
})

test('no match of any other pattern is longer than the pattern says', () => {
  const broken = INJECTION_PATTERNS.filter(
    (pattern) => longestMatch(programOf(pattern)) > (pattern.maxLength ?? Infinity),
  )
  expect(broken.map(({ id }) => id)).toEqual(WITHOUT_LENGTH)
})
