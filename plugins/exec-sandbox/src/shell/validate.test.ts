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
    ['10,000 closed groups', `${'('.repeat(10_000)}ls${')'.repeat(10_000)}`],
    ['10,000 braces', `${'{ '.repeat(10_000)}ls${'; }'.repeat(10_000)}`],
    ['10,000 open expansions', `echo ${'"${a:-'.repeat(10_000)}`],
    ['10,000 sums in a sum', `echo $((${'('.repeat(10_000)}1${')'.repeat(10_000)}))`],
    ['10,000 terms', `echo $((${'1+'.repeat(20_000)}1))`],
    ['10,000 wrappers', `${'sudo '.repeat(10_000)}ls`],
    ['10,000 wrappers without a command', 'xargs '.repeat(10_000)],
    [
      '200 functions in a ring',
      Array.from({ length: 200 }, (_, i) => `f${i}() { f${(i + 1) % 200} | cat; }`).join('; '),
    ],
    ['shells in shells', Array.from({ length: 12 }).reduce<string>((inner) => `sh -c ${JSON.stringify(inner)}`, 'ls')],
  ])('%s is refused', (_, command) => {
    expect(findRefusal(command)).toBeDefined()
  })

  it('10,000 quotes and 10,000 commands are read', () => {
    expect(findRefusal(`echo ${`"a"'b'`.repeat(10_000)}`)).toBeUndefined()
    expect(findRefusal(`find . ${'-exec '.repeat(10_000)}`)).toBeUndefined()
    expect(findRefusal(`cat a${' | cat'.repeat(10_000)}`)).toBeUndefined()
    expect(findRefusal(`a${'; a'.repeat(10_000)}; echo $(id)`)?.reason).toBe('substitution')
  })

  it('tells where a command is no bash', () => {
    expect(findRefusal('ls && ls )')).toMatchObject({ reason: 'syntax', span: { start: 9, end: 10 } })
  })

  it('an empty command is none', () => {
    expect(findRefusal('')).toBeUndefined()
    expect(findRefusal('  # only a comment')).toBeUndefined()
  })
})
