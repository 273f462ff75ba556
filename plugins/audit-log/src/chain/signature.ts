import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto'
import { canonical, type Link, type Place, type Sealed } from './seal.ts'

const DOMAIN = 'ringwall-audit-checkpoint-v1\n'
/** What stands before the 32 bytes of an Ed25519 public key in DER (RFC 8410). */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex')
const KEY_BYTES = 32

/** Signed, and so what makes a place one that only the holder of the key can have made. */
export interface Signed extends Place {
  readonly time: string
  /** The id of the key. */
  readonly key: string
  /** Ed25519, in hex. */
  readonly sig: string
}

/** A public key that is trusted, under its id. */
export interface PublicKey {
  readonly id: string
  /** 32 bytes in base64url. */
  readonly text: string
}

/** Signs checkpoints. */
export interface Signer {
  readonly publicKey: PublicKey
  sign(place: Omit<Signed, 'key' | 'sig'>): string
}

/** A signer with a private Ed25519 key. */
export function createSigner(key: KeyObject): Signer {
  const raw = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-KEY_BYTES)
  const publicKey = toPublicKey(raw)
  return {
    publicKey,
    sign: (place) => sign(null, statement({ ...place, key: publicKey.id }), key).toString('hex'),
  }
}

/** A public key in base64url; undefined if it is none. */
export function readPublicKey(text: string): PublicKey | undefined {
  const raw = Buffer.from(text, 'base64url')
  return raw.length === KEY_BYTES && raw.toString('base64url') === text ? toPublicKey(raw) : undefined
}

/** True if the key signed exactly this. */
export function isSignedBy({ text }: PublicKey, signed: Signed): boolean {
  const spki = Buffer.concat([SPKI, Buffer.from(text, 'base64url')])
  try {
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' })
    return verify(null, statement(signed), key, Buffer.from(signed.sig, 'hex'))
  } catch {
    return false // bytes that are no point of the curve have signed nothing
  }
}

/** The signed part of a record; undefined where it is not signed. */
export function signedPart({ chain, seq, hash, time, key, sig }: Sealed & Link): Signed | undefined {
  return key === undefined || sig === undefined ? undefined : { chain, seq, hash, time, key, sig }
}

function toPublicKey(raw: Uint8Array): PublicKey {
  const id = createHash('sha256').update(raw).digest('hex').slice(0, 16)
  return { id, text: Buffer.from(raw).toString('base64url') }
}

function statement({ chain, seq, hash, time, key }: Omit<Signed, 'sig'>): Uint8Array {
  return Buffer.from(DOMAIN + canonical({ chain, seq, hash, time, key }))
}
