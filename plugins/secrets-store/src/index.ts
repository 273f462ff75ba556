export { secretsStore } from './plugin.ts'
export type { Grant, SecretsStoreConfig, SecretsStoreInput } from './config.ts'
export { secretsStoreConfig } from './config.ts'
export { SecretRefsToken, SecretsToken, type Reader, type SecretRefs, type Secrets } from './services.ts'
export { openSecrets, type OpenSecrets } from './open.ts'
export { Vault, type Label } from './vault.ts'
export { isSecretName, type Kind, type Secret } from './row.ts'
export { createKeyFile, parseMasterKey, type KeySource } from './master-key.ts'
export { recover, rotate, type NewKey, type RotateOptions } from './rotate.ts'
export { TokenKeeper, type KeeperOptions } from './oauth/keeper.ts'
export { loginInBrowser, loginOnDevice, revoke, type BrowserLogin, type DeviceLogin } from './oauth/login.ts'
export {
  chooseProvider,
  PRESETS,
  type Endpoints,
  type Preset,
  type Provider,
  type ProviderOptions,
  type Redirect,
} from './oauth/provider.ts'
export { parseTokens, type Tokens } from './oauth/tokens.ts'
export { SECRETS_STORE_ERRORS, type SecretsErrorCode } from './errors.ts'
