import type { Decision, JsonObject } from '@ringwall/core'

const STOPPED = 'This was stopped by a security policy.'
const NEEDS_APPROVAL = 'This needs the approval of a person, and nobody has given it.'

/** A decision that is no allow, as far as the user may know it. */
export interface Denial {
  readonly outcome: 'ask' | 'deny'
  readonly code: string
  readonly layer: string
  readonly message: string
  readonly traceId: string
  /** Before this many milliseconds have passed, another attempt is in vain. */
  readonly retryAfterMs?: number | undefined
}
/** A value that passed, or why not. */
export type Checked<T> =
  | { readonly value: T; readonly denial?: undefined }
  | { readonly denial: Denial; readonly value?: undefined }

/** The denial in a decision; undefined if it is an allow. The operator's detail stays behind. */
export function denialOf(decision: Decision): Denial | undefined {
  const { outcome, rulings, traceId } = decision
  if (outcome === 'allow') return undefined
  const ruling = rulings.findLast((ruling) => ruling.enforced && ruling.kind === outcome)
  const message = ruling?.message ?? (outcome === 'ask' ? NEEDS_APPROVAL : STOPPED)
  return { outcome, code: ruling?.code ?? 'DENIED', layer: ruling?.layer ?? 'kernel', message, traceId }
}

/** A denial by the gateway itself. */
export function ownDenial(code: string, traceId: string, message: string = STOPPED): Denial {
  return { outcome: 'deny', code, layer: 'gateway', message, traceId }
}

/** What a reply says about a denial beside the protocol's own `content_filter`. */
export function denialExtension({ outcome, code, layer, traceId }: Denial): JsonObject {
  return { outcome, code, layer, traceId }
}
