import { createHmac, timingSafeEqual } from 'node:crypto'
import type { JsonObject, JsonValue } from '@ringwall/core'
import { z } from 'zod'
import type { PeerFacts } from './judge.ts'

const texts = z.array(z.string()).readonly()
const sealed = z.strictObject({
  fingerprint: z.string(),
  publicKey: z.string(),
  commonName: z.string().optional(),
  spiffe: z.string().optional(),
  uris: texts,
  dns: texts,
  emails: texts,
  notBefore: z.number(),
  notAfter: z.number(),
  path: texts,
  proof: z.string(),
})

/** The facts with a proof that they come from whoever holds the key: a client that gets to write `meta` cannot make one. */
export function seal(facts: PeerFacts, key: Uint8Array): JsonObject {
  const { commonName, spiffe, ...rest } = facts
  return {
    ...rest,
    ...(commonName === undefined ? {} : { commonName }),
    ...(spiffe === undefined ? {} : { spiffe }),
    proof: proofOf(facts, key).toString('base64url'),
  }
}

/** The facts that `seal` with the same key returned; undefined for anything else. */
export function unseal(value: JsonValue, key: Uint8Array): PeerFacts | undefined {
  const parsed = sealed.safeParse(value)
  if (!parsed.success) return undefined
  const { proof, ...facts } = parsed.data
  const [given, expected] = [Buffer.from(proof, 'base64url'), proofOf(facts, key)]
  return given.length === expected.length && timingSafeEqual(given, expected) ? facts : undefined
}

function proofOf(facts: PeerFacts, key: Uint8Array): Buffer {
  const { fingerprint, publicKey, commonName, spiffe, uris, dns, emails, notBefore, notAfter, path } = facts
  const names = [commonName ?? null, spiffe ?? null, uris, dns, emails]
  return createHmac('sha256', key)
    .update(JSON.stringify(['peer', fingerprint, publicKey, names, notBefore, notAfter, path]))
    .digest()
}
