import { isJsonObject, type JsonValue, type ToolCall } from '@ringwall/core'
import type { Action, Grade } from './action.ts'
import { isList, textsOf, type Field } from './arguments/fields.ts'
import { gradeGraphql } from './arguments/graphql.ts'
import { classOfMethod, GRAVE_PATH, OVERRIDE } from './arguments/http.ts'
import { gradePath } from './arguments/path.ts'
import { gradePatch } from './arguments/patch.ts'
import { gradeSql } from './arguments/sql.ts'
import { isHijack } from './arguments/variables.ts'
import { gradeCode, languageOf } from './code.ts'
import { squash, wordsOf } from './name.ts'
import type { ProgramBook } from './shell/book.ts'
import { gradeLine } from './shell/line.ts'

/** What a tool's arguments are read as. */
export interface Examined {
  readonly action: Action
  readonly call: ToolCall
  readonly fields: readonly Field[]
  readonly grade: Grade
  readonly book: ProgramBook
}

const COMMAND =
  /^(?:command|cmd|script|commands|code|commandline|shellcommand|bashcommand|chars|keys|input|inputtext|executable|program)$/
/** Names of the argument that holds the words behind a command. */
const WORDS = /^(?:args|arguments|argv)$/
const STATEMENT =
  /^(?:sql|query|queries|statement|statements|sqlquery|sqltext|querytext|sqlstatement|command|q|script|text|migration|migrationsql|input|rawsql|explain)$/
const CODE =
  /^(?:code|script|source|python|pythoncode|input|cell|content|cellsource|program|snippet|expression|function|javascript|js|command|query|pyscript)$/
const DOCUMENT = /^(?:query|mutation|document|gql|graphql|operation|body)$/
const PATH = /path|file|dir|dest|source|target|folder|filename|uri|location|^(?:from|to|old|new|cwd|root|name|output)$/
/** Which program a tool of one program runs, where its command does not begin with it. */
const OF_GROUP: Readonly<Record<string, string>> = { git: 'git', kubernetes: 'kubectl', containers: 'docker' }
/** Names of the argument that says what a tool of many uses does. */
const VERB = /^(?:action|operation|op|command|cmd|verb|mode|method|kind|type|subcommand)$/

/** Grades what the arguments say, in the way that the action names. */
export function examine(it: Examined): void {
  const { action, fields, grade } = it
  if (action.verbs) gradeVerb(it)
  switch (action.examine) {
    case 'shell':
      return gradeShell(it)
    case 'code':
      return gradeCodes(it)
    case 'script':
      return gradeTexts(it, CODE, (text) => gradeCode(text, 'page', grade))
    case 'sql':
      return gradeTexts(it, STATEMENT, (text) => gradeSql(text, grade))
    case 'graphql':
      return gradeTexts(it, DOCUMENT, (text) => gradeGraphql(text, grade))
    case 'http':
      return gradeHttp(it)
    case 'path': {
      const isWrite = grade.class !== 'read'
      for (const text of textsOf(fields, PATH)) if (text.length < 8192) gradePath(text, isWrite, grade)
      if (action.id === 'files.patch')
        for (const text of textsOf(fields, /^(?:patch|input|diff|content|changes)$/)) gradePatch(text, grade)
      return
    }
    default:
      return
  }
}

/** What a tool of many uses is asked to do. Two arguments may say it; the worse counts. */
function gradeVerb({ action, call, fields, grade }: Examined): void {
  const verbs = action.verbs ?? {}
  const said = Object.entries(call.args).flatMap(([name, value]) => (VERB.test(squash(name)) ? [value] : []))
  const known = said.filter((value) => typeof value === 'string' && Object.hasOwn(verbs, value))
  const first = said[0]
  if (said.length === 0 || known.length === 0 || typeof first !== 'string')
    return grade.raise('destructive', 'verb.unknown', 'what the tool is asked to do is not known')
  for (const { name, value } of fields)
    if (VERB.test(name) && typeof value === 'string' && Object.hasOwn(verbs, value))
      grade.raise(verbs[value] ?? 'destructive', 'verb', 'the tool is asked to change something')
  for (const value of known)
    if (typeof value === 'string')
      grade.raise(verbs[value] ?? 'destructive', 'verb', 'the tool is asked to change something')
  if (!Object.hasOwn(verbs, first))
    grade.raise('destructive', 'verb.unknown', 'what the tool is asked to do is not known')
}

function gradeTexts({ fields, grade }: Examined, names: RegExp, read: (text: string) => void): void {
  const named = textsOf(fields, names)
  const only = fields.filter(({ value }) => typeof value === 'string')
  const texts = named.length > 0 ? named : only.length === 1 ? [String(only[0]?.value)] : []
  if (texts.length === 0)
    return grade.raise('destructive', 'text.absent', 'the arguments hold no text that can be read')
  for (const text of texts) read(text)
}

