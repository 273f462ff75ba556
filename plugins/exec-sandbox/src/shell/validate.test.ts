import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { REASONS } from './refusal.ts'
import { findRefusal } from './validate.ts'

/** Commands as they are typed, with a line of `%%` between them. */
function commands(file: string): readonly string[] {
  const text = readFileSync(new URL(`../../test/${file}`, import.meta.url), 'utf8')
  return text.replace(/\n$/, '').split('\n%%\n')
}

describe('what is refused', () => {
  it.each(commands('refused-commands.txt'))('%s', (command) => {
    const refusal = findRefusal(command)
    expect(Object.keys(REASONS)).toContain(refusal?.reason)
    expect(refusal?.span.start).toBeGreaterThanOrEqual(0)
    expect(refusal?.span.end).toBeLessThanOrEqual(command.length)
  })
})

describe('what developers type', () => {
  it.each(commands('allowed-commands.txt'))('%s', (command) => {
    expect(findRefusal(command)?.reason).toBeUndefined()
  })
})

describe('bad input', () => {
  it.each([
    ['an open quote', 'echo "a'],
    ['an open group', '{ echo a'],
    ['NUL', 'echo a\0b'],
    ['a lone surrogate', 'echo \ud800'],
    ['1 MB', `echo ${'a '.repeat(500_000)}`],
    ['10,000 open groups', '('.repeat(10_000)],
    ['shells in shells', Array.from({ length: 12 }).reduce<string>((inner) => `sh -c ${JSON.stringify(inner)}`, 'ls')],
  ])('%s is refused', (_, command) => {
    expect(findRefusal(command)).toBeDefined()
  })

  it('an empty command is none', () => {
    expect(findRefusal('')).toBeUndefined()
    expect(findRefusal('  # only a comment')).toBeUndefined()
  })
})
