import type { JsonObject } from '@ringwall/core'
import { decodeUtf8 } from '@ringwall/text'
import PostalMime, { decodeWords, type Email } from 'postal-mime'
import { fail } from '../errors.ts'
import type { Piece } from './judge.ts'
import { readMailHead, type HeaderPairs } from './mail-head.ts'
import { leavesOf, type Leaf } from './mail-tree.ts'
import { isTextType, joinEdges, toldType, viewOf } from './text-views.ts'

const MAX_MESSAGES = 20
/** Of a mail and of the messages within it together: the decoder takes its time for each line, however short. */
const MAX_LINES = 500_000
const LF = 0x0a
const LIMITS = { maxNestingDepth: 1, maxHeadersSize: 256 * 1024, forceRfc822Attachments: true } as const
/** The fields of the header that are part of the content. */
const SHOWN = ['from', 'to', 'cc', 'reply-to', 'date', 'subject']

/** What no layer can read, and what is therefore never passed on. */
export interface Withheld {
  readonly contentType: string
  /** In bytes. */
  readonly size: number
}
/** A mail as the layers judge it: header and text first, then HTML and attachments, then the same of each message within. */
export interface Mail {
  readonly pieces: readonly Piece[]
  readonly types: readonly string[]
  readonly withheld: readonly Withheld[]
}

/** Takes a raw message apart, and messages within it. `pairs` is its header as the layers see it. Rejects with INLET_INVALID. */
export async function readMail(message: Uint8Array, pairs: HeaderPairs, found: JsonObject): Promise<Mail> {
  const texts: Text[] = []
  const withheld: Withheld[] = []
  const messages: [Uint8Array, HeaderPairs][] = [[message, pairs]]
  let lines = 0
  for (const [bytes, head] of messages) {
    if (messages.length > MAX_MESSAGES) throw invalid(`it holds more than ${MAX_MESSAGES} messages`)
    lines += linesOf(bytes)
    if (lines > MAX_LINES) throw invalid(`it has more than ${MAX_LINES} lines`)
    const parts = await Promise.all(leavesOf(bytes).map(readLeaf))
    const names = parts.flatMap(({ name }) => name ?? [])
    const plain = parts.flatMap(({ text }) => text ?? [])
    texts.push({ contentType: 'text/plain', text: [headOf(head, names), ...plain].join('\n\n') })
    for (const { html, file, type } of parts) {
      if (html !== undefined) texts.push({ contentType: 'text/html', text: html })
      if (file === undefined) continue
      const text = isTextType(type) ? decodeUtf8(file) : undefined
      if (type === 'message/rfc822') messages.push([file, readMailHead(file).pairs])
      else if (text === undefined)
        withheld.push({ contentType: toldType(type, 'application/octet-stream'), size: file.length })
      else texts.push({ contentType: type, text })
    }
  }
  // All of it is mail: who wrote the mail chose what is attached.
  const headers = pairs.map((pair) => [...pair])
  const attachments = withheld.map((one) => ({ ...one }))
  const toPiece = (text: string, meta: JsonObject): Piece => ({
    payload: { source: 'email', text, meta: { ...found, headers, ...meta } },
  })
  const seen: string[] = []
  const pieces = texts.flatMap(({ text, contentType: type }, at): readonly Piece[] => {
    const contentType = toldType(type, 'text/plain')
    const piece = toPiece(text, { contentType, ...(at === 0 && { attachments }) })
    const { words, notes } = at === 0 ? { words: text, notes: '' } : viewOf(type, text)
    seen.push(words)
    if (words === text) return [piece]
    return [piece, { ...toPiece(`${words}\n${notes}`, { contentType: 'text/plain', structured: true }), isView: true }]
  })
  if (seen.length > 1)
    pieces.push({ ...toPiece(joinEdges(seen), { contentType: 'text/plain', joined: true }), isView: true })
  return { pieces, types: texts.map(({ contentType }) => toldType(contentType, 'text/plain')), withheld }
}

interface Text {
  readonly contentType: string
  readonly text: string
}
interface Part {
  readonly type: string
  readonly name?: string | undefined
  readonly text?: string | undefined
  readonly html?: string | undefined
  readonly file?: Uint8Array
}

/** Decodes one part. One that the decoder takes for several, or for another kind, is refused: it would not be what was judged. */
async function readLeaf({ type, bytes }: Leaf): Promise<Part> {
  const email: Email = await PostalMime.parse(bytes, LIMITS).catch((cause: unknown) => {
    throw fail('INLET_INVALID', { problem: 'a part cannot be decoded' }, cause)
  })
  const { html, attachments } = email
  const text = html === undefined ? email.text : undefined // else it is made from the HTML, hidden words too
  const [attachment, second] = attachments
  const isOne = (text === undefined ? 0 : 1) + (html === undefined ? 0 : 1) + attachments.length <= 1
  if (second !== undefined || !isOne || (html !== undefined && type !== 'text/html'))
    throw invalid('a part can be read as several')
  if (attachment === undefined) return { type: 'text/plain', text, html }
  return {
    type,
    name: attachment.filename ?? undefined,
    file: new Uint8Array(attachment.content as ArrayBuffer), // no encoding was asked for
  }
}

/** What people see above a mail, decoded, and the names of what is attached: each on one line, so that none can write another. */
function headOf(pairs: HeaderPairs, names: readonly string[]): string {
  const shown = pairs.filter(([name]) => SHOWN.includes(name.toLowerCase()))
  return [
    ...shown.map(([name, value]) => `${name}: ${onOneLine(decodeWords(value))}`),
    ...names.map((name) => `Attachment: ${onOneLine(name)}`),
  ].join('\n')
}

function linesOf(bytes: Uint8Array): number {
  let lines = 0
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) lines++
  return lines
}

function onOneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]/gu, ' ')
}

function invalid(problem: string): Error {
  return fail('INLET_INVALID', { problem })
}
