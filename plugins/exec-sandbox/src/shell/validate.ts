import { forEachChild, parse, type Command, type Redirection, type SyntaxNode } from 'unbash'
import { holdsCode, note, type Context } from './context.ts'
import { CallGraph } from './forkbomb.ts'
import { judge } from './judge.ts'
import { checkAssignment, checkParameter, checkRedirect, checkWord, refuseIf, RUNS } from './nodes.ts'
import { Refused, type Reason } from './refusal.ts'
import { shReadings } from './sh-readings.ts'
import { judgePipeline, judgeSending } from './send.ts'
import { inputsOf, isFeeding, stepOf, textOf, toWord } from './steps.ts'
import { runsInEditor } from './text-tools.ts'
import { isHijack } from './variables.ts'
import { isStatic } from './word.ts'

/** Longest command, in UTF-16 code units. */
const MAX_LENGTH = 131_072
/** How deep commands may stand in the strings of others. */
const MAX_NESTING = 8
/** Characters that nobody sees: they make a command read as another one. */
const INVISIBLE =
  /[\u00ad\u061c\u115f\u1160\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb]|\p{Cs}|(?![\t\n])\p{Cc}|(?<!\u{1f3f4}[\u{e0020}-\u{e007f}]{0,8})[\u{e0000}-\u{e0fff}]/u
/** Why a command is refused, or undefined: it is read as bash would read it, and as sh where that is something else, words decoded, strings that shells run included. */
export function findRefusal(command: string): Refused | undefined {
  try {
    validate(command, { isFed: false, nesting: 0, wrapped: 0, place: { isPrecious: false, isFed: false } })
    return undefined
  } catch (error) {
    if (error instanceof Refused) return error
    // Deeper than the stack of this program: what it does was not read to its end.
    if (error instanceof RangeError) return new Refused('syntax', { pos: 0, end: command.length })
    throw error
  }
}

function validate(source: string, outer: Omit<Context, 'facts' | 'read'>): void {
  const context: Context = {
    ...outer,
    facts: { functions: new CallGraph(), text: undefined, evaluates: false },
    read: validate,
  }
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
  for (const { text: line, isComputed, isOdd } of shReadings(script, source))
    readAsSh(
      line,
      { ...context, nesting: context.nesting + 1 },
      isComputed ? ['syntax', 'dynamic'] : isOdd ? ['syntax'] : [],
    )
  const { functions, text, evaluates } = context.facts
  refuseIf(functions.multiplies, 'forkbomb', all)
  if (text && evaluates) throw new Refused('evaluation', text)
}

/** Judges what only some shells run: none of them runs what it cannot read, and a name that is known only later is one of a variable in arithmetic. */
function readAsSh(line: string, context: Context, harmless: readonly Reason[]): void {
  try {
    context.read(line, context)
  } catch (error) {
    if (!(error instanceof Refused) || !harmless.includes(error.reason)) throw error
  }
}

