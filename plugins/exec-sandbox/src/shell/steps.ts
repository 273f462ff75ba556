import type { Assignment, Command, Redirection, Word } from 'unbash'
import type { Step } from './send.ts'
import { innerOf } from './wrappers.ts'

const MAX_WRAPPERS = 8

/** A here-document, a here-string, or a file that is read in the place of standard input. */
export function isFeeding(redirect: Redirection): boolean {
  if (redirect.type !== 'Redirect') return true
  const { operator, descriptor, target } = redirect
  const isInput = descriptor === undefined || (descriptor.type === 'FileDescriptor' && descriptor.value === 0)
  if (!isInput || !/^<(?:>|&)?$/.test(operator)) return false
  return (
    target?.value !== '/dev/null' && target?.value !== '-' && !/^\/dev\/(?:tty|pts\/\d+)$/.test(target?.value ?? '')
  )
}

/** A program and its arguments; what wraps it is taken off, what it reads from files stands behind. */
export function stepOf({ name, args, redirects }: Command): Step {
  let words = name ? [name, ...args.map(toWord)] : []
  for (let depth = 0; depth < MAX_WRAPPERS; depth++) {
    const [program, ...rest] = words
    const inner =
      program && /^(?:sudo|doas|env|command|builtin|time|nice|nohup|timeout)$/.test(program.value)
        ? innerOf(
            program.value,
            rest.map(({ value }) => value),
          )
        : undefined
    if (inner?.kind !== 'command') break
    words = rest.slice(inner.from)
  }
  const [program, ...rest] = words
  return { program: program?.value ?? '', args: [...rest, ...inputsOf(redirects)] }
}

/** Files that are read in the place of standard input. */
export function inputsOf(redirects: readonly Redirection[]): readonly Word[] {
  return redirects.flatMap((redirect) =>
    redirect.type === 'Redirect' && redirect.operator === '<' && redirect.target ? [redirect.target] : [],
  )
}

/** What a here-document or a here-string gives to read. */
export function textOf(redirect: Redirection): string {
  if (redirect.type === 'HereDoc') return redirect.body.text
  return redirect.type === 'HereString' ? (redirect.target?.value ?? '') : ''
}

/** An argument as a word, `NAME=value` included. */
export function toWord(argument: Word | Assignment): Word {
  if (argument.type === 'Word') return argument
  const { text, pos, end } = argument
  const value = argument.value.type === 'Word' ? `${argument.name}=${argument.value.value}` : text
  return {
    type: 'Word',
    text,
    value,
    pos,
    end,
    parts: argument.value.type === 'Word' ? argument.value.parts : undefined,
  }
}
