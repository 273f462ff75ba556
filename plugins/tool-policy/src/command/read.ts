import { parse, type Command, type PipelineNode, type Redirection, type Statement } from 'unbash'
import { readWord, type Word } from './word.ts'

/** The simple commands of a command line; or why it cannot be read. */
export type Reading =
  | { readonly commands: readonly (readonly Word[])[]; readonly problem?: undefined }
  | { readonly problem: string; readonly commands?: undefined }

/** Longest command line, in UTF-16 code units. */
const MAX_LENGTH = 65_536
/** Control characters, halves of characters, and what nobody sees: the line would read as another one. */
const UNSEEN =
  /[\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\u{e0000}-\u{e0fff}]|\p{Cs}|(?![\t\n])\p{Cc}/u
/** Variables that change how a program speaks, never what it runs. */
export const SAFE_VARIABLES: ReadonlySet<string> = new Set('CI NODE_ENV NO_COLOR FORCE_COLOR LANG LC_ALL'.split(' '))

class Unreadable extends Error {}

/** Reads a command line as a POSIX shell does: lists, pipelines, groups and simple commands, with nothing to expand but names of files. */
export function readCommands(line: string): Reading {
  if (line.length > MAX_LENGTH) return { problem: 'it is too long' }
  if (UNSEEN.test(line)) return { problem: 'it has characters that nobody sees' }
  const commands: (readonly Word[])[] = []
  try {
    const { commands: statements, errors } = parse(line)
    if (errors?.[0]) return { problem: 'it is no command of a shell' }
    readList(statements, commands)
  } catch (error) {
    if (error instanceof Unreadable) return { problem: error.message }
    return { problem: 'it cannot be read' } // deeper than the stack
  }
  return commands.length === 0 ? { problem: 'it has no command' } : { commands }
}

function readList(statements: readonly Statement[], into: (readonly Word[])[]): void {
  for (const { command } of statements) {
    if (command.type === 'AndOr') for (const each of command.commands) readNode(each, into)
    else readNode(command, into)
  }
}

function readNode(node: PipelineNode, into: (readonly Word[])[]): void {
  switch (node.type) {
    case 'Pipeline':
      for (const each of node.commands) readNode(each, into)
      return
    case 'Subshell':
    case 'BraceGroup':
      readList(node.body.commands, into)
      return
    case 'Redirected':
      node.redirects.forEach(checkRedirect)
      readNode(node.command, into)
      return
    case 'Command':
      into.push(readSimple(node))
      return
    default:
      // Functions give a name another meaning; loops and conditions need what they expand.
      throw new Unreadable('it is more than a list of commands')
  }
}

function readSimple({ name, prefix, args, redirects }: Command): readonly Word[] {
  if (!name) throw new Unreadable('it sets variables')
  for (const each of prefix) {
    if (each.type !== 'Assignment') continue
    const { value } = each
    // An index would be evaluated.
    const isPlain = each.index === undefined && each.append !== true && value.type === 'Word'
    const isSafe = isPlain && SAFE_VARIABLES.has(each.name) && readWord(value)?.isFixed === true
    if (!isSafe) throw new Unreadable('it sets a variable for the command')
  }
  redirects.forEach(checkRedirect)
  return [name, ...args].map((word) => {
    const read = word.type === 'Word' ? readWord(word) : undefined
    if (!read) throw new Unreadable('it holds something that is known only when it runs')
    return read
  })
}

/** Input may be written out in the line; files are neither read nor written, save /dev/null. */
function checkRedirect(redirect: Redirection): void {
  const { descriptor } = redirect
  const isNumbered = descriptor?.type !== 'FileDescriptorVariable'
  if (isNumbered && isHarmless(redirect)) return
  throw new Unreadable('it redirects to or from a file')
}

function isHarmless(redirect: Redirection): boolean {
  if (redirect.type === 'HereDoc') {
    // To sh the dollar of `<<$'END'` is a part of the word that ends the text, so that some of it would be commands.
    const isPlain = redirect.delimiter?.text.includes('$') !== true
    return isPlain && (redirect.body.parts ?? []).every(({ type }) => type === 'Literal')
  }
  const target = redirect.target && readWord(redirect.target)
  if (!target?.isFixed) return false
  if (redirect.type === 'HereString') return true
  const isCopy = redirect.operator === '>&' || redirect.operator === '<&'
  return target.value === '/dev/null' || (isCopy && /^(?:\d{1,3}|-)$/.test(target.value))
}
