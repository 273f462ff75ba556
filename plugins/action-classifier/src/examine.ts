import type { ToolCall } from '@ringwall/core'
import type { Action, Grade } from './action.ts'
import { textsOf, type Field } from './arguments/fields.ts'
import { gradeGraphql } from './arguments/graphql.ts'
import { classOfMethod, gradeAddress, gradeBody, OVERRIDE } from './arguments/http.ts'
import { gradePath } from './arguments/path.ts'
import { gradePatch } from './arguments/patch.ts'
import { gradeSql } from './arguments/sql.ts'
import { gradeCode, languageOf } from './code.ts'
import { gradeShell } from './examine-shell.ts'
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

const STATEMENT =
  /^(?:sql|query|queries|statement|statements|sqlquery|sqltext|querytext|sqlstatement|command|q|script|text|migration|migrationsql|input|rawsql|explain)$/
const CODE =
  /^(?:code|script|source|python|pythoncode|input|cell|content|cellsource|program|snippet|expression|function|javascript|js|command|query|pyscript)$/
const DOCUMENT = /^(?:query|mutation|document|gql|graphql|operation|body)$/
const PATH = /path|file|dir|dest|source|target|folder|filename|uri|location|^(?:from|to|old|new|cwd|root|name|output)$/
/** Names of the argument that says what a tool of many uses does. */
const VERB = /^(?:action|operation|op|command|cmd|verb|mode|method|kind|type|subcommand)$/

/** What is read to the last sign, and how much of it: all texts of the arguments together, in UTF-16 code units. */
const READ_WHOLE: ReadonlySet<string> = new Set(['shell', 'code', 'script', 'sql', 'graphql'])
const MAX_TEXT = 262_144

function lengthOf(fields: readonly Field[]): number {
  return fields.reduce((sum, { value }) => sum + (typeof value === 'string' ? value.length : 0), 0)
}

/** Grades what the arguments say, in the way that the action names. */
export function examine(it: Examined): void {
  const { action, fields, grade } = it
  if (READ_WHOLE.has(action.examine ?? '') && lengthOf(fields) > MAX_TEXT)
    return grade.raise('destructive', 'arguments.limit', 'the arguments are more than is looked at')
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
      if (action.id === 'files.move' && textsOf(fields, PATH).some((text) => text.startsWith('/dev/')))
        grade.raise('destructive', 'path.lost', 'it moves files to where they are lost')
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

function gradeCodes(it: Examined): void {
  const { call, fields, grade, book } = it
  const said = textsOf(fields, /^(?:language|lang|runtime|kernel|interpreter)$/)[0]
  const words = wordsOf(call.tool)
  const isScript = words.some((word) => /^(?:js|javascript|node)$/.test(word))
  const language = said === undefined ? (isScript ? 'node' : 'python') : languageOf(said)
  const isShell = said !== undefined && /^(?:bash|sh|shell|zsh|terminal)$/i.test(said)
  gradeTexts({ ...it, fields: fields.filter(({ name }) => name !== 'language' && name !== 'lang') }, CODE, (text) => {
    if (isShell) return gradeLine(text, grade, book)
    const lines = text.split('\n')
    const isCommand = (line: string): boolean => /^\s*[!%]/.test(line)
    // `!pip install x` and `%ls` of notebooks
    for (const line of lines.filter(isCommand))
      if (!/^\s*%(?:matplotlib|timeit|time|who|whos|pwd|config|load_ext autoreload|autoreload)\b/.test(line))
        gradeLine(line.replace(/^\s*(?:!+|%%?(?:bash|sh)?)/, ''), grade, book)
    const code = lines.filter((line) => !isCommand(line)).join('\n')
    gradeCode(code, language ?? 'unknown', grade)
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
    gradeAddress(url, grade.class, grade)
    if (/^(?:javascript|data|file|vbscript):/i.test(url.trim()))
      grade.raise('destructive', 'http.scheme', 'the address runs code or reads files')
  }
  for (const text of textsOf(fields, /^(?:query|mutation)$/)) if (/^\s*mutation\b/.test(text)) gradeGraphql(text, grade)
  for (const text of textsOf(fields, /^(?:body|data|json|payload|content)$/)) gradeBody(text, grade)
}

/** Methods of HTTP, and headers and fields that ask to be taken for one, wherever they stand. */
export function gradeMethods(fields: readonly Field[], grade: Grade): void {
  for (const { name, value, depth } of fields) {
    // headers as pairs, or as lines
    if (typeof value === 'string' && /^\s*x-(?:http-)?method(?:-override)?\s*(?::|$)/i.test(value.slice(0, 100)))
      grade.raise('destructive', 'http.method', 'the request asks to be taken for another one')
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
