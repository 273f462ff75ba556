import { describe, expect, it } from 'vitest'
import { compile, fold } from './names.ts'

describe('names as file systems compare them', () => {
  it.each([
    ['.GIT', '.git'],
    ['.git.', '.git'],
    ['.git . .', '.git'],
    ['GIT~1', '.git'],
    ['.g\u200Cit', '.git'],
    ['.\uFEFFenv', '.env'],
    ['.ｅｎｖ', '.env'],
    ['.claud\u0065\u0301', '.claud\u00E9'],
    ['...', '.'],
    ['a.b', 'a.b'],
  ])('%j is %j', (name, folded) => {
    expect(fold(name)).toBe(folded)
  })
})

describe('patterns', () => {
  const meets = (pattern: string, path: string): boolean => {
    const at = path.lastIndexOf('/')
    return compile([pattern], '/w')(`/w${path.slice(0, at)}`, fold(path.slice(at + 1)))
  }
  it.each([
    ['.env', '/.env', true],
    ['.env', '/a/b/.ENV', true],
    ['.env', '/.envrc', false],
    ['.env.*', '/.env.local', true],
    ['.env.*', '/.env', false],
    ['*.pem', '/a/x.pem', true],
    ['a*b*c', '/axbxc', true],
    ['a*b*c', '/acb', false],
    ['a*a', '/a', false],
    ['*', '/anything', true],
    ['/top', '/top', true],
    ['/top', '/a/top', false],
    ['.hg/hgrc', '/a/.hg/hgrc', true],
    ['.hg/hgrc', '/hgrc', false],
    ['a/*/c', '/x/a/b/c', true],
    ['/a/c', '/x/a/c', false],
    ['dir/', '/dir', true],
  ])('%s and %s: %s', (pattern, path, expected) => {
    expect(meets(pattern, path)).toBe(expected)
  })
})
