import { describe, expect, it } from 'vitest'
import { nameProblem } from './name.ts'

const PORTABLE = { portable: true }

describe('nameProblem', () => {
  it.each([
    7,
    null,
    false,
    {},
    '',
    'a\0b',
    'a\nb',
    'a\u202eb',
    'a\u200bb',
    'a\ud800',
    '..\\x',
    'C:/x',
    '\\\\host\\share',
    '..／x',
    '..∕x',
    '．．/x',
    '‥/x',
    '~/x',
    '~root/x',
    '~',
    '$HOME/x',
    '${HOME}/x',
    '$(pwd)/x',
    '%APPDATA%/x',
    '%2e%2e/x',
    '..%2fx',
    '%252e%252e/x',
    '..%255cx',
    '%2fetc/hosts',
    'x%00y',
    '%c0%ae./x',
    '%u002e./x',
    '%25252525252e',
    'a/'.repeat(2049),
    'x'.repeat(256),
    'é'.repeat(128),
    'PRN',
    'nul.log',
    'com2.txt',
    'a/b.',
    'a ',
  ])('refuses %j', (path) => {
    expect(nameProblem(path, PORTABLE)).toEqual(expect.any(String))
  })

  it.each([
    'a',
    './a',
    '../a',
    '/abs/olute',
    'a%20b.md',
    'caf%C3%A9.md',
    '100%',
    '50%_off.md',
    '..config',
    'v2..0',
    'a b c',
    'x[1].ts',
    'naïve.md',
    'ファイル.txt',
    'name~',
    '$lib.ts',
    '-x',
    'q=1&b.txt',
    'contest.md',
    'a:b',
    'what?',
    'a…b',
    '👩‍🚀.png'.replace('\u200d', ''),
    'x'.repeat(255),
  ])('passes %j', (path) => {
    expect(nameProblem(path, PORTABLE)).toBeUndefined()
  })

  it('passes names of devices where nobody uses Windows', () => {
    for (const path of ['PRN', 'nul.log', 'a.', 'a ']) expect(nameProblem(path, { portable: false })).toBeUndefined()
  })
})