function visit(node: SyntaxNode, context: Context): void {
  switch (node.type) {
    case 'CommandExpansion':
    case 'ProcessSubstitution':
    case 'ArithmeticCommandExpansion':
      throw new Refused('substitution', node)
    case 'ParameterExpansion':
      checkParameter(node)
      context.facts.evaluates ||= /[A-Za-z_]/.test(node.index?.value ?? '') || node.prefix === '!'
      break
    case 'ArithmeticWord':
      context.facts.evaluates ||= /[A-Za-z_]/.test(node.value)
      refuseIf(RUNS.test(node.value), 'evaluation', node)
      break
    case 'ArithmeticExpansion':
      context.facts.evaluates ||= /[A-Za-z_]/.test(node.text)
      refuseIf(RUNS.test(node.text.slice(2)), 'evaluation', node)
      break
    case 'ArithmeticCommand':
      context.facts.evaluates ||= /[A-Za-z_]/.test(node.body)
      refuseIf(RUNS.test(node.body), 'evaluation', node)
      break
    case 'TestBinary':
      if (/^-(?:eq|ne|lt|le|gt|ge)$/.test(node.operator))
        for (const side of [node.left, node.right]) {
          context.facts.evaluates ||= /[A-Za-z_]/.test(side.value)
          refuseIf(RUNS.test(side.value), 'evaluation', side)
        }
      break
    case 'TestUnary':
      if (/^-[vR]$/.test(node.operator)) refuseIf(RUNS.test(node.operand.value), 'evaluation', node.operand)
      break
    case 'Function':
      context.facts.functions.add(node)
      // What it reads is known where it is called.
      visit(node.body, { ...context, isFed: true })
      return
    case 'For':
    case 'Select':
      refuseIf(isHijack(node.name.value, undefined), 'environment', node.name)
      note(node.wordlist ?? [], context)
      break
    case 'Coproc':
      throw new Refused('evaluation', node)
    case 'Redirect':
      checkRedirect(node, context.place.isPrecious)
      break
    case 'Assignment':
      checkAssignment(node)
      note(node.value.type === 'Word' ? [node.value] : node.value.elements, context)
      context.facts.evaluates ||= /[A-Za-z_]/.test(node.index?.value ?? '')
      break
    case 'Word':
      checkWord(node)
      break
    case 'ExtendedGlob':
      // zsh reads code in the qualifiers of a glob: *(e:'...':), *(+function)
      refuseIf(
        /^[^A-Za-z]{0,8}[A-Za-z^.-]{0,8}e[^A-Za-z0-9\s|)]|^[.@=*%^-]{0,8}\+\w/.test(node.pattern),
        'evaluation',
        node,
      )
      break
    case 'Pipeline':
      node.commands.forEach((command, i) => visit(command, i === 0 ? context : { ...context, isFed: true }))
      checkPipeline(node, context)
      return
    case 'Redirected': {
      const isFed = context.isFed || node.redirects.some(isFeeding)
      visit(node.command, { ...context, isFed })
      for (const redirect of node.redirects) {
        noteText(redirect, context)
        visit(redirect, context)
      }
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

function checkPipeline(node: SyntaxNode & { type: 'Pipeline' }, context: Context): void {
  const steps = node.commands.flatMap((command) => (command.type === 'Command' ? [stepOf(command)] : []))
  for (const command of node.commands) if (command.type === 'Command') note(command.args.map(toWord), context)
  const reason = judgePipeline(steps)
  refuseIf(reason !== undefined, reason ?? 'syntax', node)
}

function checkCommand(command: Command, context: Context): void {
  const { name, args, redirects } = command
  if (!name) return
  const words = [name, ...args.map(toWord)]
  for (const redirect of redirects) {
    if (redirect.type === 'HereString' && redirect.target && name.value.endsWith('xargs'))
      judge([...words, redirect.target], context, command) // what xargs is given becomes arguments
  }
  if (name.value === 'exec' && args.length === 0) context.place.isFed ||= redirects.some(isFeeding)
  if (/^(?:read|mapfile|readarray)$/.test(name.value)) for (const redirect of redirects) noteText(redirect, context)
  const isFed = context.isFed || context.place.isFed || redirects.some(isFeeding)
  judge(words, { ...context, isFed }, command)
  const sending = judgeSending(name.value, args.map(toWord), inputsOf(redirects))
  refuseIf(sending !== undefined, sending ?? 'syntax', command)
  if (/^(?:.*\/)?(?:ed|ex|vi|vim)$/.test(name.value))
    for (const redirect of redirects) refuseIf(runsInEditor(textOf(redirect)), 'evaluation', redirect)
}

/** Keeps in mind text that is read into variables. */
function noteText(redirect: Redirection, context: Context): void {
  if (holdsCode(textOf(redirect))) context.facts.text ??= redirect
}

/** `IFS= read`: how this one line is split, and nothing else. */
function isSplitOfRead({ name }: Command, child: SyntaxNode): boolean {
  if (child.type !== 'Assignment' || child.name !== 'IFS' || child.value.type !== 'Word') return false
  return /^(?:read|mapfile|readarray)$/.test(name?.value ?? '') && isStatic(child.value)
}
