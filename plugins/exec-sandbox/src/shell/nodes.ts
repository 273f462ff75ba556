import type { Assignment, SyntaxNode, Word } from 'unbash'
import { isConnection, isDevice, isPersistent } from './paths.ts'
import { Refused, type Reason } from './refusal.ts'
import { isHijack } from './variables.ts'
import { isStatic, runsInIndex, unquoted } from './word.ts'

/** What arithmetic runs where it stands in an index. */
export const RUNS: RegExp = /\$\(|`/
/** Spaces that are none for a shell. */
const ODD_SPACE = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/

/** Throws Refused where a claim holds. */
export function refuseIf(
  isRefused: boolean,
  reason: Reason,
  node: { readonly pos: number; readonly end: number },
): void {
  if (isRefused) throw new Refused(reason, node)
}

/** Throws Refused for an expansion of a parameter that evaluates, names another variable or sets one that hijacks. */
export function checkParameter(node: SyntaxNode & { type: 'ParameterExpansion' }): void {
  const { operation, prefix, index, parameter, text } = node
  if (operation?.type === 'Unknown') throw new Refused('evaluation', node)
  // only `@P` evaluates; the others quote, or tell what a variable is
  if (operation?.type === 'Transform') refuseIf(!/^[QEAKkaUuL]$/.test(operation.operand.value), 'evaluation', node)
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

/** Throws Refused for a word that zsh, or old arithmetic, evaluates. */
export function checkWord(word: Word): void {
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

/** Throws Refused for a redirection to a connection, a device or a file that runs at start. `isHome`: the command has gone to a home directory. */
export function checkRedirect({ operator, target }: SyntaxNode & { type: 'Redirect' }, isHome: boolean): void {
  if (!target) return
  const { value, text } = target
  refuseIf(isConnection(value) || /^\/dev\/(?:tcp|udp)/.test(value), 'network', target)
  if (operator === '<' || operator === '<&') return
  refuseIf(isDevice(value), 'device', target)
  refuseIf(isPersistent(text, value) || (isHome && isPersistent(`~/${text}`, `~/${value}`)), 'persistence', target)
}

/** Throws Refused for an assignment that hijacks programs, or whose text arithmetic would run. */
export function checkAssignment({ name, value, index }: Assignment): void {
  const words = value.type === 'Word' ? [value] : value.elements
  const fixed = value.type === 'Word' && isStatic(value) ? value.value : undefined
  refuseIf(isHijack(name, fixed), 'environment', value)
  refuseIf(index !== undefined && RUNS.test(index.value), 'evaluation', value)
  for (const word of words) refuseIf(runsInIndex(word.value, RUNS), 'evaluation', word)
}
