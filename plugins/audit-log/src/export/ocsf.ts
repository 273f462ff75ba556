import type { JsonObject } from '@ringwall/core'
import type { Sealed } from '../chain/seal.ts'
import { decisiveRuling, listOf, memberOf, severityOf, textOf } from './summary.ts'

/** The version of the Open Cybersecurity Schema Framework that is written: its class API Activity with the profile security_control. */
export const OCSF_VERSION = '1.3.0'

const CLASS = 6003
const CATEGORY = 6
/** 1 Create, 2 Read, 3 Update, 4 Delete, 99 Other. */
const ACTIVITIES = { read: 2, mutate: 3, destructive: 4 } as const
const ACTIVITY_NAMES: Readonly<Record<number, string>> = { 2: 'Read', 3: 'Update', 4: 'Delete' }
const OTHER = 99
const SEVERITY_IDS = { info: 1, low: 2, medium: 3, high: 4, critical: 5 } as const
const SEVERITY_NAMES = {
  info: 'Informational',
  low: 'Low',
  medium: 'Medium',
  high: 'High',
  critical: 'Critical',
} as const
/** An ask that is still open is not allowed. */
const OUTCOMES = {
  allow: {
    action_id: 1,
    action: 'Allowed',
    disposition_id: 1,
    disposition: 'Allowed',
    status_id: 1,
    status: 'Success',
  },
  ask: {
    action_id: 2,
    action: 'Denied',
    disposition_id: 99,
    disposition: 'Held for approval',
    status_id: 2,
    status: 'Failure',
  },
  deny: { action_id: 2, action: 'Denied', disposition_id: 2, disposition: 'Blocked', status_id: 2, status: 'Failure' },
} as const

/** By the outcomes of decisions, and of reads of secrets. */
const KNOWN = { allow: 'allow', ask: 'ask', deny: 'deny', granted: 'allow', denied: 'deny' } as const
/** What stands in a field of the schema, wholly. */
const MAPPED: ReadonlySet<string> = new Set(
  'v id seq time type hook action outcome trace durationMs class rulings tenant agent session user channel'.split(' '),
)

/** The record as an event of the class API Activity: an agent's call, or what an operator or a layer did. */
export function toOcsf(record: Sealed, version: string): JsonObject {
  const { id, seq, time, type, hook, action, outcome, trace, durationMs } = record
  const activity =
    record.class === 'read' || record.class === 'mutate' || record.class === 'destructive'
      ? ACTIVITIES[record.class]
      : OTHER
  const severity = severityOf(record)
  const act = textOf(outcome)
  const known = act !== undefined && Object.hasOwn(KNOWN, act) ? KNOWN[act as keyof typeof KNOWN] : undefined
  const ruling = decisiveRuling(record)
  return {
    activity_id: activity,
    activity_name: ACTIVITY_NAMES[activity] ?? textOf(hook) ?? type,
    category_uid: CATEGORY,
    category_name: 'Application Activity',
    class_uid: CLASS,
    class_name: 'API Activity',
    type_uid: CLASS * 100 + activity,
    time: Date.parse(time),
    severity_id: SEVERITY_IDS[severity],
    severity: SEVERITY_NAMES[severity],
    ...(known ? OUTCOMES[known] : { action_id: 0, action: 'Unknown', status_id: 0, status: 'Unknown' }),
    ...(ruling && { status_code: ruling.code, status_detail: `${ruling.layer}: ${ruling.code}` }),
    ...(typeof durationMs === 'number' && { duration: Math.round(durationMs) }),
    actor: actorOf(record),
    api: { operation: textOf(action) ?? textOf(hook) ?? type, service: { name: textOf(hook) ?? type } },
    src_endpoint: { name: textOf(record.channel) ?? 'ringwall' },
    metadata: {
      version: OCSF_VERSION,
      profiles: ['security_control'],
      product: { name: 'Ringwall', vendor_name: 'Ringwall', version },
      uid: id,
      sequence: seq,
      original_time: time,
      log_name: 'audit-log',
      event_code: type,
      ...(typeof trace === 'string' && { correlation_uid: trace }),
      ...(typeof record.tenant === 'string' && { tenant_uid: record.tenant }),
    },
    unmapped: unmappedOf(record),
  }
}

function actorOf({ user, agent, session, by, layer }: Sealed): JsonObject {
  const name = textOf(user) ?? textOf(by)
  const app = textOf(agent) ?? textOf(layer) ?? 'ringwall'
  return {
    app_name: app,
    ...(name !== undefined && { user: { uid: name, name } }),
    ...(typeof session === 'string' && { session: { uid: session } }),
  }
}

/** What the schema has no place for: what proves the record, and what it says of a secret, an approval or a budget. */
function unmappedOf(record: Sealed): JsonObject {
  const rest = Object.fromEntries(Object.entries(record).filter(([name]) => !MAPPED.has(name)))
  const rulings = listOf(record.rulings).map((ruling) => {
    const [layer, kind, code] = ['layer', 'kind', 'code'].map((key) => textOf(memberOf(ruling, key)) ?? '')
    return `${layer} ${kind} ${code}`
  })
  return { ...rest, rulings }
}
