import { compileGlob, type Glob } from '../glob.ts'
import { runsAnything, takesCode } from './programs.ts'
import type { Word } from './word.ts'

/** A command that may be run: a program and what its arguments must be. */
export interface Pattern {
  readonly program: string
  readonly args: readonly { readonly matches: Glob; readonly isFree: boolean }[]
  /** It ends with `*`: any further arguments may follow. */
  readonly isOpen: boolean
}

/** What a shell would read in another way than it is written here. */
const META = /["'`$;&|<>()\\\p{C}]/u

/** What is wrong with a pattern as an operator wrote it, or undefined. */
export function findPatternProblem(text: string): string | undefined {
  if (META.test(text)) return 'a command is written without quotes, escapes and operators; list each command by itself'
  const [program = '', ...args] = wordsOf(text)
  if (program === '' || program.includes('*')) return 'it must begin with the name of a program'
  if (program.includes('=')) return 'it cannot set variables'
  if (args[0] === '*' && runsAnything(program)) return `${program} runs whatever it is given; say what that may be`
  const code = args.find((arg) => !arg.startsWith('-'))
  if (takesCode(program) && args.includes('*') && (code === undefined || code.includes('*')))
    return `${program} takes code as an argument; write out what it may be given`
  return undefined
}

/** Reads a pattern that findPatternProblem has nothing against. */
export function parsePattern(text: string): Pattern {
  const [program = '', ...args] = wordsOf(text)
  const isOpen = args.at(-1) === '*'
  return {
    program,
    isOpen,
    args: (isOpen ? args.slice(0, -1) : args).map((arg) => ({ matches: compileArgument(arg), isFree: isFree(arg) })),
  }
}

/**
 * For each word of a command whether the pattern leaves it free, program first; undefined where the pattern does not match.
 * A word that the shell still expands can become several, so it is matched by a last `*` alone.
 */
export function matchWords({ program, args, isOpen }: Pattern, words: readonly Word[]): readonly boolean[] | undefined {
  const [name, ...rest] = words
  if (!name?.isFixed || name.value !== program) return undefined
  if (rest.length < args.length || (rest.length > args.length && !isOpen)) return undefined
  const isMatch = args.every(({ matches }, i) => {
    const word = rest[i]
    return word?.isFixed === true && matches(word.value)
  })
  return isMatch ? words.map((_, i) => i > 0 && (args[i - 1]?.isFree ?? true)) : undefined
}

/** `scripts/*.sh` is for what is in that folder, and `scripts/../x.sh` is not. */
function compileArgument(arg: string): Glob {
  const matches = compileGlob(arg)
  if (arg === '*' || hasParent(arg)) return matches
  return (text) => matches(text) && !hasParent(text)
}

function hasParent(path: string): boolean {
  return path.split(/[/=]/).includes('..')
}

/** True for a word that may become any option: it begins with the star, or the star stands in the option's name. */
function isFree(arg: string): boolean {
  const head = arg.split('*', 1)[0] ?? ''
  return head !== arg && (head === '' || (head.startsWith('-') && !head.includes('=')))
}

function wordsOf(text: string): readonly string[] {
  return text.split(/ +/).filter((word) => word !== '')
}
