import { token, type Session, type Token } from '@ringwall/core'
import type { Resolved } from '@ringwall/references'

/** On whose behalf a secret is read, and what for. */
export interface Reader {
  readonly session: Session
  /** What it is needed for; a grant lists it under `tools`. */
  readonly purpose: string
  /** Where it will be sent; a grant lists its host. Absent: nowhere. */
  readonly url?: string
}

/** Secrets for layers and hosts, each within the grants of the agent it is for. Nothing lists them. */
export interface Secrets {
  /** The value, for a login its access token; undefined where there is none or it is not granted. */
  get(name: string, reader: Reader): Promise<string | undefined>
  /** True if there is one that is granted. */
  has(name: string, reader: Reader): Promise<boolean>
  /** The value. Throws SECRET_UNAVAILABLE, also where it is not granted. */
  require(name: string, reader: Reader): Promise<string>
}

/** Resolves references that an operator wrote: `${NAME}`, `env:`, `file:`, `exec:` of a declared helper. Never give it what a model wrote. */
export interface SecretRefs {
  /** Undefined for a text that is no reference. What was resolved is kept in from then on, as a secret of the store is. */
  resolve(reference: string, purpose: string): Promise<Resolved | undefined>
}

/** The service under which layers and hosts find secrets. */
export const SecretsToken: Token<Secrets> = token<Secrets>('Secrets')
/** The service that resolves references. */
export const SecretRefsToken: Token<SecretRefs> = token<SecretRefs>('SecretRefs')
