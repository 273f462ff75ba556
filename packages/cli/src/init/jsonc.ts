import { applyEdits, modify, parse, printParseErrorCode, type JSONPath, type ParseError } from 'jsonc-parser'
import { isJsonObject, type JsonObject } from '@ringwall/core'
import { failInit } from './errors.ts'

const MARK = '\uFEFF'

/** The object in a text of JSON with comments; `{}` for none. Throws INIT_FILE_BROKEN. */
export function parseJsonc(text: string | undefined, file: string): JsonObject {
  if (text === undefined || text.trim() === '') return {}
  const errors: ParseError[] = []
  const value: unknown = parse(text.replace(MARK, ''), errors, { allowTrailingComma: true })
  const [first] = errors
  if (first) {
    const line = text.slice(0, first.offset).split('\n').length
    throw failInit('INIT_FILE_BROKEN', { file, problem: `${printParseErrorCode(first.error)} in line ${line}` })
  }
  if (!isObject(value)) throw failInit('INIT_FILE_BROKEN', { file, problem: 'it is not an object' })
  return value
}

/** The text with one value put in, in the place of what is there or, with `insert`, as a new item of a list; everything else stays as it was written. */
export function setJsonc(text: string, path: JSONPath, value: unknown, insert = false): string {
  const mark = text.startsWith(MARK) ? MARK : ''
  const body = text.slice(mark.length)
  const source = body.trim() === '' ? '{}\n' : body
  const formattingOptions = { ...indentOf(source), eol: source.includes('\r\n') ? '\r\n' : '\n' }
  return mark + applyEdits(source, modify(source, path, value, { formattingOptions, isArrayInsertion: insert }))
}

/** True for an object that a file may hold. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && isJsonObject(value as JsonObject)
}

/** As the first indented line is. */
function indentOf(text: string): { readonly insertSpaces: boolean; readonly tabSize: number } {
  const [, blanks = '  '] = /\n([ \t]+)\S/.exec(text) ?? []
  return blanks.startsWith('\t')
    ? { insertSpaces: false, tabSize: 1 }
    : { insertSpaces: true, tabSize: Math.min(blanks.length, 8) }
}
