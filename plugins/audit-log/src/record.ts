import { randomUUID } from 'node:crypto'
import type {
  DecisionEvent,
  FailureEvent,
  Finding,
  Hook,
  JsonObject,
  JsonValue,
  KernelEvents,
  Outcome,
  Payloads,
  Power,
  Ruling,
  SecretAccessEvent,
  Session,
  Stage,
} from '@ringwall/core'
import type { Body } from './chain/seal.ts'

/** The version of the records' format; it changes when a field changes its meaning or goes away. */
export const SCHEMA_VERSION = 1
/** Longest name or id on record, in UTF-16 code units; the model chooses the names of tools. */
const MAX_NAME = 256
/** Findings of one ruling on record; `findingsTotal` has their number where there are more. */
const MAX_FINDINGS = 50
const MAX_TARGETS = 200
/** Rulings of one decision on record, the last ones; `rulingsTotal` has their number where there are more. */
const MAX_RULINGS = 64

type Line = {
  readonly v: typeof SCHEMA_VERSION
  readonly id: string
  /** ISO 8601, UTC. */
  readonly time: string
}
/** Whose call it was. */
export interface Who {
  readonly tenant: string
  readonly agent: string
  readonly session: string
  readonly user?: string
  readonly channel?: string
}
/** What one layer said. */
export interface RulingRecord {
  readonly layer: string
  readonly stage: Stage
  readonly kind: Power
  readonly code: string
  readonly enforced: boolean
  readonly findings: readonly Finding[]
  readonly findingsTotal?: number
}
/** One decision. It holds no text, no argument and no message: only names, places and numbers. */
export interface DecisionRecord extends Line, Who {
  readonly type: 'decision'
  readonly trace: string
  readonly hook: Hook
  /** The source, tool, destination or trust of the payload; absent where the kernel could not read it. */
  readonly action?: string
  /** Of a tool call, where action-classifier says so. */
  readonly class?: ActionClass
  readonly outcome: Outcome
  readonly durationMs: number
  /** UTF-16 code units of all text in the payload, keys included. */
  readonly size: number
  readonly rulings: readonly RulingRecord[]
  readonly rulingsTotal?: number
  /** The host was told that this could not be recorded, and so was to deny it; it was written later all the same. */
  readonly late?: true
}
/** A layer that threw, was late or answered what it must not. Its words are not recorded: they may quote what it read. */
export interface FailureRecord extends Line, Who {
  readonly type: 'failure'
  readonly hook: Hook
  readonly layer: string
  readonly bypassed: boolean
}
/** What a layer found beside any decision: too late to be a ruling of one, or in its store. */
export interface FindingRecord extends Line, Who {
  readonly type: 'finding'
  readonly trace: string
  readonly hook: Hook
  readonly rulings: readonly [RulingRecord]
}
/** A new generation of layers took over. */
export interface ReloadRecord extends Line {
  readonly type: 'reload'
  readonly generation: number
  readonly layers: readonly string[]
}
/** Somebody asked for a secret of secrets-store. Without an agent behind it, nobody is named. */
export interface SecretRecord extends Line, Partial<Who> {
  readonly type: 'secret'
  readonly name: string
  /** The tool, or what a layer or host wanted it for. */
  readonly purpose: string
  readonly outcome: SecretAccessEvent['outcome']
  readonly hosts: readonly string[]
}
/** An operator did something at the command line, or a host on his behalf. */
export interface OperatorRecord extends Line {
  readonly type: 'operator'
  /** Such as `secrets.set`. */
  readonly action: string
  /** The name or id of what it was done to; never a value. */
  readonly target?: string
  /** Where it was done to many; the first 200. */
  readonly names?: readonly string[]
  readonly tenant?: string
  readonly agent?: string
  readonly user?: string
  readonly by: string
  /** `started` is written before anything is changed. */
  readonly outcome: 'started' | 'done' | 'failed'
}
/** What happened, before it has its place in the chain. */
export type AuditRecord = DecisionRecord | FailureRecord | FindingRecord | SecretRecord | ReloadRecord | OperatorRecord

/** The class of an action. */
export type ActionClass = 'read' | 'mutate' | 'destructive'

/** The record of a decision. */
export function recordDecision(event: DecisionEvent, id: string, actionClass?: ActionClass): DecisionRecord {
  const { time, durationMs, hook, session, payload, decision } = event
  const action = payload && actionOf(payload)
  const { rulings } = decision
  return {
    ...lineOf(id, time),
    type: 'decision',
    ...whoIs(session),
    trace: clip(decision.traceId),
    hook,
    ...(action === undefined ? undefined : { action: clip(action) }),
    ...(actionClass === undefined ? undefined : { class: actionClass }),
    outcome: decision.outcome,
    durationMs: Math.round(durationMs * 1000) / 1000,
    size: payload ? sizeOf(contentOf(payload)) : 0,
    rulings: rulings.slice(-MAX_RULINGS).map(recordRuling),
    ...(rulings.length > MAX_RULINGS ? { rulingsTotal: rulings.length } : undefined),
  }
}

