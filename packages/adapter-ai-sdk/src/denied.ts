import type { Decision } from '@ringwall/core'
import { denialOf, type Denial as HostDenial } from '@ringwall/host'
import { fail, type AiSdkErrorCode } from './errors.ts'

/** What is known of a denial outside; the operator's detail stays in the rulings. */
export interface Denial {
  readonly outcome: 'ask' | 'deny'
  readonly code: string
  readonly layer: string
  /** Safe to show to the user. */
  readonly reason: string
  readonly traceId?: string | undefined
  /** Before this many milliseconds have passed, another attempt is in vain. */
  readonly retryAfterMs?: number | undefined
  /** The id of the request that waits for a person. */
  readonly approvalId?: string | undefined
}

/** Something that does not go on. Thrown to the caller of a model, and in a tool, where the SDK tells the model its message as the tool's error. */
export class Denied extends Error implements Denial {
  override readonly name = 'Denied'
  readonly outcome: Denial['outcome']
  readonly code: string
  readonly layer: string
  readonly reason: string
  readonly traceId: string | undefined
  readonly retryAfterMs: number | undefined
  readonly approvalId: string | undefined

  constructor({ outcome, code, layer, reason, traceId, retryAfterMs, approvalId }: Denial, cause?: unknown) {
    const waits = approvalId === undefined ? '' : ` Request ${approvalId} waits for a person; call again after that.`
    const trace = traceId === undefined ? '' : ` (trace ${traceId})`
    super(`Ringwall stopped this. ${code}: ${reason}${waits}${trace}`, cause === undefined ? undefined : { cause })
    this.outcome = outcome
    this.code = code
    this.layer = layer
    this.reason = reason
    this.traceId = traceId
    this.retryAfterMs = retryAfterMs
    this.approvalId = approvalId
  }
}

/** A denial by this package itself. */
export function refuse(
  code: AiSdkErrorCode,
  params?: Readonly<Record<string, string>>,
  traceId?: string,
  cause?: unknown,
): Denied {
  const { message, fix } = fail(code, params)
  return new Denied({ outcome: 'deny', code, layer: 'ai-sdk', reason: `${message} ${fix}`, traceId }, cause)
}

/** What was thrown, as a denial. */
export function toDenied(thrown: unknown, traceId?: string): Denied {
  return thrown instanceof Denied ? thrown : refuse('AI_GUARD_FAILED', {}, traceId, thrown)
}

/** A denial of the layers. */
export function deniedBy({ message: reason, ...denial }: HostDenial, approvalId?: string): Denied {
  return new Denied({ ...denial, reason, approvalId })
}

/** The denial in a decision that is no allow. */
export function denialIn(decision: Decision, approvalId?: string): Denied | undefined {
  const denial = denialOf(decision)
  return denial && deniedBy(denial, approvalId)
}

/** The payload of a decision that is an allow. Throws Denied. */
export function allowed<T>(decision: Decision & { readonly payload?: T | undefined }): T {
  const denial = denialIn(decision)
  if (denial) throw denial
  if (decision.payload === undefined) throw refuse('AI_GUARD_FAILED', {}, decision.traceId)
  return decision.payload
}
