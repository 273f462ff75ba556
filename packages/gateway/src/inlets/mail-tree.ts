import { fail } from '../errors.ts'
import { readMailHead, type HeaderPairs } from './mail-head.ts'

const MAX_DEPTH = 20
const MAX_LEAVES = 100
const LF = 0x0a
/** One parameter of a content-type: a token or a quoted text. Sticky: what does not match is not skipped. */
const PARAMETER = /;[ \t]{0,9}([\w*.-]{1,60})=(?:"((?:[^"\\]|\\.){0,300})"|([^\s";()]{1,300}))[ \t]{0,9}/y

/** A part of a message that has no parts of its own. */
export interface Leaf {
  /** Lower case; text/plain where none is named. */
  readonly type: string
  /** The part with its header. */
  readonly bytes: Uint8Array
}

/** The leaves of a message in their order. What stands before the first and behind the last part of a multipart is nothing that anybody is shown. Throws INLET_INVALID. */
export function leavesOf(message: Uint8Array): readonly Leaf[] {
  const leaves: Leaf[] = []
  const visit = (bytes: Uint8Array, depth: number): void => {
    if (depth > MAX_DEPTH) throw invalid(`its parts are nested deeper than ${MAX_DEPTH}`)
    const { pairs, bodyAt } = readMailHead(bytes, depth > 0)
    const { type, boundary } = typeOf(pairs)
    if (boundary !== undefined) for (const part of split(bytes.subarray(bodyAt), boundary)) visit(part, depth + 1)
    else leaves.push({ type, bytes })
    if (leaves.length > MAX_LEAVES) throw invalid(`it has more than ${MAX_LEAVES} parts`)
  }
  visit(message, 0)
  return leaves
}

function typeOf(pairs: HeaderPairs): { readonly type: string; readonly boundary?: string } {
  const [value = 'text/plain', second] = pairs
    .filter(([name]) => name.toLowerCase() === 'content-type')
    .map(([, text]) => text)
  if (second !== undefined) throw invalid('a content-type stands twice')
  const [head = '', type = ''] = /^([\w.+-]{1,100}\/[\w.+-]{1,100})[ \t]*/.exec(value) ?? []
  if (!type.toLowerCase().startsWith('multipart/')) return { type: type.toLowerCase() }
  const boundaries: string[] = []
  PARAMETER.lastIndex = head.length
  for (let at = head.length; at < value.length; at = PARAMETER.lastIndex) {
    const [, name, quoted, plain] = PARAMETER.exec(value) ?? []
    if (name === undefined) throw invalid('the content-type of a multipart is malformed')
    if (/^boundary\b/i.test(name))
      boundaries.push(name.length > 'boundary'.length ? '' : (quoted?.replaceAll(/\\(.)/g, '$1') ?? plain ?? ''))
  }
  const [boundary = '', other] = boundaries
  if (other !== undefined || !/^[\x20-\x7e]{0,69}[\x21-\x7e]$/.test(boundary))
    throw invalid('a multipart has not one boundary')
  return { type: type.toLowerCase(), boundary }
}

function split(body: Uint8Array, boundary: string): readonly Uint8Array[] {
  const mark = Buffer.from(`--${boundary}`)
  const parts: Uint8Array[] = []
  let start: number | undefined
  for (let at = 0; at < body.length;) {
    const lf = body.indexOf(LF, at)
    const next = lf < 0 ? body.length : lf + 1
    const rest = mark.equals(body.subarray(at, at + mark.length)) ? body.subarray(at + mark.length, next) : undefined
    const [ending, close] = rest ? (/^(--)?[ \t]*\r?\n?$/.exec(Buffer.from(rest).toString('latin1')) ?? []) : []
    if (ending !== undefined) {
      if (start !== undefined) parts.push(body.subarray(start, endOf(body, start, at)))
      start = next
      if (close !== undefined) return parts
    }
    at = next
  }
  if (start !== undefined) parts.push(body.subarray(start))
  return parts
}

/** The line break before a boundary belongs to it. */
function endOf(body: Uint8Array, start: number, at: number): number {
  const lf = at > start ? at - 1 : at
  return lf > start && body[lf - 1] === 0x0d ? lf - 1 : lf
}

function invalid(problem: string): Error {
  return fail('INLET_INVALID', { problem })
}
