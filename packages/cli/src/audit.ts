import { setTimeout as sleep } from 'node:timers/promises'
import {
  canonical,
  decisiveRuling,
  matches,
  searchBack,
  toCef,
  toOcsf,
  type AuditReader,
  type Filter,
  type Sealed,
} from '@ringwall/plugin-audit-log'
import { write, type Io } from './io.ts'
import { withAudit } from './open-audit.ts'
import { alignColumns, quote } from './print.ts'
import { progressOf } from './progress.ts'
import { packageVersion } from './version.ts'

const PAGE = 1000
const POLL_MS = 250
const MAX_CELL = 60

interface Common {
  readonly config?: string
  readonly json: boolean
}
/** Which records, and how many. */
export interface SearchOptions extends Common, Filter {
  readonly limit: number
}
/** What is followed. */
export interface TailOptions extends Common {
  readonly lines: number
  readonly follow?: boolean
  readonly after?: number
}
/** What is exported, and how. */
export interface ExportOptions extends Common, Filter {
  readonly format: 'jsonl' | 'cef' | 'ocsf'
  readonly from?: number
  readonly to?: number
}

/** Prints the newest records, or those behind a number, and with `follow` all that come until SIGINT or SIGTERM. */
export async function runTail(io: Io, options: TailOptions): Promise<number> {
  return withAudit(io, options, async ({ reader }) => {
    const { first, last } = await reader.extent()
    let after = Math.max(first - 1, options.after ?? last - options.lines)
    after = await printFrom(io, reader, after, last, options)
    if (!options.follow) return 0
    const stop = new AbortController()
    const end = (): void => stop.abort()
    for (const signal of ['SIGINT', 'SIGTERM'] as const) io.signals.on(signal, end)
    try {
      while (!stop.signal.aborted) {
        after = await printFrom(io, reader, after, (await reader.extent()).last, options)
        await sleep(POLL_MS, undefined, { signal: stop.signal }).catch(() => undefined)
      }
    } finally {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) io.signals.off(signal, end)
    }
    return 0
  })
}

/** Prints the newest records that the filter asks for, oldest first. Exit code 0 also where there is none. */
export async function runSearch(io: Io, options: SearchOptions): Promise<number> {
  return withAudit(io, options, async ({ reader }) => {
    const { limit, json } = options
    const progress = progressOf(io, options)
    const onProgress = (scanned: number, of: number): void => progress(`looked at ${scanned} of ${of} records`)
    const found = await searchBack(reader, options, { limit, onProgress })
    progress('')
    const ordered = found.records.toReversed()
    await print(io, ordered, json)
    if (ordered.length === 0 && !json) await write(io.stderr, 'no record matches\n')
    return 0
  })
}

/** Writes records in a format for other programs, oldest first. */
export async function runExport(io: Io, options: ExportOptions): Promise<number> {
  return withAudit(io, options, async ({ reader }) => {
    const { first, last } = await reader.extent()
    const { format, from = first, to = last, json: _json, config: _config, ...filter } = options
    const end = Math.min(to, last)
    const toLine = LINES[format]
    const progress = progressOf(io, options)
    let count = 0
    for (let after = Math.max(first, from) - 1; after < end; after += PAGE) {
      const page = await reader.read(after, Math.min(PAGE, end - after))
      const chosen = page.filter((record) => matches(record, filter))
      count += chosen.length
      if (chosen.length > 0) await write(io.stdout, chosen.map((record) => `${toLine(record)}\n`).join(''))
      progress(`${count} records`)
    }
    progress('')
    const isPart = count < end - Math.max(first, from) + 1
    if (format === 'jsonl' && isPart)
      await write(io.stderr, 'note: records were left out, so this export cannot be verified by itself\n')
    return 0
  })
}

const LINES: Readonly<Record<ExportOptions['format'], (record: Sealed) => string>> = {
  jsonl: canonical,
  cef: (record) => toCef(record, packageVersion()),
  ocsf: (record) => JSON.stringify(toOcsf(record, packageVersion())),
}

async function printFrom(io: Io, reader: AuditReader, from: number, last: number, { json }: Common): Promise<number> {
  let after = from
  while (after < last) {
    const limit = Math.min(PAGE, last - after)
    await print(io, await reader.read(after, limit), json)
    after += limit
  }
  return Math.max(after, from)
}

/** As lines of JSON, or as a table for a person. */
async function print(io: Io, records: readonly Sealed[], json: boolean): Promise<void> {
  if (records.length === 0) return
  const lines = json ? records.map(canonical) : alignColumns(records.map(rowOf))
  await write(io.stdout, `${lines.join('\n')}\n`)
}

function rowOf(record: Sealed): readonly string[] {
  const { seq, time, type, hook, tenant, agent, user, action, name, layer, kind, reason, outcome, state, by } = record
  const ruling = decisiveRuling(record)
  const who = [tenant, agent, user].map((part) => (part === undefined ? '-' : cell(part))).join('/')
  const what = [hook ?? type, action ?? name ?? kind ?? reason ?? ''].map(cell).join(' ')
  const told = layer ?? (by === undefined ? '' : `by ${String(by)}`)
  const said = ruling ? `${cell(ruling.layer)} ${cell(ruling.code)}` : cell(told)
  return [
    String(seq),
    time,
    cell(outcome ?? state ?? (type === 'approval' ? kind : undefined) ?? ''),
    what,
    who === '-/-/-' ? '' : who,
    said,
  ]
}

/** Names may be whatever a model or an attacker wrote. */
function cell(value: unknown): string {
  return typeof value === 'string' ? quote(value, MAX_CELL).slice(1, -1) : String(value)
}
