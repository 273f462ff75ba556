import { createReadStream } from 'node:fs'
import { messageOf } from '@ringwall/core'
import { z } from 'zod'
import { fail } from './errors.ts'

/** A row and where it stands, for messages. */
export interface Placed<T> {
  readonly row: T
  readonly place: string
}

/** The name of a row: a string, or a number written as one. */
export const Id: z.ZodType<string> = z.union([z.string(), z.number()]).transform(String)

/** The group of rows that name none. */
export const NO_GROUP = '(none)'

/** A name to group rows by; rows without it form a group of their own. */
export const Group: z.ZodType<string> = z.union([z.string(), z.number()]).default(NO_GROUP).transform(String)

/** How long a line may be: what `check --batch` takes too. */
const MAX_LINE_BYTES = 16 * 1024 * 1024
const LINE_FEED = 0x0a

/** The rows of a JSONL file as they are read, at most `limit`. Throws RingwallError with the number of a line that is none. */
async function* readCorpus<T>(
  file: string,
  schema: z.ZodType<T>,
  limit: number = Infinity,
): AsyncGenerator<Placed<T>, void> {
  let number = 0
  let rows = 0
  for await (const bytes of lines(file)) {
    number++
    const refuse = (problem: string): Error => fail('CORPUS_LINE_INVALID', { file, line: number, problem })
    if (bytes === undefined) throw refuse(`it has more than ${MAX_LINE_BYTES} bytes`)
    const text = decode(bytes)
    if (text === undefined) throw refuse('it is not UTF-8')
    if (text.trim() === '') continue
    const parsed = schema.safeParse(parse(text, refuse))
    if (!parsed.success) throw refuse(parsed.error.issues.map(toProblem).join('; '))
    yield { row: parsed.data, place: `${file}, line ${number}` }
    if (++rows >= limit) return
  }
  if (rows === 0) throw fail('CORPUS_EMPTY', { file })
}

/** All rows of several files, at most `limit` of each. */
export async function readCorpora<T>(
  files: readonly string[],
  schema: z.ZodType<T>,
  limit?: number,
): Promise<readonly Placed<T>[]> {
  const rows: Placed<T>[] = []
  for (const file of files) for await (const row of readCorpus(file, schema, limit)) rows.push(row)
  return rows
}

/** Split at line feeds only: node:readline also splits at U+2028, which JSON may hold. */
async function* lines(file: string): AsyncGenerator<Uint8Array | undefined, void> {
  let parts: Uint8Array[] = []
  let size = 0
  const add = (part: Uint8Array): void => {
    size += part.length
    if (size <= MAX_LINE_BYTES) parts.push(part)
    else parts = []
  }
  const take = (): Uint8Array | undefined => {
    const line = size <= MAX_LINE_BYTES ? Buffer.concat(parts) : undefined
    parts = []
    size = 0
    return line
  }
  for await (const chunk of chunks(file)) {
    let from = 0
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, from)) {
      add(chunk.subarray(from, end))
      yield take()
      from = end + 1
    }
    add(chunk.subarray(from))
  }
  if (size > 0) yield take()
}

async function* chunks(file: string): AsyncGenerator<Uint8Array, void> {
  try {
    for await (const chunk of createReadStream(file)) yield chunk as Uint8Array
  } catch (error) {
    throw fail('CORPUS_UNREADABLE', { file, problem: messageOf(error) }, error)
  }
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined // the only failure there is
  }
}

function parse(text: string, refuse: (problem: string) => Error): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw refuse('it is not JSON') // JSON.parse quotes the text, which may be a secret
  }
}

function toProblem({ path, message }: z.core.$ZodIssue): string {
  return `${path.map(String).join('.') || 'row'}: ${message}`
}
