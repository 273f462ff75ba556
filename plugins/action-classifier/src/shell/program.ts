import type { ActionClass, Grade } from '../action.ts'
import type { ProgramEntry } from '../config.ts'
import { globOf } from '../glob.ts'

/** An argument of a program, as the shell hands it over. */
export interface Arg {
  readonly value: string
  /** Nothing in it is filled in when the line runs. */
  readonly isFixed: boolean
}

/** What a program reads on standard input: nothing of the line, what another program says, or this text. */
export type Input = 'none' | 'piped' | { readonly text: string; readonly isFixed: boolean }

/** What a line is known to do so far. */
export interface Line {
  readonly grade: Grade
  /** Functions that the line defines. */
  readonly functions: Set<string>
  /** Files that the line writes: what runs from there was written by whoever wrote the line. */
  readonly written: Set<string>
  /** It reads what is secret; it sends something away. */
  readsSecrets: boolean
  sends: boolean
  /** A variable of the line holds options. */
  hidesOptions: boolean
  /** Standard input is data from here on. */
  isFed: boolean
  /** How many command lines stand around this one. */
  readonly nesting: number
  /** True for the definition of a function that holds for the rest of the line. */
  readonly defines: (node: object) => boolean
  /** True for a program with options only, whose operands say what it does. */
  readonly needsOperands: (words: readonly Arg[]) => boolean
  /** Grades a command of this line. */
  readonly run: (words: readonly Arg[], input: Input) => void
  /** Grades a command line that stands in this one. */
  readonly script: (text: Arg | undefined) => void
}

/** One program of a line. */
export interface Call {
  readonly program: string
  readonly args: readonly Arg[]
  readonly values: readonly string[]
  readonly input: Input
  readonly line: Line
}

/** What is known of a program. */
export interface Program {
  /** What it does by itself. */
  readonly class: ActionClass
  /** Why, where that is destructive. */
  readonly why?: string
  readonly sensitive?: boolean
  /** Options with which it writes, or does worse: `-i`, `--in-place`, `-delete`. */
  readonly writes?: string
  readonly destroys?: string
  /** Its operands are files. */
  readonly paths?: boolean
  /** What its arguments say beyond that. */
  readonly judge?: (call: Call) => void
}

/** Programs by name. */
export type Programs = Readonly<Record<string, Program>>

/** One entry for several programs. */
export function programs(names: string, program: Program): Programs {
  return Object.fromEntries(names.split(' ').map((name) => [name, program]))
}

/** True if one of the options stands in the arguments, in a bundle of letters or cut short as well. */
export function hasOption(values: readonly string[], spec: string): boolean {
  const options = spec.split(' ')
  const letters = options.flatMap((option) => (/^-[^-]$/.test(option) ? [option.charAt(1)] : []))
  for (const value of values) {
    if (value === '--') return false
    if (!value.startsWith('-') || value.length < 2) continue
    const name = value.split('=', 1)[0] ?? value
    if (options.includes(name)) return true
    if (name.startsWith('--')) {
      if (name.length > 3 && options.some((option) => option.startsWith(name))) return true
    } else if (letters.some((letter) => name.includes(letter))) return true
  }
  return false
}

/** The arguments that are no options; `valued` are the options that take the next one. */
export function operandsOf(values: readonly string[], valued = ''): readonly string[] {
  const takes = new Set(valued.split(' '))
  const operands: string[] = []
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? ''
    if (value === '--') return [...operands, ...values.slice(i + 1)]
    if (takes.has(value)) i++
    else if (!value.startsWith('-') || value === '-') operands.push(value)
  }
  return operands
}

/** The value of an option, in the next argument or behind `=`. */
export function optionValue(values: readonly string[], ...names: readonly string[]): string | undefined {
  for (const [i, value] of values.entries()) {
    if (names.includes(value)) return values[i + 1]
    const name = names.find((each) => each.startsWith('--') && value.startsWith(`${each}=`))
    if (name !== undefined) return value.slice(name.length + 1)
  }
  return undefined
}

/** The programs that the operator names, as a look-up. */
export function ownPrograms(entries: readonly ProgramEntry[]): (name: string) => ActionClass | undefined {
  const own = entries.flatMap((entry) => entry.names.map((name) => ({ matches: globOf(name), class: entry.class })))
  return (name) => own.find(({ matches }) => matches(name))?.class
}
