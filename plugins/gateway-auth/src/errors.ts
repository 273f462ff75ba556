import { defineErrors, type ErrorFactory } from '@ringwall/core'

/** Every error that this package throws. What a request is refused with is no error: see REFUSALS. */
export const GATEWAY_AUTH_ERRORS = {
  AUTH_TOKEN_INVALID: {
    message: 'Token {name} cannot be used: {problem}.',
    fix: 'Use a different random token of at least 32 characters for each entry, such as one that `ringwall tokens create` makes.',
  },
  AUTH_TOKENS_FULL: {
    message: 'The store holds {limit} tokens already.',
    fix: 'Revoke those that nobody uses (`ringwall tokens list`); revoked and expired ones are forgotten after 30 days.',
  },
  AUTH_SETTINGS_INVALID: {
    message: 'The token cannot be made: {problem}.',
    fix: 'Correct that value; `ringwall tokens create --help` shows what there is.',
  },
  AUTH_STATE_INVALID: {
    message: 'What the store holds under gateway-auth is not what this layer writes: {problem}. Nobody is let in.',
    fix: 'Find out who wrote to the store. Then remove that entry and make new tokens.',
  },
  AUTH_STATE_BUSY: {
    message: 'Others kept changing the tokens in the store. Nothing was changed.',
    fix: 'Try again.',
  },
  AUTH_SESSION_FOREIGN: {
    message: 'A proof was asked for a session that is not of the tenant, agent and user of the token.',
    fix: 'Make the session from the identity that authenticate returned.',
  },
  WEBHOOK_SECRET_INVALID: {
    message: 'The secret of a {scheme} webhook cannot be used: {problem}.',
    fix: 'Give the secret as the sender shows it, by reference; several while it is rotated.',
  },
  WEBHOOK_SETTINGS_INVALID: {
    message: 'A webhook cannot be verified: {problem}.',
    fix: 'Correct the call of Webhooks.verify; the README of gateway-auth lists its options.',
  },
} as const

/** Makes an error of this package's table. */
export const fail: ErrorFactory<keyof typeof GATEWAY_AUTH_ERRORS> = defineErrors(GATEWAY_AUTH_ERRORS)
