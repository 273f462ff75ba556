import {
  findNodeAtLocation,
  parse,
  parseTree,
  printParseErrorCode,
  type JSONPath,
  type Node,
  type ParseError,
} from 'jsonc-parser'
import { isJsonObject, type JsonObject, type JsonValue } from '@ringwall/core'
import { failInit } from './errors.ts'

const MARK = '\uFEFF'
const LENIENT = { allowTrailingComma: true }

/** The object in a text of JSON with comments; `{}` for none. Throws INIT_FILE_BROKEN. */
export function parseJsonc(text: string | undefined, file: string): JsonObject {
  if (text === undefined || text.trim() === '') return {}
  const errors: ParseError[] = []
  const value: unknown = parse(text.replace(MARK, ''), errors, LENIENT)
  const [first] = errors
  if (first) {
    const line = text.slice(0, first.offset).split('\n').length
    throw failInit('INIT_FILE_BROKEN', { file, problem: `${printParseErrorCode(first.error)} in line ${line}` })
  }
  if (!isObject(value)) throw failInit('INIT_FILE_BROKEN', { file, problem: 'it is not an object' })
  return value
}

/** The text with another value in the place of one that is there; nothing else of it changes. */
export function replaceJsonc(text: string, path: JSONPath, value: JsonValue): string {
  const { offset, length } = nodeAt(text, path)
  return text.slice(0, offset) + print(value, text, indentAt(text, offset)) + text.slice(offset + length)
}

/** The text with one more item at the end of a list, or member at the end of an object; nothing else of it changes. An empty text is an empty object. */
export function appendJsonc(text: string, path: JSONPath, value: JsonValue, key?: string): string {
  const source = text.replace(MARK, '').trim() === '' ? `${text}{}\n` : text
  const node = nodeAt(source, path)
  const last = node.children?.at(-1)
  const own = indentAt(source, node.offset)
  const indent =
    last !== undefined && isFirstInLine(source, last.offset) ? indentAt(source, last.offset) : own + unitOf(source)
  const name = key === undefined ? '' : `${JSON.stringify(key)}: `
  const item = `${eolOf(source)}${indent}${name}${print(value, source, indent)}`
  // Where nothing is there, what is between the brackets is blank, or a comment, which stays in front.
  const at = last === undefined ? node.offset + node.length - 1 : last.offset + last.length
  if (last !== undefined) return `${source.slice(0, at)},${item}${source.slice(at)}`
  return `${source.slice(0, at).trimEnd()}${item}${eolOf(source)}${own}${source.slice(at)}`
}

/** True for an object that a file may hold. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && isJsonObject(value as JsonObject)
}

function nodeAt(text: string, path: JSONPath): Node {
  // A mark is one unit: a blank in its place keeps every offset.
  const root = parseTree(text.replace(MARK, ' '), [], LENIENT)
  const node = root && findNodeAtLocation(root, path)
  if (node === undefined) throw new TypeError('what is changed must be there') // cannot be: the text was read before
  return node
}

function print(value: JsonValue, text: string, indent: string): string {
  return JSON.stringify(value, undefined, unitOf(text)).replaceAll('\n', `${eolOf(text)}${indent}`)
}

function isFirstInLine(text: string, offset: number): boolean {
  return text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset).trim() === ''
}

function indentAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset))?.[0] ?? ''
}

/** As the first indented line is. */
function unitOf(text: string): string {
  return (/\n([ \t]+)\S/.exec(text)?.[1] ?? '  ').slice(0, 8)
}

function eolOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n'
}
