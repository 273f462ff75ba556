import type { JsonObject } from '@ringwall/core'
import { decodeUtf8 } from '@ringwall/text'
import PostalMime, { decodeWords, type Email } from 'postal-mime'
import { fail } from '../errors.ts'
import { htmlView } from './html-view.ts'
import type { Piece } from './judge.ts'
import { readMailHead, type HeaderPairs } from './mail-head.ts'
import { leavesOf, type Leaf } from './mail-tree.ts'

const MAX_MESSAGES = 20
const LIMITS = { maxNestingDepth: 1, maxHeadersSize: 256 * 1024, forceRfc822Attachments: true } as const
/** Media types that are text, beside `text/…` and those that end in +json or +xml. */
const TEXTS: ReadonlySet<string> = new Set([
  'application/json',
  'application/xml',
  'application/javascript',
  'application/yaml',
])
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
  for (const [bytes, head] of messages) {
    if (messages.length > MAX_MESSAGES) throw invalid(`it holds more than ${MAX_MESSAGES} messages`)
    const parts = await Promise.all(leavesOf(bytes).map(readLeaf))
    const names = parts.flatMap(({ name }) => name ?? [])
    const plain = parts.flatMap(({ text }) => text ?? [])
    texts.push({ contentType: 'text/plain', text: [headOf(head, names), ...plain].join('\n\n') })
    for (const { html, file, type } of parts) {
      if (html !== undefined) texts.push({ contentType: 'text/html', text: html })
      if (file === undefined) continue
      const text = isTextType(type) ? decodeUtf8(file) : undefined
      if (type === 'message/rfc822') messages.push([file, readMailHead(file).pairs])
      else if (text === undefined) withheld.push({ contentType: type, size: file.length })
      else texts.push({ contentType: type, text })
    }
  }
  // All of it is mail: who wrote the mail chose what is attached.
  const headers = pairs.map((pair) => [...pair])
  const attachments = withheld.map((one) => ({ ...one }))
  const pieces = texts.flatMap(({ text, contentType }, at): readonly Piece[] => {
    const meta = { ...found, headers, contentType, ...(at === 0 && { attachments }) }
    const piece: Piece = { payload: { source: 'email', text, meta } }
    if (contentType !== 'text/html' && contentType !== 'application/xhtml+xml') return [piece]
    const viewMeta = { ...found, headers, contentType: 'text/plain', structured: true }
    return [piece, { payload: { source: 'email', text: htmlView(text), meta: viewMeta }, isView: true }]
  })
  return { pieces, types: texts.map(({ contentType }) => contentType), withheld }
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
    type: safeType(type),
    name: attachment.filename ?? undefined,
    file: new Uint8Array(attachment.content as ArrayBuffer), // no encoding was asked for
  }
}

/** What people see above a mail, decoded, and the names of what is attached. */
function headOf(pairs: HeaderPairs, names: readonly string[]): string {
  const shown = pairs.filter(([name]) => SHOWN.includes(name.toLowerCase()))
  return [
    ...shown.map(([name, value]) => `${name}: ${decodeWords(value)}`),
    ...names.map((name) => `Attachment: ${name}`),
  ].join('\n')
}

function isTextType(type: string): boolean {
  return type.startsWith('text/') || TEXTS.has(type) || /\+(?:json|xml)$/.test(type)
}

/** The name of a type is the sender's word, and goes into the answer. */
function safeType(type: string): string {
  return type === '' ? 'application/octet-stream' : type
}

function invalid(problem: string): Error {
  return fail('INLET_INVALID', { problem })
}
