import type { Program } from './programs.ts'
import type { Word } from './word.ts'

/** True where one of the words that a pattern leaves free makes the program run other code. `free` belongs to `words`, program first. */
export function hasRefusedArgument(program: Program, words: readonly Word[], free: readonly boolean[]): boolean {
  const operand = words.findIndex(({ value }, i) => i > 0 && !value.startsWith('-'))
  if (program.isCode === true && operand < 0 && !isQuestion(words) && free.slice(1).every(Boolean)) return true
  return words.some(
    (word, i) =>
      free[i] === true && (isRefused(program, word) || (i === operand && program.first?.test(word.value) === true)),
  )
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
