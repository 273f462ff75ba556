import { hasRefusedArgument } from './options.ts'
import { isGitRefused } from './git.ts'
import { matchWords, parsePattern, type Pattern } from './pattern.ts'
import { programOf } from './programs.ts'
import { readCommands } from './read.ts'
import type { Word } from './word.ts'
import { innersOf } from './wrappers.ts'

/** More programs that each run the next than anybody writes. */
const MAX_DEPTH = 6
/** They change which file a relative name of a program means. */
const MOVES = /^(?:cd|pushd|popd)$/

/** A test of command lines: every command in one must match one of the patterns, and run nothing beside what patterns match. */
export function createCommandCheck(patterns: readonly string[]): (line: string) => string | undefined {
  const parsed = patterns.map(parsePattern)
  return (line) => {
    const { commands, problem } = readCommands(line)
    if (commands === undefined) return problem
    const moves = commands.some(([name]) => MOVES.test(name?.value ?? ''))
    const usable = moves ? parsed.filter(({ program }) => !isRelative(program)) : parsed
    return commands.every((words) => isAllowed(words, usable, 0)) ? undefined : 'no allowed command matches'
  }
}

function isRelative(program: string): boolean {
  return program.includes('/') && !program.startsWith('/')
}

function isAllowed(words: readonly Word[], patterns: readonly Pattern[], depth: number): boolean {
  if (depth > MAX_DEPTH) return false
  return patterns.some((pattern) => {
    const free = matchWords(pattern, words)
    if (free === undefined) return false
    const isWritten = !pattern.isOpen && !free.includes(true)
    return isWritten || runsNothingElse(words, free, patterns, depth)
  })
}

/** What a pattern writes out is the operator's; what it leaves free must run nothing that no pattern matches. */
function runsNothingElse(
  words: readonly Word[],
  free: readonly boolean[],
  patterns: readonly Pattern[],
  depth: number,
): boolean {
  const inners = innersOf(words, free)
  if (inners === 'unclear') return false
  if (inners !== undefined)
    return inners.every(({ from, words: inner }) => {
      if (free[from] === true || inner[0]?.isFixed !== true) return isAllowed(inner, patterns, depth + 1)
      const known = inner.map((_, i) => free[from + i] ?? true)
      return depth < MAX_DEPTH && runsNothingElse(inner, known, patterns, depth + 1)
    })
  const name = words[0]?.value ?? ''
  if (/^(?:.*\/)?git$/.test(name)) return !isGitRefused(words, free)
  const program = programOf(name)
  return program === undefined || !hasRefusedArgument(program, words, free)
}