/** The record of what an operator did. */
export function recordOperator(did: Omit<OperatorRecord, keyof Line | 'type'>): OperatorRecord {
  const { action, target, names, tenant, agent, user, by, outcome } = did
  return {
    ...lineOf(randomUUID(), Date.now()),
    type: 'operator',
    action: clip(action),
    ...clipped({ target, tenant, agent, user }),
    ...(names === undefined ? undefined : { names: names.slice(0, MAX_TARGETS).map(clip) }),
    by: clip(by),
    outcome,
  }
}

/** Adds the fields that every record has to those of its own. */
export function stamp(body: JsonObject & { readonly type: string }): Body {
  return { ...body, ...lineOf(randomUUID(), Date.now()) }
}

/** The record of a layer's failure. */
export function recordFailure({ time, layer, hook, session, bypassed }: FailureEvent, id: string): FailureRecord {
  return { ...lineOf(id, time), type: 'failure', ...whoIs(session), hook, layer, bypassed }
}

/** The record of a finding that belongs to no decision. */
export function recordFinding({ time, session, ruling, traceId }: KernelEvents['finding'], id: string): FindingRecord {
  const { hook } = ruling
  return {
    ...lineOf(id, time),
    type: 'finding',
    ...whoIs(session),
    trace: clip(traceId),
    hook,
    rulings: [recordRuling(ruling)],
  }
}

/** The record of a read of a secret. */
export function recordSecret(event: SecretAccessEvent, id: string): SecretRecord {
  const { time, session, name, purpose, outcome, hosts } = event
  const who = session ? whoIs(session) : {}
  const places = hosts.slice(0, MAX_FINDINGS).map(clip)
  return {
    ...lineOf(id, time),
    type: 'secret',
    ...who,
    name: clip(name),
    purpose: clip(purpose),
    outcome,
    hosts: places,
  }
}

/** The record of a reload. */
export function recordReload({ time, generation, layers }: KernelEvents['reload'], id: string): ReloadRecord {
  return { ...lineOf(id, time), type: 'reload', generation, layers }
}

/** Fields of text that may be absent, bounded. */
export function clipped<K extends string>(fields: { readonly [P in K]: string | undefined }): {
  readonly [P in K]?: string
} {
  const there = Object.entries<string | undefined>(fields).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  return Object.fromEntries(there.map(([name, text]) => [name, clip(text)])) as { readonly [P in K]?: string }
}

function lineOf(id: string, time: number): Line {
  return { v: SCHEMA_VERSION, id, time: new Date(time).toISOString() }
}

/** Whose call it was, as it is recorded. */
export function whoIs({ tenantId, agentId, sessionId, userId, channel }: Session): Who {
  return {
    tenant: clip(tenantId),
    agent: clip(agentId),
    session: clip(sessionId),
    ...(userId === undefined ? undefined : { user: clip(userId) }),
    ...(channel === undefined ? undefined : { channel: clip(channel) }),
  }
}

function recordRuling({ layer, stage, kind, code, enforced, findings }: Ruling): RulingRecord {
  return {
    layer,
    stage,
    kind,
    code,
    enforced,
    findings: findings.slice(0, MAX_FINDINGS).map(copyFinding),
    ...(findings.length > MAX_FINDINGS ? { findingsTotal: findings.length } : undefined),
  }
}

function copyFinding({ rule, severity, span, score }: Finding): Finding {
  return {
    rule: clip(rule),
    severity,
    ...(span === undefined ? undefined : { span: { start: span.start, end: span.end } }),
    ...(score === undefined ? undefined : { score }),
  }
}

function actionOf(payload: Payloads[Hook]): string {
  if ('source' in payload) return payload.source
  if ('tool' in payload) return payload.tool
  return 'destination' in payload ? payload.destination : payload.trust
}

function contentOf(payload: Payloads[Hook]): JsonValue {
  if ('text' in payload) return payload.text
  return 'args' in payload ? payload.args : payload.body
}

function sizeOf(value: JsonValue): number {
  if (typeof value === 'string') return value.length
  if (typeof value !== 'object' || value === null) return 0
  let size = 0
  for (const [key, item] of Object.entries(value)) size += (Array.isArray(value) ? 0 : key.length) + sizeOf(item)
  return size
}

/** A name as it is recorded: bounded, and text that every store and reader takes. */
export function clip(text: string): string {
  const short = text.length <= MAX_NAME ? text : `${text.slice(0, MAX_NAME)}…`
  return short.toWellFormed()
}
