import type { MatchFlags } from './engine.ts'

/** Longest regex source accepted, in UTF-16 code units; the largest rules in use have a tenth of it. */
const MAX_SOURCE = 10_000
const FLAGS: ReadonlySet<string> = new Set(['', 'i', 'm', 's', 'im', 'is', 'ms', 'ims'])
const GROUP_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/
/** General categories, and scripts known to both engines under the same name. */
const PROPERTY =
  /^\^?(?:[CLMNPSZ]|C[cfos]|L[lmotu]|M[cen]|N[dlo]|P[cdefios]|S[ckmo]|Z[lps]|Latin|Greek|Cyrillic|Armenian|Hebrew|Arabic|Devanagari|Bengali|Tamil|Thai|Georgian|Hangul|Hiragana|Katakana|Han|Common|Inherited)$/

/**
 * What keeps a regex outside the part of RE2's syntax that means the same to both engines, or undefined.
 * It does not parse: the engines find the remaining errors, and both find the same ones.
 */
export function checkSyntax(source: string, flags: MatchFlags): string | undefined {
  if (!FLAGS.has(flags)) return `the flags ${flags} are not of i, m, s in this order`
  if (source.length > MAX_SOURCE) return `the regex is longer than ${MAX_SOURCE} characters`
  if (!source.isWellFormed()) return 'the regex contains a lone surrogate'
  if (source.includes('\\Q')) return '\\Q quoting is not supported; escape each character'
  for (let i = 0; i < source.length; i++) {
    const problem =
      source[i] === '\\' ? escapeProblem(source, i) : source.startsWith('(?', i) ? groupProblem(source, i) : undefined
    if (problem !== undefined) return problem
    if (source[i] === '\\') i++
  }
  return undefined
}

function escapeProblem(source: string, at: number): string | undefined {
  const escaped = source[at + 1]
  if (escaped === 'u' || escaped === 'c') return `\\${escaped} is not RE2 syntax; write \\x{...}`
  if (escaped === 'C') return '\\C matches half a character'
  if ((escaped === 'p' || escaped === 'P') && source[at + 2] === '{') {
    const name = source.slice(at + 3, Math.max(at + 3, source.indexOf('}', at)))
    if (!PROPERTY.test(name)) return `\\p{${name}} is not a general category or script that both engines know`
  }
  return undefined
}

function groupProblem(source: string, at: number): string | undefined {
  const name = source.startsWith('(?P<', at) ? at + 4 : source.startsWith('(?<', at) ? at + 3 : -1
  if (name < 0) return undefined
  if (source[name] === '=' || source[name] === '!') return 'look-behind is not RE2 syntax'
  const end = source.indexOf('>', name)
  return end > name && GROUP_NAME.test(source.slice(name, end)) ? undefined : 'a group name is invalid'
}
