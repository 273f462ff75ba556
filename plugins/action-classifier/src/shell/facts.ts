import { forEachChild, type SyntaxNode } from 'unbash'

/** What is true of a line as a whole, before its first command is looked at. */
export interface Facts {
  /** Definitions of functions that hold for the rest of the line: none in a subshell, a pipe or a condition. */
  readonly functions: ReadonlySet<object>
  /** A variable or a list of it holds options. */
  readonly hidesOptions: boolean
  /** It computes, and holds text that arithmetic would run. */
  readonly evaluatesText: boolean
  /** A function of it calls itself, and in the background or in a pipe. */
  readonly multiplies: boolean
}

/** With more functions than this nobody follows who calls whom. */
const MAX_FUNCTIONS = 100
/** Where a shell would look into text again. */
const CODE = /\$\((?!\()|`/

/** Collects the facts of a parsed line. Recursive: throws RangeError for one that is too deep. */
export function factsOf(script: SyntaxNode): Facts {
  const calls = new Map<string, Set<string>>()
  let [hidesOptions, holdsCode, computes, forks] = [false, false, false, false]
  const lasting = new Set<object>()
  const visit = (node: SyntaxNode, within: readonly Set<string>[], isLasting: boolean): void => {
    if (node.type === 'Function' && isLasting) lasting.add(node)
    let inside = within
    switch (node.type) {
      case 'Function': {
        const own = calls.get(node.name.value) ?? new Set<string>()
        calls.set(node.name.value, own)
        inside = [...within.slice(-3), own]
        break
      }
      case 'Command':
        if (node.name) for (const own of within) own.add(node.name.value)
        if (
          /^(?:let|declare|typeset|local|test|\[|read|printf|unset|export|readonly|mapfile|wait)$/.test(
            node.name?.value ?? '',
          )
        )
          computes ||=
            /^(?:let|wait)$/.test(node.name?.value ?? '') ||
            node.args.some(({ text }) => /^['"]?-[a-zA-Z]*[inv]|^['"]?-(?:eq|ne|lt|le|gt|ge)|\[/.test(text))
        break
      case 'Pipeline':
        forks ||= node.commands.length > 1
        break
      case 'For':
        hidesOptions ||= (node.wordlist ?? []).some(isOption)
        break
      case 'Assignment':
        hidesOptions ||= node.value.type === 'Word' ? isOption(node.value) : node.value.elements.some(isOption)
        computes ||= node.index !== undefined
        holdsCode ||= node.value.type === 'Word' && holdsText(node.value)
        break
      case 'ArithmeticWord':
        holdsCode ||= CODE.test(node.value) && !(node.parts ?? []).some(({ type }) => type === 'CommandExpansion')
        break
      case 'ArithmeticCommand':
      case 'ArithmeticExpansion':
      case 'ArithmeticFor':
        computes = true
        break
      case 'ParameterExpansion':
        computes ||= node.index !== undefined || node.operation?.type === 'Slice'
        holdsCode ||= CODE.test((node.index?.value ?? '').replaceAll(/^\$\(.*\)$/g, ''))
        break
      case 'TestBinary':
        computes ||= /^-(?:eq|ne|lt|le|gt|ge)$/.test(node.operator)
        break
      case 'TestUnary':
        computes ||= /^-[vR]$/.test(node.operator)
        break
      case 'Word':
        holdsCode ||= holdsText(node)
        break
      case 'HereDoc':
        holdsCode ||= node.delimiter?.quoted === true && CODE.test(node.body.text)
        break
      default:
        break
    }
    if ('text' in node && node.type === 'Word' && /\$\[/.test(node.text)) computes = true
    const holds = isLasting && /^(?:Script|Statement|BraceGroup|CompoundList)$/.test(node.type)
    forEachChild(node, (child) => visit(child, inside, holds))
  }
  visit(script, [], true)
  const isInBackground = isBackground(script)
  return {
    functions: lasting,
    hidesOptions,
    evaluatesText: computes && holdsCode,
    multiplies:
      calls.size > MAX_FUNCTIONS ||
      [...calls].some(([name, own]) => (forks || isInBackground) && reaches(own, name, calls)),
  }
}

interface Written {
  readonly value: string
  readonly text: string
  readonly parts?: readonly { readonly type: string }[] | undefined
}

function isOption({ value, text }: Written): boolean {
  return /(?:^|[\s{,])-/.test(value) || /^['"]?-/.test(text)
}

/** True for a word that holds code as text: quoted, so that the shell itself does not run it. */
function holdsText({ value, parts }: Written): boolean {
  if (!CODE.test(value)) return false
  return (
    (parts ?? []).every(({ type }) => type !== 'CommandExpansion') &&
    !(parts ?? []).some((part) => part.type === 'DoubleQuoted' && hasExpansion(part))
  )
}

function hasExpansion(part: object): boolean {
  const inner: readonly { readonly type: string }[] = 'parts' in part && Array.isArray(part.parts) ? part.parts : []
  return inner.some(({ type }) => type === 'CommandExpansion' || type === 'ArithmeticExpansion')
}

function isBackground(node: SyntaxNode): boolean {
  let found = node.type === 'Statement' && 'background' in node && node.background === true
  forEachChild(node, (child) => {
    found ||= isBackground(child)
  })
  return found
}

/** True where calls lead from `from` to `name`. */
function reaches(from: ReadonlySet<string>, name: string, calls: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  const seen = new Set<string>()
  const waiting = [...from]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next === name) return true
    if (seen.has(next)) continue
    seen.add(next)
    waiting.push(...(calls.get(next) ?? []))
  }
  return false
}
