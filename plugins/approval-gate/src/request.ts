import type { JsonValue, Ruling, Session, ToolCall } from '@ringwall/core'
import { canonical, sha256 } from './canonical.ts'

/** Why somebody has to look at a call. */
export interface Reason {
  /** `layer/CODE` of an ask, or of a rule of this layer its pattern. */
  readonly code: string
  readonly message?: string | undefined
  readonly detail?: string | undefined
}

/** Whose call it is. Nothing that the model writes is in it. */
export interface Owner {
  readonly tenant: string
  readonly agent: string
  readonly session: string
  readonly user: string | null
}

/** What is asked: exactly this call, for exactly these reasons. */
export interface Request extends Owner {
  readonly tool: string
  /** Canonical text of the arguments: what is shown is what is hashed. */
  readonly args: string
  readonly argsHash: string
  readonly reasons: readonly Reason[]
  /** Canonical text of `meta.unacceptedDefinition`, where the host says that nobody has accepted the definition of the tool: who approves the call accepts it. */
  readonly definition?: string | undefined
  /** SHA-256 over all of the above but the words of the reasons: calls of one digest are one request. */
  readonly digest: string
}

const MAX_WORDS = 500
const MAX_REASONS = 32

/** The request of a call. Of meta only an unaccepted definition has a part in it; ids of calls and whatever else a host or model sends along have none. */
export function requestOf({ tool, args, meta }: ToolCall, session: Session, reasons: readonly Reason[]): Request {
  const { tenantId: tenant, agentId: agent, sessionId, userId } = session
  const owner: Owner = { tenant, agent, session: sessionId, user: userId ?? null }
  const text = canonical(args)
  const named = {
    ...owner,
    tool,
    args: text,
    argsHash: sha256(text),
    reasons: sorted(reasons),
    ...(meta?.unacceptedDefinition === undefined ? {} : { definition: canonical(meta.unacceptedDefinition) }),
  }
  return { ...named, digest: digestOf(named) }
}

/** What one approval can serve. */
function digestOf(request: Omit<Request, 'digest' | 'args'>): string {
  const { tenant, agent, session, user, tool, argsHash, reasons } = request
  return sha256(
    canonical(['call', tenant, agent, session, user, tool, argsHash, codesOf(reasons), ...shownOf(request)]),
  )
}

/** The same for every call of the tool in the session, whatever its arguments, for the same reasons. */
export function toolDigestOf(request: Omit<Request, 'digest' | 'args'>): string {
  const { tenant, agent, session, user, tool, reasons } = request
  return sha256(canonical(['tool', tenant, agent, session, user, tool, codesOf(reasons), ...shownOf(request)]))
}

/** An approval of one definition serves no other. */
function shownOf({ definition }: Pick<Request, 'definition'>): readonly string[] {
  return definition === undefined ? [] : [definition]
}

/** Of fixed length, whatever the ids are. */
export function ownerKey(parts: readonly JsonValue[]): string {
  return sha256(canonical(parts))
}

/** The reason that an ask gives. */
export function reasonOf({ layer, code, message, detail }: Ruling): Reason {
  return {
    code: `${layer}/${code}`,
    ...(message === undefined ? {} : { message: cut(message) }),
    ...(detail === undefined ? {} : { detail: cut(detail) }),
  }
}

function codesOf(reasons: readonly Reason[]): readonly string[] {
  return reasons.map(({ code }) => code)
}

/** Each code once, in order of code units. Too many are more than anybody reads, and throw. */
function sorted(reasons: readonly Reason[]): readonly Reason[] {
  const byCode = new Map(reasons.toReversed().map((reason) => [reason.code, reason]))
  if (byCode.size > MAX_REASONS) throw new RangeError(`the call is asked about for more than ${MAX_REASONS} reasons`)
  return [...byCode.values()].toSorted((a, b) => (a.code < b.code ? -1 : 1))
}

function cut(text: string): string {
  return text.length > MAX_WORDS ? `${text.slice(0, MAX_WORDS)}…` : text
}
