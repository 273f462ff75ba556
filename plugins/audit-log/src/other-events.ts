import type { Events, JsonObject, Session } from '@ringwall/core'
import type { Body } from './chain/seal.ts'
import { clip, clipped, stamp, whoIs } from './record.ts'

/** What other layers tell, by the name of the event. No plugin imports another, so each is read as what it may be: a field that is missing is left out. */
const READERS: Readonly<Record<string, (event: Told) => JsonObject | undefined>> = {
  approval: (event) => ({
    ...clipped({
      kind: text(event.kind),
      request: text(event.id),
      action: text(event.tool),
      args: text(event.argsHash),
      by: text(event.by),
      scope: text(event.scope),
    }),
    ...numbers({ expiresAt: event.expiresAt }),
    ...(Array.isArray(event.reasons) && {
      reasons: event.reasons.slice(0, MAX_REASONS).map((one) => clip(String(one))),
    }),
  }),
  budget(event) {
    const kind = text(event.kind)
    // A reservation is settled, released or refused; the end of it is what counts.
    if (kind === 'reserved' || kind === 'released') return undefined
    const target = isTold(event.target) ? event.target : {}
    return {
      ...clipped({ kind, code: text(event.code), rule: text(event.rule), ...targetOf(target) }),
      ...numbers({ tokens: event.tokens, cost: event.cost }),
      ...(event.enforced === false && { enforced: false }),
      ...ruled(event.ruling),
    }
  },
  definition: (event) => clipped({ action: text(event.tool), accepted: text(event.hash), before: text(event.before) }),
  breaker: (event) => clipped({ state: text(event.state), ...targetOf(event) }),
  // What led to a lock is on record; who goes on while he is locked out must not be able to fill the log.
  'auth-refused': ({ code, source, tokenId }) =>
    code === 'AUTH_LOCKED' ? undefined : clipped({ code: text(code), source: text(source), token: text(tokenId) }),
  tls: ({ kind, code }) => clipped({ kind: text(kind), code: text(code) }),
}
const MAX_REASONS = 20

type Told = { readonly [key: string]: unknown }

/** Listens to the events of other layers, and passes on the record of each; until the returned function is called. */
export function listenToOthers(events: Events, take: (body: Body) => void): () => void {
  // The names are declared by the plugins that emit them, which are not installed with this one.
  const on = events.on.bind(events) as unknown as (name: string, listener: (event: unknown) => void) => () => void
  const stops = Object.entries(READERS).map(([type, read]) =>
    on(type, (event) => {
      const fields = isTold(event) ? read(event) : undefined
      if (fields && isTold(event)) take(stamp({ type, ...whose(event.session), ...fields }))
    }),
  )
  return () => {
    for (const stop of stops) stop()
  }
}

/** What a layer said where no decision says it, so that it is found, shown and exported like what a decision says. */
function ruled(ruling: unknown): JsonObject {
  if (!isTold(ruling)) return {}
  const [layer, stage, kind, code] = [ruling.layer, ruling.stage, ruling.kind, ruling.code].map(text)
  const enforced = ruling.enforced === true
  const findings = (Array.isArray(ruling.findings) ? ruling.findings : []).filter(isTold).slice(0, MAX_REASONS)
  const said = {
    ...clipped({ layer, stage, kind, code }),
    enforced,
    findings: findings.map(({ rule, severity }) => clipped({ rule: text(rule), severity: text(severity) })),
  }
  return { ...(enforced && kind === 'deny' && { outcome: 'deny' }), rulings: [said] }
}

function whose(session: unknown): JsonObject {
  if (!isTold(session)) return {}
  const [tenantId, agentId, sessionId] = [session.tenantId, session.agentId, session.sessionId].map(text)
  if (tenantId === undefined || agentId === undefined || sessionId === undefined) return {}
  const [userId, channel, traceId] = [session.userId, session.channel, session.traceId].map(text)
  const known: Session = {
    tenantId,
    agentId,
    sessionId,
    ...(userId !== undefined && { userId }),
    ...(channel !== undefined && { channel }),
  }
  return { ...whoIs(known), ...(traceId !== undefined && { trace: clip(traceId) }) }
}

function targetOf({ provider, model }: Told): {
  readonly provider: string | undefined
  readonly model: string | undefined
} {
  return { provider: text(provider), model: text(model) }
}

function numbers(fields: Told): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, number] => Number.isFinite(entry[1])),
  )
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function isTold(value: unknown): value is Told {
  return typeof value === 'object' && value !== null
}
