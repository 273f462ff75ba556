import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import { copyJson, messageOf } from '@ringwall/core'
import { decodeUtf8, splitLines } from '@ringwall/text'
import { idIn, readMessage, writeMessage, type Id, type Message } from './rpc.ts'

/** What came in place of a message. */
export interface Garbage {
  readonly problem: string
  /** Of the answer that it should have been, where that can be read. */
  readonly id?: Id | undefined
  /** It was no JSON at all. */
  readonly syntax?: boolean
  /** The way on which the answer should have come has ended, which says nothing where it has come. */
  readonly isEnd?: boolean
  /** Nothing can be said of what follows. */
  readonly fatal?: boolean
  readonly message?: undefined
}
/** A message, or what came in place of one. */
export type Incoming = Garbage | { readonly message: Message; readonly problem?: undefined }

/** How one message is sent. */
export interface SendOptions {
  /** Ends the request, where each has a connection of its own. */
  readonly signal?: AbortSignal
  /** Headers, where there are any. */
  readonly headers?: Readonly<Record<string, string>>
}

/** One side of the proxy. */
export interface Channel {
  /** What comes, in its order; ends when the other side has gone. */
  readonly incoming: AsyncIterable<Incoming>
  /** Rejects where the other side has gone. */
  send(message: Message, options?: SendOptions): Promise<void>
  /** True where a request has a connection of its own: its end is all that cancels it under the newest revision. */
  readonly endsBySignal?: boolean
  /** Told once client and server have agreed on a revision, where the transport says it with each message. */
  negotiated?(version: string): void
  /** Leaves; safe to call twice. */
  close(): Promise<void>
}

/** A channel over streams, one message a line, as MCP has it on stdio. */
export function streamChannel(
  input: Readable,
  output: Writable,
  { maxBytes, close }: { readonly maxBytes: number; readonly close: () => Promise<void> },
): Channel {
  let failure: Error | undefined
  output.on('error', (error) => (failure ??= error)) // told to whoever sends next
  return {
    incoming: readLines(untilDestroyed(input), maxBytes),
    async send(message) {
      if (failure) throw failure
      if (output.writableEnded || output.destroyed) throw new Error('the stream is closed')
      if (!output.write(`${JSON.stringify(writeMessage(message))}\n`)) await drained(output)
    },
    close,
  }
}

/** Resolves once the other side has read; rejects where it never will. */
async function drained(output: Writable): Promise<void> {
  const controller = new AbortController()
  const { signal } = controller
  const closed = once(output, 'close', { signal }).then(() => Promise.reject(new Error('the stream was closed')))
  try {
    await Promise.race([once(output, 'drain', { signal }), closed])
  } finally {
    closed.catch(() => undefined) // nobody waits for it any more
    controller.abort()
  }
}

/** What a stream gives until somebody destroys it, which is its end and no failure. */
export async function* untilDestroyed(stream: Readable): AsyncGenerator<unknown, void> {
  try {
    yield* stream
  } catch (error) {
    if (!stream.destroyed) throw error
  }
}

async function* readLines(input: AsyncIterable<unknown>, maxBytes: number): AsyncGenerator<Incoming, void> {
  for await (const { bytes } of splitLines(input, maxBytes)) {
    if (bytes === undefined) {
      yield { problem: `it has more than ${maxBytes} bytes`, fatal: true }
      return
    }
    if (bytes.every((byte) => byte === 0x20 || byte === 0x0d || byte === 0x09)) continue
    yield readText(decodeUtf8(bytes), bytes)
  }
}

function readText(text: string | undefined, bytes: Uint8Array): Incoming {
  // Not what was sent, but enough to tell whose answer it should have been.
  if (text === undefined) return { problem: 'it is not UTF-8', syntax: true, id: idOf(new TextDecoder().decode(bytes)) }
  const value = parse(text)
  return value === undefined ? { problem: 'it is not JSON', syntax: true } : readValue(value)
}

/** A value that claims to be a message. */
export function readValue(value: unknown): Incoming {
  try {
    const copy = copyJson(value)
    const message = readMessage(copy)
    return typeof message === 'string' ? { problem: message, id: idIn(copy) } : { message }
  } catch (error) {
    return { problem: messageOf(error), id: idIn(value) } // nested too deep, or a number that JSON has not
  }
}

function idOf(text: string): Id | undefined {
  return idIn(parse(text))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // no JSON is undefined; the caller says what it means
  }
}