function gradeShell({ action, call, fields, grade, book }: Examined): void {
  const lines: string[] = []
  const words: string[] = []
  for (const [key, value] of Object.entries(call.args)) {
    const name = squash(key)
    if (WORDS.test(name)) words.push(toLine(value))
    else if (COMMAND.test(name)) lines.push(...toLines(name, value))
    else if (/^(?:env|environment|envvars)$/.test(name)) gradeEnvironment(value, grade)
    else if (/^(?:cwd|workdir|workingdirectory|directory|dir)$/.test(name) && typeof value === 'string')
      gradePath(value, false, grade)
  }
  const all = lines.length === 0 ? words : lines.flatMap((line) => [line, ...words.map((each) => `${line} ${each}`)])
  if (all.length === 0)
    return grade.raise('destructive', 'shell.absent', 'the arguments hold no command that can be read')
  const program = OF_GROUP[action.group]
  for (const line of all)
    gradeLine(
      program === undefined || new RegExp(`^\\s*${program}\\b`).test(line) ? line : `${program} ${line}`,
      grade,
      book,
    )
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

function gradeCodes(it: Examined): void {
  const { call, fields, grade, book } = it
  const said = textsOf(fields, /^(?:language|lang|runtime|kernel|interpreter)$/)[0]
  const words = wordsOf(call.tool)
  const isScript = words.some((word) => /^(?:js|javascript|node)$/.test(word))
  const language = said === undefined ? (isScript ? 'node' : 'python') : languageOf(said)
  const isShell = said !== undefined && /^(?:bash|sh|shell|zsh|terminal)$/i.test(said)
  gradeTexts({ ...it, fields: fields.filter(({ name }) => name !== 'language' && name !== 'lang') }, CODE, (text) => {
    if (isShell) return gradeLine(text, grade, book)
    const commands = text.split('\n').filter((line) => /^\s*[!%]/.test(line))
    // `!pip install x` and `%ls` of notebooks
    for (const line of commands)
      if (!/^\s*%(?:matplotlib|timeit|time|who|whos|pwd|config|load_ext autoreload|autoreload)\b/.test(line))
        gradeLine(line.replace(/^\s*(?:!+|%%?(?:bash|sh)?)/, ''), grade, book)
    gradeCode(
      commands.length === 0
        ? text
        : text
            .split('\n')
            .filter((line) => !commands.includes(line))
            .join('\n'),
      language ?? 'unknown',
      grade,
    )
  })
}

function gradeHttp({ action, call: { args, tool }, fields, grade }: Examined): void {
  const isRequest = action.group === 'http' && action.id === 'http.request'
  const methods = fields.filter(
    ({ name, depth }) => depth < 2 && /^(?:method|httpmethod|requestmethod|verb)$/.test(name),
  )
  const hasBody = fields.some(
    ({ name, value }) =>
      /^(?:body|data|json|payload|form|formdata|files|postdata|multipart)$/.test(name) &&
      value !== null &&
      value !== '',
  )
  const fromName = wordsOf(tool).find((word) => /^(?:get|head|post|put|patch|delete)$/.test(word))
  for (const { value } of methods) raiseMethod(String(value), grade)
  if (methods.length === 0 && isRequest && fromName !== undefined) raiseMethod(fromName, grade)
  if (
    methods.length === 0 &&
    hasBody &&
    Object.keys(args).some((key) => /body|data|json|payload|form|files/i.test(key))
  )
    raiseMethod('POST', grade)
  if (
    isRequest &&
    methods.length === 0 &&
    !hasBody &&
    tool.toLowerCase() === 'curl' &&
    typeof args['command'] === 'string'
  )
    grade.raise('destructive', 'http.unread', 'the request cannot be read')
  const urls = textsOf(fields, /^(?:url|uri|endpoint|path|href|requesturl|baseurl)$/)
  if (isRequest && urls.length === 0 && fields.length > 0 && methods.length === 0)
    grade.raise('destructive', 'http.unread', 'where the request goes is not known')
  for (const url of urls) {
    if (url.length > 8192) grade.raise('destructive', 'http.limit', 'a URL is longer than is looked at')
    const override = /[?&]_method=([A-Za-z]{1,20})/.exec(url.slice(0, 8192))?.[1]
    if (override !== undefined) raiseMethod(override, grade)
    if (grade.class !== 'read' && GRAVE_PATH.test(url.slice(0, 8192)))
      grade.raise('destructive', 'http.path', 'the address is called after taking away or paying')
    if (/^(?:javascript|data|file|vbscript):/i.test(url.trim()))
      grade.raise('destructive', 'http.scheme', 'the address runs code or reads files')
  }
  for (const text of textsOf(fields, /^(?:query|mutation)$/)) if (/^\s*mutation\b/.test(text)) gradeGraphql(text, grade)
}

/** Methods of HTTP, and headers and fields that ask to be taken for one, wherever they stand. */
export function gradeMethods(fields: readonly Field[], grade: Grade): void {
  for (const { name, value, depth } of fields) {
    if (!OVERRIDE.has(name) && name !== 'httpmethod') continue
    const isMethod = typeof value === 'string' && /^\s*(?:post|put|patch|delete)\s*$/i.test(value)
    if (isMethod && (depth > 0 || name !== 'method' || /^\s*[A-Z]+\s*$/.test(value) || /delete/i.test(value)))
      raiseMethod(value, grade)
  }
}

function raiseMethod(method: string, grade: Grade): void {
  const of = classOfMethod(method)
  grade.raise(
    of,
    'http.method',
    of === 'mutate' ? 'the request changes something' : 'the request deletes, or its method is unknown',
  )
  if (of !== 'read') grade.mark('http.sent', 'it sends something to another machine')
}
