import { fail } from './errors.ts'

/** A timer of this process counts no further. */
export const MAX_TIMEOUT_MS = 2_147_483_647

/** Checks a command line before anybody reads it. Throws COMMAND_INVALID. */
export function checkCommand(command: string): void {
  if (typeof command !== 'string') refuse('it is no text')
  if (command.trim() === '') refuse('it is empty')
  checkText(command)
}

/** Checks a program and its arguments. Throws COMMAND_INVALID. */
export function checkArgv(argv: readonly string[]): void {
  const [program] = argv
  if (program === undefined || program === '') refuse('it names no program')
  for (const each of argv) checkText(each)
  // A shell starts it, which would take the name for an option of its own.
  if (program?.startsWith('-') === true) refuse('the name of a program cannot begin with a dash')
}

/** Milliseconds to wait, never longer than `limit`. Throws COMMAND_INVALID for what is no time. */
export function checkTimeout(timeoutMs: number, limit: number): number {
  if (typeof timeoutMs !== 'number' || Number.isNaN(timeoutMs) || timeoutMs <= 0)
    refuse(`timeoutMs is ${String(timeoutMs)}, and must be more than 0`)
  return Math.min(timeoutMs, limit, MAX_TIMEOUT_MS)
}

function checkText(text: string): void {
  if (typeof text !== 'string') refuse('an argument is no text')
  if (text.includes('\0')) refuse('it holds a NUL, at which the kernel would cut it off')
  // It would reach the command as another text than the one that was looked at.
  if (!text.isWellFormed()) refuse('it holds half of a surrogate pair, which is no text')
}

function refuse(problem: string): never {
  throw fail('COMMAND_INVALID', { problem })
}
