import { defineErrors, type ErrorFactory } from '@ringwall/core'

/** Every error that this package throws. */
export const SECRETS_STORE_ERRORS = {
  SECRETS_KEY_INVALID: {
    message: 'The master key {where} cannot be used: {problem}.',
    fix: 'Give at least 32 random bytes in hex or base64; `ringwall secrets init` makes such a key.',
  },
  SECRETS_KEY_UNREADABLE: {
    message: 'The file of the master key {file} cannot be read: {problem}.',
    fix: 'Make it a regular file of your own that nobody else can read (chmod 600), or name another one.',
  },
  SECRETS_KEY_MISSING: {
    message: 'There are secrets, but no master key to read them with (looked for {where}). Nothing was changed.',
    fix: 'Bring the key back from where you keep it; without it the secrets are lost: remove the store of secrets and set them anew.',
  },
  SECRETS_KEY_WRONG: {
    message: 'The master key is not the one that the secrets were encrypted with. Nothing was changed.',
    fix: 'Give the right key under `masterKey` or in the key file; after a rotation, the new one.',
  },
  SECRETS_KEY_EXISTS: {
    message: 'There is a master key at {file} already.',
    fix: 'Use it, or change it with `ringwall secrets rotate`.',
  },
  SECRETS_NOT_INITIALISED: {
    message: 'There is no master key yet, so no secret can be kept.',
    fix: 'Run `ringwall secrets init` once.',
  },
  SECRETS_CHECK_MISSING: {
    message: 'The store holds secrets, but not the record by which a wrong master key shows. Nothing was changed.',
    fix: 'Restore the store from a backup; somebody removed the record.',
  },
  SECRETS_CORRUPT: {
    message: 'What the store holds for {what} is not what was put there: {problem}.',
    fix: 'Set the secret again, or restore the store from a backup; find out who else writes to it.',
  },
  SECRETS_BUSY: {
    message: 'The master key is being rotated.',
    fix: 'Try again when it is done; a rotation that was cut off can be started again after a minute.',
  },
  SECRETS_CONFLICT: {
    message: 'Others write {what} all the time, so it could not be written.',
    fix: 'Try again.',
  },
  SECRETS_STORE_MISSING: {
    message: 'The layer secrets-store has no store to keep secrets in.',
    fix: 'Pass a store in createKernel({ services }), or name one in the config file.',
  },
  SECRET_NAME_INVALID: {
    message: 'This cannot be the name of a secret.',
    fix: 'Use a letter or _, then up to 127 letters, digits, dots, dashes and _.',
  },
  SECRET_VALUE_INVALID: {
    message: 'The value of the secret {name} is not accepted: {problem}.',
    fix: 'Give a text of 1 to 65536 characters of Unicode, without U+0000.',
  },
  SECRET_UNAVAILABLE: {
    message: 'The secret {name} is not available here.',
    fix: 'Set it with `ringwall secrets set`, and list who may use it under `grants` of secrets-store.',
  },
  OAUTH_PROVIDER_INVALID: {
    message: 'There is no login with {provider}: {problem}.',
    fix: 'Use the name of a provider that is listed by `ringwall login --help`, or give --issuer and --client-id.',
  },
  OAUTH_LOGIN_FAILED: {
    message: 'The login did not succeed: {problem}.',
    fix: 'Try again; nothing was stored.',
  },
  OAUTH_LOGIN_TIMEOUT: {
    message: 'Nobody logged in within {seconds} seconds.',
    fix: 'Try again, and finish in the browser in time; nothing was stored.',
  },
  OAUTH_REDIRECT_UNUSABLE: {
    message: 'The redirect of the login cannot be received on {at}: {problem}.',
    fix: 'End what listens there, or log in with --device.',
  },
  OAUTH_REFRESH_FAILED: {
    message: 'The token of {name} could not be refreshed: {problem}.',
    fix: 'Log in again with `ringwall login`.',
  },
  OAUTH_NOT_STORED: {
    message: 'The new token of {name} could not be stored, so it is not used.',
    fix: 'Repair the store; this process keeps the token and stores it at the next call. If it ends before, log in again.',
  },
} as const

/** The codes of SECRETS_STORE_ERRORS. */
export type SecretsErrorCode = keyof typeof SECRETS_STORE_ERRORS

/** The factory of this package's errors. */
export const fail: ErrorFactory<SecretsErrorCode> = defineErrors(SECRETS_STORE_ERRORS)
