import type { JsonValue } from '@ringwall/core'
import type { Sealed } from '../chain/seal.ts'
import { severityOf, decisiveRuling, textOf } from './summary.ts'

const HEADER = ['CEF:0', 'Ringwall', 'Ringwall']
/** Of the format's scale from 0 to 10, by the severities of findings. */
const SEVERITIES = { info: 1, low: 3, medium: 5, high: 8, critical: 10 } as const
const ACT = { allow: 'allowed', ask: 'held', deny: 'denied' } as const

/** The record as one line of ArcSight's Common Event Format, version 0. */
export function toCef(record: Sealed, version: string): string {
  const ruling = decisiveRuling(record)
  const { type, hook, action, outcome } = record
  const id = ruling?.code ?? (type === 'decision' ? textOf(outcome) : type) ?? type
  const name = [type, textOf(hook), textOf(action), textOf(outcome)].filter((part) => part !== undefined).join(' ')
  const severity = SEVERITIES[severityOf(record)]
  const header = [...HEADER, version, id, name, String(severity)].map(escapeHeader).join('|')
  const pairs = extension(record).filter((pair): pair is readonly [string, string] => pair[1] !== undefined)
  return `${header}|${pairs.map(([key, value]) => `${key}=${escapeValue(value)}`).join(' ')}`
}

function extension(record: Sealed): readonly (readonly [string, string | undefined])[] {
  const {
    id,
    time,
    seq,
    hash,
    tenant,
    agent,
    user,
    session,
    trace,
    hook,
    action,
    outcome,
    by,
    name,
    target,
    code,
    purpose,
    kind,
  } = record
  const ruling = decisiveRuling(record)
  const act = textOf(outcome)
  return [
    ['rt', String(Date.parse(time))],
    ['externalId', id],
    ['cat', record.type],
    ['act', act !== undefined && Object.hasOwn(ACT, act) ? ACT[act as keyof typeof ACT] : act],
    ['outcome', act],
    ['suser', textOf(user) ?? textOf(by)],
    // Who approved it, where that is another one.
    ['msg', user === undefined || by === undefined ? undefined : `by ${textOf(by) ?? ''}`],
    ['sproc', textOf(agent)],
    ['reason', ruling?.code ?? textOf(code) ?? textOf(purpose) ?? textOf(kind)],
    ['deviceFacility', ruling?.layer ?? textOf(record.layer)],
    ['request', textOf(action) ?? textOf(name) ?? textOf(target)],
    ...labelled('cs1', 'tenant', tenant),
    ...labelled('cs2', 'session', session),
    ...labelled('cs3', 'trace', trace),
    ...labelled('cs4', 'hook', hook),
    ...labelled('cs5', 'class', record.class),
    ...labelled('cs6', 'hash', hash),
    ['cn1', String(seq)],
    ['cn1Label', 'seq'],
  ]
}

function labelled(
  key: string,
  label: string,
  value: JsonValue | undefined,
): readonly (readonly [string, string | undefined])[] {
  const text = textOf(value)
  return text === undefined
    ? []
    : [
        [key, text],
        [`${key}Label`, label],
      ]
}

/** In the header a backslash and a bar are escaped, and it has no line breaks. */
function escapeHeader(text: string): string {
  return plain(text.replace(/[\r\n]+/g, ' ')).replace(/[\\|]/g, '\\$&')
}

/** In the extension a backslash, an equals sign and line breaks are escaped. */
function escapeValue(text: string): string {
  return plain(text.replace(/[\\=]/g, '\\$&').replaceAll('\r', '\\r').replaceAll('\n', '\\n'))
}

/** Without what would end a line for some reader, be obeyed by a terminal, or be shown in another order. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ')
}
