import type { JsonObject } from '@ringwall/core'
import PostalMime, { decodeWords, type Attachment, type Email } from 'postal-mime'
import { fail } from '../errors.ts'
import type { Piece } from './judge.ts'
import type { HeaderPairs } from './mail-head.ts'

const MAX_MESSAGES = 20
const MAX_PIECES = 100
const LIMITS = { maxNestingDepth: 20, maxHeadersSize: 256 * 1024, forceRfc822Attachments: true } as const
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
/** A mail as the layers judge it: the text first, then its HTML, then its attachments. */
export interface Mail {
  readonly pieces: readonly Piece[]
  readonly types: readonly string[]
  readonly withheld: readonly Withheld[]
}

/** Takes a raw message apart; messages within it too. Rejects with INLET_INVALID. */
export async function readMail(message: Uint8Array, pairs: HeaderPairs, found: JsonObject): Promise<Mail> {
  const taker = new Taker(pairs, found)
  await taker.take(message)
  const { pieces, types, withheld } = taker
  return { pieces, types, withheld }
}

class Taker {
  readonly pieces: Piece[] = []
  readonly types: string[] = []
  readonly withheld: Withheld[] = []
  readonly #pairs: HeaderPairs
  readonly #found: JsonObject
  #messages = 0

  constructor(pairs: HeaderPairs, found: JsonObject) {
    this.#pairs = pairs
    this.#found = found
  }

  /** Without `pairs` it is a message within the message, whose header is only content. */
  async take(message: Uint8Array, isInner = false): Promise<void> {
    if (++this.#messages > MAX_MESSAGES) throw invalid(`it holds more than ${MAX_MESSAGES} messages`)
    const email = await PostalMime.parse(message, LIMITS).catch((cause: unknown) => {
      throw fail('INLET_INVALID', { problem: 'it is no message' }, cause)
    })
    const pairs = isInner ? email.headers.map(({ key, value }) => [key, value] as const) : this.#pairs
    this.#add('text/plain', `${headOf(pairs, email)}\n\n${email.text ?? ''}`, email)
    if (email.html !== undefined) this.#add('text/html', email.html)
    for (const attachment of email.attachments) await this.#attach(attachment)
  }

  async #attach({ mimeType, content }: Attachment): Promise<void> {
    const bytes = new Uint8Array(content as ArrayBuffer) // no encoding was asked for
    if (mimeType === 'message/rfc822') return this.take(bytes, true)
    const text = isTextType(mimeType) ? decode(bytes) : undefined
    if (text === undefined) this.withheld.push({ contentType: safeType(mimeType), size: bytes.length })
    else this.#add(safeType(mimeType), text)
  }

  /** All of it is mail: whoever wrote the mail chose the attachments. */
  #add(contentType: string, text: string, email?: Email): void {
    if (this.pieces.length >= MAX_PIECES) throw invalid(`it has more than ${MAX_PIECES} parts`)
    const attachments = email?.attachments.map(({ mimeType, content }) => ({
      size: (content as ArrayBuffer).byteLength,
      contentType: safeType(mimeType),
    }))
    const meta = {
      ...this.#found,
      headers: this.#pairs.map((pair) => [...pair]),
      contentType,
      ...(attachments && { attachments }),
    }
    this.pieces.push({ payload: { source: 'email', text, meta } })
    this.types.push(contentType)
  }
}

/** What people see above a mail, decoded, and the names of what is attached. */
function headOf(pairs: HeaderPairs, { attachments }: Email): string {
  const shown = pairs.filter(([name]) => SHOWN.includes(name.toLowerCase()))
  const names = attachments.flatMap(({ filename }) => filename ?? [])
  return [
    ...shown.map(([name, value]) => `${name}: ${decodeWords(value)}`),
    ...names.map((name) => `Attachment: ${name}`),
  ].join('\n')
}

function isTextType(type: string): boolean {
  return type.startsWith('text/') || TEXTS.has(type) || /\+(?:json|xml)$/.test(type)
}

/** Undefined for bytes that are no UTF-8: what cannot be read cannot be judged. */
function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** The name of a type is the sender's word, and goes into the answer. */
function safeType(type: string): string {
  return /^[\w.+-]{1,100}\/[\w.+-]{1,100}$/.test(type) ? type : 'application/octet-stream'
}

function invalid(problem: string): Error {
  return fail('INLET_INVALID', { problem })
}
