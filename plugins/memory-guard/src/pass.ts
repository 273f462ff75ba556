import type { JsonObject, JsonValue, Session, Trust } from '@ringwall/core'
import { z } from 'zod'
import { digest, type Signer } from './signature.ts'

/** Passes are used at once; later than this they are worth nothing. */
const VALID_MS = 60_000

/** What a guarded memory says of itself: this text, under this key, with this trust, on this way, in a session of this owner. */
export interface Passing {
  readonly way: 'write' | 'recall'
  readonly session: Session
  readonly key: string
  readonly text: string
  readonly trust: Trust
  /** As what it was written, before the layer may have lowered it. */
  readonly claimed: Trust
}

const pass = z.strictObject({ at: z.number(), signature: z.string() })

/** The mark under `meta.guarded` that tells the layer that a guarded memory keeps the trust of this text itself. */
export function passMark(passing: Passing, signer: Signer): JsonObject {
  const at = Date.now()
  return { at, signature: signer.sign('pass', claim(passing, at)) }
}

/** True where the mark under `meta.guarded` fits in every respect. */
export function isGuarded(value: JsonValue | undefined, passing: Passing, signer: Signer): boolean {
  const { data } = pass.safeParse(value)
  if (data === undefined || Math.abs(Date.now() - data.at) > VALID_MS) return false
  return signer.verify('pass', claim(passing, data.at), data.signature)
}

function claim({ way, session, key, text, trust, claimed }: Passing, at: number): JsonValue {
  return [way, session.tenantId, session.agentId, session.userId ?? null, key, digest(text), trust, claimed, at]
}
