import { copyJson, isJsonObject, type JsonValue } from '@ringwall/core'
import { decodeUtf8, textLines } from '@ringwall/text'
import { fail } from '../errors.ts'
import type { Piece } from './judge.ts'

const MAX_FORM_FIELDS = 1000
/** Escapes of JSON; the second part skips those that are no code units. */
const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|[^])/g

/** The body of a delivery: what is judged, and what it says where it is JSON or a form. */
export interface WebhookBody {
  readonly pieces: readonly Piece[]
  readonly value: JsonValue | undefined
}

/** Reads a body by its media type (lower case, without parameters). Throws INLET_TYPE or INLET_INVALID. */
export function readWebhookBody(type: string, bytes: Uint8Array, inlet: string): WebhookBody {
  const text = decodeUtf8(bytes)
  if (text === undefined) throw fail('INLET_INVALID', { problem: 'it is not UTF-8' })
  if (type === 'text/plain') return { pieces: [pieceOf(text, 'text/plain', inlet)], value: undefined }
  const isForm = type === 'application/x-www-form-urlencoded'
  if (!isForm && type !== 'application/json' && !/^application\/[\w.-]{1,100}\+json$/.test(type))
    throw fail('INLET_TYPE', { problem: 'it is neither JSON nor a form nor plain text' })
  const json = isForm ? formJson(text) : unescape(text)
  const value = parse(json)
  return { pieces: [pieceOf(json, 'application/json', inlet), viewOf(value, inlet)], value }
}

function pieceOf(text: string, contentType: string, inlet: string): Piece {
  return { payload: { source: 'webhook', text, meta: { inlet, contentType } } }
}

/** What stands in strings, as it reads without escapes; strings that hold JSON in their turn are opened once. */
function viewOf(value: JsonValue, inlet: string): Piece {
  const lines = textLines(value)
  const inner = lines.flatMap((line) => (/^\s{0,100}[[{]/.test(line) ? linesWithin(line) : []))
  const text = [...lines, ...inner].join('\n')
  return { payload: { source: 'webhook', text, meta: { inlet, structured: true } }, isView: true }
}

function linesWithin(text: string): readonly string[] {
  try {
    return textLines(copyJson(JSON.parse(text)))
  } catch {
    return [] // it is only a text, and was judged as one
  }
}

/** Writes characters for their escapes, so that layers read what others will read. The value stays what it is, digits of large numbers too. */
function unescape(json: string): string {
  return json.replaceAll(ESCAPE, (escape, hex: string | undefined) => {
    const code = hex === undefined ? 0 : Number.parseInt(hex, 16)
    const isKept = code < 0x20 || code === 0x22 || code === 0x5c || (code >= 0xd800 && code <= 0xdfff)
    return escape === '\\/' ? '/' : isKept ? escape : String.fromCharCode(code)
  })
}

/** A form as a JSON object. A field that stands twice is read in two ways, so it is refused. */
function formJson(text: string): string {
  const fields = [...new URLSearchParams(text)]
  const names = new Set(fields.map(([name]) => name))
  if (fields.length > MAX_FORM_FIELDS)
    throw fail('INLET_INVALID', { problem: `the form has more than ${MAX_FORM_FIELDS} fields` })
  if (names.size < fields.length) throw fail('INLET_INVALID', { problem: 'a field of the form stands twice' })
  return JSON.stringify(Object.fromEntries(fields))
}

function parse(text: string): JsonValue {
  try {
    return copyJson(JSON.parse(text))
  } catch (cause) {
    throw fail('INLET_INVALID', { problem: 'it is not JSON, or nested too deep' }, cause)
  }
}

/** What Slack sends once, to see who is there; undefined for anything else. It is an identifier and no content. */
export function challengeOf(value: JsonValue | undefined): string | undefined {
  if (value === undefined || !isJsonObject(value) || value.type !== 'url_verification') return undefined
  const { challenge } = value
  return typeof challenge === 'string' && /^[\w-]{1,256}$/.test(challenge) ? challenge : undefined
}
