import type { Readable } from 'node:stream'
import { isRingwallError, type JsonValue } from '@ringwall/core'
import { MAX_PAGE, type LogEntry } from '@ringwall/store'
import { canonical } from './seal.ts'
import type { Ledger } from './ledger.ts'
import { linesIn } from './lines.ts'
import type { Found } from './verify.ts'

/** No record is longer; what is, is none. In UTF-16 code units, each of which is three bytes at most. */
const MAX_LINE = 1024 * 1024
/** Bytes that are no UTF-8 are an error, and a mark of byte order is a part of the line: one text for one line of bytes. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The records of a store from a position on, up to another one or to what it held when that was asked. What the store says is missing is found as missing. */
export async function* readStore(ledger: Ledger, from = 1, to: number = Infinity): AsyncGenerator<Found, void, void> {
  const { first, last: end } = await ledger.extent()
  const last = Math.min(end, to)
  for (let after = Math.max(from, first) - 1; after < last;) {
    for (const entry of await readPage(ledger, after, Math.min(MAX_PAGE, last - after))) {
      yield { at: entry.position, value: entry.value, ...(entry.at !== undefined && { storedAt: entry.at }) }
      after = entry.position
    }
  }
}

type Entry = Pick<LogEntry, 'position'> & { readonly value: JsonValue | undefined; readonly at?: number }

/** Where the page cannot be read because something in it is gone or no JSON, half of it; down to the one that is the matter. */
async function readPage(ledger: Ledger, after: number, limit: number): Promise<readonly Entry[]> {
  try {
    return await ledger.read(after, limit)
  } catch (error) {
    if (!isRingwallError(error) || error.code !== 'STORE_CORRUPT') throw error
    return limit === 1 ? [{ position: after + 1, value: undefined }] : readPage(ledger, after, Math.ceil(limit / 2))
  }
}

/** The records of an export, line by line. A line that is not written exactly as an export writes it was changed. */
export async function* readLines(stream: Readable): AsyncGenerator<Found, void, void> {
  let at = 0
  for await (const line of linesIn(stream, 3 * MAX_LINE)) {
    at++
    yield line === undefined ? { at, value: null } : readLine(line, at)
  }
}

function readLine(bytes: Uint8Array, at: number): Found {
  try {
    const line = utf8.decode(bytes)
    if (line.length > MAX_LINE) return { at, value: null }
    const value = JSON.parse(line) as JsonValue
    return canonical(value) === line ? { at, value } : { at, value, problem: 'its line is not written as it was' }
  } catch {
    return { at, value: null }
  }
}
