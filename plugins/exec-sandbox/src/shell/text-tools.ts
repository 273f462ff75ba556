import type { Argument } from './argument.ts'
import { isPersistent } from './paths.ts'
import type { Reason } from './refusal.ts'

/** Why a call of awk is refused: its program runs others, or opens connections. */
export function judgeAwk(args: readonly Argument[]): Reason | undefined {
  const runs = args.some(({ value }) => {
    if (/^-[el]$|^--(?:load|include|exec)/.test(value)) return true
    const code = withoutStrings(value).replaceAll(/\s/g, '')
    return /system\(|@load/.test(code) || pipesToProgram(code) || value.includes('/inet/')
  })
  return runs ? 'evaluation' : undefined
}

/** A pipe to or from a program; `||` is none. */
function pipesToProgram(code: string): boolean {
  const parts = code.split('|')
  return parts.some(
    (part, i) => i > 0 && (i === 1 || parts[i - 1] !== '') && /^&?(?:getline|""|[a-z_]\w{0,60}(?:[;}]|$))/.test(part),
  )
}

/** Code with nothing between its double quotes. */
function withoutStrings(code: string): string {
  let out = ''
  let isString = false
  for (let i = 0; i < code.length; i++) {
    const character = code.charAt(i)
    if (isString && character === '\\') i++
    else if (character === '"') isString = !isString
    if (!isString || character === '"') out += character
  }
  return out
}

/** A sed script that runs its input or a command: the command `e`, or the flag of `s`. */
function isSedExec(script: string): boolean {
  if (script.startsWith('-')) return false
  const commands = script
    .split(/[;{}\n]/)
    .map((command) => command.trim().replace(/^(?:[\d,$~+]{1,20}|\/[^/]{0,200}\/)/, ''))
  return commands.some((command) => /^e(?:\s|$)/.test(command.trim())) || hasFlagE(script)
}

/** `s/x/y/e`, with any sign for the slash. */
function hasFlagE(script: string): boolean {
  for (let at = script.indexOf('s'); at >= 0; at = script.indexOf('s', at + 1)) {
    const isCommand = at === 0 || /[;{}\s\d$/]/.test(script.charAt(at - 1))
    const sign = script.charAt(at + 1)
    if (!isCommand || sign === '' || /[\w\s\\]/.test(sign)) continue
    let left = 2
    let i = at + 2
    for (; i < script.length && left > 0; i++) {
      if (script.charAt(i) === '\\') i++
      else if (script.charAt(i) === sign) left--
    }
    if (left === 0 && /^[gpimIM\d]{0,20}e/.test(script.slice(i))) return true
    at = Math.max(at, i - 1) // what was read is one command
  }
  return false
}

/** Why a call of an editor is refused: its commands run programs or load code. */
export function judgeEditor(args: readonly Argument[]): Reason | undefined {
  return args.some(
    ({ value }, i) =>
      (/^(?:-c|--cmd|-S|-s)$/.test(args[i - 1]?.value ?? '') || value.startsWith('+')) &&
      /[!]|system|^\/dev\/|^-$|:?(?:so|source|lua|py|perl|ruby|call)\b/.test(value),
  )
    ? 'evaluation'
    : undefined
}

/** Why a call of sed is refused: its script runs commands, or it changes a file that runs at start. */
export function judgeSed(args: readonly Argument[]): Reason | undefined {
  if (args.some(({ value }) => isSedExec(value))) return 'evaluation'
  if (args.some(({ value }) => /(?:^|[;{}\n\d$/])\s{0,8}[wW]\s{1,8}\/etc\//.test(value))) return 'persistence'
  const isInPlace = args.some(({ value }) => /^-[a-zA-Z]*i|^--in-place/.test(value))
  return isInPlace && args.some(({ text, value }) => isPersistent(text, value)) ? 'persistence' : undefined
}

/** Commands of the shells of databases that run programs, in text with single spaces. */
const SQL_RUNS =
  /(?:^|[ ;])\\!|\b(?:from|to) program\b|(?:^|[ ;])\.(?:shell|system|load|excel)\b|(?:^|[ ;])\.(?:output|once|import) ['"]?\||\bload_extension ?\(|(?:^|; ?)(?:system|\\T|pager) |\bsys_(?:exec|eval)\b|\bxp_cmdshell\b|\binto (?:out|dump)file\b/i

/** Why a call of a database's shell is refused: it runs programs. */
export function judgeSql(args: readonly Argument[]): Reason | undefined {
  return args.some(({ value }) => SQL_RUNS.test(value.replaceAll(/\s+/g, ' ')) || pipesOut(value))
    ? 'evaluation'
    : undefined
}

/** psql writes to a program: `\o |cat`, `\copy t to program`. */
function pipesOut(value: string): boolean {
  return value.split('\n').some((line) => {
    const at = line.search(/\\(?:o|g|gx|w|copy)\b/)
    return at >= 0 && /\||\bprogram\b/i.test(line.slice(at))
  })
}

/** Commands of debuggers that run programs or code. */
const DEBUGGER_RUNS: ReadonlySet<string> = new Set(
  'shell python py python-interactive pi guile gu source pipe platform script make call'.split(' '),
)

/** Why a call of a debugger is refused: its commands run programs or code. */
export function judgeDebugger(args: readonly Argument[]): Reason | undefined {
  const commands = args.filter((_, i) =>
    /^--?(?:ex|iex|eval-command|init-eval-command|o|one-line|O)$/.test(args[i - 1]?.value ?? ''),
  )
  return commands.some(({ value }) => {
    const command = value.trimStart()
    return /^[!|]/.test(command) || DEBUGGER_RUNS.has(command.split(/\s/, 1)[0] ?? '')
  })
    ? 'evaluation'
    : undefined
}

/** True for commands to a line editor that run a program. */
export function runsInEditor(commands: string): boolean {
  return commands.split('\n').some((line) => {
    const command = line.replace(/^[\d,.$%+\- \t]+/, '').replace(/^[rweg][ \t]*/, '')
    return command.startsWith('!')
  })
}
