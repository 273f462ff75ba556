import { isJsonObject, type JsonObject, type JsonValue } from '@ringwall/core'
import { Grade } from './action.ts'
import { isList, type Field } from './arguments/fields.ts'
import { gradePath } from './arguments/path.ts'
import { isHijack } from './arguments/variables.ts'
import type { Examined } from './examine.ts'
import { squash } from './name.ts'
import { gradeLine } from './shell/line.ts'
import { isPlainPowershell } from './shell/powershell.ts'

const COMMAND =
  /^(?:command|cmd|script|commands|code|commandline|shellcommand|bashcommand|chars|keys|input|inputtext|executable|program)$/
/** Names of the argument that holds the words behind a command. */
const VARIABLES = /^(?:env|environment|envvars)$/
const WORDS = /^(?:args|arguments|argv)$/
/** Which program a tool of one program runs, where its command does not begin with it. */
const OF_GROUP: Readonly<Record<string, string>> = { git: 'git', kubernetes: 'kubectl', containers: 'docker' }
/** Arguments that describe a call to a person or place it, and that no tool runs. */
const PROSE =
  /^(?:description|explanation|reason|purpose|comment|note|title|summary|justification|message|intent|thought|label|name|id|\w*id|cwd|workdir|workingdirectory|directory|dir|host|hostname|user|username|container|pod|namespace|mode|language|encoding|timeout\w*|stdin|kind|type)$/
/** Rules by which a reader of commands says that it does not know, which says nothing of a text that is none. */
const UNSURE =
  /^shell\.(?:unknown|syntax|dynamic|limit|options|evaluation|unseen|local|foreign|absent|shortened)$|^code\./
/** How much text may stand in all command lines of a call, and in one argument beside them, in UTF-16 code units. */
const MAX_TOTAL = 262_144
const MAX_POSSIBLE = 16_384

/** Grades the arguments of a tool that runs commands. */
export function gradeShell(it: Examined): void {
  const { action, call, fields, grade, book } = it
  const lines: string[] = []
  const words: string[] = []
  const others: string[] = []
  for (const [key, value] of entriesOf(call.args, 0)) {
    const name = squash(key)
    if (WORDS.test(name)) words.push(toLine(value))
    else if (COMMAND.test(name)) lines.push(...toLines(name, value))
    else if (VARIABLES.test(name)) gradeEnvironment(value, grade)
    else if (/^(?:cwd|workdir|workingdirectory|directory|dir)$/.test(name) && typeof value === 'string')
      gradePath(value, false, grade)
    else if (name === 'shell' && !isShell(value))
      grade.raise('destructive', 'shell.foreign', 'it runs the command by a program that is no shell')
    else if (!PROSE.test(name))
      for (const text of isList(value) ? value : [value]) if (typeof text === 'string') others.push(text)
    // Joined to the command by a host that gives both to a shell, words are a part of the line.
    if (WORDS.test(name) && isList(value)) others.push(`- ${value.map(String).join(' ')}`)
  }
  const all = lines.length === 0 ? words : lines.flatMap((line) => [line, ...words.map((each) => `${line} ${each}`)])
  if (all.length === 0)
    return grade.raise('destructive', 'shell.absent', 'the arguments hold no command that can be read')
  if (all.reduce((sum, line) => sum + line.length, 0) > MAX_TOTAL)
    return grade.raise('destructive', 'shell.limit', 'the command lines are more than are read')
  const program = OF_GROUP[action.group]
  for (const line of all)
    if (!isPlainPowershell(line, grade))
      gradeLine(
        program === undefined || /^\w*/.exec(line.trimStart())?.[0] === program ? line : `${program} ${line}`,
        grade,
        book,
      )
  for (const text of others) gradePossible(text, it)
  for (const { name, value } of fields)
    if (
      /^(?:elevated|sudo|asroot|privileged|dangerouslydisablesandbox|escalated|withescalatedpermissions|bypass\w*|unsafe\w*|nosandbox)$/.test(
        name,
      )
        ? isAsked(value)
        : name === 'sandboxpermissions' && value !== 'use_default'
    )
      grade.raise('destructive', 'shell.rights', 'it asks for more rights than commands have')
}

/** The arguments, and what stands in objects among them, such as `options` or `action`; not variables. */
function entriesOf(args: JsonObject, depth: number): readonly (readonly [string, JsonValue])[] {
  return Object.entries(args).flatMap(([key, value]) =>
    depth < 4 && isJsonObject(value) && !VARIABLES.test(squash(key)) && !COMMAND.test(squash(key))
      ? entriesOf(value, depth + 1)
      : [[key, value] as const],
  )
}

function isAsked(value: Field['value']): boolean {
  return value !== false && value !== null && value !== 'false' && value !== 0
}

function toLines(name: string, value: JsonValue): readonly string[] {
  if (typeof value === 'string') return [value]
  if (!isList(value)) return ['\0'] // no command can be read from it
  const [first] = value
  const isLines = name === 'commands' && value.every((item) => typeof item === 'string')
  if (isLines && typeof first === 'string' && /\s/.test(first)) return value.map(String)
  return isLines ? [...value.map(String), toLine(value)] : [toLine(value)]
}

/** Words of a program that no shell reads, as a shell would have to be given them. */
function toLine(value: JsonValue): string {
  if (typeof value === 'string') return value
  if (!isList(value)) return '\0'
  return value
    .map((word) => `'${(typeof word === 'string' ? word : JSON.stringify(word)).replaceAll("'", `'\\''`)}'`)
    .join(' ')
}

function gradeEnvironment(value: JsonValue, grade: Grade): void {
  const pairs: readonly (readonly [string, JsonValue])[] = isJsonObject(value)
    ? Object.entries(value)
    : isList(value)
      ? value.map((item) => [String(item).split('=', 1)[0] ?? '', String(item).slice(String(item).indexOf('=') + 1)])
      : [['PATH', null]]
  if (pairs.some(([name, text]) => isHijack(name, typeof text === 'string' ? text : undefined)))
    grade.raise('destructive', 'shell.environment', 'it sets a variable that makes other programs run code')
}

/** Grades text that may be a command, by what it is known to take away: prose is made of unknown programs. */
function gradePossible(text: string, { grade, book }: Examined): void {
  if (text.length > MAX_POSSIBLE)
    return grade.raise('destructive', 'shell.limit', 'an argument beside the command is longer than is read')
  const possible = new Grade()
  gradeLine(text, possible, book)
  const known = possible.reasons.find(({ rule }) => !UNSURE.test(rule))
  if (possible.class === 'destructive' && known)
    grade.raise('destructive', known.rule, 'an argument beside the command may be one that takes away')
}

function isShell(value: JsonValue): boolean {
  return (
    typeof value === 'boolean' ||
    value === null ||
    (typeof value === 'string' &&
      /^(?:|auto|default|none|true|false|(?:\/(?:usr\/(?:local\/)?)?bin\/)?(?:ba|z|da|k|a|fi)?sh|pwsh|powershell(?:\.exe)?|cmd(?:\.exe)?)$/.test(
        value,
      ))
  )
}
