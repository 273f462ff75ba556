import {
  DESTINATIONS,
  SOURCES,
  TRUST_LEVELS,
  type Hook,
  type JsonObject,
  type JsonValue,
  type Payloads,
  type Session,
  type Trust,
} from './hooks.ts'
import { copyJson, copyJsonObject } from './json.ts'

const NO_META: JsonObject = Object.freeze({})

/** The kernel's own frozen copy of a payload, so that what is checked is what is used. Throws TypeError on anything malformed. */
export const copyPayload: { readonly [H in Hook]: (value: Payloads[H]) => Payloads[H] } = {
  onInbound: ({ source, text, meta }) =>
    Object.freeze({ source: oneOf(SOURCES, source, 'source'), text: string(text, 'text'), meta: object(meta) }),
  onToolCall: ({ tool, args, meta }) =>
    Object.freeze({ tool: named(tool, 'tool'), args: copyJsonObject(args), meta: object(meta) }),
  onOutbound: ({ destination: to, body, meta }) =>
    Object.freeze({ destination: oneOf(DESTINATIONS, to, 'destination'), body: copyJson(body), meta: object(meta) }),
  onMemoryWrite: ({ key, text, trust, provenance, meta }) =>
    Object.freeze({
      ...(key !== undefined && { key: string(key, 'key') }),
      text: string(text, 'text'),
      trust: oneOf(TRUST_LEVELS, trust, 'trust'),
      provenance: object(provenance),
      meta: object(meta),
    }),
}

/** A frozen copy of a session. Throws TypeError on an empty or missing identity. */
export function copySession({ tenantId, agentId, sessionId, userId, channel, traceId }: Session): Session {
  return Object.freeze({
    tenantId: named(tenantId, 'session.tenantId'),
    agentId: named(agentId, 'session.agentId'),
    sessionId: named(sessionId, 'session.sessionId'),
    ...(userId !== undefined && { userId: named(userId, 'session.userId') }),
    ...(channel !== undefined && { channel: named(channel, 'session.channel') }),
    ...(traceId !== undefined && { traceId: named(traceId, 'session.traceId') }),
  })
}

/** The text that edits apply to, or undefined where the payload is structured. */
export function textOf(payload: Payloads[Hook]): string | undefined {
  if ('text' in payload) return payload.text
  return 'body' in payload && typeof payload.body === 'string' ? payload.body : undefined
}

/** The value that patches apply to, or undefined where the payload is text alone; of a memory, what stands beside its text. */
export function structureOf(payload: Payloads[Hook]): JsonValue | undefined {
  if ('args' in payload) return payload.args
  if ('trust' in payload) return { trust: payload.trust, provenance: payload.provenance ?? NO_META }
  return 'body' in payload && typeof payload.body !== 'string' ? payload.body : undefined
}

/** The payload with its text replaced. */
export function withText<H extends Hook>(payload: Payloads[H], text: string): Payloads[H] {
  return replaced<H>(payload, 'body' in payload ? { body: text } : { text })
}

/** The payload with its structured value replaced. Throws TypeError where that would raise the trust of a memory. */
export function withStructure<H extends Hook>(payload: Payloads[H], value: JsonValue): Payloads[H] {
  if ('trust' in payload) return replaced<H>(payload, labels(payload.trust, value))
  return replaced<H>(payload, 'args' in payload ? { args: value } : { body: value })
}

function replaced<H extends Hook>(payload: Payloads[H], change: JsonObject): Payloads[H] {
  return Object.freeze({ ...payload, ...change }) as unknown as Payloads[H] // values replaced by ones of their own types
}

/** Labels as a layer changed them: the levels above `before` are out of its reach. */
function labels(before: Trust, value: JsonValue): JsonObject {
  const { trust, provenance } = copyJsonObject(value)
  const within = TRUST_LEVELS.slice(TRUST_LEVELS.indexOf(before))
  return { trust: oneOf(within, trust, 'trust'), provenance: object(provenance) }
}

function oneOf<T extends string>(known: readonly T[], value: unknown, name: string): T {
  const found = known.find((item) => item === value)
  if (found === undefined) throw new TypeError(`${name} must be one of ${known.join(', ')}, not ${String(value)}`)
  return found
}

function string(value: unknown, name: string): string {
  if (typeof value !== 'string') throw new TypeError(`${name} must be a string, not ${typeof value}`)
  return value
}

function named(value: unknown, name: string): string {
  if (string(value, name) === '') throw new TypeError(`${name} must not be empty`)
  return string(value, name)
}

function object(value: unknown): JsonObject {
  return value === undefined ? NO_META : copyJsonObject(value)
}
