// The same file stands in every layer that reads command lines (test/structure.test.ts): no layer imports another.
import { forEachChild, type SyntaxNode } from 'unbash'

/** Something in a line, as a plain POSIX shell runs it. */
export interface ShReading {
  readonly text: string
  /** It may well be the arithmetic that bash takes it for: words that are no known program are variables then. */
  readonly isComputed: boolean
  /** It may be what no shell can read, and so none runs: arithmetic, or the pattern of a comparison. */
  readonly isOdd: boolean
}

/**
 * What `sh` runs where bash only computes, compares or quotes. dash and the like have no arithmetic command, no `[[` and no `$'`: to them `((rm x))` is
 * rm in two subshells, in `[[ a || rm x ]]` rm is what runs where no `[[` is found, and `$'\'` is over where bash goes on. POSIX.1-2024, 2.
 */
export function shReadings(script: SyntaxNode, source: string): readonly ShReading[] {
  const readings: ShReading[] = []
  const dollars: number[] = []
  let isQuotedOtherwise = false
  const part = (text: string, isComputed: boolean, isOdd: boolean): void =>
    void readings.push({ text, isComputed, isOdd })
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'ArithmeticCommand') {
      const isComputed = COMPUTES.test(node.body) && !NAMES_PROGRAM.test(node.body) && !node.body.includes('[[')
      part(node.body, isComputed, isComputed)
    } else if (node.type === 'TestCommand')
      for (const text of ranByTest(node, source)) part(text, false, text.startsWith(': '))
    else if (node.type === 'AnsiCQuoted') {
      dollars.push(node.pos)
      isQuotedOtherwise ||= node.text.includes("\\'")
    } else if (node.type === 'HereDocDelimiter')
      for (const { index } of source.slice(node.pos, node.end).matchAll(DOLLAR_QUOTE)) {
        dollars.push(node.pos + index)
        isQuotedOtherwise = true
      }
    // Backticks with backslashes in them are decoded first, and places in them are places of that.
    else if (node.type === 'Script' && node !== script && node.source !== undefined) {
      readings.push(...shReadings(node, node.source))
      return
    }
    forEachChild(node, visit)
  }
  visit(script)
  if (isQuotedOtherwise) readings.push({ text: escaped(source, dollars), isComputed: false, isOdd: false })
  return readings
}

const DOLLAR_QUOTE = /\$(?=['"])/g
/** Nothing but what arithmetic is written with. */
const COMPUTES = /^[\w\s$+\-*/%<>=!&|^~?:,()[\]{}#@]*$/
/** What arithmetic has not, and command lines have: paths, words side by side, options behind a word. */
const NAMES_PROGRAM = /(?:^|[\s(;&|])\/|\w\/[A-Za-z_]|[\w)\]][ \t\n]+(?:[\w$]|--?[A-Za-z])/
/** A word that says by itself which program it names; others are options, or known only when they run. */
const BEGINS_FIXED = /^[\w./~\\'%+:@]/

/** The operands of `[[` that run where the first one has failed, and the files that its comparisons open. */
function ranByTest(test: SyntaxNode, source: string): readonly string[] {
  const leaves: SyntaxNode[] = []
  let hasOr = false
  const collect = (node: SyntaxNode): void => {
    if (node.type === 'TestBinary' || node.type === 'TestUnary') return void leaves.push(node)
    hasOr ||= node.type === 'TestLogical' && node.operator === '||'
    forEachChild(node, collect)
  }
  collect(test)
  return leaves.flatMap((leaf, at) => {
    const texts: string[] = []
    const text = source.slice(leaf.pos, leaf.end)
    if (hasOr && at > 0 && BEGINS_FIXED.test(text)) texts.push(text)
    if (leaf.type !== 'TestBinary') return texts
    const right = source.slice(leaf.right.pos, leaf.right.end)
    if (leaf.operator === '<' || leaf.operator === '>') texts.push(`: ${leaf.operator} ${right}`)
    if (/[|&;<>]/.test(right)) texts.push(`: ${right}`)
    return texts
  })
}

function escaped(source: string, places: readonly number[]): string {
  let text = ''
  let from = 0
  for (const place of [...new Set(places)].toSorted((a, b) => a - b)) {
    text += `${source.slice(from, place)}\\`
    from = place
  }
  return text + source.slice(from)
}
