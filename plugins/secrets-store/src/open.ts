import { scoped, type Store } from '@ringwall/store'
import type { SecretsStoreConfig } from './config.ts'
import { fileKey, fixedKey, type KeySource } from './master-key.ts'
import { NAME } from './name.ts'
import { TokenKeeper } from './oauth/keeper.ts'
import { Vault } from './vault.ts'

/** What an operator or a host works on: the secrets of all tenants, without grants. */
export interface OpenSecrets {
  /** The part of the store that secrets are in. */
  readonly store: Store
  readonly source: KeySource
  readonly vault: Vault
  readonly keeper: TokenKeeper
}

/** Opens the secrets in a store with the master key of a config; nothing is read yet. */
export function openSecrets(
  store: Store,
  { masterKey, keyFile, refreshBeforeMs }: Pick<SecretsStoreConfig, 'masterKey' | 'keyFile' | 'refreshBeforeMs'>,
): OpenSecrets {
  const own = scoped(store, NAME)
  const source = masterKey === undefined ? fileKey(keyFile) : fixedKey(masterKey)
  const vault = new Vault(own, source)
  return { store: own, source, vault, keeper: new TokenKeeper({ store: own, vault, refreshBeforeMs }) }
}
