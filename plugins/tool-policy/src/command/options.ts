import type { Program } from './programs.ts'
import type { Word } from './word.ts'

/** True where one of the words that a pattern leaves free makes the program run other code. `free` belongs to `words`, program first. */
export function hasRefusedArgument(program: Program, words: readonly Word[], free: readonly boolean[]): boolean {
  const operand = words.findIndex(({ value }, i) => i > 0 && !value.startsWith('-'))
  if (program.flags) return isOtherCode(program, program.flags, words, free, operand)
  const { first, isCluster, short = '' } = program
  const cluster = words[1]?.value ?? ''
  if (isCluster === true && free[1] === true && isRefused({ short }, asOption(cluster))) return true
  if (first && words.some((word, i) => free[i] === true && i >= operand && isFirst(words, i) && first.test(word.value)))
    return true
  const { operands } = program
  if (operands !== undefined && words.slice(1).filter(({ value }) => !value.startsWith('-')).length > operands)
    return true
  return words.some((word, i) => free[i] === true && isRefused(program, word))
}

function asOption(value: string): Word {
  return { value: value.startsWith('-') ? value : `-${value}`, isFixed: true, isUnknown: false }
}

/** True for an operand before which there are only options, and words that may be their values: `--filter core exec`. */
function isFirst(words: readonly Word[], at: number): boolean {
  if (words[at]?.value.startsWith('-') === true) return false
  return words.slice(1, at).every(({ value }, i) => {
    const before = words[i]?.value ?? ''
    return value.startsWith('-') || (i > 0 && before.startsWith('-') && !before.includes('='))
  })
}

/** An interpreter runs its first operand, the script, and what comes behind is the script's. Without one it reads code from its input. */
function isOtherCode(
  { words: refused }: Program,
  flags: RegExp,
  words: readonly Word[],
  free: readonly boolean[],
  script: number,
): boolean {
  if (script < 0) return !isQuestion(words) && free.slice(1).every(Boolean)
  const before = words.slice(1, script)
  // An option that is not known could take the script for its value.
  if (before.some(({ value, isUnknown }, i) => free[i + 1] === true && (isUnknown || !flags.test(value)))) return true
  const { value = '', isUnknown = true } = words[script] ?? {}
  return free[script] === true && (isUnknown || refused?.test(value) === true)
}

/** `node --version`: an interpreter that reads no code. */
function isQuestion([, ...args]: readonly Word[]): boolean {
  return args.length === 1 && /^(?:--version|--help|-[vVh])$/.test(args[0]?.value ?? '')
}

/** True for a word that is, or may become, an option which runs other code. */
export function isRefused({ long = [], short = '', words }: Program, { value, isUnknown }: Word): boolean {
  if (isUnknown || words?.test(value) === true) return true
  if (value.startsWith('--')) {
    const name = value.slice(2).split('=', 1)[0] ?? ''
    return name !== '' && long.some((option) => option.startsWith(name))
  }
  return value.startsWith('-') && Array.from(value.slice(1)).some((letter) => short.includes(letter))
}
