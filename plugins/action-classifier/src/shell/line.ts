import {
  forEachChild,
  parse,
  type Assignment,
  type Command,
  type Redirect,
  type Redirection,
  type SyntaxNode,
  type Word,
} from 'unbash'
import { Grade } from '../action.ts'
import { factsOf, type Facts } from './facts.ts'
import { gradePath } from '../arguments/path.ts'
import { isHijack } from '../arguments/variables.ts'
import type { Arg, Input, Line } from './program.ts'
import type { ProgramBook } from './book.ts'
import { shReadings } from './sh-readings.ts'

/** Longest command line, in UTF-16 code units; how deep lines may stand in lines; how many commands are looked at. */
const MAX_LENGTH = 65_536
const MAX_NESTING = 6
const MAX_COMMANDS = 2000
/** How many programs may stand around one that each run the next. */
const MAX_WRAPPED = 16
/** Characters that nobody sees, or that read as others. */
const UNSEEN =
  /(?![\t\n])\p{Cc}|[\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb]|(?<!\u{1f3f4}[\u{e0020}-\u{e007f}]{0,8})[\u{e0000}-\u{e0fff}]/u
/** Where the shell would look into text again. */
const RUNS = /\$\(|`|\$\[/

/** Grades a command line as bash reads it, and as `sh` does where that is something else: every program of it, what it substitutes, and where it writes. */
export function gradeLine(source: string, grade: Grade, book: ProgramBook): void {
  read(source, grade, book, { nesting: 0, count: 0 })
}

interface Depth {
  readonly nesting: number
  count: number
}

function read(source: string, grade: Grade, book: ProgramBook, depth: Depth): void {
  if (source.length > MAX_LENGTH || depth.nesting > MAX_NESTING)
    return grade.raise('destructive', 'shell.limit', 'the command line is longer or deeper than is read')
  if (UNSEEN.test(source) || !source.isWellFormed())
    return grade.raise('destructive', 'shell.unseen', 'the command line holds characters that nobody sees')
  let script: ReturnType<typeof parse>
  try {
    script = parse(source)
  } catch {
    return grade.raise('destructive', 'shell.syntax', 'the command line cannot be read')
  }
  if ((script.errors?.length ?? 0) > 0)
    return grade.raise('destructive', 'shell.syntax', 'the command line cannot be read')
  const inner = (text: Arg | undefined): void => {
    if (!text) return
    if (text.isFixed) read(text.value, grade, book, { nesting: depth.nesting + 1, count: depth.count })
    else grade.raise('destructive', 'shell.dynamic', 'it runs a command line that is put together when it runs')
  }
  let wrapped = 0
  let facts: Facts | undefined
  const line: Line = {
    grade,
    functions: new Set(),
    written: new Set(),
    readsSecrets: false,
    sends: false,
    hidesOptions: false,
    isFed: false,
    nesting: depth.nesting,
    defines: (node) => facts?.functions.has(node) === true,
    needsOperands: (words) => book.needsOperands(words),
    run: (words, input) => {
      if (++depth.count > MAX_COMMANDS || wrapped > MAX_WRAPPED)
        return grade.raise('destructive', 'shell.limit', 'the command line has more commands than are looked at')
      wrapped++
      book.grade(words, input, wrapped === 1, line)
      wrapped--
    },
    script: inner,
  }
  try {
    facts = factsOf(script)
    line.hidesOptions = facts.hidesOptions
    if (facts.evaluatesText) raiseEvaluation(line)
    if (facts.multiplies) grade.raise('destructive', 'shell.multiplies', 'it starts itself over and over')
    visit(script, line, 'none')
    for (const { text, isComputed, isOdd } of shReadings(script, source)) {
      const nested = { nesting: depth.nesting + 1, count: depth.count }
      read(text, new LenientGrade(grade, isComputed, isOdd), book, nested)
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    grade.raise('destructive', 'shell.limit', 'the command line is deeper than is read')
  }
  if (line.readsSecrets && line.sends)
    grade.raise('destructive', 'shell.exfiltration', 'it reads what is secret, and sends something away')
}

/** For what only some shells run: none runs what it cannot read, and what may be arithmetic names no program that nobody knows. */
class LenientGrade extends Grade {
  readonly #grade: Grade
  readonly #isComputed: boolean
  readonly #isOdd: boolean

  constructor(grade: Grade, isComputed: boolean, isOdd: boolean) {
    super()
    this.#grade = grade
    this.#isComputed = isComputed
    this.#isOdd = isOdd
  }

  override raise(...reason: Parameters<Grade['raise']>): void {
    const [, rule] = reason
    const isVariable = this.#isComputed && (rule === 'shell.unknown' || rule === 'shell.dynamic')
    if (!isVariable && !(this.#isOdd && rule === 'shell.syntax')) this.#grade.raise(...reason)
  }

  override mark(...reason: Parameters<Grade['mark']>): void {
    this.#grade.mark(...reason)
  }
}

function visit(node: SyntaxNode, line: Line, input: Input): void {
  switch (node.type) {
    case 'Pipeline':
      for (const [i, command] of node.commands.entries())
        visit(command, line, i === 0 ? input : i === 1 ? spokenBy(node.commands[0]) : 'piped')
      return
    case 'Redirected': {
      const given = inputOf(node.redirects, input)
      visit(node.command, line, given)
      for (const redirect of node.redirects) visit(redirect, line, 'none')
      return
    }
    case 'Function':
      // From here on: what stands before means a program of that name.
      if (line.defines(node)) line.functions.add(node.name.value)
      visit(node.body, line, 'piped')
      return
    case 'ProcessSubstitution':
      forEachChild(node, (child) => visit(child, line, 'piped'))
      return
    case 'Command':
      gradeCommand(node, line, input)
      forEachChild(node, (child) => visit(child, line, 'none'))
      return
    case 'Redirect':
      gradeRedirect(node, line)
      break
    case 'Assignment':
      gradeAssignment(node, line)
      break
    case 'For':
    case 'Select':
      if (isHijack(node.name.value, undefined)) raiseHijack(line)
      break
    case 'ArithmeticCommand':
      if (RUNS.test(node.body)) raiseEvaluation(line)
      break
    case 'TestBinary':
      if (/^-(?:eq|ne|lt|le|gt|ge)$/.test(node.operator) && RUNS.test(node.left.value + node.right.value))
        raiseEvaluation(line)
      break
    case 'ParameterExpansion':
      if (
        node.operation?.type === 'Unknown' ||
        (node.operation?.type === 'Transform' && node.operation.operand.value === 'P') ||
        (node.prefix === '!' && node.operation?.type !== 'Names' && !/^[@*]$/.test(node.index?.value ?? ''))
      )
        raiseEvaluation(line)
      if (
        node.operation?.type === 'Default' &&
        node.operation.operator.endsWith('=') &&
        isHijack(node.parameter, undefined)
      )
        raiseHijack(line)
      break
    case 'Word':
      // zsh runs what stands there: =(list), and code in the qualifiers of a glob
      if (/^=\(|[*?\])]\((?:[^()]{0,8})[eoO+P]/.test(node.text) && !/^['"]/.test(node.text)) raiseEvaluation(line)
      break
    default:
      break
  }
  forEachChild(node, (child) => visit(child, line, isList(child) ? input : 'none'))
}

function isList({ type }: SyntaxNode): boolean {
  return /^(?:Statement|AndOr|CompoundList|Command|Pipeline|Redirected|If|While|For|Case|Subshell|BraceGroup|CaseItem|Elif)$/.test(
    type,
  )
}

function gradeCommand(command: Command, line: Line, input: Input): void {
  if (!command.name) return
  const words = [command.name, ...command.args.map(toWord)]
  const args = words.map(toArg)
  if (SETS.test(command.name.value))
    for (const { value, isFixed: isKnown } of args.slice(1))
      gradeSetting(
        value,
        isKnown,
        !/^(?:export|readonly)$/.test(command.name.value),
        /^(?:declare|typeset|local)$/.test(command.name.value),
        line,
      )
  const given = inputOf(command.redirects, input)
  // From there on every command reads what the line puts in the place of standard input.
  if (command.name.value === 'exec' && args.length === 1 && given !== 'none') line.isFed = true
  line.run(args, given === 'none' && line.isFed ? 'piped' : given)
}

/** Builtins that set the variables that their arguments name. */
const SETS = /^(?:export|declare|typeset|local|readonly|read|printf|mapfile|readarray|getopts)$/

function gradeSetting(text: string, isKnown: boolean, isRead: boolean, isNamed: boolean, line: Line): void {
  const at = text.indexOf('=')
  if (isNamed && /^-[a-zA-Z]*n/.test(text)) raiseEvaluation(line) // another name for a variable
  const name = at < 0 ? text : text.slice(0, at)
  // `export PATH` alone gives nothing new.
  if (isHijack(name, at >= 0 && isKnown ? text.slice(at + 1) : undefined) && (at >= 0 || isRead)) raiseHijack(line)
}

/** What `echo` and `printf` say to the next program, where it is known to the letter. */
function spokenBy(node: SyntaxNode | undefined): Input {
  if (node?.type !== 'Command' || !/^(?:echo|printf)$/.test(node.name?.value ?? '') || node.redirects.length > 0)
    return 'piped'
  const args = node.args.map((arg) => toArg(toWord(arg)))
  if (args.some(({ value, isFixed: isKnown }) => !isKnown || /^-|[\\%]/.test(value))) return 'piped'
  return { text: args.map(({ value }) => value).join(' '), isFixed: true }
}

function toWord(arg: Word | Assignment): Word {
  if (arg.type === 'Word') return arg
  const value = arg.value.type === 'Word' ? arg.value.value : arg.text
  return {
    type: 'Word',
    text: arg.text,
    value: `${arg.name}=${value}`,
    pos: arg.pos,
    end: arg.end,
    parts: arg.value.type === 'Word' ? arg.value.parts : undefined,
  }
}

function toArg(word: Word): Arg {
  return { value: word.value, isFixed: isFixed(word.parts ?? []) }
}

function isFixed(
  parts: readonly { readonly type: string; readonly parts?: readonly { readonly type: string }[] | undefined }[],
): boolean {
  return parts.every(({ type, parts: inner }) =>
    type === 'DoubleQuoted' || type === 'LocaleString'
      ? (inner ?? []).every((part) => part.type === 'Literal')
      : type === 'Literal' || type === 'SingleQuoted' || type === 'AnsiCQuoted' || type === 'Glob',
  )
}

/** What a command reads: the last redirection counts. */
function inputOf(redirects: readonly Redirection[], outer: Input): Input {
  let input = outer
  for (const redirect of redirects) {
    if (redirect.type === 'HereDoc')
      input = {
        text: redirect.body.text,
        isFixed:
          isFixed(redirect.body.parts ?? []) &&
          !/[\\$`]/.test(redirect.delimiter?.quoted === true ? '' : redirect.body.text),
      }
    else if (redirect.type === 'HereString')
      input = { text: redirect.target?.value ?? '', isFixed: redirect.target ? toArg(redirect.target).isFixed : true }
    else if (redirect.operator === '<' || redirect.operator === '<>' || redirect.operator === '<&') input = 'piped'
  }
  return input
}

