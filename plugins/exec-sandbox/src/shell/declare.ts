import type { Word } from 'unbash'
import { refuseIf, RUNS } from './nodes.ts'
import { assignmentOf, isHijack } from './variables.ts'
import { isStatic, runsInIndex } from './word.ts'

/** Builtins that take assignments as arguments. */
export const DECLARES: ReadonlySet<string> = new Set(['export', 'declare', 'typeset', 'local', 'readonly'])

/** Throws Refused for `NAME=value` that makes programs run other code. */
export function checkEnvironment(word: Word | undefined): void {
  const assigned = word && assignmentOf(word.value)
  if (word && assigned)
    refuseIf(isHijack(assigned.name, isStatic(word) ? assigned.value : undefined), 'environment', word)
}

/** True for a builtin that takes a variable's name from an argument, or evaluate one. */
export function namesVariables(program: string, rest: readonly Word[]): boolean {
  if (/^(?:let|test|\[|read|unset|getopts)$/.test(program)) return true
  return (
    (DECLARES.has(program) && isNumeric(rest)) || (program === 'printf' && rest.some(({ value }) => value === '-v'))
  )
}

/** Throws Refused for arguments of `export` and its like that hijack, or are evaluated. */
export function checkDeclared(program: string, words: readonly Word[]): void {
  for (const word of words) {
    checkEnvironment(word)
    const assigned = assignmentOf(word.value)
    refuseIf(runsInIndex(word.value, RUNS), 'evaluation', word)
    refuseIf(assigned !== undefined && isNumeric(words) && RUNS.test(assigned.value), 'evaluation', word)
    refuseIf(assigned !== undefined && isNumeric(words) && isHijack(assigned.value, undefined), 'environment', word)
    // `export PATH` after an assignment elsewhere, `export -f name`
    refuseIf(program === 'export' && word.value === '-f', 'evaluation', word)
  }
}

/** `declare -i`: what is assigned is evaluated. */
function isNumeric(words: readonly Word[]): boolean {
  return words.some(({ value }) => /^-[a-zA-Z]*[in]/.test(value))
}
