import type { Events, Session } from '@ringwall/core'
import type { Owner } from './request.ts'
import type { Scope } from './scopes.ts'

/**
 * Something happened to a request or an approval. It never holds the arguments, only their hash. Each happens once in a process:
 * where the request waits, or where somebody settles it through the service of this kernel.
 */
export interface ApprovalEvent {
  /** On the store's clock, in milliseconds. */
  readonly time: number
  /** `refused`: the store held something that is not authentic, or an approval that was used before. */
  readonly kind: 'requested' | 'granted' | 'denied' | 'expired' | 'used' | 'revoked' | 'refused'
  /** Of the request, and of the approval that came of it. */
  readonly id: string
  /** Whose call it is; without a trace where the call is not at hand. */
  readonly session: Session
  readonly tool: string
  /** SHA-256 of the canonical arguments, in hex; absent where an approval is for any arguments. */
  readonly argsHash?: string
  /** `layer/CODE` of each ask. */
  readonly reasons: readonly string[]
  /** Who settled it, and how. */
  readonly by?: string
  readonly note?: string
  readonly scope?: Scope
  /** When the request or the approval ends. */
  readonly expiresAt?: number
}

declare module '@ringwall/core' {
  interface KernelEvents {
    approval: ApprovalEvent
  }
}

/** What an event says of its subject. */
export interface Subject extends Owner {
  readonly id: string
  readonly tool: string
  readonly argsHash: string | null
  readonly reasons: readonly (string | { readonly code: string })[]
}
type About = Pick<ApprovalEvent, 'time' | 'kind'> & {
  readonly [K in 'by' | 'note' | 'scope' | 'expiresAt']?: ApprovalEvent[K] | undefined
} & { readonly traceId?: string | undefined }

/** Tells of what happens. */
export type Tell = (subject: Subject, about: About) => void

const KEPT = 2000

/** Tells each thing once: a waiting call learns of what the service did in the same process. */
export function createTeller(events: Pick<Events, 'emit'>): Tell {
  const told = new Set<string>()
  return (subject, { traceId, kind, time, by, note, scope, expiresAt }) => {
    const { id, tool, argsHash, reasons } = subject
    const mark = `${id} ${kind}`
    if (kind !== 'used' && kind !== 'refused' && told.has(mark)) return
    told.add(mark)
    for (const oldest of told) {
      if (told.size <= KEPT) break
      told.delete(oldest)
    }
    events.emit('approval', {
      time,
      kind,
      id,
      session: sessionOf(subject, traceId),
      tool,
      ...(argsHash === null ? {} : { argsHash }),
      reasons: reasons.map((reason) => (typeof reason === 'string' ? reason : reason.code)),
      ...(by === undefined ? {} : { by }),
      ...(note === undefined ? {} : { note }),
      ...(scope === undefined ? {} : { scope }),
      ...(expiresAt === undefined ? {} : { expiresAt }),
    })
  }
}

function sessionOf({ tenant, agent, session, user }: Owner, traceId: string | undefined): Session {
  return {
    tenantId: tenant,
    agentId: agent,
    sessionId: session,
    ...(user === null ? {} : { userId: user }),
    ...(traceId === undefined ? {} : { traceId }),
  }
}
