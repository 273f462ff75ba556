import type { Decision } from '@ringwall/core'

/** What is said of a denial that has no words of its own. */
export const STOPPED = 'This was stopped by a security policy.'
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
export function denialOf({ outcome, rulings, traceId }: Decision): Denial | undefined {
  if (outcome === 'allow') return undefined
  const ruling = rulings.findLast(({ enforced, kind }) => enforced && kind === outcome)
  const message = ruling?.message ?? (outcome === 'ask' ? NEEDS_APPROVAL : STOPPED)
  return { outcome, code: ruling?.code ?? 'DENIED', layer: ruling?.layer ?? 'kernel', message, traceId }
}