function gradeRedirect({ operator, target }: Redirect, line: Line): void {
  if (!target) return
  const { value } = target
  if (/^\/dev\/(?:tcp|udp)\//.test(value)) {
    line.sends = true
    return line.grade.raise('destructive', 'shell.connection', 'it opens a connection of its own')
  }
  if (operator === '<') {
    if (gradePath(value, false, line.grade)) line.readsSecrets = true
    return
  }
  if (operator === '<&' || (operator === '>&' && /^(?:\d+|-)$/.test(value))) return
  if (/^\/dev\/(?:null|stdout|stderr|tty|fd\/\d+)$/.test(value)) return
  line.grade.raise('mutate', 'shell.redirect', 'it writes a file')
  line.written.add(value.replace(/^\.\//, ''))
  gradePath(value, true, line.grade)
}

function gradeAssignment({ name, value, text }: Assignment, line: Line): void {
  const fixed = value.type === 'Word' && isFixed(value.parts ?? []) ? value.value : undefined
  if (isHijack(name, fixed)) raiseHijack(line)
  if (text.split(']').some((part) => part.includes('[') && /\$\(|`/.test(part.slice(part.indexOf('[')))))
    raiseEvaluation(line)
}

function raiseHijack({ grade }: Line): void {
  grade.raise('destructive', 'shell.environment', 'it sets a variable that makes other programs run code')
}

function raiseEvaluation({ grade }: Line): void {
  grade.raise('destructive', 'shell.evaluation', 'it evaluates text as code')
}
