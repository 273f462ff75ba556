import { forEachChild, parse, type Command, type SyntaxNode, type Word, type WordPart } from 'unbash'
import type { Operation } from './rules.ts'
import { shReadings } from './sh-readings.ts'

/** A name in a command line that may be a file's, with the shell's own patterns, and UNKNOWN for what is known only when it runs. */
export interface NamedFile {
  readonly path: string
  readonly operation: Operation
  /** A folder of this name goes with all that is in it. */
  readonly isTaken: boolean
}

/** What a command line names, and the folders that it goes to. */
export interface Named {
  readonly files: readonly NamedFile[]
  readonly folders: readonly string[]
}

/** Programs that only look at the files that they are given; every other one may change them. */
const READERS: ReadonlySet<string> = new Set(
  `cat less more head tail grep egrep fgrep rg ag ls tree stat file wc diff cmp comm cut nl od xxd hexdump strings md5sum sha1sum
   sha256sum base64 jq yq test [ readlink realpath basename dirname du . source bat`.split(/\s+/),
)
/** What of git only looks, or takes up what is there. */
const GIT_READERS: ReadonlySet<string> = new Set(
  'add blame cat-file check-ignore commit diff grep log ls-files show status'.split(' '),
)
/** Programs whose words are words. */
const SAYERS: ReadonlySet<string> = new Set('echo printf : true false'.split(' '))
/** Programs whose first word is a pattern, unless an option brings it. */
const SEARCHERS: ReadonlySet<string> = new Set('grep egrep fgrep rg ag jq yq'.split(' '))
/** Programs that take a folder away, or change all that is in it. */
const TAKERS: ReadonlySet<string> = new Set('rm mv rmdir shred chmod chown'.split(' '))
const SHELLS = /^(?:ba|da|k|z)?sh$/
const BRINGS_PATTERN = /^-[a-zA-Z]*[ef]|^--(?:regexp|file|from-file)\b/
/** Options whose value is a pattern of names or a message. */
const NO_FILE = /^(?:-i?name|-i?path|-i?wholename|-i?regex|-m|--message|--glob|-g|--include|--exclude|--exclude-dir)$/
/** What no name of a file holds. */
const UNKNOWN = '\ufffd'
const MAX_LENGTH = 65_536
const MAX_DEPTH = 3

/** Reads a command line as a shell does. Undefined where it is too long or too deep to be looked through. */
export function namedIn(line: string, variables: Readonly<Record<string, string>>, depth = 0): Named | undefined {
  if (line.length > MAX_LENGTH || depth > MAX_DEPTH) return undefined
  const files: NamedFile[] = []
  const folders: string[] = []
  const textOf = (word: Word): string => readWord(word, variables)
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'Redirect' && node.target !== undefined)
      files.push({ path: textOf(node.target), operation: node.operator === '<' ? 'read' : 'write', isTaken: false })
    if (node.type === 'Command') readCommand(node)
    forEachChild(node, visit)
  }
  const readInner = (text: string): void => {
    const inner = namedIn(text, variables, depth + 1)
    if (inner === undefined) throw new RangeError('too deep')
    files.push(...inner.files)
    folders.push(...inner.folders)
  }
  const readCommand = (command: Command): void => {
    const words = [command.name, ...command.args].flatMap((word) => (word?.type === 'Word' ? [textOf(word)] : []))
    const program = (words[0] ?? '').replace(/^.*\//, '')
    const args = words.slice(1)
    if (SAYERS.has(program)) return
    if (program === 'cd' || program === 'pushd') folders.push(...args.filter((word) => !word.startsWith('-')))
    if (SHELLS.test(program) || program === 'eval')
      for (const text of program === 'eval' ? [args.join(' ')] : args.filter((word) => /\s/.test(word))) readInner(text)
    const operation = operationOf(program, args)
    for (const path of filesAmong(program, args)) files.push({ path, operation, isTaken: TAKERS.has(program) })
  }
  try {
    const script = parse(line)
    visit(script)
    for (const { text } of shReadings(script, line)) readInner(text)
    // What is no line to bash may be several to sh, of which it runs those that it can read.
    const pieces = (script.errors?.length ?? 0) > 0 ? line.split(/[|&;\n]+/) : []
    if (pieces.length > 1) pieces.forEach(readInner)
  } catch {
    return undefined // deeper than the stack
  }
  return { files, folders }
}

function operationOf(program: string, args: readonly string[]): Operation {
  if (program === 'git') return GIT_READERS.has(args.find((word) => !word.startsWith('-')) ?? '') ? 'read' : 'write'
  return READERS.has(program) ? 'read' : 'write'
}

/** Words, and what stands in them behind the signs with which programs introduce a file: `--file=x`, `of=x`, `@x`, `HEAD:x`. */
function filesAmong(program: string, args: readonly string[]): readonly string[] {
  let hasPattern = !SEARCHERS.has(program) || args.some((word) => BRINGS_PATTERN.test(word))
  return args.flatMap((word, at) => {
    if (NO_FILE.test(args[at - 1] ?? '')) return []
    const isOption = word.startsWith('-')
    if (!hasPattern && !isOption) {
      hasPattern = true
      return []
    }
    const behind = ['=', '@', ':'].flatMap((sign) =>
      word.includes(sign) ? [word.slice(word.lastIndexOf(sign) + 1)] : [],
    )
    return isOption ? behind : [word, ...behind]
  })
}

function readWord(word: Word, variables: Readonly<Record<string, string>>): string {
  const text = word.parts === undefined ? word.value : word.parts.map((part) => readPart(part, variables)).join('')
  const isHome = word.text === '~' || word.text.startsWith('~/')
  return isHome && variables.HOME !== undefined ? variables.HOME + text.slice(1) : text
}

function readPart(part: WordPart, variables: Readonly<Record<string, string>>): string {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return part.value
    case 'DoubleQuoted':
    case 'LocaleString':
      return part.parts.map((child) => readPart(child, variables)).join('')
    case 'SimpleExpansion':
      return variables[part.text.slice(1)] ?? UNKNOWN
    case 'ParameterExpansion':
      return (part.operation === undefined ? variables[part.parameter] : undefined) ?? UNKNOWN
    case 'Glob':
    case 'ExtendedGlob':
    case 'BraceExpansion':
      return part.text
    default:
      return UNKNOWN
  }
}
