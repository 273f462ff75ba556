import type { Word } from 'unbash'
import type { CallGraph } from './forkbomb.ts'

/** What a command inherits from where it stands. */
export interface Context {
  /** Its standard input is data from another command or from the script. */
  readonly isFed: boolean
  readonly nesting: number
  /** How many programs stand around it that each run the next: `sudo nice env`. */
  readonly wrapped: number
  /** Where the command has gone by `cd`: what is relative there is as precious as the folder; and whether `exec` has put data in the place of standard input. */
  readonly place: { isPrecious: boolean; isFed: boolean }
  readonly facts: Facts
  /** Judges a command line that stands in this one. Throws Refused. */
  readonly read: (source: string, context: Context) => void
}

/** What is known of a script as a whole. */
interface Facts {
  readonly functions: CallGraph
  /** A value that arithmetic would run if it met it. */
  text: { readonly pos: number; readonly end: number } | undefined
  /** A variable is evaluated as arithmetic, or names another one. */
  evaluates: boolean
}

/** Code in text; `$((` is a number. */
const CODE = /\$\((?!\()|`/

/** True for text that arithmetic would run. */
export function holdsCode(text: string): boolean {
  return CODE.test(text)
}

/** Keeps in mind text that arithmetic would run. */
export function note(words: readonly Word[], { facts }: Context): void {
  facts.text ??= words.find(({ value }) => holdsCode(value))
}
