import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'
import type { JsonValue, Session } from '@ringwall/core'

const VERSION = 'rwp1'
/** Longer than a request takes until its last text has been judged. */
const LIFETIME_MS = 15 * 60_000

/** Makes and checks proofs that a session belongs to a request that was let in. */
export interface Prover {
  /** A proof for `meta.auth` of the inbound events of this session, and of no other, for 15 minutes. */
  prove(session: Session): string
  check(proof: JsonValue, session: Session): boolean
}

/** A prover with a key of the store's: every kernel and process on the store knows the same proofs. */
export function createProver(bytes: Uint8Array, now: () => number = Date.now): Prover {
  const key = createSecretKey(bytes) // once: Node takes longer to prepare a key than to sign with it
  const sign = (expires: string, { tenantId, agentId, sessionId, userId, channel }: Session): string =>
    createHmac('sha256', key)
      .update(JSON.stringify([expires, tenantId, agentId, sessionId, userId ?? null, channel ?? null]))
      .digest('base64url')
  return {
    prove(session) {
      const expires = (now() + LIFETIME_MS).toString(36)
      return `${VERSION}.${expires}.${sign(expires, session)}`
    },
    check(proof, session) {
      const [, expires = '', mac = ''] =
        typeof proof === 'string' ? (/^rwp1\.([0-9a-z]{1,11})\.([\w-]{43})$/.exec(proof) ?? []) : []
      const given = Buffer.from(mac)
      const expected = Buffer.from(sign(expires, session)) // as text: it has one spelling
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return false
      return Number.parseInt(expires, 36) > now()
    },
  }
}
