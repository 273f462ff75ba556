import { token, type Token } from '@ringwall/core'

/** A secret that the installation itself holds. */
export interface KnownSecret {
  /** What a mark may say instead of the value. */
  readonly name: string
  readonly value: string
}

/** Who holds the secrets of an installation tells the layers that keep them in. */
export interface KnownSecrets {
  /** All of them, as they are now. */
  values(): readonly KnownSecret[]
  /** Calls the listener after each change until the returned function is called. */
  onChange(listener: () => void): () => void
}

/** The service under which layers find the known secrets. */
export const KnownSecretsToken: Token<KnownSecrets> = token<KnownSecrets>('KnownSecrets')
