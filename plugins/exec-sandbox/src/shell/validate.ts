import {
  forEachChild,
  parse,
  type Assignment,
  type Command,
  type Redirection,
  type SyntaxNode,
  type Word,
} from 'unbash'
import { callOf, isForbiddenCode, isShell } from './interpreters.ts'
import { isConnection, isDevice, isPersistent, isPrecious } from './paths.ts'
import type { Argument } from './argument.ts'
import { judgeProgram } from './programs.ts'
import { Refused, type Reason } from './refusal.ts'
import { assignmentOf, isHijack } from './variables.ts'
import { isPlain, isStatic, runsInIndex, unquoted } from './word.ts'
import { innerOf } from './wrappers.ts'

/** Longest command, in UTF-16 code units. */
const MAX_LENGTH = 131_072
/** How deep commands may stand in the strings of others. */
const MAX_NESTING = 8
/** Characters that nobody sees: they make a command read as another one. */
const INVISIBLE =
  /[\u00ad\u061c\u115f\u1160\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0]|\p{Cs}|(?![\t\n])\p{Cc}/u
/** Spaces that are none for a shell. */
const ODD_SPACE = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/
/** What arithmetic runs where it stands in an index. */
const RUNS = /\$\(|`/
/** Builtins that take assignments as arguments. */
const DECLARES: ReadonlySet<string> = new Set(['export', 'declare', 'typeset', 'local', 'readonly'])
/** Builtins that name variables to set. */
const SETS: ReadonlySet<string> = new Set(['read', 'mapfile', 'readarray', 'getopts', 'printf'])

/** What a command inherits from where it stands. */
interface Context {
  /** Its standard input is data from another command or from the script. */
  readonly isFed: boolean
  readonly nesting: number
  /** Where the command has gone by `cd`: what is relative there is as precious as the folder. */
  readonly place: { isPrecious: boolean }
}

/** Why a command is refused, or undefined: it is read as bash would read it, words decoded, strings that shells run included. */
export function findRefusal(command: string): Refused | undefined {
  try {
    validate(command, { isFed: false, nesting: 0, place: { isPrecious: false } })
    return undefined
  } catch (error) {
    if (error instanceof Refused) return error
    throw error
  }
}

function validate(source: string, context: Context): void {
  const all = { pos: 0, end: source.length }
  if (source.length > MAX_LENGTH || context.nesting > MAX_NESTING) throw new Refused('syntax', all)
  const unseen = INVISIBLE.exec(source)
  if (unseen) throw new Refused('invisible', { pos: unseen.index, end: unseen.index + unseen[0].length })
  let script: ReturnType<typeof parse>
  try {
    script = parse(source)
  } catch {
    throw new Refused('syntax', all) // deeper than its stack
  }
  const [error] = script.errors ?? []
  if (error) throw new Refused('syntax', { pos: error.pos, end: source.length })
  visit(script, context)
}

function visit(node: SyntaxNode, context: Context): void {
  switch (node.type) {
    case 'CommandExpansion':
    case 'ProcessSubstitution':
    case 'ArithmeticCommandExpansion':
      throw new Refused('substitution', node)
    case 'ParameterExpansion':
      checkParameter(node)
      break
    case 'ArithmeticWord':
      refuseIf(RUNS.test(node.value), 'evaluation', node)
      break
    case 'ArithmeticExpansion':
      refuseIf(RUNS.test(node.text.slice(2)), 'evaluation', node)
      break
    case 'ArithmeticCommand':
      refuseIf(RUNS.test(node.body), 'evaluation', node)
      break
    case 'TestBinary':
      if (/^-(?:eq|ne|lt|le|gt|ge)$/.test(node.operator))
        for (const side of [node.left, node.right]) refuseIf(RUNS.test(side.value), 'evaluation', side)
      break
    case 'TestUnary':
      if (/^-[vR]$/.test(node.operator)) refuseIf(RUNS.test(node.operand.value), 'evaluation', node.operand)
      break
    case 'Function':
      refuseIf(isForkBomb(node), 'forkbomb', node)
      break
    case 'For':
    case 'Select':
      refuseIf(isHijack(node.name.value, undefined), 'environment', node.name)
      break
    case 'Coproc':
      throw new Refused('evaluation', node)
    case 'Redirect':
      checkRedirect(node)
      break
    case 'Assignment':
      checkAssignment(node)
      break
    case 'Word':
      checkWord(node)
      break
    case 'ExtendedGlob':
      // zsh reads code in the qualifiers of a glob: *(e:'...':), *(+function)
      refuseIf(/^[^A-Za-z]{0,8}[A-Za-z^.-]{0,8}e[^A-Za-z0-9\s|)]|^\+\w/.test(node.pattern), 'evaluation', node)
      break
    case 'Pipeline':
      node.commands.forEach((command, i) => visit(command, i === 0 ? context : { ...context, isFed: true }))
      return
    case 'Redirected': {
      const isFed = context.isFed || node.redirects.some(isFeeding)
      visit(node.command, { ...context, isFed })
      for (const redirect of node.redirects) visit(redirect, context)
      return
    }
    case 'Command':
      checkCommand(node, context)
      forEachChild(node, (child) => {
        if (!isSplitOfRead(node, child)) visit(child, context)
      })
      return
    default:
      break
  }
  forEachChild(node, (child) => visit(child, context))
}

function refuseIf(isRefused: boolean, reason: Reason, node: { readonly pos: number; readonly end: number }): void {
  if (isRefused) throw new Refused(reason, node)
}

function checkParameter(node: SyntaxNode & { type: 'ParameterExpansion' }): void {
  const { operation, prefix, index, parameter, text } = node
  if (operation?.type === 'Transform' || operation?.type === 'Unknown') throw new Refused('evaluation', node)
  // `${!name}` reads the variable that another one names, index and all; `${!list[@]}` and `${!pre*}` list names.
  if (prefix === '!' && operation?.type !== 'Names' && !/^[@*]$/.test(index?.value ?? ''))
    throw new Refused('evaluation', node)
  refuseIf(index !== undefined && RUNS.test(index.value), 'evaluation', node)
  if (operation?.type === 'Slice')
    refuseIf(RUNS.test(operation.offset.value + (operation.length?.value ?? '')), 'evaluation', node)
  if (operation?.type === 'Default' && operation.operator.endsWith('='))
    refuseIf(isHijack(parameter, undefined), 'environment', node)
  refuseIf(/^\$\{[\s|]/.test(text), 'substitution', node) // bash 5.3: ${ command; }
}

function checkWord(word: Word): void {
  const bare = unquoted(word)
  refuseIf(ODD_SPACE.test(bare), 'invisible', word)
  refuseIf(bare.includes('$['), 'evaluation', word)
  // zsh: =program, =(list), and code in the qualifiers of a glob
  refuseIf(/^=[A-Za-z(]/.test(bare), 'substitution', word)
  refuseIf(hasQualifier(bare), 'evaluation', word)
}

/** Qualifiers of a glob of zsh that hold code or a function: *(e:'...':), *(.oe:...:), *(+f). */
function hasQualifier(bare: string): boolean {
  for (let at = bare.indexOf('('); at >= 0; at = bare.indexOf('(', at + 1)) {
    if (!/[*?\])]/.test(bare.charAt(at - 1))) continue
    const qualifiers = bare.slice(at + 1, at + 9).split(')', 1)[0] ?? ''
    if (/[eoO+P]/.test(qualifiers)) return true
  }
  return false
}

function checkRedirect({ operator, target }: SyntaxNode & { type: 'Redirect' }): void {
  if (!target) return
  const { value, text } = target
  refuseIf(isConnection(value) || /^\/dev\/(?:tcp|udp)/.test(value), 'network', target)
  if (operator === '<' || operator === '<&') return
  refuseIf(isDevice(value), 'device', target)
  refuseIf(isPersistent(text, value), 'persistence', target)
}

function checkAssignment({ name, value, index }: Assignment): void {
  const words = value.type === 'Word' ? [value] : value.elements
  const fixed = value.type === 'Word' && isStatic(value) ? value.value : undefined
  refuseIf(isHijack(name, fixed), 'environment', value)
  refuseIf(index !== undefined && RUNS.test(index.value), 'evaluation', value)
  for (const word of words) refuseIf(runsInIndex(word.value, RUNS), 'evaluation', word)
}

function isFeeding(redirect: Redirection): boolean {
  return redirect.type !== 'Redirect'
}

function checkCommand(command: Command, context: Context): void {
  const { name, args, redirects } = command
  if (!name) return
  const words = [name, ...args.map(toWord)]
  for (const redirect of redirects) {
    if (redirect.type === 'HereString' && redirect.target && name.value.endsWith('xargs'))
      judge([...words, redirect.target], context, command) // what xargs is given becomes arguments
  }
  judge(words, { ...context, isFed: context.isFed || redirects.some(isFeeding) }, command)
}

/** `IFS= read`: how this one line is split, and nothing else. */
function isSplitOfRead({ name }: Command, child: SyntaxNode): boolean {
  if (child.type !== 'Assignment' || child.name !== 'IFS' || child.value.type !== 'Word') return false
  return /^(?:read|mapfile|readarray)$/.test(name?.value ?? '') && isStatic(child.value)
}

function toWord(argument: Word | Assignment): Word {
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

/** Judges a program with its arguments, and what it runs in turn. */
function judge(words: readonly Word[], context: Context, at: Command): void {
  const [name, ...rest] = words
  if (!name) return
  if (!isPlain(name)) throw new Refused('dynamic', name)
  const program = name.value
  refuseIf(program === '', 'dynamic', name)
  const args: readonly Argument[] = rest.map(({ text, value }) => ({ text, value }))
  const values = args.map(({ value }) => value)
  if (DECLARES.has(program)) checkDeclared(program, rest)
  if (SETS.has(program)) for (const word of rest) refuseIf(isHijack(word.value, undefined), 'environment', word)

  const inner = innerOf(program, values)
  if (inner) {
    if ('assigned' in inner) for (const i of inner.assigned) checkEnvironment(rest[i])
    if (inner.kind === 'command') judge(rest.slice(inner.from), context, at)
    if (inner.kind === 'script') run(rest[inner.at], context)
    if (inner.kind === 'joined')
      run(
        {
          ...name,
          value: values.slice(inner.from).join(' '),
          parts: rest.slice(inner.from).flatMap(({ parts }) => parts ?? []),
        },
        context,
      )
  }
  for (const [i, word] of rest.entries()) {
    // find and fd: what stands behind -exec, up to `;` or `+`
    if (
      /^(?:find|fd|fdfind)$/.test(program) &&
      /^-(?:exec|execdir|ok|okdir|x|X)$|^--exec(?:-batch)?$/.test(word.value)
    ) {
      const end = rest.findIndex(({ value }, at) => at > i && (value === ';' || value === '+'))
      judge(rest.slice(i + 1, end < 0 ? undefined : end), context, at)
    }
  }
  const [target] = args.filter(({ value }) => !value.startsWith('-'))
  if (program === 'cd' || program === 'pushd')
    context.place.isPrecious = !target || isPrecious(target.text, target.value)
  const isHere =
    program === 'rm' && context.place.isPrecious && args.some(({ value }) => /^(?:\*|\.\/?\*?)$/.test(value))
  refuseIf(isHere, 'destructive', at)
  const reason = judgeProgram(program, args)
  refuseIf(reason !== undefined, reason ?? 'syntax', at)

  const call = callOf(program, values)
  if (call?.kind === 'stdin') {
    refuseIf(context.isFed, 'interpreter', at)
    refuseIf(isShell(program) && values.some((value) => /^-[a-z]*i/.test(value)), 'network', at)
    refuseIf(isShell(program) && at.name?.value === 'exec', 'evaluation', at)
  }
  if (call?.kind === 'inline') {
    const code = rest[call.index]
    // What is put in the place of `{}`, or behind a missing string, is code that comes from elsewhere.
    refuseIf(isShell(program) && (!code || code.value.includes('{}')), 'interpreter', at)
    if (!code) return
    if (isShell(program)) run(code, context)
    else {
      refuseIf(!isStatic(code), 'dynamic', code)
      refuseIf(isForbiddenCode(program, call.attached ?? code.value, values), 'inline', code)
    }
  }
}

/** Judges a word that a shell runs as a command. */
function run(word: Word | undefined, context: Context): void {
  if (!word) return
  refuseIf(!isStatic(word), 'dynamic', word)
  const source = word.value.replace(/^(?:--split-string=|-S)/, '')
  try {
    validate(source, { ...context, nesting: context.nesting + 1 })
  } catch (error) {
    // Offsets in the string mean nothing in the command.
    throw error instanceof Refused ? new Refused(error.reason, word) : error
  }
}

function checkEnvironment(word: Word | undefined): void {
  const assigned = word && assignmentOf(word.value)
  if (word && assigned)
    refuseIf(isHijack(assigned.name, isStatic(word) ? assigned.value : undefined), 'environment', word)
}

function checkDeclared(program: string, words: readonly Word[]): void {
  for (const word of words) {
    checkEnvironment(word)
    const assigned = assignmentOf(word.value)
    refuseIf(runsInIndex(word.value, RUNS), 'evaluation', word)
    refuseIf(assigned !== undefined && isNumeric(words) && RUNS.test(assigned.value), 'evaluation', word)
    // `export PATH` after an assignment elsewhere, `export -f name`
    refuseIf(program === 'export' && word.value === '-f', 'evaluation', word)
  }
}

/** `declare -i`: what is assigned is evaluated. */
function isNumeric(words: readonly Word[]): boolean {
  return words.some(({ value }) => /^-[a-zA-Z]*[in]/.test(value))
}

/** A function that calls itself more than once, or in the background. */
function isForkBomb(node: SyntaxNode & { type: 'Function' }): boolean {
  let calls = 0
  let spawns = false
  const look = (inner: SyntaxNode, isSpawned: boolean): void => {
    const spawned = isSpawned || inner.type === 'Pipeline' || (inner.type === 'Statement' && inner.background === true)
    if (inner.type === 'Command' && inner.name?.value === node.name.value) {
      calls++
      spawns ||= spawned
    }
    forEachChild(inner, (child) => look(child, spawned))
  }
  look(node.body, false)
  return calls > 0 && spawns
}
