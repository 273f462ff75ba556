import type { JsonValue } from '@ringwall/core'
import type { Sealed } from '../chain/seal.ts'
import { listOf, memberOf } from './summary.ts'

/** What is searched for; everything that is given must hold. */
export interface Filter {
  /** Milliseconds since 1970, inclusive. */
  readonly since?: number
  /** Exclusive. */
  readonly until?: number
  readonly type?: string
  readonly tenant?: string
  readonly agent?: string
  readonly user?: string
  readonly session?: string
  readonly trace?: string
  readonly hook?: string
  /** The tool, source, destination or trust; what an operator did; a tool that somebody approved. */
  readonly action?: string
  readonly outcome?: string
  readonly class?: string
  /** A layer that said something, or failed. */
  readonly layer?: string
  /** Of a ruling. */
  readonly code?: string
  /** Part of any name in the record, whatever the case. */
  readonly text?: string
}

const FIELDS = ['type', 'tenant', 'agent', 'user', 'session', 'trace', 'hook', 'action', 'outcome', 'class'] as const
/** Not names: they would match what nobody meant. */
const NO_NAMES: ReadonlySet<string> = new Set(['chain', 'prev', 'hash', 'sig'])

/** True for a record that the filter asks for. */
export function matches(record: Sealed, filter: Filter): boolean {
  const { since, until, layer, code, text } = filter
  const time = Date.parse(record.time)
  if (since !== undefined && time < since) return false
  if (until !== undefined && time >= until) return false
  if (FIELDS.some((field) => filter[field] !== undefined && record[field] !== filter[field])) return false
  if (layer !== undefined && record.layer !== layer && !hasRuling(record, 'layer', layer)) return false
  if (code !== undefined && record.code !== code && !hasRuling(record, 'code', code)) return false
  return text === undefined || names(record).some((name) => name.toLowerCase().includes(text.toLowerCase()))
}

function hasRuling({ rulings }: Sealed, field: string, value: string): boolean {
  return listOf(rulings).some((ruling) => memberOf(ruling, field) === value)
}

function names(record: Sealed): readonly string[] {
  return Object.entries(record).flatMap(([key, value]) => (NO_NAMES.has(key) ? [] : textsIn(value)))
}

function textsIn(value: JsonValue): readonly string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}
