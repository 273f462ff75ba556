import type { JsonObject, JsonValue, Trust } from '@ringwall/core'
import { z } from 'zod'
import type { Owner } from './record.ts'
import { digest, type Signer } from './signature.ts'

/** Marks are used at once; later than this they are worth nothing. */
const VALID_MS = 60_000

/** What a reviewer let pass: this text, under this key of this owner, with this trust, on this way. */
export interface Reviewed {
  readonly way: 'write' | 'recall'
  readonly owner: Pick<Owner, 'tenant' | 'agent'>
  readonly key: string
  readonly text: string
  readonly trust: Trust
}

const mark = z.strictObject({ reviewer: z.string().min(1), at: z.number(), signature: z.string() })

/** The mark under `meta.review` that tells the layer that a person looked at this very text. */
export function reviewMark(reviewed: Reviewed, reviewer: string, signer: Signer): JsonObject {
  const at = Date.now()
  return { reviewer, at, signature: signer.sign('review', claim(reviewed, reviewer, at)) }
}

/** Whether there is a mark, and whether it fits. */
export type ReviewState =
  | { readonly state: 'absent' | 'invalid' }
  | { readonly state: 'valid'; readonly reviewer: string }

/** Checks the mark under `meta.review`; one that does not fit in every respect is invalid. */
export function checkReview(value: JsonValue | undefined, reviewed: Reviewed, signer: Signer): ReviewState {
  if (value === undefined) return { state: 'absent' }
  const parsed = mark.safeParse(value)
  if (!parsed.success || reviewed.trust === 'system') return { state: 'invalid' }
  const { reviewer, at, signature } = parsed.data
  const isFresh = Math.abs(Date.now() - at) <= VALID_MS
  const isSigned = signer.verify('review', claim(reviewed, reviewer, at), signature)
  return isFresh && isSigned ? { state: 'valid', reviewer } : { state: 'invalid' }
}

function claim({ way, owner, key, text, trust }: Reviewed, reviewer: string, at: number): JsonValue {
  return [way, owner.tenant, owner.agent, key, digest(text), trust, reviewer, at]
}
